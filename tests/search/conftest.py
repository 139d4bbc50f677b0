"""Engines to try: the embedded one always, Elasticsearch where ``SEARCH_URL`` names a server."""

from __future__ import annotations

import os
from secrets import token_hex

import pytest

from search.engines.base import Engine
from search.engines.sqlite.engine import SqliteEngine

SERVER = os.environ.get("SEARCH_URL", "")


def _elasticsearch():
    if not SERVER.startswith("http"):
        if os.environ.get("REQUIRE_ES"):
            pytest.fail("REQUIRE_ES is set and SEARCH_URL names no Elasticsearch")
        pytest.skip("needs SEARCH_URL=http://… of a real Elasticsearch (scripts/elasticsearch starts one)")
    from search.engines.elasticsearch.engine import ElasticsearchEngine

    # Tests wait for a busy machine rather than fail on it; the budget has tests of its own.
    return ElasticsearchEngine(SERVER, prefix=f"test-{token_hex(4)}", budget_s=20)


ENGINES = ["sqlite", pytest.param("elasticsearch", marks=pytest.mark.es)]


@pytest.fixture(scope="session")
def make_engine(tmp_path_factory):
    """Give a maker of empty engines; what they leave is removed."""
    made: list[Engine] = []

    def make(name: str) -> Engine:
        if name == "sqlite":
            engine: Engine = SqliteEngine(tmp_path_factory.mktemp("search") / "search.sqlite3", budget_s=20)
        else:
            engine = _elasticsearch()
            made.append(engine)
        return engine

    yield make
    for engine in made:
        # A server refuses to delete by pattern, so the names are asked for first.
        if names := list(engine.client.indices.get(index=f"{engine.alias}-*")):
            engine.client.indices.delete(index=names)
        engine.client.close()


@pytest.fixture(params=ENGINES)
def empty_engine(request, make_engine):
    """Give an engine that holds nothing."""
    return make_engine(request.param)
