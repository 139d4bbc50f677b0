"""Cases worked out by hand from the page hold: each construct at its boundaries, and several together."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from licensing.subsidy.rules import read_policies, run_cases
from tests.licensing.subsidy.rules.oracle import answer

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
ROUNDING = {"mode": "DOWN", "unit": "0.01"}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_holds(path):
    report = run_cases(read_policies(path.read_bytes()))

    assert [str(one) for one in report.differences] == []
    assert report.held == report.cases > 5


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_holds_in_the_oracle_too(path):
    for policy in read_policies(path.read_bytes()).policies:
        for case in policy.source["cases"]:
            got = answer(policy.source, case, ROUNDING)
            for key in {"total", "earmark_min", "eligible", "plan_ok"} & set(case["expect"]):
                assert got[key] == _amount(case["expect"][key]), (policy.id, case["id"], key)


def _amount(value):
    return value if isinstance(value, bool) else Decimal(value)
