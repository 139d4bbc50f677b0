"""The command names each case that does not hold, prints the count last and exits with 1."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from licensing.subsidy.rules import work_out
from licensing.subsidy.rules.command import worksheet_lines
from tests.licensing.subsidy.rules.conftest import SEED

REPORT = Path(__file__).parent / "files" / "report.txt"
WRONG = """\
schema_version: 1
policies:
- id: p
  base: deal.paid
  scheme: {type: flat, rate: "0.10"}
  cases:
  - {id: right, deals: [{paid: 100}], expect: {total: 10}}
  - {id: wrong, deals: [{paid: 100}], expect: {total: 11, eligible: true}}
  - {id: unusable, deals: [{paid: much}], expect: {total: 11}}
"""


def run(*arguments):
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_policy", *arguments, stdout=out)
    return left.value.code, out.getvalue()


def test_holds_the_seed():
    code, text = run(str(SEED))

    lines = text.splitlines()
    assert (code, lines[-1]) == (0, "90 of 90 cases hold")
    assert all(line.startswith(f"{SEED}: warning: ") for line in lines[:-1])
    assert f"{SEED}: warning: nb-2014: no source is registered for the field deal.auction; " in text


def test_names_what_does_not_hold_with_its_worksheet(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG)

    code, text = run(str(path))

    assert code == 1
    assert text.replace(str(path), path.name) == REPORT.read_text(encoding="utf-8")


def test_shows_the_first_sixty_rows_and_twelve_inputs(make_policy):
    fields = [f"deal.f{number}" for number in range(13)]
    worksheet = work_out(make_policy(gates=[[field, "eq", 1] for field in fields]), deals=[{"paid": 1, "f0": 1}])
    row = next(row for row in worksheet.rows if row.step == "gates")
    line = f"    gates | d1 | gates_missing | deal.f0=1, {'=?, '.join(fields[1:12])}=? | 1/13 | not_met | yes"

    assert list(worksheet_lines(replace(worksheet, rows=(row,) * 60))) == [line] * 60
    assert list(worksheet_lines(replace(worksheet, rows=(row,) * 63))) == [*[line] * 60, "    … 3 more rows"]


def test_prints_one_json_object(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG)

    code, text = run(str(path), str(SEED), "--json")

    found = json.loads(text)
    assert (code, found["cases"], found["held"]) == (1, 93, 91)
    assert found["failures"] == [
        {"file": str(path), "case": "p/wrong", "field": "total", "expected": "11", "got": "10"},
        {
            "file": str(path),
            "case": "p/unusable",
            "field": "worksheet",
            "expected": "an answer",
            "got": "deal.paid is no number below 10^13: 'much'",
        },
    ]
    assert set(found) == {"cases", "held", "failures"}


def test_a_refused_file_is_a_failure_without_a_case_in_the_object(tmp_path):
    path, absent = tmp_path / "bad.yaml", tmp_path / "none.yaml"
    path.write_text("schema_version: 1\npolicies: {}\n文: 1\n", encoding="utf-8")

    code, text = run(str(path), str(absent), "--json")

    said = {"case": None, "field": None, "expected": "a policy file"}
    assert (code, json.loads(text)) == (
        1,
        {
            "cases": 0,
            "held": 0,
            "failures": [
                {"file": str(path), **said, "got": "line 2, policies: a list is wanted, not a mapping"},
                {"file": str(absent), **said, "got": "cannot be opened: No such file or directory"},
            ],
        },
    )


def test_writes_chinese_as_it_is(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG.replace("id: p", "id: 甲").replace("paid: much", "paid: 多"), encoding="utf-8")

    assert '"case": "甲/unusable"' in run(str(path), "--json")[1]
    assert f"{path}: 甲/wrong: total: expected 11, got 10\n" in run(str(path))[1]


def test_a_file_above_the_limit_is_refused_and_not_read_on(tmp_path):
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"#" * (256 * 1024 + 7))

    assert run(str(path)) == (
        1,
        f"{path}: line 1: the file has 262145 bytes; at most 262144 are read\n0 of 0 cases hold\n",
    )


def test_a_refused_file_is_a_failure_with_line_and_path(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(WRONG.replace("base:", "bass:"))

    code, text = run(str(path), str(tmp_path / "none.yaml"))

    lines = text.splitlines()
    assert code == 1
    assert lines[0].startswith(f"{path}: line 4, policies[0].bass: the key 'bass' is not known here")
    assert lines[1:] == [f"{tmp_path / 'none.yaml'}: cannot be opened: No such file or directory", "0 of 0 cases hold"]


def test_prints_the_schema_and_wants_a_file_otherwise():
    out = StringIO()
    call_command("check_policy", "--schema", stdout=out)

    assert json.loads(out.getvalue())["title"] == "Subsidy policy file"
    with pytest.raises(CommandError, match="at least one"):
        call_command("check_policy")
