"""What the clock proposes to people: one small function per act, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.counting import count
from licensing.obligations.ledger.outlines import FIXED
from licensing.obligations.ledger.results import Duty, Proposal, Totals


@dataclass(frozen=True, slots=True)
class View:
    """What proposals are read from."""

    book: Book
    duties: Sequence[Duty]
    totals: Totals
    day: date

    @property
    def has_ended(self) -> bool:
        """Tell whether the deal is ended on the day."""
        return self.book.facts.has_ended(self.day)


def _about(act: str, duty: Duty) -> Proposal:
    return Proposal(act, duty.item, duty.period, duty.kind)


def demand(view: View) -> Iterator[Proposal]:
    """Demand overdue money of known amount, or an overdue statement, unless it was demanded."""
    for duty in view.duties:
        known = duty.kind == "statement" or (duty.is_money and duty.amount is not None)
        if duty.status == "overdue" and known and duty.cure_until is None:
            yield _about("demand", duty)


def termination(view: View) -> Iterator[Proposal]:
    """Terminate for money that is still overdue the day after its cure period (Civil Code art. 563)."""
    if view.has_ended:
        return
    for duty in view.duties:
        overdue = duty.status == "overdue" and duty.is_money and duty.amount is not None
        if overdue and duty.cure_until is not None and view.day > duty.cure_until:
            yield _about("termination", duty)


def suspension(view: View) -> Iterator[Proposal]:
    """Decide whether to suspend after the patent lapsed or was invalidated."""
    if view.book.suspension_open:
        yield Proposal("suspension")


def exit_decision(view: View) -> Iterator[Proposal]:
    """Decide on an exit notice that came outside the window."""
    if view.book.exit_refused:
        yield Proposal("exit_decision")


def milestone_answer(view: View) -> Iterator[Proposal]:
    """Answer a report on a milestone; silence is not acceptance (reading)."""
    if view.has_ended:
        return
    for item, milestone in view.book.facts.milestones.items():
        duties = view.book.duties_of(item, frozenset({FIXED}))
        if not milestone.is_waiting or milestone.reported is None or not duties:
            continue
        plan = duties[0].plan
        last = count(
            "milestone_reported",
            milestone.reported,
            days=plan.acceptance_days,
            calendar=view.book.calendar,
            rolls=plan.rolls,
        )
        if view.day > last.day:
            yield Proposal("milestone_answer", item, None, duties[0].kind)


def confirm_payment(view: View) -> Iterator[Proposal]:
    """Confirm or reject money that the payer recorded."""
    for payment in view.book.payments.values():
        if payment.confirmed is None and not payment.reversed:
            yield Proposal("confirm_payment", payment=payment.id)


def allocate(view: View) -> Iterator[Proposal]:
    """Place free money while a known duty has principal or interest open."""
    if view.totals.unallocated > 0 and (view.totals.open > 0 or view.totals.interest_open > 0):
        yield Proposal("allocate")


PROPOSALS: Final[dict[str, Callable[[View], Iterator[Proposal]]]] = {
    "confirm_payment": confirm_payment,
    "allocate": allocate,
    "demand": demand,
    "termination": termination,
    "suspension": suspension,
    "exit_decision": exit_decision,
    "milestone_answer": milestone_answer,
}


def proposals_of(view: View) -> tuple[Proposal, ...]:
    """Give all proposals of a day."""
    return tuple(proposal for propose in PROPOSALS.values() for proposal in propose(view))
