"""Record a transfer, confirm its arrival, file its invoice. Every step is one row, one event and one ledger event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from licensing.obligations.services import append, locked_deal
from licensing.payments import topics
from licensing.payments.models import Invoice, Payment
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.documents.models import Document
from marketplace.lifecycle import require_transition
from marketplace.money import money_text
from marketplace.problems import DomainError, FieldProblem


class PaymentNotFound(DomainError):
    """Raised for a payment that is not the actor's."""

    code = "not_found"
    status = 404


class PaymentInvalid(DomainError):
    """Raised with every field of a payment that is wrong."""

    code = "payment_invalid"


class PaymentExists(DomainError):
    """Raised when the bank reference was recorded before in this deal. ``number`` names that payment."""

    code = "payment_exists"
    status = 409


class InvoiceInvalid(DomainError):
    """Raised with every field of an invoice that is wrong."""

    code = "invoice_invalid"


class InvoiceExists(DomainError):
    """Raised when an invoice number was filed before."""

    code = "invoice_exists"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Settles:
    """Which duty a payer wants to settle with how much (Civil Code art. 560(1))."""

    item: str
    amount: Decimal
    period: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """What stands on an invoice."""

    number: str
    issued_on: date
    net: Decimal
    tax: Decimal


@events.transaction()
def record_payment(
    *,
    actor: Actor,
    deal_id: UUID,
    amount: Decimal,
    paid_on: date,
    bank_reference: str,
    voucher: Document,
    settles: Sequence[Settles] = (),
    now: datetime,
) -> Payment:
    """
    Record a bank transfer with its voucher; it counts for nothing until the receiver confirms it.

    :raises DealNotFound, NotPermitted, NotInEffect, PaymentInvalid, PaymentExists, EventRefused
    """
    require(actor, "payment.record")
    deal = locked_deal(actor=actor, deal_id=deal_id, party="licensee")
    reference = bank_reference.strip()
    _check_payment(amount=amount, paid_on=paid_on, reference=reference, today=shanghai_day(now))
    earlier = Payment.objects.filter(deal=deal, bank_reference=reference).exclude(status=Payment.Status.REFUSED).first()
    if earlier is not None:
        raise PaymentExists("this transfer is recorded", number=earlier.number)

    payment = Payment.objects.create(
        number=f"{deal.number}-P{deal.payments.count() + 1}",
        deal=deal,
        amount=amount,
        paid_on=paid_on,
        bank_reference=reference,
        voucher=voucher,
        recorded_by=actor.pseudonym,
        recorded_at=now,
    )
    payload: dict[str, Any] = {"payment": payment.number, "amount": money_text(amount)}
    if settles:
        payload["for"] = [settled(part) for part in settles]
    append(actor=actor, deal=deal, kind="payment_received", payload=payload, day=paid_on, now=now)
    events.record(
        topics.PAYMENT_RECORDED,
        actor=actor,
        subject=payment,
        at=now,
        number=payment.number,
        amount=money_text(amount),
        paid_on=paid_on,
    )
    return payment


@events.transaction()
def confirm_payment(*, actor: Actor, payment_id: UUID, amount: Decimal, now: datetime) -> Payment:
    """
    Confirm that a transfer arrived, with the amount that really did; it settles duties from the day it arrived.

    :raises PaymentNotFound, NotPermitted, PaymentInvalid, InvalidTransition, EventRefused
    """
    require(actor, "payment.confirm")
    payment = _locked_payment(actor, payment_id)
    require_transition(Payment.TRANSITIONS, current=payment.status, target=Payment.Status.CONFIRMED)
    if amount <= 0:
        problem = FieldProblem("/amount", "not_positive", "The amount that arrived must be above zero.")
        raise PaymentInvalid("the confirmation has fields to mend", problems=[problem])
    payment.status = Payment.Status.CONFIRMED
    payment.confirmed_amount = amount
    payment.confirmed_by = actor.pseudonym
    payment.confirmed_at = now
    payment.revision += 1
    payment.save(update_fields=["status", "confirmed_amount", "confirmed_by", "confirmed_at", "revision"])
    payload = {"payment": payment.number, "amount": money_text(amount)}
    append(actor=actor, deal=payment.deal, kind="payment_confirmed", payload=payload, now=now)
    events.record(
        topics.PAYMENT_CONFIRMED,
        actor=actor,
        subject=payment,
        at=now,
        number=payment.number,
        amount=money_text(amount),
    )
    return payment


