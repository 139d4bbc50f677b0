"""What has to hold before the embedded engine can work."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.conf import settings
from django.core import checks

from search.engines import engine
from search.engines.contract import SearchUnavailable
from search.engines.sqlite.engine import SqliteEngine


@checks.register()
def embedded_engine_works(**_: Any) -> list[checks.CheckMessage]:
    """Say so where SQLite lacks FTS5, or the index was made by another version of the analyser."""
    if not settings.SEARCH_URL.startswith("sqlite:"):
        return []
    if not has_full_text_search():
        return [
            checks.Error(
                f"SQLite {sqlite3.sqlite_version} of this Python has no FTS5.",
                hint="Use a Python whose SQLite has FTS5 (those of Debian and python.org do), or set SEARCH_URL.",
                id="search.E001",
            )
        ]
    index = engine()
    if not isinstance(index, SqliteEngine) or index.files.current() is None:
        return []
    try:
        status = index.status()
    except SearchUnavailable:
        return []  # The searcher is told when it matters; a locked or broken file must not stop a migration.
    if not status.is_stale:
        return []
    return [
        checks.Warning(
            f"The search index was made with {status.built_with}; this is {status.expected}.",
            hint="Searches are answered, their order may be off. Run manage.py search_rebuild.",
            id="search.W001",
        )
    ]


def has_full_text_search() -> bool:
    """Tell whether this Python's SQLite can make a full-text table."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table temp.x using fts5(a)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True
