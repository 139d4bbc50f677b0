"""How a duty came to be what it is: rows of clause, inputs and result, for the page that explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.counting import DueDay
from licensing.obligations.ledger.interest import Accrual
from licensing.obligations.ledger.outlines import Outline
from licensing.obligations.ledger.results import Why
from licensing.obligations.ledger.standing import Standing
from listings.offers.plans.values import rate_text


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rows of one duty are read from."""

    book: Book
    it: Standing
    accrual: Accrual
    cure: DueDay | None
    status: str

    @property
    def outline(self) -> Outline:
        """Give the outline of the duty."""
        return self.it.outline


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def due_date(matter: Matter) -> Iterator[Why]:
    """Give what the due date was counted from, and whether it moved."""
    due = matter.outline.due
    if due is None:
        yield Why("due_date", "plan:trigger", {})
        return
    clause = "civil_code:203" if due.day != due.counted else "civil_code:201"
    inputs = {
        "event": due.event,
        "start": due.start.isoformat(),
        "months": due.months,
        "days": due.days,
        "counted": due.counted.isoformat(),
        "provisional": due.provisional,
    }
    yield Why("due_date", clause if due.months or due.days else "plan:date", inputs, due.day.isoformat())


def latest(matter: Matter) -> Iterator[Why]:
    """Give the latest date and what it does."""
    outline = matter.outline
    if outline.latest is not None:
        step = "lapse" if outline.lapses_after is not None else "latest"
        yield Why(step, "plan:latest", {"counted": str(outline.latest.counted)}, str(outline.latest.day))


def amount(matter: Matter) -> Iterator[Why]:
    """Give the amount of a fixed item, or the working of a royalty."""
    outline = matter.outline
    if outline.amount is not None:
        yield Why("amount", "plan:amount", {}, str(outline.amount))
    elif outline.terms is not None:
        yield from _royalty(matter)


def _royalty(matter: Matter) -> Iterator[Why]:
    terms, key = matter.outline.terms, matter.outline.key
    working = matter.book.workings(key.item).get(key.period)
    if terms is None or working is None:
        yield Why("amount", "plan:statement", {"at_least": _text(matter.outline.at_least)})
        return
    inputs = {"stated": str(working.stated), "deducted": str(working.deducted), "carried": str(working.carried)}
    yield Why("base", f"plan:{terms.item.base}", inputs, str(working.base))
    for part, rate in working.parts:
        yield Why("rate", "plan:rates", {"part": str(part), "rate": rate_text(rate), "year": terms.year})
    yield Why("rounding", "plan:rounding", {"mode": matter.outline.plan.rounding.mode}, str(working.rounded))
    for name, bound in (("floor", terms.floor), ("cap", terms.cap), ("total_cap", working.left)):
        if bound is not None:
            binds = "binding" if name in working.bound_by else "not_binding"
            if name == "floor" and terms.is_free:
                binds = "not_applicable"
            yield Why(name, f"plan:{name}", {"bound": str(bound), "effect": binds})
    yield Why("amount", "plan:royalty", {}, str(working.amount))


def disputes(matter: Matter) -> Iterator[Why]:
    """Give the disputes and what they took away."""
    for dispute in matter.book.disputes_of.get(matter.outline.key, ()):
        inputs = {
            "amount": str(dispute.amount),
            "opened": dispute.opened.isoformat(),
            "closed": _text(dispute.closed),
            "upheld": str(dispute.upheld),
        }
        yield Why("dispute", "plan:dispute", inputs)


def interest(matter: Matter) -> Iterator[Why]:
    """Give the stretches of days on which a balance bore interest."""
    terms = matter.outline.plan.late_interest
    if terms is None or not matter.accrual.stretches:
        return
    for stretch in matter.accrual.stretches:
        days = (stretch.until - stretch.after).days
        inputs = {
            "after": stretch.after.isoformat(),
            "until": stretch.until.isoformat(),
            "days": days,
            "balance": str(stretch.balance),
            "rate": rate_text(terms.rate),
            "per": terms.per,
            "year_days": terms.divisor,
        }
        yield Why("interest_days", "plan:late_interest", inputs)
    yield Why("interest", "plan:late_interest", {}, str(matter.accrual.amount))


def cure(matter: Matter) -> Iterator[Why]:
    """Give the cure period that a demand started."""
    if matter.cure is not None:
        inputs = {"demanded": matter.cure.start.isoformat(), "days": matter.cure.days}
        yield Why("cure", "civil_code:563", inputs, matter.cure.day.isoformat())


def cancelled(matter: Matter) -> Iterator[Why]:
    """Give why nothing is owed: the trigger came too late, or the deal ended before it arose, whichever came first."""
    if matter.status != "cancelled":
        return
    last, end, left = matter.outline.lapses_after, matter.book.facts.end, matter.book.facts.exit
    has_lapsed = last is not None and matter.it.day > last and (end is None or last < end)
    if has_lapsed or matter.outline.key not in matter.book.schedule.fallen:
        yield Why("cancelled", "plan:lapse", {"after": _text(last)})
        return
    if end is not None and left is not None and left > end:
        left = None
    clause = "civil_code:566" if left is None else "plan:exit_window"
    yield Why("cancelled", clause, {"end": _text(end), "exit": _text(left)})


STEPS: Final[dict[str, Callable[[Matter], Iterator[Why]]]] = {
    "due_date": due_date,
    "latest": latest,
    "amount": amount,
    "disputes": disputes,
    "interest": interest,
    "cure": cure,
    "cancelled": cancelled,
}


def reasons(book: Book, it: Standing, accrual: Accrual, cure_end: DueDay | None, status: str) -> tuple[Why, ...]:
    """Give the rows that explain one duty."""
    matter = Matter(book, it, accrual, cure_end, status)
    return tuple(row for step in STEPS.values() for row in step(matter))
