"""Warnings about a plan that is taken."""

from __future__ import annotations

import pytest

from listings.offers.plans import PlanWarning, changed, check, read_plan, templates


def _warnings(template, **changes):
    return check(read_plan(changed(templates()[template], changes)))


def _rates(*rates):
    return {"royalty": {"rates": [{"from_year": year, "rate": rate} for year, rate in enumerate(rates, 1)]}}


def _fixed_fee(total):
    return PlanWarning("ceiling_fixed_fee", None, {"total": total, "ceiling": "20000000.00"})


def _rate(base, rate, ceiling):
    return PlanWarning(f"ceiling_{base}", "royalty", {"rate": rate, "ceiling": ceiling})


def _without_reason(ceiling, item=None):
    return PlanWarning("ceiling_reason_missing", item, {"ceiling": ceiling})


OPEN_END = PlanWarning("no_latest_date", "fee", {"item": "fee"})
OVER_TWENTY_MILLION = {"fee": {"amount": "20000000.01"}}
FIRST_REVENUE = {"fee": {"trigger": {"event": "first_revenue"}}}
FEE_BY_REVENUE = {"kind": "instalment", "amount": "1.00", "trigger": {"event": "first_revenue"}}


@pytest.mark.parametrize(
    ("template", "changes", "warnings"),
    [
        ("P2", {"items": {"fee": {"amount": "20000000.00"}}}, ()),
        (
            "P2",
            {"items": OVER_TWENTY_MILLION},
            (_fixed_fee("20000000.01"), _without_reason("ceiling_fixed_fee")),
        ),
        ("P2", {"ceiling_reason": "评估报告", "items": OVER_TWENTY_MILLION}, (_fixed_fee("20000000.01"),)),
        (
            "P5",
            {"items": {"fee": {"amount": "19940000.01"}}},
            (_fixed_fee("20000000.01"), _without_reason("ceiling_fixed_fee")),
        ),
        ("P1", {"items": _rates("0.2000")}, ()),
        (
            "P1",
            {"items": _rates("0.1000", "0.2001", "0.0500")},
            (_rate("net_sales", "0.2001", "0.20"), _without_reason("ceiling_net_sales", "royalty")),
        ),
        ("P3", {"items": _rates("0.4000")}, ()),
        (
            "P3",
            {"items": _rates("0.4001")},
            (_rate("profit", "0.4001", "0.40"), _without_reason("ceiling_profit", "royalty")),
        ),
        ("P3", {"ceiling_reason": "评估报告", "items": _rates("0.4001")}, (_rate("profit", "0.4001", "0.40"),)),
        ("P9", {"items": _rates("0.9000")}, ()),
        ("P10", {"items": _rates("0.9000")}, ()),
        ("P5", {"items": {"fee": {"latest_after": None}}}, (OPEN_END,)),
        ("P2", {"items": FIRST_REVENUE}, (OPEN_END,)),
        ("P2", {"items": {"fee": {"trigger": {"event": "first_revenue"}, "latest_date": "2030-01-01"}}}, ()),
        (
            "P11",
            {"items": {"entry": {"amount": "20000001.00"}, **_rates("0.3000"), "fee": FEE_BY_REVENUE}},
            (
                _fixed_fee("20000002.00"),
                _without_reason("ceiling_fixed_fee"),
                _rate("net_sales", "0.3000", "0.20"),
                _without_reason("ceiling_net_sales", "royalty"),
                OPEN_END,
            ),
        ),
    ],
)
def test_warns_above_the_ceilings_and_of_open_ends(template, changes, warnings):
    assert _warnings(template, **changes) == warnings


@pytest.mark.parametrize("name", list(templates()))
def test_does_not_warn_of_a_template(name):
    assert _warnings(name) == ()
