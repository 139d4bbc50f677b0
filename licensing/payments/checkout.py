"""Open Stripe's page for a duty: our row first, then the session at Stripe, which is asked between transactions."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from licensing.deals.models import Deal
from licensing.obligations.services import locked_deal
from licensing.obligations.streams import answer_for
from licensing.payments import stripe, topics
from licensing.payments.models import CheckoutSession
from licensing.payments.payees import payee_account
from licensing.payments.services import Settles
from licensing.payments.settling import expire_draft, locked_checkout, refresh
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.money import money_text
from marketplace.problems import DomainError

Status = CheckoutSession.Status


class NotPayableOnline(DomainError):
    """Raised where the keys are not set, the payee has no account that counts, or nothing of this amount is owed."""

    code = "not_payable_online"
    status = 409


class CheckoutUnfinished(DomainError):
    """Raised while another try to pay is under way. ``number`` names it."""

    code = "checkout_unfinished"
    status = 409


def start_checkout(*, actor: Actor, deal_id: UUID, settles: Settles, return_url: str, now: datetime) -> CheckoutSession:
    """
    Open Stripe's payment page for a duty, or give the one that is open for it.

    Our row is stored before Stripe is asked; when Stripe does not answer it stays, and the next call goes on with it
    under the same key. A page that is open for something else is closed first.

    :param return_url: the page to come back to; ``{number}`` in it becomes the number of the try.
    :raises DealNotFound, NotPermitted, NotInEffect, NotPayableOnline, CheckoutUnfinished
    :raises StripeUnavailable, StripeRefused: from Stripe.
    """
    require(actor, "payment.record")
    _close_others(actor=actor, deal_id=deal_id, settles=settles, now=now)
    checkout = _prepare(actor=actor, deal_id=deal_id, settles=settles, return_url=return_url, now=now)
    if checkout.status == Status.OPEN:
        return checkout
    order = stripe.Order(
        number=checkout.number,
        deal=checkout.deal.number,
        key=f"{checkout.pk}:create",
        account=checkout.account,
        amount=checkout.amount,
        product=f"{checkout.deal.number} {checkout.item}",
        return_url=checkout.return_url,
    )
    try:
        session = stripe.create_session(order)
    except stripe.StripeRefused:
        # Stripe repeats a refusal under the same key, so the next try needs a row of its own.
        expire_draft(checkout_id=checkout.pk, now=now)
        raise
    return _open(checkout.pk, session)


def _close_others(*, actor: Actor, deal_id: UUID, settles: Settles, now: datetime) -> None:
    other = CheckoutSession.objects.filter(
        deal_id=deal_id, deal__licensee=actor.organization, status__in=CheckoutSession.UNFINISHED
    ).first()
    if other is None or _is_for(other, settles):
        return
    if other.session_id is None:
        expire_draft(checkout_id=other.pk, now=now)
        return
    # Refused where it is complete, expired or gone; which of them, the next look says.
    with suppress(stripe.StripeRefused):
        stripe.expire_session(account=other.account, session_id=other.session_id, key=f"{other.pk}:expire")
    refresh(other, now=now)


@events.transaction()
def _prepare(*, actor: Actor, deal_id: UUID, settles: Settles, return_url: str, now: datetime) -> CheckoutSession:
    deal = locked_deal(actor=actor, deal_id=deal_id, party="licensee")
    unfinished = deal.checkouts.filter(status__in=CheckoutSession.UNFINISHED).first()
    if unfinished is not None:
        if not _is_for(unfinished, settles):
            raise CheckoutUnfinished("another try to pay is under way", number=unfinished.number)
        return unfinished
    account = payee_account(deal.licensor)
    if account is None or not _is_owed(deal, settles, now=now) or settles.amount > stripe.LARGEST_AMOUNT:
        raise NotPayableOnline("this cannot be paid online")
    number = f"{deal.number}-S{deal.checkouts.count() + 1}"
    checkout = CheckoutSession.objects.create(
        number=number,
        deal=deal,
        account=account.stripe_account,
        livemode=account.livemode,
        item=settles.item,
        period=settles.period,
        amount=settles.amount,
        return_url=return_url.replace("{number}", number),
        started_by=actor.pseudonym,
        started_at=now,
    )
    events.record(
        topics.CHECKOUT_STARTED,
        actor=actor,
        subject=checkout,
        at=now,
        number=number,
        amount=money_text(settles.amount),
    )
    return checkout


def _is_for(checkout: CheckoutSession, settles: Settles) -> bool:
    return (checkout.item, checkout.period, checkout.amount) == (settles.item, settles.period, settles.amount)


def _is_owed(deal: Deal, settles: Settles, *, now: datetime) -> bool:
    duties = answer_for(deal, as_of=shanghai_day(now)).duties
    return settles.amount > 0 and any(
        duty.is_money and (duty.item, duty.period) == (settles.item, settles.period) and duty.open >= settles.amount
        for duty in duties
    )


@events.transaction()
def _open(checkout_id: UUID, session: stripe.Session) -> CheckoutSession:
    checkout = locked_checkout(checkout_id)
    if checkout.status == Status.DRAFT:
        checkout.status, checkout.session_id, checkout.url = Status.OPEN, session.id, session.url
        checkout.save(update_fields=["status", "session_id", "url"])
    return checkout
