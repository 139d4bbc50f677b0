"""Fixtures of the whole suite: shared data by path, a log that transactional tests may empty."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of shared data, or skip; where REQUIRE_DATA is set its absence is a failure."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("REQUIRE_DATA"):
            pytest.fail("REQUIRE_DATA is set and ../shared/data is not there")
        pytest.skip("needs ../shared/data, the folder of real records")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def _log_can_be_emptied_between_transactional_tests():
    """Lift the triggers of the append-only log while Django empties the tables, and put its head back."""
    guard = import_module("marketplace.events.migrations.0002_append_only")
    flush = type(connection.ops).execute_sql_flush

    def flush_with_log(self, sql_list):
        with connection.schema_editor() as editor:
            guard.unguard(None, editor)
        flush(self, sql_list)
        with connection.schema_editor() as editor:
            guard.guard(None, editor)
        from marketplace.events.models import EventHead

        EventHead.objects.create(pk=1, hash="0" * 64)

    patch = pytest.MonkeyPatch()
    patch.setattr(type(connection.ops), "execute_sql_flush", flush_with_log)
    yield
    patch.undo()
