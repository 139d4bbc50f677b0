"""What an enterprise does before there is a deal: prepare a request, change it, take it back, give notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy

from licensing.requests import topics
from licensing.requests.models import LicenseRequest, Notice
from licensing.requests.numbering import next_case_number
from licensing.requests.tracks import unmet_conditions
from listings.offers.models import LicenseTerms, Listing
from listings.offers.readiness import eligibility_problems
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_verified
from marketplace.accounts.models import Organization
from marketplace.dated.names import DEFERRED_COUNTS
from marketplace.dated.selectors import SettingValue, setting_on
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.problems import DomainError, FieldProblem

LATEST_START_DAYS = 365


class ListingNotFound(DomainError):
    """Raised for a listing number that is not published."""

    code = "not_found"
    status = 404


class RequestNotFound(DomainError):
    """Raised for a request that is not the actor's."""

    code = "not_found"
    status = 404


class NotAvailable(DomainError):
    """Raised when a listing cannot be licensed now: suspended, or a rule fails or is unknown."""

    code = "listing_not_available"
    status = 409


class NoStandingOffer(DomainError):
    """Raised when the owner's signature does not stand behind the current terms (never signed, or expired)."""

    code = "no_standing_offer"
    status = 409


class ConditionsNotMet(DomainError):
    """Raised when an enterprise does not meet the conditions of a standing offer. ``unmet`` names them."""

    code = "conditions_not_met"


class RequestInvalid(DomainError):
    """Raised with every field that is wrong."""

    code = "request_invalid"


class RequestExists(DomainError):
    """Raised when the enterprise already has an open request for this listing. ``number`` names it."""

    code = "request_exists"
    status = 409


class OwnListing(DomainError):
    """Raised when an organization asks for its own listing."""

    code = "own_listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the applicant states."""

    product: str
    starts_on: date
    related_party: bool
    small_or_medium: bool


@events.transaction()
def prepare_request(*, actor: Actor, listing_number: str, wish: Wish, now: datetime) -> LicenseRequest:
    """
    Make a draft request under the listing's current terms, with the number of its case.

    :raises NotPermitted, NotVerified: if the actor may not ask for a license.
    :raises ListingNotFound, NotAvailable, NoStandingOffer, ConditionsNotMet, RequestInvalid, RequestExists
    """
    require(actor, "license.request")
    require_verified(actor.organization)
    listing = _locked_listing(listing_number)
    _refuse_second_request(listing, actor.organization)
    _check_wish(wish, today=shanghai_day(now))
    terms = require_available(listing=listing, enterprise=actor.organization, wish=wish, now=now)

    request = LicenseRequest.objects.create(
        number=next_case_number(year=shanghai_day(now).year),
        listing=listing,
        terms=terms,
        enterprise=actor.organization,
        track=terms.track,
        product=wish.product.strip(),
        starts_on=wish.starts_on,
        related_party=wish.related_party,
        small_or_medium=wish.small_or_medium,
        prepared_by=actor.pseudonym,
        created_at=now,
    )

    events.record(
        topics.REQUEST_PREPARED,
        actor=actor,
        subject=request,
        at=now,
        number=request.number,
        listing=listing.number,
        terms_version=terms.version,
        track=terms.track,
    )
    return request


@events.transaction()
def withdraw_request(*, actor: Actor, request_id: UUID, now: datetime) -> LicenseRequest:
    """
    Take back a request that is not yet accepted.

    :raises RequestNotFound: if it is not the actor's.
    :raises InvalidTransition: if it is accepted, withdrawn or expired.
    """
    require(actor, "license.request")
    request = locked_request(actor=actor, request_id=request_id)

    close_request(request=request, status=LicenseRequest.Status.WITHDRAWN, now=now)

    events.record(topics.REQUEST_WITHDRAWN, actor=actor, subject=request, at=now, number=request.number)
    return request


def locked_request(*, actor: Actor, request_id: UUID) -> LicenseRequest:
    """Give a request of the acting enterprise, locked. Call it inside a transaction."""
    request = LicenseRequest.objects.select_for_update().filter(pk=request_id, enterprise=actor.organization).first()
    if request is None:
        raise RequestNotFound("no such request")
    return request


def close_request(*, request: LicenseRequest, status: LicenseRequest.Status, now: datetime) -> None:
    """Move a locked request to the status that ends it."""
    require_transition(LicenseRequest.TRANSITIONS, current=request.status, target=status)
    request.status = status
    request.decided_at = now
    request.revision += 1
    request.save(update_fields=["status", "decided_at", "revision"])


