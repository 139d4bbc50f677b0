"""What a plan would bring, told before anything is signed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licensing.obligations.ledger import ExpectedPayment, timeline
from listings.offers.plans import changed, read_plan, templates

START = date(2026, 3, 2)


def _line(name, calendar, **assumed):
    payments = timeline(read_plan(templates()[name]), start=START, calendar=calendar, **assumed)
    return [(payment.due_date, payment.item, payment.amount, payment.movable) for payment in payments]


def test_gives_the_payments_if_revenue_never_comes(calendar):
    assert _line("P1", calendar)[:2] == [
        (date(2027, 3, 2), "fee", Decimal("50000.00"), True),
        (date(2028, 5, 1), "royalty", None, False),
    ]


def test_gives_the_payments_if_revenue_comes_in_month_8(calendar):
    assert _line("P1", calendar, first_revenue=date(2026, 11, 2))[0] == (
        date(2026, 12, 2),
        "fee",
        Decimal("50000.00"),
        False,
    )


def test_puts_payments_without_a_date_last(calendar):
    line = _line("P8", calendar)

    assert [due for due, *_ in line] == [None, None, None]


def test_says_which_dates_are_provisional(calendar):
    payments = timeline(read_plan(templates()["P5"]), start=START, calendar=calendar)

    assert [payment.provisional for payment in payments] == [False, False, True, True]


def test_says_all_of_each_payment(calendar):
    royalty = {"from_month": 0, "to_month": 12, "floor": "7.00", "trigger": {"event": "period_end", "days_after": 60}}
    items = {"fee": {"also": {"event": "first_revenue"}}, "royalty": royalty}
    plan = read_plan(changed(templates()["P1"], {"items": items, "deferral_min_months": None}))

    payments = timeline(plan, start=START, calendar=calendar)

    assert payments == (
        ExpectedPayment(date(2027, 3, 2), "fee", "deferred_fee", None, Decimal("50000.00"), None, True, False),
        ExpectedPayment(date(2027, 4, 30), "royalty", "royalty", 1, None, Decimal("7.00"), False, False),
    )


@pytest.mark.parametrize(
    ("revenue", "due"), [(date(2026, 2, 1), date(2026, 3, 3)), (START, date(2026, 4, 1)), (None, date(2027, 3, 2))]
)
def test_takes_revenue_that_was_made_before_the_start(revenue, due, calendar):
    payments = timeline(read_plan(templates()["P1"]), start=START, calendar=calendar, first_revenue=revenue)

    assert payments[0].due_date == due
