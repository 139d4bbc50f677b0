"""The case file that the specification shows."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from listings.eligibility.rules.casefiles import Case, read_cases
from listings.eligibility.rules.cases import main, run_case

FILE = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "eligibility-cases.yaml"


def shown_cases() -> list[Case]:
    return read_cases(FILE.read_bytes()) if FILE.exists() else []


def test_file_is_there():
    if not FILE.exists() and os.environ.get("REQUIRE_DATA") != "1":
        pytest.skip("../shared/data is absent")

    assert len(shown_cases()) == 133


@pytest.mark.parametrize("case", shown_cases(), ids=lambda case: case.id)
def test_case_holds(case):
    assert run_case(case).differences == ()


@pytest.mark.skipif(not FILE.exists(), reason="../shared/data is absent")
def test_all_are_counted_and_reported_as_json():
    out = io.StringIO()

    status = main([str(FILE)], as_json=True, out=out)

    count, report = out.getvalue().split("\n", 1)
    assert (status, count) == (0, "133 of 133 cases hold")
    assert {key: json.loads(report)[key] for key in ("cases", "held")} == {"cases": 133, "held": 133}
    assert json.loads(report)["results"][0] == {"id": "clean_invention", "held": True, "differences": []}
