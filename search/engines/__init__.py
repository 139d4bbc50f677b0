"""
Engines that answer one contract. :func:`engine` gives the one that the settings name.

``SEARCH_URL`` is ``sqlite://`` (a file in ``var/``), ``sqlite:///path/to/file`` or the address of an Elasticsearch.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine


def engine() -> Engine:
    """Give the engine of ``SEARCH_URL``, the same object for the same settings."""
    return _engine(settings.SEARCH_URL, settings.SEARCH_INDEX_PREFIX, settings.SEARCH_API_KEY, Path(settings.VAR_DIR))


@lru_cache(maxsize=8)
def _engine(url: str, prefix: str, api_key: str, var: Path) -> Engine:
    if url.startswith("sqlite:"):
        from search.engines.sqlite.engine import SqliteEngine

        named = url.removeprefix("sqlite:").removeprefix("//")
        return SqliteEngine(Path(named) if named else var / "search.sqlite3")
    # The client takes a third of a second to import: only where it is used.
    from search.engines.elasticsearch.engine import ElasticsearchEngine

    return ElasticsearchEngine(url, prefix=prefix, api_key=api_key)
