"""The command: names what does not hold, counts, exit code."""

from __future__ import annotations

import io
import json
import tracemalloc

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
DIFFERS = """\
  - id: 全不同
    text: 各项都与预期不同
    "on": 2026-10-15
    patent:
      like: inv
      facts:
        - {kind: obstacle, from: 2026-01-01, to: 2026-12-31, text: 清算}
        - {kind: declaration_announced, 'on': 2026-02-01}
        - {kind: license, ref: L1, type: ordinary, from: 2026-03-01}
    expect:
      statutory_open:
        answer: unknown
        failed: [annual_fee]
        unknown: [granted]
        warned: [uscc_check]
        noted: [fee_reduction]
        classes: [hv_sei]
        reasons: {no_preservation: 过期, no_such_rule: stale, pledge: null}
      transfer: {answer: 'yes', warned: [licenses_survive]}
      programme: {answer: 'no', failed: [unused], unknown: [no_proper_reason]}
      earliest: {statutory_open: null, transfer: null}
      next_change: {equity: null}
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


def plain(value):
    """Write a value as the command does: in one line, Chinese as it stands."""
    return json.dumps(value, ensure_ascii=False)


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


def dated(kind, on, **fields):
    """Give a fact of the register as the command prints it."""
    return {"kind": kind, "on": on, **fields, "source": "register", "as_of": on, "recorded_at": on}


def test_says_of_a_case_all_that_differs_and_what_that_rests_on(file):
    file.write_text(FILE[: FILE.index("  - id: holds")] + DIFFERS, encoding="utf-8")
    noted = ["exclusive_barred", "fee_reduction", "ordinary_license_disclosed"]
    topics = ["status", "fee", "pledge", "preservation", "license", "owner", "declaration"]
    differences = [
        ("statutory_open.answer", "unknown", "no"),
        ("statutory_open.failed", ["annual_fee"], ["no_other_obstacle"]),
        ("statutory_open.unknown", ["granted"], []),
        ("statutory_open.warned", ["uscc_check"], []),
        ("statutory_open.noted", ["fee_reduction"], noted),
        ("statutory_open.classes", ["hv_sei"], []),
        ("statutory_open.reasons.no_preservation", "过期", None),
        ("statutory_open.reasons.no_such_rule", "stale", None),
        ("earliest.statutory_open", None, "2027-01-01"),
        ("next_change.equity", None, "2026-11-01"),
    ]
    used = [
        dated("grant", "2018-05-08") | {"source": "database"},
        dated("fee_paid", "2026-02-20", paid_until="2027-03-10"),
        dated("checked", "2026-10-01", topics=topics),
        dated("obstacle", "2026-01-01", to="2026-12-31", text="清算"),
        dated("license", "2026-03-01", ref="L1", type="ordinary"),
        dated("declaration_announced", "2026-02-01"),
    ]

    status, printed = run(file, json=True)

    *lines, report = printed.splitlines()
    assert (status, lines) == (
        1,
        [
            "全不同: 各项都与预期不同",
            *(f"  {path}: expected {plain(expected)}, got {plain(got)}" for path, expected, got in differences),
            *(f"  used: {plain(fact)}" for fact in used),
            "0 of 1 cases hold",
        ],
    )
    told = [{"path": path, "expected": expected, "got": got} for path, expected, got in differences]
    assert report == plain(
        {"cases": 1, "held": 0, "results": [{"id": "全不同", "held": False, "differences": told}]},
    )


def test_shows_no_facts_of_other_purposes(file):
    right = "      next_change: {equity: 2026-11-01}"
    text = FILE[: FILE.index("  - id: holds")] + DIFFERS[: DIFFERS.index("    expect:")]
    file.write_text(
        f"{text}    expect:\n{right}\n      transfer: {{answer: 'yes', reasons: {{granted: stale}}}}\n",
        encoding="utf-8",
    )

    _, printed = run(file)

    assert [json.loads(line.removeprefix("  used: "))["kind"] for line in printed.splitlines()[2:-1]] == [
        "grant",
        "license",
        "declaration_announced",
    ]


def test_compares_dates_of_a_purpose_of_which_nothing_else_is_expected(file):
    text = FILE[: FILE.index("  - id: holds")] + DIFFERS[: DIFFERS.index("    expect:")]
    file.write_text(
        f"{text}    expect: {{earliest: {{statutory_open: 2027-01-02}}, next_change: {{}}}}\n", encoding="utf-8"
    )

    _, printed = run(file)

    assert printed.splitlines()[1] == '  earliest.statutory_open: expected "2027-01-02", got "2027-01-01"'


def test_reads_a_file_of_the_largest_size_and_none_that_is_larger(file):
    text = FILE[: FILE.index("  - id: does_not")]
    largest = 256 * 1024
    file.write_text(text + "#" * (largest - len(text)), encoding="utf-8")
    assert run(file) == (0, "1 of 1 cases hold\n")

    file.write_text(text + "#" * (largest - len(text) + 1), encoding="utf-8")
    too_large = f"{file}: line 1: the file has {largest + 1} bytes; at most {largest} are read\n"
    assert run(file) == (1, f"{too_large}0 of 0 cases hold\n")


def test_reads_no_more_of_a_large_file_than_it_takes_to_refuse_it(file):
    with file.open("wb") as large:
        large.truncate(64 * 1024 * 1024)
    tracemalloc.start()

    status, _ = run(file)

    assert (status, tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024) == (1, True)
    tracemalloc.stop()


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
