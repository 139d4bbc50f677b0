"""Fixtures of the whole suite: shared data by path, a log that transactional tests may empty."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

# A busy machine is slow, not wrong: no example has a time limit.
hypothesis_settings.register_profile("suite", deadline=None)
# Whether an example fails is all that a mutant is judged by: none is made smaller or kept.
hypothesis_settings.register_profile(
    "mutants", deadline=None, max_examples=30, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

pytest_plugins = ["tests.plugins.profiles"]

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of shared data, or skip; where REQUIRE_DATA is set its absence is a failure."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("REQUIRE_DATA"):
            pytest.fail("REQUIRE_DATA is set and ../shared/data is not there")
        pytest.skip("needs ../shared/data, the folder of real records")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """Begin each test in the site's language: a page that an earlier test asked for leaves its own behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """Let pages that decide pass without a code; the tests of the second factor switch it on again."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def _files_of_a_test(settings, tmp_path_factory):
    """Keep the files of a test in a folder of its own, which is made only by a test that has some."""
    settings.DOCUMENTS_DIR = tmp_path_factory.getbasetemp() / f"documents-{uuid4().hex}"


@pytest.fixture(autouse=True)
def _search_index_of_a_test(settings, tmp_path_factory):
    """Give each test that searches an empty index of its own."""
    from search.engines import _engine

    before = _engine.cache_info().misses
    if settings.SEARCH_URL.startswith("sqlite:"):
        settings.SEARCH_URL = f"sqlite:///{tmp_path_factory.getbasetemp()}/search-{uuid4().hex}.sqlite3"
        yield
        return
    server, prefix = settings.SEARCH_URL, f"test-{secrets.token_hex(6)}"
    settings.SEARCH_INDEX_PREFIX = prefix
    yield
    # The prefix is new, so whoever searched had the engine made anew.
    if _engine.cache_info().misses > before:
        _remove_indices(server, prefix)


def _remove_indices(url: str, prefix: str) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(url) as client:
        # A server refuses to delete by pattern, so the names are asked for first.
        if names := list(client.indices.get(index=f"{prefix}-*")):
            client.indices.delete(index=names)


@pytest.fixture(autouse=True, scope="session")
def _guarded_tables_can_be_emptied_between_transactional_tests():
    """Lift SQLite's triggers while Django empties the tables (PostgreSQL truncates past them); put the head back."""
    flush = type(connection.ops).execute_sql_flush

    def flush_guarded(self, sql_list):
        triggers = []
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                triggers = cursor.fetchall()
                for name, _ in triggers:
                    cursor.execute(f"DROP TRIGGER {name}")
        flush(self, sql_list)
        with connection.cursor() as cursor:
            for _, statement in triggers:
                cursor.execute(statement)
        from marketplace.dated import working_years
        from marketplace.dated.models import WorkingYear
        from marketplace.events.models import EventHead

        EventHead.objects.create(pk=1, hash="0" * 64)
        working_years.load(WorkingYear)

    patch = pytest.MonkeyPatch()
    patch.setattr(type(connection.ops), "execute_sql_flush", flush_guarded)
    yield
    patch.undo()
