"""
Which tests belong to this run, and what a skip means.

Tests that need a server (``pg``, ``es``) are left out where the settings name none, and browser walks (``e2e``) where
nobody asked for them. What is required (REQUIRE_PG, REQUIRE_ES, REQUIRE_DATA) must run: with any of these set, a skip
fails, because a green run has to mean that it ran.
"""

from __future__ import annotations

import os

import pytest

from scripts.compile_messages import ROOT, compile_file, stale

REQUIREMENTS = ("REQUIRE_PG", "REQUIRE_ES", "REQUIRE_DATA")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile translations that changed, once, before workers ask for them: pages are tested in both languages."""
    if not hasattr(session.config, "workerinput"):
        for source in stale(ROOT):
            compile_file(source)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this profile cannot run."""
    from django.conf import settings

    has_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    has_elasticsearch = settings.SEARCH_URL.startswith("http")
    for variable, present in (("REQUIRE_PG", has_postgres), ("REQUIRE_ES", has_elasticsearch)):
        if os.environ.get(variable) and not present:
            raise pytest.UsageError(f"{variable} is set, but the settings name no such server")
    asked_for_e2e = "e2e" in config.getoption("markexpr") or any("e2e" in argument for argument in config.args)
    left_out = {
        mark for mark, runs in (("pg", has_postgres), ("es", has_elasticsearch), ("e2e", asked_for_e2e)) if not runs
    }
    out = [item for item in items if left_out & {mark.name for mark in item.iter_markers()}]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in set(out)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turn a skipped test into a failed one where tests are required."""
    report = yield
    return _failed_if_required(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """Turn a skipped module into a failed one where tests are required."""
    report = yield
    return _failed_if_required(report)


def _failed_if_required(report):
    required = [name for name in REQUIREMENTS if os.environ.get(name)]
    if required and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though {', '.join(required)} is set: {report.longrepr}"
    return report
