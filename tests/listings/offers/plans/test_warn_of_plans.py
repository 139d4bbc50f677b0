"""Warnings about a plan that is taken."""

from __future__ import annotations

import pytest

from listings.offers.plans import changed, check, read_plan, templates


def _codes(template, **changes):
    return [warning.code for warning in check(read_plan(changed(templates()[template], changes)))]


def _rates(rate):
    return {"royalty": {"rates": [{"from_year": 1, "rate": rate}]}}


@pytest.mark.parametrize(
    ("template", "changes", "codes"),
    [
        ("P2", {"items": {"fee": {"amount": "20000000.00"}}}, []),
        ("P2", {"items": {"fee": {"amount": "20000000.01"}}}, ["ceiling_fixed_fee", "ceiling_reason_missing"]),
        ("P2", {"ceiling_reason": "评估报告", "items": {"fee": {"amount": "20000000.01"}}}, ["ceiling_fixed_fee"]),
        ("P5", {"items": {"fee": {"amount": "19940000.01"}}}, ["ceiling_fixed_fee", "ceiling_reason_missing"]),
        ("P1", {"items": _rates("0.2000")}, []),
        ("P1", {"items": _rates("0.2001")}, ["ceiling_net_sales", "ceiling_reason_missing"]),
        ("P3", {"items": _rates("0.4000")}, []),
        ("P3", {"items": _rates("0.4001")}, ["ceiling_profit", "ceiling_reason_missing"]),
        ("P9", {"items": _rates("0.9000")}, []),
        ("P5", {"items": {"fee": {"latest_after": None}}}, ["no_latest_date"]),
        ("P2", {"items": {"fee": {"trigger": {"event": "first_revenue"}}}}, ["no_latest_date"]),
        ("P2", {"items": {"fee": {"trigger": {"event": "first_revenue"}, "latest_date": "2030-01-01"}}}, []),
    ],
)
def test_warns_above_the_ceilings_and_of_open_ends(template, changes, codes):
    assert _codes(template, **changes) == codes


@pytest.mark.parametrize("name", list(templates()))
def test_does_not_warn_of_a_template(name):
    assert _codes(name) == []
