"""Publish, suspend, resume and withdraw: what everybody sees."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from listings.eligibility.services import check_eligibility_now
from listings.offers import topics
from listings.offers.consequences import end_listing, suspend_listing
from listings.offers.models import Declaration, EndReason, Listing, SuspensionReason, Track
from listings.offers.publication import publish_revision
from listings.offers.readiness import NotReady, eligibility_problems, publication_problems
from listings.offers.rows import locked_listing, newest_terms, pending_terms
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_verified
from marketplace.dates import shanghai_day
from marketplace.lifecycle import InvalidTransition
from marketplace.problems import DomainError, FieldProblem


class DeclarationStands(DomainError):
    """Raised when a listing would end while its open-license declaration stands."""

    code = "declaration_stands"
    status = 409


@events.transaction()
def publish(*, actor: Actor, listing_id: UUID, now: datetime) -> Listing:
    """
    Make a listing public with its newest terms; of a public one, put a further version in force.

    :raises NotReady: with all that is missing: content, terms, signature, notice, eligibility, verification.
    """
    listing = locked_listing(actor, listing_id, with_patent=True)
    require(actor, "listing.publish")
    again = listing.status == Listing.Status.PUBLISHED and pending_terms(listing) is not None
    # A suspended listing comes back by being resumed, which says so in the feed.
    if listing.status != Listing.Status.PRICE_NOTICE and not again:
        raise InvalidTransition(
            current=listing.status, target=Listing.Status.PUBLISHED, allowed=frozenset({Listing.Status.PRICE_NOTICE})
        )
    terms = newest_terms(listing)
    problems = publication_problems(listing, terms, on=shanghai_day(now))
    if problems:
        raise NotReady("something is missing before publication", problems=problems)
    # The document shows the answers that let it pass.
    check_eligibility_now(patent=listing.patent, now=now)
    listing.current_terms = terms
    listing.status = Listing.Status.PUBLISHED
    listing.published_at = listing.published_at or now
    listing.version += 1
    publish_revision(
        listing=listing,
        what="terms_changed" if again else "published",
        actor=actor,
        now=now,
        fields=["current_terms", "status", "published_at", "version"],
    )
    return listing


@events.transaction()
def suspend(*, actor: Actor, listing_id: UUID, now: datetime) -> Listing:
    """Let a listing rest at the owner's request: no new licenses for now."""
    listing = locked_listing(actor, listing_id)
    require(actor, "listing.suspend")
    suspend_listing(listing=listing, reason=SuspensionReason.OWNER_REQUEST, actor=actor, now=now)
    return listing


@events.transaction()
def resume(*, actor: Actor, listing_id: UUID, now: datetime) -> Listing:
    """
    Open a suspended listing again.

    :raises NotReady: with each rule of its track that is not met today.
    """
    listing = locked_listing(actor, listing_id, with_patent=True)
    require(actor, "listing.suspend")
    if listing.status != Listing.Status.SUSPENDED or listing.current_terms is None:
        raise InvalidTransition(
            current=listing.status, target=Listing.Status.PUBLISHED, allowed=frozenset({Listing.Status.SUSPENDED})
        )
    require_verified(listing.owner)
    problems = eligibility_problems(listing, listing.current_terms, on=shanghai_day(now))
    if problems:
        raise NotReady("the rules of the track are not met", problems=problems)
    listing.status = Listing.Status.PUBLISHED
    listing.suspension_reason, listing.suspended_since = "", None
    listing.version += 1
    listing.save(update_fields=["status", "suspension_reason", "suspended_since", "version"])
    publish_revision(listing=listing, what="resumed", actor=actor, now=now)
    return listing


@events.transaction()
def withdraw(
    *, actor: Actor, listing_id: UUID, now: datetime, reason: str = EndReason.OWNER_REQUEST, text: str = ""
) -> Listing:
    """
    Withdraw a listing. Licenses that exist go on (Patent Law art. 50).

    :raises DeclarationStands: on the statutory track, until CNIPA has announced the withdrawal of the declaration.
    """
    listing = locked_listing(actor, listing_id)
    require(actor, "listing.suspend")
    if reason not in {EndReason.OWNER_REQUEST, EndReason.CO_OWNER_CONSENT_ENDED, EndReason.REPLACED}:
        raise NotReady(
            "this is no reason of an owner",
            problems=[FieldProblem("/reason", "unknown_reason", "Choose a reason of the owner.")],
        )
    was_public = listing.is_public
    if was_public and _declaration_stands(listing):
        raise DeclarationStands("the withdrawal takes effect when CNIPA announces it")
    end_listing(listing, status=Listing.Status.WITHDRAWN, reason=EndReason(reason), now=now, text=text.strip()[:300])
    if was_public:
        publish_revision(listing=listing, what="withdrawn", actor=actor, now=now)
    else:
        events.record(topics.LISTING_DISCARDED, actor=actor, subject=listing, at=now)
    return listing


def _declaration_stands(listing: Listing) -> bool:
    terms = listing.current_terms
    if terms is None or terms.track != Track.STATUTORY_OPEN:
        return False
    return Declaration.objects.filter(patent=listing.patent_id).exclude(status=Declaration.Status.WITHDRAWN).exists()
