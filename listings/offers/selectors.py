"""Read listings: an organization's own, the public ones by any number, and plain values for search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from listings.eligibility.models import EligibilityAnswer
from listings.offers.legal_state import expiry_date
from listings.offers.models import Declaration, LicenseTerms, Listing, ListingDocument, PriceNotice
from listings.offers.plan_figures import plan_figures
from listings.offers.publication import standing_answers
from listings.offers.readiness import publication_problems
from listings.offers.rows import ListingNotFound, newest_terms
from listings.offers.topics import LISTING_PUBLISHED
from listings.patents.models import LegalFact, Patent
from listings.patents.numbers import lookup_forms
from listings.patents.selectors import current_owners
from marketplace.accounts.actors import Actor
from marketplace.dates import shanghai_day
from marketplace.events.models import Event
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


def public_listings() -> QuerySet[Listing]:
    """Give what everybody may read: published and suspended listings."""
    return Listing.objects.filter(status__in=Listing.PUBLIC).select_related("patent", "owner", "current_terms")


def find_public(text: str) -> list[Listing]:
    """Give the public listings that a number names: their own, or that of a patent in any spelling."""
    forms = lookup_forms(text)
    named = Q(number=text.strip().upper())
    if forms:
        named |= Q(patent__application_number__in=forms) | Q(patent__publication_number__in=forms)
    return list(public_listings().filter(named).order_by("-published_at", "pk")[:20])


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


_SOURCE_TEXTS: Final = ("plain_title", "problem", "solution", "advantages", "application_field", "product")


def search_source(listing_id: UUID) -> dict[str, Any] | None:
    """Give what search knows of one listing, as plain values; None for one that does not exist."""
    return search_sources([listing_id]).get(listing_id)


def search_sources(listing_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Give what search knows of many listings, in a fixed number of queries."""
    listings = list(
        Listing.objects.filter(pk__in=list(listing_ids))
        .select_related("owner", "patent", "current_terms")
        .prefetch_related("terms", "patent__owners")
    )
    patents = {listing.patent_id for listing in listings}
    answers: dict[UUID, list[EligibilityAnswer]] = {}
    for row in EligibilityAnswer.objects.filter(patent__in=patents, purpose__in=["programme", "high_value"]):
        answers.setdefault(row.patent_id, []).append(row)
    changes: dict[UUID, list[LegalFact]] = {}
    for fact in LegalFact.objects.filter(patent__in=patents, kind="owner_change"):
        changes.setdefault(fact.patent_id, []).append(fact)
    positions = _positions(listings)
    return {
        listing.pk: _source(
            listing, answers.get(listing.patent_id, []), changes.get(listing.patent_id, []), positions.get(listing.pk)
        )
        for listing in listings
    }


def _positions(listings: Sequence[Listing]) -> Mapping[UUID, int]:
    """Give the log positions of first publications, also of those the feed has not reached yet."""
    known = {each.pk: each.published_position for each in listings if each.published_position is not None}
    rest = [str(each.pk) for each in listings if each.revision and each.pk not in known]
    rows = Event.objects.filter(topic=LISTING_PUBLISHED, subject_kind="listing", subject_id__in=rest)
    found = rows.exclude(position=None).values_list("subject_id", "position")
    return known | {UUID(subject): position for subject, position in found if position is not None}


def _source(
    listing: Listing, answers: list[EligibilityAnswer], changes: list[LegalFact], position: int | None
) -> dict[str, Any]:
    patent = listing.patent
    standing = standing_answers(answers)
    programme, high_value = standing.get("programme"), standing.get("high_value")
    is_high_value = high_value is not None and high_value.answer == "yes"
    return {
        "id": str(listing.pk),
        "listing_number": listing.number,
        "status": str(listing.status),
        "is_public": listing.is_public,
        "organization": str(listing.owner_id),
        "published_position": position,
        "published_date": shanghai_day(listing.published_at) if listing.published_at else None,
        "invention_title": patent.invention_title,
        **{name: getattr(listing, name) for name in _SOURCE_TEXTS},
        **_patent_source(patent, changes, shows_inventors=listing.show_inventors),
        "gbt4754": tuple(listing.gbt4754),
        "owner_uscc": listing.owner.uscc,
        "division": listing.owner.region,
        **_terms_source(listing),
        "trl": listing.trl,
        "is_in_programme": programme is not None and programme.answer == "yes",
        "high_value": tuple(sorted(high_value.classes)) if is_high_value and high_value is not None else (),
    }


def _patent_source(patent: Patent, changes: list[LegalFact], *, shows_inventors: bool) -> dict[str, Any]:
    owners = current_owners(patent, changes)
    return {
        "filing_date": patent.filing_date,
        "grant_date": patent.grant_date,
        "expiry_date": expiry_date(kind=patent.kind, filing_date=patent.filing_date),
        "abstract": patent.abstract,
        "claims": patent.claims_text,
        "owners": tuple(owner.name for owner in owners),
        "inventors": tuple(patent.inventors) if shows_inventors else (),
        "application_number": patent.application_number,
        "publication_number": patent.publication_number,
        "ipc": tuple(patent.ipc),
    }


def _terms_source(listing: Listing) -> dict[str, Any]:
    terms = listing.current_terms or max(listing.terms.all(), key=lambda each: each.version, default=None)
    if terms is None:
        return {"track": "", "fee_pattern": "", "price": None, "first_payment_months": None}
    figures = plan_figures(terms.plan)
    return {
        "track": str(terms.track),
        "fee_pattern": figures.pattern,
        "price": figures.price,
        "first_payment_months": figures.first_payment_months,
    }
