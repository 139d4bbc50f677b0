"""Read listings: an organization's own, and the public ones by their number."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from listings.offers.models import Declaration, LicenseTerms, Listing, ListingDocument, PriceNotice
from listings.offers.readiness import publication_problems
from listings.offers.rows import ListingNotFound, newest_terms
from marketplace.accounts.actors import Actor
from marketplace.problems import DomainError, FieldProblem


class ListingEnded(DomainError):
    """Raised for a listing that was public once; ``tombstone`` says since when it is not, and why."""

    code = "listing_ended"
    status = 410


def visible_to(actor: Actor) -> QuerySet[Listing]:
    """Give the listings that the actor may see at the desk: those of the organization acted for."""
    if not actor.may("listing.read"):
        return Listing.objects.none()
    return Listing.objects.filter(owner=actor.organization).select_related("patent", "owner", "current_terms")


def own_listing(actor: Actor, number: str) -> Listing:
    """
    Give one listing of the organization acted for by its number.

    :raises ListingNotFound: for any other.
    """
    listing = visible_to(actor).filter(number=number).first()
    if listing is None:
        raise ListingNotFound(number)
    return listing


def own_terms(actor: Actor, number: str, version: int) -> LicenseTerms:
    """Give one version of the terms of an own listing; raise as above."""
    terms = own_listing(actor, number).terms.filter(version=version).first()
    if terms is None:
        raise ListingNotFound(f"{number} version {version}")
    return terms


def own_notice(actor: Actor, number: str, notice_id: UUID) -> PriceNotice:
    """Give a price notice of an own listing; raise as above."""
    notice = own_listing(actor, number).price_notices.filter(pk=notice_id).first()
    if notice is None:
        raise ListingNotFound(f"{number} notice {notice_id}")
    return notice


def own_declaration(actor: Actor, number: str, declaration_id: UUID) -> Declaration:
    """Give a declaration of the terms of an own listing; raise as above."""
    found = Declaration.objects.filter(pk=declaration_id, terms__listing=own_listing(actor, number)).first()
    if found is None:
        raise ListingNotFound(f"{number} declaration {declaration_id}")
    return found


def open_points(listing: Listing, *, on: date) -> list[FieldProblem]:
    """Tell everything that stands between a listing and its publication on a day."""
    return publication_problems(listing, newest_terms(listing), on=on)


def public_listing(number: str) -> Listing:
    """
    Give one public listing by its number.

    :raises ListingEnded: for one that was public.
    :raises ListingNotFound: for one that never was.
    """
    listing = Listing.objects.select_related("patent", "owner", "current_terms").filter(number=number).first()
    if listing is None or listing.revision == 0:
        raise ListingNotFound(number)
    if not listing.is_public:
        raise ListingEnded(number, tombstone=json.loads(public_document(listing).body))
    return listing


def public_document(listing: Listing, *, revision: int | None = None) -> ListingDocument:
    """
    Give a stored public document: the newest, or that of a revision.

    :raises ListingNotFound: if there is none.
    """
    rows = ListingDocument.objects.filter(listing=listing)
    found = rows.order_by("-revision").first() if revision is None else rows.filter(revision=revision).first()
    if found is None:
        raise ListingNotFound(f"{listing.number} revision {revision}")
    return found
