"""The log keeps its promises while its writers and readers are killed, on both databases, with real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection

SCRIPT = Path(__file__).parent / "event_log_run.py"

pytestmark = pytest.mark.crash


def run(folder: Path, database_url: str, *, seconds: float, longest: float) -> dict:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DATABASE_POOL_SIZE": "2",
        "VAR_DIR": str(folder / "var"),
        "LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), "--seconds", str(seconds), "--longest", str(longest)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return json.loads((folder / "report.json").read_text())


def check(report: dict) -> None:
    print(json.dumps(report))  # noqa: T201 - The figures of the run, shown when it fails.
    kept_promises = {
        "gapless": True,
        "chain_is_whole": True,
        "acknowledged_and_lost": 0,
        "rolled_back_and_kept": 0,
        "died_and_kept": 0,
        "torn": 0,
        "split": 0,
        "out_of_commit_order": 0,
        "gaps_seen": 0,
        "inside": {"missed": 0, "twice": 0},
        "parked": 0,
    }
    assert {name: report[name] for name in kept_promises} == kept_promises
    assert (report["outside"]["missed"], report["outside"]["first_seen_in_order"]) == (0, True)
    # The run was what it claims to be.
    assert report["killed"] == {"writers": 20, "consumers": 20}
    assert report["endings"]["consumers"]["-9"] == 20
    assert min(report["died_after_numbering"], report["rolled_back"]) > 0
    assert report["transactions"] > 50
    for endings in report["endings"].values():
        assert set(endings) <= {"0", "-9"}


@pytest.fixture
def postgresql_url(django_db_setup, django_db_blocker):
    """Give a new database on the server that the suite runs on."""
    name = f"crash_{uuid.uuid4().hex[:12]}"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        server = connection.settings_dict
        yield (f"postgresql://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT'] or 5432}/{name}")
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.pg
def test_keeps_its_promises_on_postgresql(postgresql_url, tmp_path):
    report = run(tmp_path, postgresql_url, seconds=16, longest=0.5)

    check(report)
    # The same run through the eyes of a reader that trusts row ids: it must lose, or the run proves nothing.
    assert report["missed_by_row_id"] > 0


def test_keeps_its_promises_on_sqlite(tmp_path):
    report = run(tmp_path, f"sqlite:///{tmp_path / 'log.sqlite3'}", seconds=12, longest=0.05)

    check(report)
