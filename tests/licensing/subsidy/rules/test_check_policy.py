"""The command names each case that does not hold, prints the count last and exits with 1."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.licensing.subsidy.rules.conftest import SEED

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

    lines = text.splitlines()
    assert code == 1
    assert lines[0] == f"{path}: p/wrong: total: expected 11, got 10"
    assert any("scheme | d1 | flat_rate" in line for line in lines)
    assert lines[-2].startswith(f"{path}: p/unusable: worksheet: expected an answer, got deal.paid is no number")
    assert lines[-1] == "1 of 3 cases hold"


def test_prints_one_json_object(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG)

    code, text = run(str(path), str(SEED), "--json")

    found = json.loads(text)
    assert (code, found["cases"], found["held"]) == (1, 93, 91)
    assert found["failures"][0] == {
        "file": str(path),
        "case": "p/wrong",
        "field": "total",
        "expected": "11",
        "got": "10",
    }


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
