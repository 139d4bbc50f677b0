"""Write documents into one generation of the embedded index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Final

from search.engines.contract import FACETS, NUMBERS
from search.engines.documents import Document
from search.engines.sqlite.schema import COLUMNS

# Web writers of the same file get their turn between batches.
BATCH: Final = 500

_INSERT_FTS: Final = f"insert into search_fts({', '.join(COLUMNS)}) values({', '.join('?' * len(COLUMNS))})"
_HEAD: Final = ("id", "version", "digest", "fts", "is_public", "organization")
_FIELDS: Final = (*_HEAD, *NUMBERS)
_UPSERT_DOC: Final = (
    f"insert into search_doc({', '.join(_FIELDS)}) values({', '.join('?' * len(_FIELDS))}) "
    f"on conflict(id) do update set {', '.join(f'{name}=excluded.{name}' for name in _FIELDS[1:])} returning doc"
)


def write(connection: sqlite3.Connection, documents: Iterable[Document]) -> int:
    """Write documents in batches, each in one transaction; give how many were accepted."""
    written = 0
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        connection.execute("begin immediate")
        try:
            written += sum(_write_one(connection, document) for document in batch)
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")
    return written


def _write_one(connection: sqlite3.Connection, document: Document) -> bool:
    held = connection.execute("select version, digest from search_doc where id = ?", (document.id,)).fetchone()
    if held is not None and held[0] > document.version:
        return False
    digest = document.digest
    if held is not None and held[1] == digest:
        connection.execute("update search_doc set version = ? where id = ?", (document.version, document.id))
        return True
    row = _append_row(connection, document) if document.is_live else None
    values = [document.id, document.version, digest, row, int(document.is_public), document.organization]
    values += [document.numbers.get(name) for name in NUMBERS]
    (doc,) = connection.execute(_UPSERT_DOC, values).fetchone()
    _replace_values(connection, doc, document)
    connection.execute("delete from search_text where doc = ?", (doc,))
    if document.is_live:
        shown = json.dumps(dict(document.shown), ensure_ascii=False)
        connection.execute("insert into search_text values(?, ?)", (doc, shown))
    return True


def _append_row(connection: sqlite3.Connection, document: Document) -> int | None:
    streams = [document.streams.get(column, "") for column in COLUMNS]
    return connection.execute(_INSERT_FTS, streams).lastrowid


def _replace_values(connection: sqlite3.Connection, doc: int, document: Document) -> None:
    connection.execute(
        "delete from search_vf where doc = ? and val in (select val from search_fv where doc = ?)", (doc, doc)
    )
    connection.execute("delete from search_fv where doc = ?", (doc,))
    for name, values in document.values.items():
        for value in dict.fromkeys(values):
            key = (FACETS.index(name), value)
            connection.execute("insert or ignore into search_val(dim, val) values(?, ?)", key)
            (val,) = connection.execute("select id from search_val where dim = ? and val = ?", key).fetchone()
            connection.execute("insert into search_fv values(?, ?)", (doc, val))
            connection.execute("insert into search_vf values(?, ?)", (val, doc))