def require_available(*, listing: Listing, enterprise: Organization, wish: Wish, now: datetime) -> LicenseTerms:
    """
    Give the terms that an enterprise can have this second, after checking everything again.

    :raises NotAvailable: naming the listing's status, or the rules that failed or are unknown.
    :raises NoStandingOffer: if the owner's signature does not stand behind the current terms.
    :raises ConditionsNotMet: naming the conditions of the standing offer.
    """
    today = shanghai_day(now)
    if listing.owner_id == enterprise.pk:
        raise OwnListing("an organization cannot take its own listing")
    if listing.status != Listing.Status.PUBLISHED or listing.current_terms is None:
        raise NotAvailable("the listing is not published", status=listing.status)
    terms = listing.current_terms
    _require_eligible(listing, terms, today)
    if terms.track == "negotiated_ordinary":
        _require_standing_offer(terms, enterprise, wish, today)
    return terms


def deferral_switch(*, on: date) -> SettingValue:
    """Give the bureau's switch that decides whether a deferred payment counts as the announced payment."""
    return setting_on(DEFERRED_COUNTS, on=on, default=False)


def record_notice(
    *, request: LicenseRequest, kind: Notice.Kind, sha256: str, document_id: UUID | None, now: datetime
) -> Notice:
    """Store a notice from the enterprise to the owner; here it is delivered when it is recorded."""
    return Notice.objects.create(
        request=request,
        kind=kind,
        sender=request.enterprise,
        receiver=request.listing.owner,
        document_id=document_id,
        sha256=sha256,
        sent_at=now,
        delivered_at=now,
    )


def _locked_listing(number: str) -> Listing:
    public = [Listing.Status.PUBLISHED, Listing.Status.SUSPENDED]
    rows = Listing.objects.select_for_update(of=("self",)).select_related("current_terms", "patent", "owner")
    listing = rows.filter(number=number, status__in=public).first()
    if listing is None:
        raise ListingNotFound("no such listing")
    return listing


def _refuse_second_request(listing: Listing, enterprise: Organization) -> None:
    open_statuses = [LicenseRequest.Status.DRAFT, LicenseRequest.Status.AWAITING_PAYMENT]
    earlier = LicenseRequest.objects.filter(listing=listing, enterprise=enterprise, status__in=open_statuses).first()
    if earlier is not None:
        raise RequestExists("there is an open request for this listing", number=earlier.number)


def _check_wish(wish: Wish, *, today: date) -> None:
    problems = []
    if not wish.product.strip():
        problems.append(FieldProblem("/product", "required", "Say for which product or use the license is meant."))
    if wish.starts_on < today:
        problems.append(FieldProblem("/starts_on", "past_date", "The start lies before today; choose today or later."))
    elif wish.starts_on > today + timedelta(days=LATEST_START_DAYS):
        problems.append(FieldProblem("/starts_on", "too_late", "The start lies more than a year ahead."))
    if problems:
        raise RequestInvalid("the request has fields to mend", problems=problems)


def _require_eligible(listing: Listing, terms: LicenseTerms, today: date) -> None:
    problems = eligibility_problems(listing, terms, on=today)
    if problems:
        raise NotAvailable(
            "a rule does not let this patent be licensed now",
            problems=problems,
            status=listing.status,
            failed=sorted(str(each.values["rule"]) for each in problems if each.code == "rule_failed"),
            unknown=sorted(str(each.values["rule"]) for each in problems if each.code == "rule_unknown"),
        )


def _require_standing_offer(terms: LicenseTerms, enterprise: Organization, wish: Wish, today: date) -> None:
    if not terms.signatures.exists() or terms.standing_offer_until is None or terms.standing_offer_until < today:
        raise NoStandingOffer("the owner's standing offer does not stand today", until=terms.standing_offer_until)
    conditions: Mapping[str, Any] = terms.conditions or {}
    unmet = unmet_conditions(
        conditions,
        region=enterprise.region,
        small_or_medium=wish.small_or_medium,
        related_party=wish.related_party,
    )
    if unmet:
        raise ConditionsNotMet(
            "the standing offer has conditions that are not met", unmet=list(unmet), why=_in_words(unmet)
        )


_CONDITIONS: Final = {
    "region_prefix": gettext_lazy("The enterprise is registered in the region of the offer."),
    "small_or_medium": gettext_lazy("The enterprise is a small or medium one."),
    "unrelated": gettext_lazy("The enterprise is not related to the owner."),
}


def _in_words(unmet: Sequence[str]) -> str:
    """Say the conditions that are not met; one that nobody gave words to is named as the offer names it."""
    return " ".join(str(_CONDITIONS.get(name, name)) for name in unmet)
