"""The plugin that decides which tests belong to a run."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent.parent
SKIPPING = """
from pathlib import Path

import pytest

def test_that_skips():
    pytest.skip("no reason")

@pytest.mark.skip(reason="marked")
def test_that_is_marked():
    pass

def test_that_runs():
    pass
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """Give a function that runs pytest with the plugin on one file, in a process of its own."""
    for variable in ("REQUIRE_PG", "REQUIRE_ES", "REQUIRE_DATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DATABASE_URL", "sqlite://:memory:")
    monkeypatch.setenv("SEARCH_URL", "sqlite://")
    monkeypatch.setenv("VAR_DIR", str(pytester.path / "var"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # Only what is looked at is loaded: each run is a process of its own.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini(
        "[pytest]\nDJANGO_SETTINGS_MODULE = marketplace.settings\n"
        "markers =\n  pg: needs a server\n  es: needs a server\n  e2e: needs a browser\n"
    )

    def _run(source, *arguments):
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess("-p", "pytest_django", "-p", "tests.plugins.profiles", *arguments)

    return _run


def test_a_skip_stays_a_skip_where_nothing_is_required(run):
    run(SKIPPING).assert_outcomes(passed=1, skipped=2)


def test_a_skip_fails_where_tests_are_required(run, monkeypatch):
    monkeypatch.setenv("REQUIRE_DATA", "1")

    result = run(SKIPPING)

    assert result.ret == 1
    result.stdout.fnmatch_lines(["*skipped, though REQUIRE_DATA is set*"])
    result.assert_outcomes(passed=1, failed=1, errors=1)


def test_a_skipped_module_fails_where_tests_are_required(run, monkeypatch):
    monkeypatch.setenv("REQUIRE_DATA", "1")

    result = run("import pytest\npytest.skip('all of it', allow_module_level=True)\n")

    assert result.ret == 2
    result.assert_outcomes(errors=1)


def test_tests_of_absent_servers_and_browsers_are_left_out(run):
    source = "import pytest\n" + "".join(
        f"\n@pytest.mark.{mark}\ndef test_{mark}(): pass\n" for mark in ("pg", "es", "e2e")
    )

    run(source + "\ndef test_plain(): pass\n").assert_outcomes(passed=1, deselected=3)
    run(source, "-m", "e2e").assert_outcomes(passed=1, deselected=2)


def test_a_required_server_that_the_settings_do_not_name_stops_the_run(run, monkeypatch):
    monkeypatch.setenv("REQUIRE_PG", "1")

    result = run("def test_plain(): pass\n")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*REQUIRE_PG is set, but the settings name no such server*"])
