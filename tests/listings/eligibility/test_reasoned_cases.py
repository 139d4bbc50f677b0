"""Case files of our own: each expectation was reasoned from the rules page before the engine was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from listings.eligibility.rules.casefiles import read_cases
from listings.eligibility.rules.cases import run_case

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [case for file in FILES for case in read_cases(file.read_bytes())]


def test_files_are_there():
    assert [file.stem for file in FILES] == ["burdens", "combined", "evidence", "right", "use", "value"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_holds(case):
    assert run_case(case).differences == ()
