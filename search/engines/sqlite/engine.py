"""The embedded engine."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

from search.engines.base import Answer, Engine, Index, Plan
from search.engines.contract import BUDGET_S, SearchUnavailable
from search.engines.documents import Document, Entry, IndexStatus
from search.engines.sqlite import reader
from search.engines.sqlite.files import Files, connect, remove
from search.engines.sqlite.schema import BUILT_WITH
from search.engines.sqlite.writer import write

# How many steps of SQLite's machine pass between two looks at the clock.
_STEPS: Final = 20_000


class SqliteEngine(Engine):
    """An index in one file. Many searchers, one writer at a time."""

    name: ClassVar[str] = "sqlite"

    def __init__(self, path: Path, *, budget_s: float = BUDGET_S) -> None:
        self.files = Files(path)
        self.budget_s = budget_s

    def answer(self, plan: Plan) -> Answer:
        """Answer a plan; a search that takes longer than the budget is stopped."""
        self._ensure_file()
        with self._available(), self._within_budget() as connection:
            return reader.answer(connection, plan)

    @contextmanager
    def _within_budget(self) -> Iterator[sqlite3.Connection]:
        connection = self.files.connection()
        ends = time.monotonic() + self.budget_s
        connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
        try:
            yield connection
        finally:
            connection.set_progress_handler(None, 0)

    @contextmanager
    def _available(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise SearchUnavailable(f"the search index did not answer: {error}") from error

    def ensure(self) -> bool:
        """Make the file if there is none. Tell whether it has to be filled."""
        self._ensure_file()
        with self._available():
            row = self.files.connection().execute("select value from search_meta where name = 'is_filled'").fetchone()
            return row is None or row[0] != "1"

    def _ensure_file(self) -> None:
        if self.files.current() is not None:
            return
        made = self.files.create(is_filled=False)
        if self.files.link.is_symlink():
            self.files.adopt(made)  # The link is there, its file was removed by hand.
            return
        try:
            self.files.link.symlink_to(made.name)
        except FileExistsError:
            remove(made)  # Another process was first.

    def index(self, documents: Iterable[Document]) -> int:
        """Write documents into the current generation."""
        self._ensure_file()
        with self._available():
            return write(self.files.connection(), documents)

    def refresh(self) -> None:
        """Do nothing: what is committed is found."""

    def rebuild(self, documents: Iterable[Document], *, catch_up: Callable[[Index], None]) -> None:
        """Fill a new file, catch up, exchange the link, catch up again. A failure leaves the old file in place."""
        with self._available():
            made = self.files.create(is_filled=True)
        connection = connect(made)
        try:
            # Nobody reads it yet and a crash throws it away: no need to wait for the disk.
            connection.execute("pragma synchronous=off")
            write(connection, documents)
            catch_up(lambda more: write(connection, more))
            connection.execute("insert into search_fts(search_fts) values('optimize')")
            connection.execute("pragma wal_checkpoint(truncate)")
        except BaseException:
            connection.close()
            remove(made)
            raise
        connection.close()
        _to_disk(made)
        self.files.adopt(made)
        catch_up(self.index)

    def entries(self) -> Iterator[Entry]:
        """Give what is held, by id."""
        self._ensure_file()
        statement = "select id, version, digest, fts is not null from search_doc order by id"
        for row in self.files.connection().execute(statement).fetchall():
            yield Entry(id=row[0], version=row[1], digest=row[2], is_live=bool(row[3]))

    def status(self) -> IndexStatus:
        """Give counts and versions."""
        self._ensure_file()
        with self._available():
            connection = self.files.connection()
            live, held = connection.execute("select count(fts), count(*) from search_doc").fetchone()
            (written,) = connection.execute("select count(*) from search_fts_docsize").fetchone()
            (built_with,) = connection.execute("select value from search_meta where name = 'built_with'").fetchone()
        return IndexStatus(
            backend=self.name,
            live=live,
            tombstones=held - live,
            dead_rows=written - live,
            built_with=built_with,
            expected=BUILT_WITH,
        )


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
