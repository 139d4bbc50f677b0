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
    file = tmp_path / "none.yaml"

    code, out = _run(str(file))

    assert code == 1
    assert out.splitlines() == [
        f'{file}: file: expected "a file of cases", got "[Errno 2] No such file or directory: \'{file}\'"',
        "0 of 0 cases hold",
    ]


def test_fails_a_case_that_is_no_case_and_runs_the_others(tmp_path):
    file = tmp_path / "cases.yaml"
    file.write_text((SMALL % "10.00").replace("as_of: 2026-03-02, expect: {error", "expect: {error"), "utf-8")

    code, out = _run(str(file))

    assert code == 1
    assert out.splitlines()[-1] == "1 of 2 cases hold"


def _differences(tmp_path, source):
    file = tmp_path / "cases.yaml"
    file.write_text(source, "utf-8")
    _, out = _run(str(file), json=True)
    return json.loads(out)


def test_counts_each_of_two_cases_with_one_id(tmp_path):
    source = (SMALL % "11.00").replace("id: refused", "id: due").replace("error: no_items", "error: term_missing")

    told = _differences(tmp_path, source)

    assert (told["held"], told["cases"], len(told["failures"])) == (0, 2, 2)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("as_of: 2026-03-02, expect: {tot", "expect: {tot", "line 4, cases[0].as_of: must be a day, not null"),
        ("{totals:", "{total:", "line 5, cases[0].expect.total: not known here; known are duties, absent, totals, "),
        ('{totals: {owed: "10.00"}}', "{totals: []}", "line 5, cases[0].expect.totals: must be a mapping of sums"),
        ("start: 2026", "begin: 2026", "line 5, cases[0].begin: not known here; known are id, text, plan, template, "),
        ("{id: due, plan", "{id: due, template: P0, plan", "line 4, cases[0].template: a case has either a plan or a"),
        (
            "start: 2026",
            "calendar: {2026: {closed: [2026-01-01, 2027-01-01]}}, start: 2026",
            "line 5, cases[0].calendar[2026].closed[1]: neither a day nor from..to of 2026: 2027-01-01",
        ),
    ],
)
def test_says_where_a_case_is_no_case(tmp_path, old, new, told):
    source = (SMALL % "10.00").replace(old, new, 1)

    differences = _differences(tmp_path, source)

    assert differences["held"] == 1
    assert [(failure["case"], failure["field"]) for failure in differences["failures"]] == [("due", "case")]
    assert differences["failures"][0]["got"].startswith(told)


@pytest.mark.parametrize(
    ("old", "new", "got"),
    [
        (
            "term_months: 24",
            "term_months: 24, roll: up",
            "value_unfit (/plan/roll: none of next_working_day, none: 'up')",
        ),
        (
            "as_of",
            "events: [{day: 2026-03-02, event: reversal, payment: p}], as_of",
            "unknown_payment (/events/0/payment: no payment p)",
        ),
    ],
)
def test_says_what_was_refused_and_where(tmp_path, old, new, got):
    differences = _differences(tmp_path, (SMALL % "10.00").replace(old, new, 1))

    assert [(failure["expected"], failure["got"]) for failure in differences["failures"]] == [(None, got)]


@pytest.mark.parametrize(
    ("source", "got"),
    [
        ("schema_version: 1\ncases: []\nplans: []", "line 3, plans: not known here; known are schema_version, text, "),
        ("schema_version: 2\ncases: []", "line 1, schema_version: must be 1"),
        ("schema_version: 1\ntemplates: []\ncases: []", "line 2, templates: must be a mapping of plans by id"),
        (
            "schema_version: 1\ncalendars:\n  2026:\n    closed: [2026-99-01]\ncases: []",
            "line 4, calendars[2026].closed[0]: neither a day nor from..to of 2026: 2026-99-01",
        ),
    ],
)
def test_says_where_a_file_is_no_file_of_cases(tmp_path, source, got):
    differences = _differences(tmp_path, source)

    assert (differences["cases"], len(differences["failures"])) == (0, 1)
    assert differences["failures"][0]["got"].startswith(got)
