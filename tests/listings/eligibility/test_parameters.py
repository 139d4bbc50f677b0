"""Parameters: the defaults of the page, and what is given in their place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from listings.eligibility.rules import Parameters, parameters_from

DEFAULTS: dict[str, Any] = {
    "grant_years": 3,
    "term_years": {"invention": 20, "utility_model": 10, "design": 15},
    "design_years_before_2021_06_01": 10,
    "grace_months": 6,
    "non_use_months": 12,
    "review_all_reasons": False,
    "maintained_years": 10,
    "maintained_from": "filing",
    "pledge_amount_min": None,
    "unconfirmed_offices": frozenset({"HK", "MO", "TW"}),
    "compulsory_grant_years": 3,
    "compulsory_filing_years": 4,
    "stale_days": {
        "status": 30,
        "fee": 30,
        "pledge": 30,
        "preservation": 30,
        "license": 90,
        "owner": 90,
        "family": 365,
        "award": 365,
    },
    "closed_days": frozenset(),
    "license_until": None,
    "terms_hash": None,
}
GIVEN: dict[str, Any] = {
    "grant_years": 5,
    "term_years": {"design": 16, "invention": None},
    "design_years_before_2021_06_01": 11,
    "grace_months": 7,
    "non_use_months": 6,
    "review_all_reasons": True,
    "maintained_years": 8,
    "maintained_from": "grant",
    "pledge_amount_min": "5000000.50",
    "unconfirmed_offices": ["HK"],
    "compulsory_grant_years": 1,
    "compulsory_filing_years": 2,
    "stale_days": {"owner": 0, "fee": 7, "award": None},
    "closed_days": ["2026-10-01"],
    "license_until": "2030-01-01",
    "terms_hash": "abc1",
}
TAKEN = GIVEN | {
    "term_years": DEFAULTS["term_years"] | {"design": 16},
    "pledge_amount_min": Decimal("5000000.50"),
    "unconfirmed_offices": frozenset({"HK"}),
    "stale_days": DEFAULTS["stale_days"] | {"owner": 0, "fee": 7},
    "closed_days": frozenset({date(2026, 10, 1)}),
    "license_until": date(2030, 1, 1),
}


def shown(params):
    return {name: getattr(params, name) for name in DEFAULTS}


def test_parameters_are_those_of_the_page():
    assert list(Parameters.__dataclass_fields__) == list(DEFAULTS)
    assert shown(Parameters()) == DEFAULTS


def test_parameters_that_are_not_given_or_null_keep_their_defaults():
    assert parameters_from({}) == Parameters()
    assert parameters_from(dict.fromkeys(DEFAULTS)) == Parameters()


def test_parameters_that_are_given_take_their_place():
    assert shown(parameters_from(GIVEN)) == TAKEN
