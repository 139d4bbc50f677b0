"""
Files of the embedded index, and who is connected to which.

``search.sqlite3`` is a link to the file of the current generation. A rebuild makes another file and exchanges the
link in one step: a file of its own name keeps its own write-ahead log, which a file put in its place would inherit.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from pathlib import Path
from typing import Final

from search.engines.sqlite.schema import BUILT_WITH, SCHEMA

_LOCK_TIMEOUT_S: Final = 20.0


class Files:
    """The generations of one index."""

    def __init__(self, link: Path) -> None:
        self.link = link.parent.resolve() / link.name
        self._local = threading.local()

    def current(self) -> Path | None:
        """Give the file of the current generation, or None before the first."""
        target = self.link.resolve()
        return target if target.is_file() else None

    def connection(self) -> sqlite3.Connection:
        """Give this thread's connection to the current generation."""
        target = self.current()
        if target is None:
            raise FileNotFoundError(self.link)
        held: tuple[int, Path, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is not None and held[:2] == (os.getpid(), target):
            return held[2]
        if held is not None and held[0] == os.getpid():
            held[2].close()
        connection = connect(target)
        self._local.held = (os.getpid(), target, connection)
        return connection

    def create(self, *, is_filled: bool) -> Path:
        """Make a new, empty generation that nobody uses yet."""
        self.link.parent.mkdir(parents=True, exist_ok=True)
        made = self.link.with_name(f"{self.link.stem}-{secrets.token_hex(4)}{self.link.suffix}")
        connection = connect(made)
        try:
            connection.executescript(SCHEMA)
            rows = [("built_with", BUILT_WITH), ("is_filled", str(int(is_filled)))]
            connection.executemany("insert into search_meta values(?, ?)", rows)
        finally:
            connection.close()
        return made

    def adopt(self, generation: Path) -> None:
        """Make a generation the current one, and remove all but it and the one before."""
        before = self.current()
        draft = self.link.with_name(f"{generation.name}.link")
        draft.symlink_to(generation.name)
        draft.replace(self.link)
        for other in self.link.parent.glob(f"{self.link.stem}-*{self.link.suffix}"):
            # A searcher may still read the generation before: it goes with the next rebuild.
            if other not in {generation, before}:
                remove(other)


def connect(path: Path) -> sqlite3.Connection:
    """Open one file of an index; nothing is in a transaction until BEGIN."""
    connection = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_S, isolation_level=None)
    connection.executescript(
        "pragma journal_mode=wal; pragma synchronous=normal; pragma temp_store=memory; pragma cache_size=-65536;"
    )
    return connection


def remove(generation: Path) -> None:
    """Remove a generation with its write-ahead log."""
    for suffix in ("", "-wal", "-shm"):
        generation.with_name(generation.name + suffix).unlink(missing_ok=True)
