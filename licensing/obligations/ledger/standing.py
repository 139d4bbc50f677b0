"""How a duty stands on a day: amounts, status, cure period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.counting import DueDay, count
from licensing.obligations.ledger.outlines import Key, Outline
from marketplace.dates import add_days
from marketplace.money import ZERO

# A duty is shown as due from so many days before its date; the window does not move off rest days.
DUE_DAYS: Final = 30


class Standing(NamedTuple):
    """What decides a duty's status."""

    outline: Outline
    cancelled: bool
    met: bool
    amount: Decimal | None
    allocated: Decimal
    open: Decimal
    disputed: Decimal
    day: date


def standing(book: Book, outline: Outline, day: date) -> Standing:
    """Look at a duty on a day."""
    cancelled = book.is_cancelled(outline, day)
    if not outline.is_money:
        return Standing(outline, cancelled, book.done_on(outline) is not None, None, ZERO, ZERO, ZERO, day)
    amount = book.amount_of(outline)
    allocated = book.paid(outline.key)[0]
    is_open = ZERO if cancelled or amount is None else amount - allocated
    disputed = min(book.disputed_of(outline.key), is_open)
    met = amount is not None and is_open <= 0
    return Standing(outline, cancelled, met, amount, allocated, is_open, disputed, day)


def _overdue(it: Standing) -> bool:
    last = it.outline.overdue_after()
    return last is not None and it.day > last


def _due(it: Standing) -> bool:
    return it.outline.due is not None and it.day >= add_days(it.outline.due.day, -DUE_DAYS)


# The first that fits is the status.
STATUSES: Final[tuple[tuple[str, Callable[[Standing], bool]], ...]] = (
    ("cancelled", lambda it: it.cancelled),
    ("met", lambda it: it.met),
    ("disputed", lambda it: it.open > 0 and it.disputed >= it.open),
    ("overdue", _overdue),
    ("partly", lambda it: it.allocated > 0),
    ("due", _due),
    ("upcoming", lambda _: True),
)


def status_of(it: Standing) -> str:
    """Give the status of a duty."""
    for status, fits in STATUSES:
        if fits(it):
            return status
    raise AssertionError("the last status fits always")


def cure_end(book: Book, outline: Outline, day: date) -> DueDay | None:
    """
    Give the end of the cure period of a duty that was demanded.

    It grows by the days of disputes opened on or after the day of the demand; an open one counts to ``day``.
    """
    demand = book.demands.get(outline.key)
    if demand is None:
        return None
    days = outline.plan.cure_days + disputed_days(book, outline.key, demand.day, day)
    return count("demand", demand.day, days=days, calendar=book.calendar, rolls=outline.plan.rolls)


def disputed_days(book: Book, key: Key, since: date, until: date) -> int:
    """Count the days of disputes on a duty from the day after each opening; overlapping days count once."""
    spans = sorted(
        (dispute.opened, min(dispute.closed or until, until))
        for dispute in book.disputes_of.get(key, ())
        if dispute.opened >= since
    )
    total, reached = 0, date.min
    for opened, closed in spans:
        after = max(opened, reached)
        if closed > after:
            total += (closed - after).days
            reached = closed
    return total
