"""Where confirmed money goes, and how it comes free again (Civil Code art. 560, 561)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.outlines import ENDING, FAMILIES, FIXED, ROYALTY, Key, Outline
from licensing.obligations.ledger.records import Line, Payment
from marketplace.dates import add_days
from marketplace.money import ZERO, largest_remainder

MONEY_FAMILIES: Final = frozenset({FIXED, ROYALTY, ENDING})
# Duties that fall due within this many days of arrival take money by themselves (reading); it does not move.
AHEAD_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Room:
    """What a duty can still take of money that arrived on a day."""

    principal: Decimal = ZERO
    interest: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Give principal and interest together."""
        return self.principal + self.interest


NO_ROOM: Final = Room()


def room(book: Book, outline: Outline, *, arrived: date, today: date, with_disputed: bool) -> Room:
    """Give what is open on a duty, interest at arrival included. Cancelled and unknown duties take nothing."""
    amount = None if book.is_cancelled(outline, today) else book.amount_of(outline)
    if amount is None:
        return NO_ROOM
    principal_paid, interest_paid = book.paid(outline.key)
    principal = amount - principal_paid
    if not with_disputed:
        principal -= min(book.disputed_of(outline.key), principal)
    interest = book.interest_of(outline, arrived).amount - interest_paid
    return Room(principal, max(interest, ZERO))


def place(book: Book, outline: Outline, payment: Payment, amount: Decimal, space: Room) -> None:
    """Put money on a duty, interest before principal unless the plan says otherwise (art. 561)."""
    if amount <= 0:
        return
    if outline.plan.interest_order == "before":
        interest = min(amount, space.interest)
        principal = amount - interest
    else:
        principal = min(amount, space.principal)
        interest = amount - principal
    line = Line(payment.id, payment.day, principal, interest)
    book.lines.setdefault(outline.key, []).append(line)
    payment.placed += amount
    book.touch((outline.key,))


def allocate(book: Book, payment: Payment, today: date) -> None:
    """Allocate confirmed money: first what the payer named, the rest by due date, in proportion on one date."""
    for entry in payment.named:
        outline = named_duty(book, entry)
        if outline is not None:
            space = room(book, outline, arrived=payment.day, today=today, with_disputed=True)
            limit = entry.get("amount")
            place(book, outline, payment, min(payment.free, space.total, *_limits(limit)), space)
    for rooms in _by_due_date(book, payment, today):
        if payment.free <= 0:
            return
        _share(book, payment, rooms)


def _limits(limit: Any) -> tuple[Decimal, ...]:
    return () if limit is None else (limit,)


def _by_due_date(book: Book, payment: Payment, today: date) -> Iterator[list[tuple[Outline, Room]]]:
    last = add_days(payment.day, AHEAD_DAYS)
    due = (outline for outline in book.schedule.money_by_date if outline.due and outline.due.day <= last)
    still_open = (outline for outline in due if not book.is_closed(outline, today))
    for _, group in groupby(still_open, key=lambda outline: outline.due and outline.due.day):
        rooms = [
            (outline, room(book, outline, arrived=payment.day, today=today, with_disputed=False)) for outline in group
        ]
        filled = [(outline, space) for outline, space in rooms if space.total > 0]
        if filled:
            yield filled


def _share(book: Book, payment: Payment, rooms: list[tuple[Outline, Room]]) -> None:
    weights = [space.total for _, space in rooms]
    amounts = largest_remainder(min(payment.free, sum(weights, ZERO)), weights)
    for (outline, space), amount in zip(rooms, amounts, strict=True):
        place(book, outline, payment, amount, space)


def named_duty(book: Book, entry: Mapping[str, Any]) -> Outline | None:
    """Give the money duty that an entry names, if there is exactly one."""
    found = matching(book, entry["item"], entry.get("period"), MONEY_FAMILIES)
    money = [outline for outline in found if outline.is_money]
    return money[0] if len(money) == 1 else None


def matching(book: Book, item: str, period: int | None, families: frozenset[str]) -> list[Outline]:
    """Give the duties of an item and period; without a period those that have none, or a single one."""
    outlines = book.schedule.outlines
    keys = (Key(item, family, period) for family in FAMILIES if family in families)
    exact = [outlines[key] for key in keys if key in outlines]
    if exact or period is not None:
        return exact
    duties = book.duties_of(item, families)
    return duties if len({outline.key.period for outline in duties}) == 1 else []


def release(book: Book, keys: Iterable[Key], today: date) -> None:
    """Free the money on duties that shrank, fell away or were replaced, the newest allocation first."""
    for key in keys:
        lines = book.lines.get(key)
        if lines:
            _release_principal(book, key, lines, today)
            _release_interest(book, key, lines, today)
            book.lines[key] = [line for line in lines if line.principal or line.interest or line.returned]


def _release_principal(book: Book, key: Key, lines: list[Line], today: date) -> None:
    outline = book.schedule.outlines.get(key)
    limit = None if outline is None or book.is_cancelled(outline, today) else book.amount_of(outline)
    surplus = book.paid(key)[0] - (limit or ZERO)
    for line in reversed(lines):
        part = min(line.principal, surplus)
        if part > 0:
            line.principal -= part
            surplus -= part
            book.payments[line.payment].placed -= part


def _release_interest(book: Book, key: Key, lines: list[Line], today: date) -> None:
    paid = book.paid(key)[1]
    if not paid:
        return
    outline = book.schedule.outlines.get(key)
    if outline is None or book.is_cancelled(outline, today):
        surplus = paid
    else:
        surplus = paid - book.interest_of(outline, today).amount
    for line in reversed(lines):
        part = min(line.interest, surplus)
        if part > 0:
            line.interest -= part
            surplus -= part
            book.payments[line.payment].placed -= part
