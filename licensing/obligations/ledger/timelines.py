"""What a plan would bring on which day, before anything is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licensing.obligations.ledger.answering import answer
from listings.offers.plans.model import Plan
from marketplace.dates import WorkingDays


@dataclass(frozen=True, slots=True)
class ExpectedPayment:
    """A payment of a plan that takes effect on an assumed day. ``amount`` is unknown for royalties."""

    due_date: date | None
    item: str
    kind: str
    period: int | None
    amount: Decimal | None
    at_least: Decimal | None
    movable: bool
    provisional: bool


def timeline(
    plan: Plan, *, start: date, calendar: WorkingDays, first_revenue: date | None = None
) -> tuple[ExpectedPayment, ...]:
    """
    Give the payments of a plan signed and effective on a day, by date; those without a date come last.

    :param first_revenue: the day of the first revenue that is assumed; none: revenue never comes.
    """
    events = [{"day": start, "event": "signed"}, {"day": start, "event": "effective"}]
    if first_revenue is not None:
        seen = max(first_revenue, start)
        events.append({"day": seen, "event": "first_revenue_reported", "date": first_revenue})
    result = answer(plan, events, as_of=max(first_revenue or start, start), calendar=calendar)
    payments = [
        ExpectedPayment(
            due_date=duty.due_date,
            item=duty.item,
            kind=duty.kind,
            period=duty.period,
            amount=duty.amount,
            at_least=duty.at_least,
            movable=duty.movable,
            provisional=duty.provisional,
        )
        for duty in result.duties
        if duty.is_money
    ]
    return tuple(sorted(payments, key=lambda payment: payment.due_date or date.max))
