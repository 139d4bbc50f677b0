"""Find and lock rows for a service: what is not the organization's own does not exist for it."""

from __future__ import annotations

from uuid import UUID

from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice
from listings.patents.models import Patent
from marketplace.accounts.actors import Actor
from marketplace.problems import DomainError


class ListingNotFound(DomainError):
    """Raised for a listing that is not known, or not of the actor's organization."""

    code = "not_found"
    status = 404


class EditedMeanwhile(DomainError):
    """Raised when somebody else has changed the listing since it was read."""

    code = "edited_meanwhile"
    status = 409


def locked_listing(actor: Actor, listing_id: UUID, *, with_patent: bool = False) -> Listing:
    """
    Lock a listing of the organization acted for, with its owner, patent and terms.

    :param with_patent: lock the patent first, as all do that record facts, so that no fact slips in between.
    :raises ListingNotFound: for any other.
    """
    own = Listing.objects.filter(pk=listing_id, owner=actor.organization)
    if with_patent:
        list(Patent.objects.select_for_update().filter(pk__in=own.values("patent")).values_list("pk"))
    rows = own.select_for_update(of=("self",)).select_related("owner", "patent", "current_terms")
    listing = rows.first()
    if listing is None:
        raise ListingNotFound(str(listing_id))
    return listing


def newest_terms(listing: Listing) -> LicenseTerms | None:
    """Give the newest version of the terms, in force or not."""
    return listing.terms.order_by("-version").first()


def pending_terms(listing: Listing) -> LicenseTerms | None:
    """Give the newest version where it is not in force yet."""
    newest = newest_terms(listing)
    return None if newest is None or newest.pk == listing.current_terms_id else newest


def listing_of_terms(terms_id: UUID) -> UUID:
    """
    Give the listing that terms belong to.

    :raises ListingNotFound: for terms that are not known.
    """
    return _listing_of(LicenseTerms.objects.filter(pk=terms_id).values_list("listing_id", flat=True).first(), terms_id)


def listing_of_notice(notice_id: UUID) -> UUID:
    """Give the listing that a price notice belongs to; raise as above."""
    return _listing_of(PriceNotice.objects.filter(pk=notice_id).values_list("listing_id", flat=True).first(), notice_id)


def listing_of_declaration(declaration_id: UUID) -> UUID:
    """Give the listing whose terms were declared; raise as above."""
    found = Declaration.objects.filter(pk=declaration_id).values_list("terms__listing_id", flat=True).first()
    return _listing_of(found, declaration_id)


def _listing_of(found: UUID | None, asked: UUID) -> UUID:
    if found is None:
        raise ListingNotFound(str(asked))
    return found
