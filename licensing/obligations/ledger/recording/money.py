"""Money: recorded, confirmed, placed, returned, reversed; disputes and demands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.obligations.ledger.allocation import MONEY_FAMILIES, allocate, matching, named_duty, place, room
from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.outlines import DUTY, ENDING, FIXED, ROYALTY, STATEMENT, Key, Outline
from licensing.obligations.ledger.recording.course import find_named
from licensing.obligations.ledger.recording.kinds import Recorded
from licensing.obligations.ledger.records import Demand, Dispute, Line, Payment
from licensing.obligations.ledger.results import Warned
from licensing.obligations.ledger.standing import standing, status_of
from listings.offers.plans.problems import Findings, child
from marketplace.money import ZERO

ALL_FAMILIES = frozenset({FIXED, ROYALTY, STATEMENT, DUTY, ENDING})


def _find_money(book: Book, entry: Mapping[str, Any], findings: Findings, at: str) -> Outline | None:
    found = find_named(book, entry, MONEY_FAMILIES, findings, at)
    money = [outline for outline in found if outline.is_money]
    if found and not money:
        item = found[0].key.item
        findings.add(child(at, "item"), "unknown_item", f"{item} is done, not paid", item=item)
    return money[0] if money else None


def _find_payment(book: Book, event: Recorded, findings: Findings, *, confirmed: bool = False) -> Payment | None:
    """Give the payment that an event names; a reversed one counts as never made."""
    name, at = event.values["payment"], child(event.at, "payment")
    payment = book.payments.get(name)
    if payment is None or payment.reversed:
        findings.add(at, "unknown_payment", f"no payment {name}", payment=name)
        return None
    if confirmed and payment.confirmed is None:
        findings.add(at, "not_confirmed", f"{name} is not confirmed", payment=name)
        return None
    return payment


def check_received(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse a payment that is recorded already, or that names what is not owed by this plan."""
    name = event.values["payment"]
    if name in book.payments:
        findings.add(child(event.at, "payment"), "payment_exists", f"{name} is recorded already", payment=name)
    for index, entry in enumerate(event.values.get("for", ())):
        _find_money(book, entry, findings, child(child(event.at, "for"), index))


def received(book: Book, event: Recorded) -> None:
    """Record a payment by the payer; it counts for nothing yet."""
    values = event.values
    payment = Payment(values["payment"], event.day, values["amount"], values.get("for", ()))
    book.payments[payment.id] = payment


