"""Agreed interest on late money: simple, by days, exact until it is rounded once (HALF_UP to 0.01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licensing.obligations.ledger.outlines import Outline
from listings.offers.plans.model import LateInterest
from marketplace.money import ZERO, round_to

Change = tuple[int, Decimal]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one balance bore interest: after ``after``, up to ``until``."""

    after: date
    until: date
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Accrual:
    """Interest to a day and the stretches it was added up from."""

    amount: Decimal
    stretches: tuple[Stretch, ...] = ()


NOTHING = Accrual(ZERO)


def accrued(
    outline: Outline,
    amount: Decimal | None,
    *,
    paid: Iterable[tuple[date, Decimal]],
    disputed: Iterable[tuple[date, Decimal]],
    day: date,
) -> Accrual:
    """
    Work out the interest on a duty to a day.

    Changes count from the day after theirs: the day of payment still bears interest, a dispute stops it from the day
    after its opening. Within grace nothing runs; what was paid within grace bears none, the rest bears it from the due
    date or, if so agreed, from the end of grace.
    """
    terms, due = outline.plan.late_interest, outline.due
    if terms is None or due is None or not amount:
        return NOTHING
    start = due.day.toordinal()
    grace_end = start + outline.plan.grace_days
    until = day.toordinal()
    if until <= grace_end:
        return NOTHING
    payments = [(start if at.toordinal() <= grace_end else at.toordinal(), part) for at, part in paid]
    stops = [(max(at.toordinal(), start), part) for at, part in disputed]
    since = grace_end if terms.from_ == "grace_end" else start
    stretches = _stretches(amount, sorted([*payments, *stops]), since, until)
    return Accrual(_interest(stretches, terms), stretches)


def _stretches(amount: Decimal, changes: list[Change], since: int, until: int) -> tuple[Stretch, ...]:
    result: list[Stretch] = []
    balance, after = amount, since
    for at, part in [*changes, (until, ZERO)]:
        at = min(until, at)  # noqa: PLW2901 - what changes later is not looked at
        if at > after:
            if balance > 0:
                result.append(Stretch(date.fromordinal(after), date.fromordinal(at), balance))
            after = at
        balance -= part
    return tuple(result)


def _interest(stretches: Iterable[Stretch], terms: LateInterest) -> Decimal:
    weight = Decimal(0)
    for stretch in stretches:
        weight += stretch.balance * (stretch.until - stretch.after).days
    return round_to(weight * terms.rate / terms.divisor) if weight else ZERO
