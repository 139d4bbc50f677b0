"""The course of a deal: signature, effect, revenue, milestones, acts, statements, the patent's fate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licensing.obligations.ledger.allocation import matching
from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.facts import Milestone
from licensing.obligations.ledger.outlines import DUTY, ENDING, ROYALTY, STATEMENT, Key, Outline
from licensing.obligations.ledger.recording.kinds import Recorded
from licensing.obligations.ledger.results import Warned
from licensing.obligations.ledger.royalties import Filing
from listings.offers.plans.latest import check_latest
from listings.offers.plans.model import Royalty
from listings.offers.plans.problems import Findings, child

ACTS = frozenset({DUTY, ENDING})
STATEMENTS = frozenset({STATEMENT})


def check_signed(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse a signature that shows a latest date to be too early."""
    _check_latest(book, event, findings, "signing")


def signed(book: Book, event: Recorded) -> None:
    """Take the first signature."""
    if book.facts.signed is None:
        book.facts.signed = event.day
        book.redraw()


def check_effective(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse an effective date that shows a latest date to be too early."""
    _check_latest(book, event, findings, "effect")


def effective(book: Book, event: Recorded) -> None:
    """Take the first effective date."""
    if book.facts.effective is None:
        book.facts.effective = event.day
        book.redraw()


def _check_latest(book: Book, event: Recorded, findings: Findings, name: str) -> None:
    if name not in book.facts.known():
        found = Findings()
        check_latest(book.plan, book.facts.known() | {name: event.day}, found)
        for problem in found.problems:
            findings.add(event.at, problem.code, problem.message, **problem.values)


def check_revenue(_book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse revenue of a day that has not come."""
    if event.values["date"] > event.day:
        findings.add(child(event.at, "date"), "value_unfit", "revenue is reported before it was made")


def revenue(book: Book, event: Recorded) -> None:
    """Take the first report of revenue; it counts from the day of revenue (reading)."""
    if book.facts.revenue is None:
        book.facts.revenue = event.values["date"]
        book.redraw()


def check_milestone(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse an item that is no milestone."""
    item = event.values["item"]
    items = (part for version in book.versions for part in version.plan.items)
    if not any(part.id == item and part.kind == "milestone" for part in items):
        findings.add(child(event.at, "item"), "unknown_item", f"no milestone {item}", item=item)


def milestone_reported(book: Book, event: Recorded) -> None:
    """Take a report; while one is live or accepted, another changes nothing."""
    milestone = book.facts.milestones.setdefault(event.values["item"], Milestone())
    if milestone.reported is None:
        milestone.reported = event.day
        book.redraw()


def check_answer(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse an answer without a live report."""
    known = len(findings.problems)
    check_milestone(book, event, findings)
    item = event.values["item"]
    milestone = book.facts.milestones.get(item)
    if len(findings.problems) == known and (milestone is None or not milestone.is_waiting):
        message = f"no report of {item} waits for an answer"
        findings.add(child(event.at, "item"), "milestone_not_reported", message, item=item)


def milestone_accepted(book: Book, event: Recorded) -> None:
    """Accept the live report."""
    book.facts.milestones[event.values["item"]].accepted = event.day
    book.redraw()


def milestone_rejected(book: Book, event: Recorded) -> None:
    """Take the live report away; another may follow."""
    book.facts.milestones[event.values["item"]].reported = None
    book.redraw()


def find_named(
    book: Book, entry: Mapping[str, Any], families: frozenset[str], findings: Findings, at: str
) -> list[Outline]:
    """Give the duties that an entry with ``item`` and ``period`` names, or note what is unknown."""
    item, period = entry["item"], entry.get("period")
    found = matching(book, item, period, families)
    if not found and (book.duties_of(item, families) or book.knows(item, families)):
        message = f"{item} has no period {period}" if period else f"{item} has several periods, or none yet"
        findings.add(child(at, "period"), "unknown_period", message, item=item, period=period)
    elif not found:
        findings.add(child(at, "item"), "unknown_item", f"no such item: {item}", item=item)
    return found


def check_act(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse what is no act of this deal."""
    found = find_named(book, event.values, ACTS, findings, event.at)
    if found and found[0].is_money:
        item = event.values["item"]
        findings.add(child(event.at, "item"), "unknown_item", f"{item} is paid, not done", item=item)


def duty_met(book: Book, event: Recorded) -> None:
    """Note that an act was done; the first time counts."""
    for outline in matching(book, event.values["item"], event.values.get("period"), ACTS):
        book.acts.setdefault(outline.key, event.day)
        book.touch((outline.key,))


def check_statement(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse a statement without its figures, for what is no royalty, or before the period's last day."""
    item = event.values["item"]
    if not book.knows(item, frozenset({ROYALTY})):
        findings.add(child(event.at, "item"), "unknown_item", f"{item} has no statements", item=item)
        return
    found = find_named(book, event.values, STATEMENTS, findings, event.at)
    if not found and event.values.get("period") is None:
        findings.add(child(event.at, "period"), "value_unfit", "period is missing", key="period")
    royalties = [part for version in book.versions for part in version.plan.items if isinstance(part, Royalty)]
    _check_figures(event, next(part.base for part in reversed(royalties) if part.id == item), findings)
    for outline in found:
        if outline.last and event.day < outline.last:
            message = f"the period runs to {outline.last}"
            findings.add(event.at, "period_not_ended", message, item=item, last=str(outline.last))


def _check_figures(event: Recorded, base: str, findings: Findings) -> None:
    wanted = ("units", "unit_price") if base == "unit_price" else ("amount",)
    unwanted = ("amount",) if base == "unit_price" else ("units", "unit_price")
    for key in wanted:
        if event.values.get(key) is None:
            findings.add(child(event.at, key), "value_unfit", f"{key} is missing", key=key)
    for key in unwanted:
        if event.values.get(key) is not None:
            findings.add(child(event.at, key), "value_unfit", f"{key} says nothing on the base {base}", key=key)


def statement(book: Book, event: Recorded) -> None:
    """File or correct the statement of a period; deductions that were not agreed raise a warning."""
    item = event.values["item"]
    outline = matching(book, item, event.values.get("period"), STATEMENTS)[0]
    period = outline.key.period
    earlier = book.filings.get(item, {}).get(period)
    figures = {key: event.values.get(key) for key in ("amount", "units", "unit_price", "deductions")}
    filed_on = earlier.filed_on if earlier else event.day
    book.file(item, period, Filing(filed_on, **figures))
    book.touch((outline.key,))
    _warn_of_deductions(book, event, item, period)


def _warn_of_deductions(book: Book, event: Recorded, item: str, period: int | None) -> None:
    terms = book.schedule.outlines[Key(item, ROYALTY, period)].terms
    agreed = terms.item.deductions if terms else ()
    for kind in event.values.get("deductions") or {}:
        if kind not in agreed:
            book.warnings.append(Warned("deduction_not_agreed", event.day, item, period, {"deduction": kind}))


def patent_lost(book: Book, _event: Recorded) -> None:
    """Ask a person whether to suspend; no duty changes."""
    book.suspension_open = True


def suspension_decided(book: Book, _event: Recorded) -> None:
    """Take the proposal away; changes of duties come as amendment or end (Patent Law art. 47)."""
    book.suspension_open = False