def check_confirmed(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse to confirm twice."""
    payment = _find_payment(book, event, findings)
    if payment and payment.confirmed is not None:
        message = f"{payment.id} is confirmed already"
        findings.add(child(event.at, "payment"), "already_confirmed", message, payment=payment.id)


def confirmed(book: Book, event: Recorded) -> None:
    """Confirm what arrived and allocate it, with effect from the day of arrival (reading)."""
    payment = book.payments[event.values["payment"]]
    amount = event.values.get("amount")
    payment.confirmed = payment.amount if amount is None else amount
    allocate(book, payment, event.day)


def check_allocation(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse to place more than the money, or more than a duty can take."""
    payment = _find_payment(book, event, findings, confirmed=True)
    planned: dict[Key, Decimal] = {}
    for index, entry in enumerate(event.values["to"]):
        at = child(child(event.at, "to"), index)
        outline = _find_money(book, entry, findings, at)
        if outline is None or payment is None:
            continue
        planned[outline.key] = planned.get(outline.key, ZERO) + entry["amount"]
        space = room(book, outline, arrived=payment.day, today=event.day, with_disputed=True)
        if planned[outline.key] > space.total:
            message = f"{outline.key.item} can take {space.total} only"
            findings.add(at, "allocation_exceeds_due", message, item=outline.key.item, open=str(space.total))
    total = sum(entry["amount"] for entry in event.values["to"])
    if payment and total > payment.free:
        message = f"{payment.id} has {payment.free} left"
        findings.add(event.at, "allocation_exceeds_payment", message, payment=payment.id, free=str(payment.free))


def allocation(book: Book, event: Recorded) -> None:
    """Place free money by a person's word, with effect from its arrival."""
    payment = book.payments[event.values["payment"]]
    for entry in event.values["to"]:
        outline = named_duty(book, entry)
        if outline is not None:
            space = room(book, outline, arrived=payment.day, today=event.day, with_disputed=True)
            place(book, outline, payment, entry["amount"], space)


def check_reversal(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse to reverse what was never recorded."""
    _find_payment(book, event, findings)


def reversal(book: Book, event: Recorded) -> None:
    """Count a payment as never made, from this day."""
    payment = book.payments[event.values["payment"]]
    payment.reversed, payment.placed = True, ZERO
    for key, lines in book.lines.items():
        left = [line for line in lines if line.payment != payment.id]
        if len(left) != len(lines):
            book.lines[key] = left
            book.touch((key,))


def check_refund(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse to return more than is free or, with a duty named, more than the payment settled there."""
    payment = _find_payment(book, event, findings, confirmed=True)
    amount = event.values["amount"]
    if event.values.get("item") is None:
        if event.values.get("period") is not None:
            findings.add(child(event.at, "item"), "value_unfit", "a period stands only with an item", key="item")
        if payment and amount > payment.free:
            message = f"{payment.id} has {payment.free} left"
            findings.add(event.at, "refund_exceeds_unallocated", message, payment=payment.id, free=str(payment.free))
        return
    outline = _find_money(book, event.values, findings, event.at)
    if payment and outline:
        settled = sum((line.principal + line.interest for line in _lines(book, outline.key, payment)), ZERO)
        if amount > settled:
            message = f"{payment.id} settles {settled} there"
            findings.add(event.at, "refund_exceeds_allocated", message, payment=payment.id, settled=str(settled))


def _lines(book: Book, key: Key, payment: Payment) -> list[Line]:
    return [line for line in book.lines.get(key, ()) if line.payment == payment.id]


def refund(book: Book, event: Recorded) -> None:
    """Return money: free money, or principal and then interest of a duty, which is open again from this day."""
    payment, left = book.payments[event.values["payment"]], event.values["amount"]
    payment.refunded += left
    outline = named_duty(book, event.values) if event.values.get("item") is not None else None
    if outline is None:
        return
    payment.placed -= left
    lines = list(reversed(_lines(book, outline.key, payment)))
    for line in lines:
        part = min(line.principal, left)
        if part > 0:
            line.principal -= part
            line.returned.append((event.day, part))
            left -= part
    for line in lines:
        part = min(line.interest, left)
        line.interest -= part
        left -= part
    book.touch((outline.key,))


def check_dispute(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse to dispute more than is open and not yet in dispute."""
    name = event.values["dispute"]
    if name in book.disputes:
        findings.add(child(event.at, "dispute"), "value_unfit", f"the dispute {name} exists already", dispute=name)
    outline = _find_money(book, event.values, findings, event.at)
    if outline is None:
        return
    left = book.open_of(outline, event.day) - book.disputed_of(outline.key)
    if event.values["amount"] > max(left, ZERO):
        message = f"only {max(left, ZERO)} can be disputed"
        findings.add(event.at, "dispute_exceeds_open", message, item=outline.key.item, open=str(max(left, ZERO)))


def dispute_opened(book: Book, event: Recorded) -> None:
    """Open a dispute on a part of a duty."""
    outline = named_duty(book, event.values)
    if outline is not None:
        dispute = Dispute(outline.key, event.values["amount"], event.day)
        book.disputes[event.values["dispute"]] = dispute
        book.disputes_of.setdefault(outline.key, []).append(dispute)
        book.touch((outline.key,))


def check_dispute_closed(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse to close what is not open, or to uphold more than was disputed."""
    name, upheld = event.values["dispute"], event.values["upheld"]
    dispute = book.disputes.get(name)
    if dispute is None or dispute.closed is not None:
        findings.add(child(event.at, "dispute"), "unknown_dispute", f"no open dispute {name}", dispute=name)
    elif upheld > dispute.amount:
        message = f"only {dispute.amount} was disputed"
        at = child(event.at, "upheld")
        findings.add(at, "upheld_exceeds_dispute", message, dispute=name, amount=str(dispute.amount))


def dispute_closed(book: Book, event: Recorded) -> None:
    """Close a dispute: what is upheld was never owed, the rest is."""
    dispute = book.disputes[event.values["dispute"]]
    dispute.closed, dispute.upheld = event.day, event.values["upheld"]
    book.touch((dispute.key,))


def check_demand(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse a demand for what this deal does not know."""
    for index, entry in enumerate(event.values.get("for", ())):
        at = child(child(event.at, "for"), index)
        if find_named(book, entry, ALL_FAMILIES, findings, at) and not _meant(book, entry):
            item, kind = entry["item"], entry["kind"]
            findings.add(child(at, "kind"), "unknown_item", f"{item} has no duty of kind {kind}", item=item, kind=kind)


def _meant(book: Book, entry: Mapping[str, Any]) -> list[Outline]:
    """Give the duties that an entry of a demand names: without a kind all of the item and period."""
    found = matching(book, entry["item"], entry.get("period"), ALL_FAMILIES)
    return [outline for outline in found if entry.get("kind") in {None, outline.kind}]


def _is_late(book: Book, outline: Outline, day: date) -> bool:
    """Tell whether a duty may be overdue, without a look at each that was settled long ago."""
    last = outline.overdue_after()
    if last is None or day <= last:
        return False
    return not book.is_closed(outline, day) if outline.is_money else book.done_on(outline) is None


def demand(book: Book, event: Recorded) -> None:
    """Start the cure period of each overdue duty that is meant, anew if it was demanded before."""
    entries = event.values.get("for")
    if entries is None:
        meant = [outline for outline in book.schedule.outlines.values() if _is_late(book, outline, event.day)]
    else:
        meant = [outline for entry in entries for outline in _meant(book, entry)]
    overdue = [outline for outline in meant if status_of(standing(book, outline, event.day)) == "overdue"]
    for outline in overdue:
        if outline.due is not None:
            book.demands[outline.key] = Demand(event.day, outline.due.day)
    if not overdue:
        book.warnings.append(Warned("demand_too_early", event.day))
