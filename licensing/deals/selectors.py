"""Which deals an actor may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from licensing.deals.models import Deal
from licensing.deals.services import DealNotFound
from marketplace.accounts.actors import Actor


def visible_to(actor: Actor) -> QuerySet[Deal]:
    """Give the deals of the acting organization; one that was never signed is the enterprise's alone."""
    if not actor.may("deal.read"):
        return Deal.objects.none()
    unsigned = Q(status__in=[Deal.Status.SIGNING, Deal.Status.ABANDONED])
    return (
        Deal.objects.filter(Q(licensee=actor.organization) | Q(licensor=actor.organization) & ~unsigned)
        .select_related("licensor", "licensee", "listing", "patent", "terms", "request", "contract")
        .order_by("-number")
    )


def by_number(actor: Actor, number: str) -> Deal:
    """
    Give one deal.

    :raises DealNotFound: if the actor may not see it.
    """
    deal = visible_to(actor).filter(number=number).first()
    if deal is None:
        raise DealNotFound("no such deal")
    return deal
