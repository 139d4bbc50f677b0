"""Apply a stream of events to a plan, day by day and in file order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import localcontext
from typing import Any

from licensing.obligations.ledger.allocation import release
from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.recording.reading import Event, read_events
from licensing.obligations.ledger.recording.registry import EVENTS
from licensing.obligations.ledger.results import Warned
from licensing.obligations.ledger.versions import Version
from listings.offers.plans.ceilings import check
from listings.offers.plans.model import Plan
from listings.offers.plans.problems import Findings
from marketplace.dates import WorkingDays
from marketplace.money import CONTEXT
from marketplace.problems import FieldProblem


def run(plan: Plan, rows: Sequence[Any], *, until: date, calendar: WorkingDays) -> tuple[Book, list[FieldProblem]]:
    """Give the book after all events up to a day, and what is wrong with those that were refused."""
    findings = Findings()
    with localcontext(CONTEXT):
        book = opened(plan, calendar)
        refused: set[str] = set()
        for event in read_events(rows, findings, until=until):
            # The confirmation that a payment is short for falls with the payment.
            if event.at not in refused and not record(book, event, findings):
                refused.add(event.at)
        pass_days(book, until)
    return book, findings.problems


def opened(plan: Plan, calendar: WorkingDays) -> Book:
    """Give the book of a plan to which nothing has happened yet."""
    warnings = [Warned(found.code, None, found.item, None, dict(found.values)) for found in check(plan)]
    return Book(calendar, [Version(date.min, plan)], warnings=warnings)


def record(book: Book, event: Event, findings: Findings) -> bool:
    """Apply one event and tell whether it was taken; a refused one changes nothing."""
    kind = EVENTS[event.name]
    pass_days(book, event.day)
    found = Findings()
    if kind.needs_signature and book.facts.signed is None:
        found.add(event.at, "not_signed", f"{event.name} before the signature", event=event.name)
    else:
        kind.check(book, event, found)
    if found.problems:
        findings.problems.extend(found.problems)
        return False
    kind.apply(book, event)
    settle(book, event.day)
    return True


def pass_days(book: Book, day: date) -> None:
    """Let the days pass up to one: what can no longer be triggered falls away, and money on it is free."""
    lapsed = [
        outline.key
        for outline in book.schedule.lapsing
        if outline.key in book.lines and outline.lapses_after is not None and day > outline.lapses_after
    ]
    if lapsed:
        release(book, lapsed, day)


def settle(book: Book, day: date) -> None:
    """Free money that is too much, and drop demands that are spent: only duties that an event touched can change."""
    touched = {*book.lines, *book.demands} if book.all_touched else set(book.touched)
    book.touched.clear()
    book.all_touched = False
    release(book, touched, day)
    for key in touched & book.demands.keys():
        outline = book.schedule.outlines.get(key)
        moved = outline is None or outline.due is None or outline.due.day != book.demands[key].due
        if moved or (outline is not None and book.is_met(outline, day)):
            del book.demands[key]
