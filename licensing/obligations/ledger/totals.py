"""Sums of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from licensing.obligations.ledger.records import Payment
from licensing.obligations.ledger.results import Duty, Totals
from marketplace.money import ZERO


def totals_of(duties: Sequence[Duty], payments: Iterable[Payment]) -> Totals:
    """Add up the money duties, cancelled ones left out, and the payments."""
    money = [duty for duty in duties if duty.is_money and duty.status != "cancelled"]
    known = [duty for duty in money if duty.amount is not None]
    recorded = list(payments)
    counted = [payment for payment in recorded if payment.counts]
    return Totals(
        owed=_sum(duty.amount for duty in known),
        settled=_sum(duty.allocated for duty in known),
        open=_sum(duty.open for duty in known),
        overdue=_sum(duty.open for duty in known if duty.status == "overdue"),
        disputed=_sum(duty.disputed for duty in known),
        interest=_sum(duty.interest for duty in known),
        interest_settled=_sum(duty.interest_paid for duty in known),
        interest_open=_sum(duty.interest - duty.interest_paid for duty in known),
        received=_sum(payment.confirmed for payment in counted),
        refunded=_sum(payment.refunded for payment in counted),
        unallocated=_sum(payment.free for payment in counted),
        unconfirmed=_sum(payment.amount for payment in recorded if payment.confirmed is None and not payment.reversed),
        unknown=len(money) - len(known),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)
