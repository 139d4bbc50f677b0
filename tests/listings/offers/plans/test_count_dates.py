"""Counting the dates of a plan: what is before what, and the grid of royalty periods."""

from __future__ import annotations

from datetime import date

import pytest

from listings.offers.plans import read_plan
from listings.offers.plans.latest import check_latest
from listings.offers.plans.model import Period, Royalty, Trigger
from listings.offers.plans.periods import accrual_range, grid, year_number
from listings.offers.plans.problems import Findings
from listings.offers.plans.spans import always_before, counted_from, may_be_before

EFFECT = date(2026, 3, 1)


def _after(months, days=0, event="effect"):
    return Trigger(event, months, days)


@pytest.mark.parametrize(
    ("start", "trigger", "shift", "counted"),
    [
        (date(2026, 1, 31), _after(1), 0, date(2026, 2, 28)),
        (date(2026, 1, 31), _after(1, 1), 0, date(2026, 3, 1)),
        (date(2026, 1, 31), _after(0, 30), 1, date(2026, 3, 30)),
        (date(2026, 1, 31), _after(2, 1), 1, date(2026, 5, 1)),
    ],
)
def test_counts_months_and_then_days(start, trigger, shift, counted):
    assert counted_from(start, trigger, shift_months=shift) == counted


@pytest.mark.parametrize(
    ("first", "second", "always", "maybe"),
    [
        (_after(11), _after(12), True, True),
        (_after(12), _after(12), False, False),
        (_after(13), _after(12), False, False),
        (_after(11, 5), _after(12, 5), True, True),
        (_after(12, 1), _after(12, 2), True, True),
        (_after(12, 2), _after(12, 1), False, False),
        # A month has 28 to 31 days, a year 365 or 366.
        (_after(0, 27), _after(1), True, True),
        (_after(0, 28), _after(1), False, True),
        (_after(0, 30), _after(1), False, True),
        (_after(0, 31), _after(1), False, False),
        (_after(1), _after(0, 31), False, True),
        (_after(1), _after(0, 32), True, True),
        (_after(0, 364), _after(12), True, True),
        (_after(0, 365), _after(12), False, True),
        (_after(0, 366), _after(12), False, False),
        (_after(11, 30), _after(12), False, True),
        (_after(11, 31), _after(12), False, False),
    ],
)
def test_compares_counts_whatever_the_day_of_the_event(first, second, always, maybe):
    assert (always_before(first, second), may_be_before(first, second)) == (always, maybe)


def _plan(**fee):
    item = {"id": "fee", "kind": "entry_fee", "amount": "1.00", **fee}
    royalty = {"id": "royalty", "kind": "royalty", "base": "profit", "rates": [{"from_year": 1, "rate": "0.0100"}]}
    royalty |= {"period": {"months": 12}, "trigger": {"event": "period_end"}}
    free_of_bounds = {**item, "id": "entry", "trigger": {"event": "effect"}, "latest_after": None}
    return read_plan({"term_months": 36, "items": [royalty, free_of_bounds, item]})


@pytest.mark.parametrize(
    ("fee", "known", "is_told"),
    [
        ({"trigger": {"event": "effect"}, "latest_after": {"event": "signing", "months_after": 1}}, {}, False),
        (
            {"trigger": {"event": "effect"}, "latest_after": {"event": "signing", "months_after": 1}},
            {"signing": date(2026, 1, 31), "effect": date(2026, 2, 28)},
            False,
        ),
        (
            {"trigger": {"event": "effect"}, "latest_after": {"event": "signing", "months_after": 1}},
            {"signing": date(2026, 1, 31), "effect": EFFECT},
            True,
        ),
        (
            {"trigger": {"event": "effect"}, "latest_after": {"event": "signing", "months_after": 1}},
            {"signing": date(2026, 1, 31)},
            False,
        ),
        (
            {"trigger": {"event": "signing", "months_after": 1}, "latest_after": {"event": "effect"}},
            {"signing": date(2026, 2, 2), "effect": EFFECT},
            True,
        ),
        (
            {"trigger": {"event": "date", "date": "2026-03-02"}, "latest_after": {"event": "effect"}},
            {"effect": EFFECT},
            True,
        ),
        (
            {"trigger": {"event": "first_revenue"}, "latest_after": {"event": "effect"}},
            {"effect": EFFECT, "first_revenue": date(2027, 1, 1)},
            False,
        ),
        (
            {
                "trigger": {"event": "effect", "months_after": 12},
                "due_rule": "earlier_of",
                "also": {"event": "date", "date": "2026-06-01"},
                "latest_date": "2026-12-31",
            },
            {"effect": EFFECT},
            False,
        ),
        (
            {
                "trigger": {"event": "effect", "months_after": 12},
                "due_rule": "later_of",
                "also": {"event": "date", "date": "2026-06-01"},
                "latest_date": "2026-12-31",
            },
            {"effect": EFFECT},
            True,
        ),
    ],
)
def test_finds_a_latest_date_too_early_once_dates_are_known(fee, known, is_told):
    findings = Findings()

    check_latest(_plan(**fee), known, findings)

    told = [(problem.pointer, problem.code, problem.message, problem.values) for problem in findings.problems]
    message = "the latest date of fee lies before its due date"
    assert told == [("/items/2", "latest_before_trigger", message, {"item": "fee"})] * is_told


