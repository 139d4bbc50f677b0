"""The command: names what does not hold, counts, exit code."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

FILE = """\
schema_version: 1
patents:
  inv:
    application_number: '201610123456.6'
    kind: invention
    filing_date: 2016-03-10
    grant_date: 2018-05-08
    owners: [{id: heu}]
    facts:
      - {kind: fee_paid, 'on': 2026-02-20, paid_until: 2027-03-10}
      - {kind: checked, topics: all, source: register, as_of: 2026-10-01}
cases:
  - id: holds
    text: nothing in the way
    "on": 2026-10-15
    patent: {like: inv}
    expect:
      transfer: {answer: 'yes', warned: []}
      earliest: {transfer: null}
      next_change: {transfer: 2026-11-01}
  - id: does_not
    text: a pledge that nobody expected
    "on": 2026-10-15
    patent: {like: inv, facts: [{kind: pledge, ref: P1, 'on': 2025-06-01}]}
    expect:
      transfer: {answer: 'yes', reasons: {pledge: stale}}
      equity: {answer: unknown, unknown: [pledge]}
      next_change: {equity: 2026-11-01}
"""
PLEDGE = {
    "kind": "pledge",
    "on": "2025-06-01",
    "ref": "P1",
    "source": "register",
    "as_of": "2025-06-01",
    "recorded_at": "2025-06-01",
}


def run(*paths, **options):
    """Run the command and give its exit code and what it printed."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("check_eligibility", *map(str, paths), stdout=out, **options)
    return caught.value.code, out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_names_the_failing_case_with_expected_got_and_facts(file):
    status, printed = run(file)

    assert status == 1
    assert printed.splitlines() == [
        "does_not: a pledge that nobody expected",
        '  transfer.answer: expected "yes", got "unknown"',
        '  transfer.unknown: expected [], got ["pledge"]',
        '  transfer.reasons.pledge: expected "stale", got "missing"',
        '  next_change.equity: expected "2026-11-01", got "2036-03-10"',
        f"  used: {json.dumps(PLEDGE)}",
        "1 of 2 cases hold",
    ]


def test_shows_what_a_rule_rests_on_that_was_expected_to_fail_and_holds(file):
    consent = "{kind: pledgee_consent, ref: P1, purposes: [transfer], 'on': 2026-01-01, document: B1}"
    text = FILE.replace("'on': 2025-06-01}]", f"'on': 2025-06-01}}, {consent}]")
    expected = text.index("      transfer: {answer: 'yes', reasons")
    file.write_text(text[:expected] + "      transfer: {answer: 'no', failed: [pledge]}\n", encoding="utf-8")

    status, printed = run(file)

    used = [json.loads(line.removeprefix("  used: ")) for line in printed.splitlines() if line.startswith("  used: ")]
    assert status == 1
    assert [fact["kind"] for fact in used] == ["pledge", "pledgee_consent", "checked"]


def test_shows_what_a_rule_rests_on_that_nobody_expected_to_be_open(file):
    file.write_text(FILE.replace("answer: 'yes', reasons: {pledge: stale}", "answer: 'yes'"), encoding="utf-8")

    _, printed = run(file)

    assert f"  used: {json.dumps(PLEDGE)}" in printed.splitlines()


def test_prints_one_object_after_the_count(file):
    status, printed = run(file, json=True)

    report = json.loads(printed.split("1 of 2 cases hold\n")[1])
    assert status == 1
    assert json.loads(printed.splitlines()[-1]) == report
    assert (report["cases"], report["held"]) == (2, 1)
    assert [(entry["id"], entry["held"], len(entry["differences"])) for entry in report["results"]] == [
        ("holds", True, 0),
        ("does_not", False, 4),
    ]
    assert report["results"][1]["differences"][0] == {"path": "transfer.answer", "expected": "yes", "got": "unknown"}


def test_succeeds_when_all_hold(file):
    file.write_text(FILE[: FILE.index("  - id: does_not")], encoding="utf-8")

    assert run(file) == (0, "1 of 1 cases hold\n")


def test_counts_over_several_files(file, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(FILE[: FILE.index("  - id: does_not")], encoding="utf-8")

    status, printed = run(other, file)

    assert (status, printed.splitlines()[-1]) == (1, "2 of 3 cases hold")


def test_says_where_a_file_cannot_be_read_and_runs_the_others(file, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(FILE.replace("kind: fee_paid", "kind: fee_payed"), encoding="utf-8")
    file.write_text(FILE[: FILE.index("  - id: does_not")], encoding="utf-8")

    status, printed = run(bad, file)

    first, last = printed.splitlines()
    assert status == 1
    assert first.startswith(f"{bad}: line 10, patents.inv.facts[0].kind: 'fee_payed' is none of: checked, grant")
    assert last == "1 of 1 cases hold"


def test_a_file_that_is_not_there_fails(tmp_path):
    status, printed = run(tmp_path / "none.yaml", json=True)

    message, count, *report = printed.split("\n", 2)
    assert (status, count) == (1, "0 of 0 cases hold")
    assert message == f"{tmp_path / 'none.yaml'}: cannot be read: No such file or directory"
    assert json.loads(report[0])["unreadable"] == [message]
