"""Review by another person: approve a listing with its terms, or give it back with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from listings.offers import topics
from listings.offers.models import LicenseTerms, Listing
from listings.offers.rows import listing_of_terms, locked_listing, newest_terms
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.lifecycle import require_transition
from marketplace.problems import DomainError, FieldProblem


class OwnSubmission(DomainError):
    """Raised when somebody decides on what they submitted themselves."""

    code = "own_submission"
    status = 403


class ReasonMissing(DomainError):
    """Raised when a decision that needs a reason has none."""

    code = "reason_missing"


class AlreadyApproved(DomainError):
    """Raised when terms were approved before."""

    code = "already_approved"
    status = 409


@events.transaction()
def approve(*, actor: Actor, listing_id: UUID, now: datetime) -> Listing:
    """
    Approve a listing and the terms it comes with; the price notice may start.

    :raises OwnSubmission: for those who submitted it or wrote its terms.
    """
    listing = locked_listing(actor, listing_id)
    require(actor, "listing.approve")
    require_transition(Listing.TRANSITIONS, current=listing.status, target=Listing.Status.PRICE_NOTICE)
    terms = newest_terms(listing)
    _require_another(actor, listing.submitted_by, terms.created_by if terms else None)
    listing.status = Listing.Status.PRICE_NOTICE
    listing.approved_by, listing.approved_at = actor.pseudonym, now
    listing.version += 1
    listing.save(update_fields=["status", "approved_by", "approved_at", "version"])
    events.record(topics.LISTING_APPROVED, actor=actor, subject=listing, at=now)
    if terms is not None and terms.approved_by is None:
        _approve(terms, actor, now)
    return listing


@events.transaction()
def approve_terms(*, actor: Actor, terms_id: UUID, now: datetime) -> LicenseTerms:
    """
    Approve a new version of the terms of a listing that is public already.

    :raises OwnSubmission: for those who wrote them.
    """
    listing = locked_listing(actor, listing_of_terms(terms_id))
    require(actor, "listing.approve")
    terms = LicenseTerms.objects.select_for_update().get(pk=terms_id, listing=listing)
    if terms.approved_by is not None:
        raise AlreadyApproved(f"version {terms.version}")
    _require_another(actor, terms.created_by)
    _approve(terms, actor, now)
    return terms


@events.transaction()
def return_to_draft(*, actor: Actor, listing_id: UUID, reason: str, now: datetime) -> Listing:
    """
    Give a listing back to its authors, from review or before publication, saying why.

    :raises ReasonMissing: without a reason.
    """
    listing = locked_listing(actor, listing_id)
    require(actor, "listing.approve")
    require_transition(Listing.TRANSITIONS, current=listing.status, target=Listing.Status.DRAFT)
    if not reason.strip():
        raise ReasonMissing("say what has to change", problems=[FieldProblem("/reason", "required", "Say why.")])
    back_to_draft(listing, reason=reason.strip()[:500])
    events.record(topics.LISTING_RETURNED, actor=actor, subject=listing, at=now)
    return listing


def back_to_draft(listing: Listing, *, reason: str) -> None:
    """Make a locked listing a draft again; its approval falls away."""
    listing.status = Listing.Status.DRAFT
    listing.return_reason = reason
    listing.approved_by = listing.approved_at = None
    listing.version += 1
    listing.save(update_fields=["status", "return_reason", "approved_by", "approved_at", "version"])


def _approve(terms: LicenseTerms, actor: Actor, now: datetime) -> None:
    terms.approved_by, terms.approved_at = actor.pseudonym, now
    terms.save(update_fields=["approved_by", "approved_at"])
    events.record(
        topics.TERMS_APPROVED, actor=actor, subject=terms, at=now, listing=terms.listing_id, version=terms.version
    )


def _require_another(actor: Actor, *authors: UUID | None) -> None:
    if actor.pseudonym in authors:
        raise OwnSubmission("another person has to decide")
