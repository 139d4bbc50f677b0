"""Which payments and invoices an actor may see: those of its own deals."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from licensing.payments.models import CheckoutSession, Payment
from licensing.payments.services import PaymentNotFound
from marketplace.accounts.actors import Actor


def visible_to(actor: Actor) -> QuerySet[Payment]:
    """Give the payments of deals in which the acting organization is a party."""
    if not actor.may("payment.read"):
        return Payment.objects.none()
    party = Q(deal__licensee=actor.organization) | Q(deal__licensor=actor.organization)
    return Payment.objects.filter(party).select_related("deal", "voucher").order_by("-recorded_at", "pk")


def by_number(actor: Actor, number: str) -> Payment:
    """
    Give one payment.

    :raises PaymentNotFound: if the actor may not see it.
    """
    payment = visible_to(actor).filter(number=number).first()
    if payment is None:
        raise PaymentNotFound("no such payment")
    return payment


def checkouts_visible_to(actor: Actor) -> QuerySet[CheckoutSession]:
    """Give the tries to pay online of deals in which the acting organization is the payer."""
    if not actor.may("payment.read"):
        return CheckoutSession.objects.none()
    return (
        CheckoutSession.objects.filter(deal__licensee=actor.organization)
        .select_related("deal", "deal__licensor", "payment")
        .order_by("-started_at", "pk")
    )


def checkout_by_number(actor: Actor, number: str) -> CheckoutSession:
    """
    Give one try to pay online.

    :raises PaymentNotFound: if the actor may not see it.
    """
    checkout = checkouts_visible_to(actor).filter(number=number).first()
    if checkout is None:
        raise PaymentNotFound("no such checkout")
    return checkout
