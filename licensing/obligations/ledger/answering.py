"""Work out the answer as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import localcontext
from typing import Any

from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.interest import NOTHING
from licensing.obligations.ledger.outlines import Outline
from licensing.obligations.ledger.problems import EventRefused
from licensing.obligations.ledger.proposals import View, proposals_of
from licensing.obligations.ledger.results import Answer, Duty
from licensing.obligations.ledger.running import run
from licensing.obligations.ledger.standing import Standing, cure_end, standing, status_of
from licensing.obligations.ledger.totals import totals_of
from licensing.obligations.ledger.working import reasons
from listings.offers.plans.model import Plan
from listings.offers.plans.values import LAST_DAY
from marketplace.dates import WorkingDays
from marketplace.money import CONTEXT, ZERO


def answer(plan: Plan, events: Sequence[Any], *, as_of: date, calendar: WorkingDays) -> Answer:
    """
    Work out duties, sums, proposals and warnings as of a day.

    :raises EventRefused: with all that is wrong with the events up to that day.
    """
    book, problems = run(plan, events, until=as_of, calendar=calendar)
    if problems:
        raise EventRefused(problems)
    with localcontext(CONTEXT):
        return answered(book, as_of)


def check_event(plan: Plan, events: Sequence[Any], event: Any, *, calendar: WorkingDays) -> None:
    """
    Check whether an event can be taken after those recorded so far, of whatever day they are.

    :raises EventRefused: if it cannot, or if one recorded before could no longer be.
    """
    _, problems = run(plan, [*events, event], until=LAST_DAY, calendar=calendar)
    if problems:
        raise EventRefused(problems)


def answered(book: Book, day: date) -> Answer:
    """Read the answer of a day from a book whose events end there."""
    duties = tuple(duty_of(book, outline, day) for outline in book.schedule.outlines.values())
    totals = totals_of(duties, book.payments.values())
    return Answer(
        as_of=day,
        duties=duties,
        totals=totals,
        next=next_of(duties),
        proposals=proposals_of(View(book, duties, totals, day)),
        warnings=tuple(book.warnings),
    )


def next_of(duties: Sequence[Duty]) -> Duty | None:
    """Give the duty with the earliest date that is neither met nor cancelled; ties in plan order."""
    waiting = [duty for duty in duties if duty.due_date is not None and duty.status not in {"met", "cancelled"}]
    return min(waiting, key=lambda duty: duty.due_date or date.max, default=None)


def duty_of(book: Book, outline: Outline, day: date) -> Duty:
    """Give one duty as of a day."""
    it = standing(book, outline, day)
    accrual = NOTHING if it.cancelled or not outline.is_money else book.interest_of(outline, day)
    status = status_of(it)
    cure = cure_end(book, outline, day)
    return Duty(
        item=outline.key.item,
        kind=outline.kind,
        period=outline.key.period,
        from_=outline.first,
        to=outline.last,
        due_date=outline.due.day if outline.due else None,
        provisional=outline.due is not None and outline.due.provisional,
        movable=outline.movable,
        latest_date=outline.latest.day if outline.latest else None,
        amount=it.amount,
        at_least=outline.at_least,
        allocated=it.allocated,
        open=it.open,
        disputed=it.disputed,
        interest=accrual.amount,
        interest_paid=ZERO if it.cancelled else book.paid(outline.key)[1],
        cure_until=cure.day if cure else None,
        met_on=_met_on(book, it) if status == "met" else None,
        status=status,
        why=reasons(book, it, accrual, cure, status),
    )


def _met_on(book: Book, it: Standing) -> date | None:
    """Give the day of the act; of money the last day on which something settled it."""
    outline = it.outline
    if not outline.is_money:
        return book.done_on(outline)
    days = [line.day for line in book.lines.get(outline.key, ()) if line.principal]
    days += [dispute.closed for dispute in book.disputes_of.get(outline.key, ()) if dispute.closed and dispute.upheld]
    filing = book.filings.get(outline.key.item, {}).get(outline.key.period)
    return max(days, default=filing.filed_on if filing else None)
