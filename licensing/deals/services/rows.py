"""Rows of a deal, locked in one order: the patent, its listing, the deal."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from licensing.deals.models import Deal
from licensing.deals.services.refusals import (
    DealNotFound,
)
from licensing.requests import services as requests
from licensing.requests.models import LicenseRequest
from listings.offers.models import Listing
from listings.patents.models import Patent
from marketplace.accounts.actors import Actor
from marketplace.dates import add_days, add_months


def locked_deal(actor: Actor, deal_id: UUID) -> Deal:
    parties = Q(licensee=actor.organization) | Q(licensor=actor.organization) & ~Q(status=Deal.Status.SIGNING)
    deal = Deal.objects.select_for_update().filter(parties, pk=deal_id).first()
    if deal is None:
        raise DealNotFound("no such deal")
    return deal


def locked_listing(listing: Listing) -> Listing:
    """Lock the patent and then its listing, in the order in which recording a legal fact locks them."""
    Patent.objects.select_for_update().get(pk=listing.patent_id)
    return (
        Listing.objects.select_for_update(of=("self",))
        .select_related("current_terms", "patent", "owner")
        .get(pk=listing.pk)
    )


def frozen(request: LicenseRequest) -> dict[str, Any]:
    """Give what a deal keeps of its request: the parties, the patent and the terms as they stand."""
    listing, terms = request.listing, request.terms
    return {
        "number": request.number,
        "kind": Deal.Kind.LICENSE,
        "license_kind": terms.license_kind,
        "track": request.track,
        "request": request,
        "listing": listing,
        "patent": listing.patent,
        "terms": terms,
        "plan": terms.plan,
        "terms_sha256": terms.sha256,
        "licensor": listing.owner,
        "licensee": request.enterprise,
        "product": request.product,
        "related_party": request.related_party,
    }


def wish_of(request: LicenseRequest) -> requests.Wish:
    return requests.Wish(
        product=request.product,
        starts_on=request.starts_on,
        related_party=request.related_party,
        small_or_medium=request.small_or_medium,
    )


def last_day(deal: Deal) -> date | None:
    """Give the last day of the license: the day before the corresponding day of its last month."""
    if deal.effective_on is None:
        return None
    return add_days(add_months(deal.effective_on, deal.terms.term_months), -1)
