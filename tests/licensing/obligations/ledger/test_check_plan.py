"""The command that holds files of worked cases."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from licensing.obligations.ledger.cases import run_file
from marketplace import strict_yaml

SHARED = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "plan-cases.yaml"
SMALL = """
schema_version: 1
cases:
- {id: due, plan: {term_months: 24, items: [{id: a, kind: entry_fee, amount: "10.00", trigger: {event: effect}}]},
   start: 2026-03-02, as_of: 2026-03-02, expect: {totals: {owed: "%s"}}}
- {id: refused, plan: {term_months: 24, items: []}, as_of: 2026-03-02, expect: {error: no_items}}
"""


def _names() -> list[str]:
    if not SHARED.is_file():
        return []
    document = strict_yaml.read(SHARED.read_bytes(), bare_floats=True, unfit_as_text=True)
    return [case["id"] for case in document.value["cases"]]


@pytest.fixture(scope="module")
def differences(shared_data):
    """Give the differences of each shared case."""
    report = run_file((shared_data / "plan-cases.yaml").read_bytes())
    found: dict[str, list] = {}
    for failure in report.failures:
        found.setdefault(failure.case, []).append(failure)
    return found


@pytest.mark.parametrize("name", _names() or ["plan-cases.yaml"])
def test_holds_the_shared_case(name, differences):
    assert differences.get(name, []) == []


def test_counts_all_shared_cases(shared_data):
    report = run_file((shared_data / "plan-cases.yaml").read_bytes())

    assert (report.held, report.cases) == (113, 113)


def _run(*files, **options):
    out = io.StringIO()
    code = 0
    try:
        call_command("check_plan", *files, stdout=out, **options)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue()


def test_prints_the_count_last_and_leaves_with_0(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(SMALL % "10.00", "utf-8")

    assert _run(str(file)) == (0, "2 of 2 cases hold\n")


def test_prints_each_difference_and_leaves_with_1(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(SMALL % "11.00", "utf-8")

    code, out = _run(str(file))

    assert code == 1
    assert out.splitlines() == [
        f'{file}: due: totals.owed: expected "11.00", got "10.00"',
        "1 of 2 cases hold",
    ]


def test_prints_json(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text(SMALL % "11.00", "utf-8")

    code, out = _run(str(file), json=True)

    assert code == 1
    assert json.loads(out) == {
        "cases": 2,
        "held": 1,
        "failures": [{"file": str(file), "case": "due", "field": "totals.owed", "expected": "11.00", "got": "10.00"}],
    }


def test_tells_of_a_file_that_cannot_be_read(tmp_path):
    code, out = _run(str(tmp_path / "none.yaml"))

    assert code == 1
    assert out.splitlines()[-1] == "0 of 0 cases hold"


def test_fails_a_case_that_is_no_case_and_runs_the_others(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text((SMALL % "10.00").replace("as_of: 2026-03-02, expect: {error", "expect: {error"), "utf-8")

    code, out = _run(str(file))

    assert code == 1
    assert out.splitlines()[-1] == "1 of 2 cases hold"
