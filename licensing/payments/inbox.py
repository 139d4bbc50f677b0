"""
The inbox of Stripe's events: stored once, worked through by a task, harmless when doubled, late or lost.

An event only says where to look: the session is fetched anew, so the order in which events come does not matter. A
session whose event was lost is looked at now and then until it has ended.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from licensing.payments import stripe
from licensing.payments.models import CheckoutSession, StripeEvent
from licensing.payments.payees import counts
from licensing.payments.settling import expire_draft, refresh

TYPES: Final = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    }
)
BATCH: Final = 50
LOOK_AGAIN_AFTER: Final = timedelta(minutes=5)
# Stripe keeps an idempotency key for a day; a row that is older would ask for a second session.
DRAFTS_LIVE: Final = timedelta(hours=12)


def receive(*, payload: bytes, signature: str, now: datetime) -> None:
    """
    Store an event that came in, if it is Stripe's; one that is stored already changes nothing.

    :raises BadSignature: for any other.
    """
    notice = stripe.checked_event(payload=payload, signature=signature)
    row = StripeEvent(
        account=notice.account,
        livemode=notice.livemode,
        stripe_id=notice.id,
        type=notice.type,
        payload=notice.payload,
        received_at=now,
    )
    StripeEvent.objects.bulk_create([row], ignore_conflicts=True)


def work_through(*, now: datetime) -> int:
    """Act on the events that wait, oldest first; give how many were done. Ends early while Stripe is down."""
    done = 0
    for row in StripeEvent.objects.filter(processed_at=None).order_by("received_at", "pk")[:BATCH]:
        try:
            error = _act_on(row, now=now)
        except stripe.StripeUnavailable as unavailable:
            StripeEvent.objects.filter(pk=row.pk, processed_at=None).update(error=unavailable.code)
            break
        except stripe.StripeRefused as refused:
            error = refused.code
        StripeEvent.objects.filter(pk=row.pk).update(processed_at=now, error=error)
        done += 1
    return done


def look_again(*, now: datetime) -> int:
    """Look at open sessions that nobody has heard of for a while; give how many were looked at."""
    if not stripe.is_configured():
        return 0
    for draft in CheckoutSession.objects.filter(status=CheckoutSession.Status.DRAFT, started_at__lt=now - DRAFTS_LIVE):
        expire_draft(checkout_id=draft.pk, now=now)
    long_ago = now - LOOK_AGAIN_AFTER
    # The demo's clock may be set back, which leaves looks that lie ahead.
    unheard = Q(looked_at=None, started_at__lt=long_ago) | Q(looked_at__lt=long_ago) | Q(looked_at__gt=now)
    looked = 0
    waiting = CheckoutSession.objects.filter(unheard, status=CheckoutSession.Status.OPEN)
    for checkout in waiting.order_by("looked_at", "started_at")[:BATCH]:
        try:
            refresh(checkout, now=now)
        except stripe.StripeUnavailable:
            break
        except stripe.StripeRefused:
            # The log has it; others must not wait for this one.
            CheckoutSession.objects.filter(pk=checkout.pk).update(looked_at=now)
        looked += 1
    return looked


def _act_on(row: StripeEvent, *, now: datetime) -> str:
    """Act on one event; give why it changed nothing, if it did not."""
    if row.type not in TYPES:
        return ""
    if not counts(livemode=row.livemode):
        return "test_mode"
    checkout = _checkout_of(row.payload)
    if checkout is None:
        return "unknown_session"
    if row.account != checkout.account:
        return "account_differs"
    if row.livemode != checkout.livemode:
        return "mode_differs"
    return refresh(checkout, now=now).problem


def _checkout_of(payload: dict[str, Any]) -> CheckoutSession | None:
    session_id = payload["data"]["object"]["id"]
    return CheckoutSession.objects.filter(session_id=session_id).first()
