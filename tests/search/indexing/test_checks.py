"""What the system checks say of the embedded engine."""

from __future__ import annotations

import sqlite3

import pytest

from search.engines import engine
from search.engines.contract import Scope, SearchRequest
from search.engines.sqlite.engine import SqliteEngine
from search.indexing import checks

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def embedded(settings, tmp_path):
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/checked.sqlite3"
    return engine()


def codes():
    return [message.id for message in checks.embedded_engine_works()]


def test_say_nothing_while_there_is_no_index(embedded):
    assert codes() == []
    assert embedded.files.current() is None


def test_warn_of_an_index_made_by_another_analyser_that_still_answers(embedded):
    embedded.ensure()
    assert codes() == []
    embedded.files.connection().execute("update search_meta set value = 'analyser 0' where name = 'built_with'")

    assert codes() == ["search.W001"]
    assert embedded.status().wants_rebuild
    assert embedded.search(SearchRequest("电池"), scope=Scope.public()).total == 0
    embedded.rebuild([], catch_up=lambda _index: None)
    assert codes() == []


def test_say_what_to_do_without_full_text_search(embedded, monkeypatch):
    class Without:
        def execute(self, _statement):
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self):
            pass

    monkeypatch.setattr(checks.sqlite3, "connect", lambda _path: Without())

    assert codes() == ["search.E001"]


def test_leave_a_server_alone(settings):
    settings.SEARCH_URL = "http://127.0.0.1:9"

    assert codes() == []


def test_a_broken_file_stops_no_command(embedded, tmp_path):
    (tmp_path / "checked.sqlite3").write_text("this is no database")

    assert isinstance(embedded, SqliteEngine)
    assert codes() == []
