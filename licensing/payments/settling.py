"""
Act on what Stripe says about a session. It is compared with our row before anything counts.

Paid and equal in all: a payment, received and confirmed by the same events of the ledger as a bank transfer. Paid
and different in anything: nothing is allocated, and people see why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from licensing.deals.models import Deal
from licensing.obligations.ledger import EventRefused
from licensing.obligations.services import append
from licensing.payments import stripe, topics
from licensing.payments.models import CheckoutSession, Payment
from licensing.payments.payees import counts
from licensing.payments.services import Settles, settled
from marketplace import events
from marketplace.dated import clock
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.money import money_text

Status = CheckoutSession.Status


@dataclass(frozen=True, slots=True)
class _Payer:
    """Who began a try to pay: the act counts as theirs, although Stripe finishes it."""

    pseudonym: UUID
    organization_id: UUID


def refresh(checkout: CheckoutSession, *, now: datetime) -> CheckoutSession:
    """
    Ask Stripe how an open session stands, and act on it.

    :raises StripeUnavailable, StripeRefused
    """
    if checkout.session_id is None:
        return checkout
    try:
        session = stripe.fetch_session(account=checkout.account, session_id=checkout.session_id)
    except stripe.SessionMissing:
        return _settle(checkout.pk, None, now=now)
    return _settle(checkout.pk, session, now=now)


@events.transaction()
def expire_draft(*, checkout_id: UUID, now: datetime) -> None:
    """Give up a row that never got its session: nobody has seen a page on which it could be paid."""
    checkout = locked_checkout(checkout_id)
    if checkout.status == Status.DRAFT:
        _expire(checkout, now=now)


@events.transaction()
def _settle(checkout_id: UUID, session: stripe.Session | None, *, now: datetime) -> CheckoutSession:
    """Act on what Stripe said about a session; once it is paid, expired or refused, nothing changes any more."""
    checkout = locked_checkout(checkout_id)
    if checkout.status != Status.OPEN:
        return checkout
    checkout.looked_at = now
    checkout.save(update_fields=["looked_at"])
    if session is None:
        _mismatch(checkout, "session_missing", now=now)
    elif session.payment_status == "paid":
        _receive(checkout, session, now=now)
    elif session.status == "expired":
        _expire(checkout, now=now)
    return checkout


def _difference(checkout: CheckoutSession, session: stripe.Session) -> str:
    """Name the first thing that Stripe has otherwise than our row; empty if nothing is."""
    compared = (
        ("mode", session.livemode, checkout.livemode),
        ("number", session.number, checkout.number),
        ("deal", session.deal, checkout.deal.number),
        ("currency", session.currency, checkout.currency),
        ("amount", session.amount, checkout.amount),
    )
    for name, found, expected in compared:
        if found != expected:
            return f"{name}_differs"
    return "" if counts(livemode=session.livemode) else "test_mode"


def _receive(checkout: CheckoutSession, session: stripe.Session, *, now: datetime) -> None:
    if problem := _difference(checkout, session):
        _mismatch(checkout, problem, now=now)
        return
    deal = checkout.deal
    charged = min(clock.on_our_clock(session.paid_at), now) if session.paid_at else now
    payment = Payment(
        number=f"{deal.number}-P{deal.payments.count() + 1}",
        deal=deal,
        method=Payment.Method.STRIPE,
        status=Payment.Status.CONFIRMED,
        amount=checkout.amount,
        currency=checkout.currency,
        paid_on=shanghai_day(charged),
        bank_reference=session.payment_intent or session.id,
        recorded_by=checkout.started_by,
        recorded_at=now,
        confirmed_amount=checkout.amount,
        confirmed_at=now,
    )
    try:
        with events.transaction():
            _record(checkout, payment, now=now)
    except EventRefused as refused:
        # The money is at the payee's account and the deal takes none; people have to settle that.
        _mismatch(checkout, min(refused.codes), now=now)
        return
    _move(checkout, Status.PAID)
    checkout.payment = payment
    checkout.save(update_fields=["status", "payment"])


def _record(checkout: CheckoutSession, payment: Payment, *, now: datetime) -> None:
    payment.save(force_insert=True)
    deal, payer = checkout.deal, _Payer(checkout.started_by, checkout.deal.licensee_id)
    known = {"payment": payment.number, "amount": money_text(payment.amount)}
    named = settled(Settles(item=checkout.item, amount=checkout.amount, period=checkout.period))
    append(
        actor=payer,
        deal=deal,
        kind="payment_received",
        payload={**known, "for": [named]},
        day=payment.paid_on,
        now=now,
    )
    append(actor=events.SYSTEM, deal=deal, kind="payment_confirmed", payload=known, now=now)
    said = {"number": payment.number, "amount": money_text(payment.amount)}
    events.record(topics.PAYMENT_RECORDED, actor=payer, subject=payment, at=now, **said, paid_on=payment.paid_on)
    events.record(topics.PAYMENT_CONFIRMED, actor=events.SYSTEM, subject=payment, at=now, **said)


def _expire(checkout: CheckoutSession, *, now: datetime) -> None:
    _move(checkout, Status.EXPIRED)
    checkout.save(update_fields=["status"])
    events.record(topics.CHECKOUT_EXPIRED, actor=events.SYSTEM, subject=checkout, at=now, number=checkout.number)


def _mismatch(checkout: CheckoutSession, problem: str, *, now: datetime) -> None:
    _move(checkout, Status.MISMATCHED)
    checkout.problem = problem
    checkout.save(update_fields=["status", "problem"])
    events.record(
        topics.CHECKOUT_MISMATCHED,
        actor=events.SYSTEM,
        subject=checkout,
        at=now,
        number=checkout.number,
        problem=problem,
    )


def _move(checkout: CheckoutSession, target: str) -> None:
    require_transition(CheckoutSession.TRANSITIONS, current=checkout.status, target=target)
    checkout.status = target


def locked_checkout(checkout_id: UUID) -> CheckoutSession:
    """Give a try to pay, locked with its deal."""
    # The deal first, as every other act does: two orders would block each other.
    deal = Deal.objects.select_for_update(of=("self",)).get(checkouts=checkout_id)
    checkout = CheckoutSession.objects.select_for_update(of=("self",)).get(pk=checkout_id)
    checkout.deal = deal
    return checkout