@pytest.mark.parametrize(
    ("period", "first", "last", "found"),
    [
        (
            Period(12),
            EFFECT,
            date(2028, 2, 29),
            [(1, EFFECT, date(2027, 2, 28)), (2, date(2027, 3, 1), date(2028, 2, 29))],
        ),
        (Period(12), date(2027, 3, 1), date(2028, 2, 29), [(2, date(2027, 3, 1), date(2028, 2, 29))]),
        (
            Period(12),
            date(2027, 2, 28),
            date(2027, 3, 1),
            [(1, EFFECT, date(2027, 2, 28)), (2, date(2027, 3, 1), date(2028, 2, 29))],
        ),
        (
            Period(6, "calendar"),
            EFFECT,
            date(2026, 12, 31),
            [(1, date(2026, 1, 1), date(2026, 6, 30)), (2, date(2026, 7, 1), date(2026, 12, 31))],
        ),
        (Period(3, "calendar"), EFFECT, date(2026, 3, 31), [(1, date(2026, 1, 1), date(2026, 3, 31))]),
        (Period(1, "calendar"), EFFECT, EFFECT, [(1, EFFECT, date(2026, 3, 31))]),
        (Period(12), date(2026, 3, 2), EFFECT, []),
    ],
)
def test_lays_periods_from_the_one_of_the_effective_date(period, first, last, found):
    assert list(grid(period, EFFECT, first=first, last=last)) == found


def test_lays_quarters_and_half_years_from_any_month():
    starts = [
        next(grid(Period(months, "calendar"), date(2026, month, 9), first=EFFECT, last=date.max))[1].month
        for months in (3, 6, 12)
        for month in (1, 3, 4, 6, 7, 9, 10, 12)
    ]

    assert starts == [1, 1, 4, 4, 7, 7, 10, 10] + [1, 1, 1, 1, 7, 7, 7, 7] + [1] * 8


def _royalty(**more):
    return Royalty("royalty", "profit", (), Period(12), Trigger("period_end"), **more)


@pytest.mark.parametrize(
    ("royalty", "first", "last"),
    [
        (_royalty(), EFFECT, date(2029, 2, 28)),
        (_royalty(from_month=12), date(2027, 3, 1), date(2029, 2, 28)),
        (_royalty(to_month=24), EFFECT, date(2028, 2, 29)),
    ],
)
def test_lets_a_royalty_accrue_in_its_months(royalty, first, last):
    assert accrual_range(royalty, EFFECT, 36) == (first, last)


@pytest.mark.parametrize(
    ("basis", "day", "year"),
    [
        ("contract", date(2026, 3, 1), 1),
        ("contract", date(2027, 2, 28), 1),
        ("contract", date(2027, 3, 1), 2),
        ("contract", date(2028, 2, 29), 2),
        ("contract", date(2028, 3, 1), 3),
        ("calendar", date(2026, 12, 31), 1),
        ("calendar", date(2027, 1, 1), 2),
        ("calendar", date(2028, 3, 1), 3),
    ],
)
def test_numbers_years_of_the_contract_and_of_the_calendar(basis, day, year):
    assert year_number(_royalty(year_basis=basis), day, EFFECT) == year
