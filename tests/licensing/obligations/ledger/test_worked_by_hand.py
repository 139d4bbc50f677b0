"""Cases worked out by hand from the page on payment plans: boundaries, and constructs together."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensing.obligations.ledger.calendars import read_calendars
from licensing.obligations.ledger.cases import differences
from listings.offers.plans import templates
from listings.offers.plans.problems import Findings
from marketplace import strict_yaml

FOLDER = Path(__file__).parent / "worked_by_hand"


def _read(path):
    return strict_yaml.read(path.read_bytes(), bare_floats=True, unfit_as_text=True).value


SHARED = _read(FOLDER / "shared.yaml")
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) if path.name != "shared.yaml" for case in _read(path)]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_holds(case):
    calendar = read_calendars(SHARED["calendars"], Findings(), at="")

    assert differences(case, {**templates(), **SHARED["templates"]}, calendar) == []
