"""Write a listing: a draft of one patent, its content, and the hand-over to review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from listings.offers import topics
from listings.offers.content import missing_content, read_content
from listings.offers.models import Listing
from listings.offers.numbering import next_listing_number
from listings.offers.publication import publish_revision
from listings.offers.readiness import NotReady
from listings.offers.rows import EditedMeanwhile, locked_listing, newest_terms
from listings.patents.selectors import held_patent
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.lifecycle import InvalidTransition, require_transition
from marketplace.problems import DomainError, FieldProblem


class ListingExists(DomainError):
    """Raised when the organization already has an open listing of the patent."""

    code = "listing_exists"
    status = 409


@events.transaction()
def create_draft(*, actor: Actor, patent_id: UUID, now: datetime) -> Listing:
    """
    Begin a listing of a patent that the organization holds, with its contact office filled in.

    :raises PatentNotFound: for a patent of somebody else.
    :raises ListingExists: if one is open already.
    """
    patent = held_patent(actor, patent_id, lock=True)
    require(actor, "listing.edit")
    owner = actor.organization
    known = Listing.objects.filter(patent=patent, owner=owner).exclude(status__in=Listing.ENDED).first()
    if known is not None:
        raise ListingExists(known.number, number=known.number)
    listing = Listing.objects.create(
        id=uuid4(),
        number=next_listing_number(on=shanghai_day(now)),
        patent=patent,
        owner=owner,
        routes=["license"],
        contact_desk=owner.contact_desk,
        contact_phone=owner.contact_phone,
        contact_email=owner.contact_email,
        created_by=actor.pseudonym,
        created_at=now,
        revised_at=now,
    )
    events.record(topics.LISTING_DRAFTED, actor=actor, subject=listing, at=now, number=listing.number, patent=patent.pk)
    return listing


@events.transaction()
def edit_content(*, actor: Actor, listing_id: UUID, version: int, content: Mapping[str, Any], now: datetime) -> Listing:
    """
    Change fields of the content; of a public listing this writes a new revision.

    :param version: the version that was read; if the listing has another one by now, nothing changes.
    :raises EditedMeanwhile: in that case.
    :raises ContentRefused: with all that is wrong.
    """
    listing = locked_listing(actor, listing_id)
    # What everybody reads is the officer's to change, not the inventor's.
    require(actor, "listing.submit" if listing.is_public else "listing.edit")
    if not listing.is_public and listing.status != Listing.Status.DRAFT:
        raise InvalidTransition(current=listing.status, target="edited", allowed=frozenset({"draft", *Listing.PUBLIC}))
    if listing.version != version:
        raise EditedMeanwhile("somebody else has changed it", version=listing.version)
    values = {name: value for name, value in read_content(content).items() if value != getattr(listing, name)}
    if not values:
        return listing
    for name, value in values.items():
        setattr(listing, name, value)
    if listing.is_public and (missing := missing_content(listing)):
        raise NotReady("a public listing keeps its content complete", problems=missing)
    listing.version += 1
    listing.revised_at = now
    listing.save(update_fields=[*values, "version", "revised_at"])
    events.record(topics.LISTING_EDITED, actor=actor, subject=listing, at=now, fields=sorted(values))
    if listing.is_public:
        publish_revision(listing=listing, what="revised", actor=actor, now=now)
    return listing


@events.transaction()
def submit_for_review(*, actor: Actor, listing_id: UUID, now: datetime) -> Listing:
    """
    Hand a complete draft to the approver.

    :raises NotReady: with all content that is missing, and if no terms were chosen.
    """
    listing = locked_listing(actor, listing_id)
    require(actor, "listing.submit")
    require_transition(Listing.TRANSITIONS, current=listing.status, target=Listing.Status.IN_REVIEW)
    problems = missing_content(listing)
    if newest_terms(listing) is None:
        problems.append(FieldProblem("/terms", "terms_missing", "Choose terms before the review."))
    if problems:
        raise NotReady("something is missing before the review", problems=problems)
    listing.status = Listing.Status.IN_REVIEW
    listing.submitted_by, listing.submitted_at = actor.pseudonym, now
    listing.approved_by = listing.approved_at = None
    listing.return_reason = ""
    listing.version += 1
    listing.save(
        update_fields=[
            "status", "submitted_by", "submitted_at", "approved_by", "approved_at", "return_reason", "version"
        ]
    )  # fmt: skip
    events.record(topics.LISTING_SUBMITTED, actor=actor, subject=listing, at=now)
    return listing