@events.transaction()
def refuse_payment(*, actor: Actor, payment_id: UUID, reason: str, now: datetime) -> Payment:
    """Say that a recorded transfer did not arrive; the payer may record it again."""
    require(actor, "payment.confirm")
    payment = _locked_payment(actor, payment_id)
    require_transition(Payment.TRANSITIONS, current=payment.status, target=Payment.Status.REFUSED)
    payment.status = Payment.Status.REFUSED
    payment.revision += 1
    payment.save(update_fields=["status", "revision"])
    events.record(
        topics.PAYMENT_REFUSED, actor=actor, subject=payment, at=now, number=payment.number, reason=reason[:200]
    )
    return payment


@events.transaction()
def file_invoice(*, actor: Actor, payment_id: UUID, facts: InvoiceFacts, document: Document, now: datetime) -> Invoice:
    """
    File the invoice (发票) of a confirmed payment.

    :raises PaymentNotFound, NotPermitted, InvoiceInvalid, InvoiceExists
    """
    require(actor, "invoice.file")
    payment = _locked_payment(actor, payment_id)
    number = facts.number.strip()
    _check_invoice(payment, facts, today=shanghai_day(now))
    if Invoice.objects.filter(number=number).exists():
        raise InvoiceExists("an invoice with this number is filed", number=number)
    invoice = Invoice.objects.create(
        deal=payment.deal,
        payment=payment,
        number=number,
        issued_on=facts.issued_on,
        net=facts.net,
        tax=facts.tax,
        document=document,
        filed_by=actor.pseudonym,
        filed_at=now,
    )
    events.record(
        topics.INVOICE_FILED,
        actor=actor,
        subject=invoice,
        at=now,
        number=number,
        payment=payment.number,
        net=money_text(facts.net),
        tax=money_text(facts.tax),
        issued_on=facts.issued_on,
    )
    return invoice


def _locked_payment(actor: Actor, payment_id: UUID) -> Payment:
    payment = (
        Payment.objects.select_for_update(of=("self",))
        .select_related("deal", "deal__listing")
        .filter(pk=payment_id, deal__licensor=actor.organization)
        .first()
    )
    if payment is None:
        raise PaymentNotFound("no such payment")
    return payment


def settled(part: Settles) -> dict[str, Any]:
    """Write what a payer names as the ledger reads it."""
    named: dict[str, Any] = {"item": part.item, "amount": money_text(part.amount)}
    if part.period is not None:
        named["period"] = part.period
    return named


def _check_payment(*, amount: Decimal, paid_on: date, reference: str, today: date) -> None:
    problems = []
    if amount <= 0:
        problems.append(FieldProblem("/amount", "not_positive", "The amount must be above zero."))
    if paid_on > today:
        problems.append(FieldProblem("/paid_on", "future_date", "This day is still to come."))
    if not reference:
        problems.append(FieldProblem("/bank_reference", "required", "Copy the bank's reference from the voucher."))
    if problems:
        raise PaymentInvalid("the payment has fields to mend", problems=problems)


def _check_invoice(payment: Payment, facts: InvoiceFacts, *, today: date) -> None:
    problems = []
    if payment.status != Payment.Status.CONFIRMED:
        problems.append(FieldProblem("/payment", "not_confirmed", "Confirm the payment before its invoice is filed."))
    if not facts.number.strip():
        problems.append(FieldProblem("/number", "required", "Copy the number from the invoice."))
    if facts.issued_on > today:
        problems.append(FieldProblem("/issued_on", "future_date", "This day is still to come."))
    if facts.net <= 0 or facts.tax < 0:
        problems.append(FieldProblem("/net", "not_positive", "Net amount above zero, tax zero or more."))
    if problems:
        raise InvoiceInvalid("the invoice has fields to mend", problems=problems)
