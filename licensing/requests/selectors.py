"""Which requests an actor may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from licensing.requests.models import LicenseRequest
from licensing.requests.services import ListingNotFound, RequestNotFound
from listings.offers.models import Listing
from marketplace.accounts.actors import Actor


def visible_to(actor: Actor) -> QuerySet[LicenseRequest]:
    """Give the actor's own requests, and those that reached it as owner; a draft is its author's alone."""
    if not actor.may("request.read"):
        return LicenseRequest.objects.none()
    mine = Q(enterprise=actor.organization)
    reached = Q(listing__owner=actor.organization) & ~Q(status=LicenseRequest.Status.DRAFT)
    return (
        LicenseRequest.objects.filter(mine | reached)
        .exclude(listing__owner=actor.organization, status=LicenseRequest.Status.WITHDRAWN, notices=None)
        .select_related("listing", "terms", "enterprise", "listing__owner", "listing__patent")
        .order_by("-created_at", "pk")
    )


def by_number(actor: Actor, number: str) -> LicenseRequest:
    """
    Give one request.

    :raises RequestNotFound: if the actor may not see it.
    """
    request = visible_to(actor).filter(number=number).first()
    if request is None:
        raise RequestNotFound("no such request")
    return request


def public_listing(number: str) -> Listing:
    """
    Give a listing that everybody may see, with its terms.

    :raises ListingNotFound: if there is none.
    """
    rows = Listing.objects.filter(number=number, status__in=Listing.PUBLIC)
    listing = rows.select_related("current_terms", "patent", "owner").first()
    if listing is None:
        raise ListingNotFound("no such listing")
    return listing
