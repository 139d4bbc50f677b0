"""The open-license declaration at CNIPA: filed, announced, its withdrawal filed and announced (Patent Law art. 50)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from listings.eligibility.rules.vocabulary import DECLARATION_ITEMS
from listings.offers import topics
from listings.offers.consequences import end_listing
from listings.offers.models import Declaration, EndReason, LicenseTerms, Listing, Track
from listings.offers.publication import locked_public_listings, publish_revision
from listings.offers.readiness import NotReady
from listings.offers.rows import listing_of_declaration, listing_of_terms, locked_listing
from listings.offers.services.facts import record_declaration_fact
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.problems import DomainError, FieldProblem


class DeclarationRefused(DomainError):
    """Raised when a declaration, or one of its dates, cannot be as it was recorded."""

    code = "declaration_refused"


@events.transaction()
def file_declaration(*, actor: Actor, terms_id: UUID, filed_on: date, now: datetime) -> Declaration:
    """
    Record that the declaration of signed terms was filed.

    :raises DeclarationRefused: for terms of another track, terms not signed, or where a declaration stands already.
    """
    listing = locked_listing(actor, listing_of_terms(terms_id), with_patent=True)
    require(actor, "declaration.record")
    patent = listing.patent
    terms = LicenseTerms.objects.get(pk=terms_id, listing=listing)
    problems = _day_problems("/filed_on", filed_on, today=shanghai_day(now), not_before=patent.grant_date)
    if terms.track != Track.STATUTORY_OPEN:
        problems.append(FieldProblem("/terms", "other_track", "Only terms of the open license are declared."))
    if not terms.signatures.exists():
        problems.append(FieldProblem("/terms", "terms_not_signed", "The signatory has to sign the terms first."))
    if Declaration.objects.filter(patent=patent).exclude(status=Declaration.Status.WITHDRAWN).exists():
        problems.append(FieldProblem("/terms", "declaration_stands", "Withdraw the standing declaration first."))
    _require_none(problems)
    declaration = Declaration.objects.create(
        patent=patent,
        terms=terms,
        terms_hash=terms.sha256,
        filed_on=filed_on,
        created_by=actor.pseudonym,
        created_at=now,
    )
    events.record(
        topics.DECLARATION_FILED,
        actor=actor,
        subject=declaration,
        at=now,
        patent=patent.pk,
        terms_hash=terms.sha256,
        filed_on=filed_on,
    )
    fact = {"kind": "declaration_filed", "on": filed_on, "items": list(DECLARATION_ITEMS), "source": "owner"}
    record_declaration_fact(actor=actor, patent=patent, fact=fact, now=now)
    return declaration


@events.transaction()
def announce_declaration(
    *, actor: Actor, declaration_id: UUID, announced_on: date, announcement_number: str = "", now: datetime
) -> Declaration:
    """Record that CNIPA announced a declaration; with the same terms in force its licenses arise by notice."""
    locked_listing(actor, listing_of_declaration(declaration_id), with_patent=True)
    require(actor, "declaration.record")
    declaration = Declaration.objects.select_for_update().select_related("patent").get(pk=declaration_id)
    require_transition(Declaration.TRANSITIONS, current=declaration.status, target=Declaration.Status.ANNOUNCED)
    _require_none(
        _day_problems("/announced_on", announced_on, today=shanghai_day(now), not_before=declaration.filed_on)
    )
    declaration.status = Declaration.Status.ANNOUNCED
    declaration.announced_on = announced_on
    declaration.announcement_number = announcement_number.strip()[:40]
    declaration.save(update_fields=["status", "announced_on", "announcement_number"])
    events.record(
        topics.DECLARATION_ANNOUNCED,
        actor=actor,
        subject=declaration,
        at=now,
        patent=declaration.patent_id,
        terms_hash=declaration.terms_hash,
        announced_on=announced_on,
    )
    fact = {
        "kind": "declaration_announced",
        "on": announced_on,
        "terms_hash": declaration.terms_hash,
        "source": "gazette",
    }
    record_declaration_fact(actor=actor, patent=declaration.patent, fact=fact, now=now)
    return declaration


@events.transaction()
def file_withdrawal(*, actor: Actor, declaration_id: UUID, filed_on: date, reason: str, now: datetime) -> Declaration:
    """
    Record that the withdrawal of an announced declaration was filed; it takes effect when it is announced.

    :raises NotReady: without a reason (law.md 9 rule 11).
    """
    locked_listing(actor, listing_of_declaration(declaration_id), with_patent=True)
    require(actor, "declaration.record")
    declaration = Declaration.objects.select_for_update().select_related("patent").get(pk=declaration_id)
    require_transition(Declaration.TRANSITIONS, current=declaration.status, target=Declaration.Status.WITHDRAWN)
    if not reason.strip():
        raise NotReady("say why", problems=[FieldProblem("/reason", "required", "A withdrawal needs a reason.")])
    not_before = declaration.announced_on or declaration.filed_on
    _require_none(_day_problems("/filed_on", filed_on, today=shanghai_day(now), not_before=not_before))
    declaration.withdrawal_filed_on = filed_on
    declaration.save(update_fields=["withdrawal_filed_on"])
    events.record(
        topics.DECLARATION_WITHDRAWAL_FILED,
        actor=actor,
        subject=declaration,
        at=now,
        patent=declaration.patent_id,
        filed_on=filed_on,
    )
    for listing in locked_public_listings(declaration.patent):
        publish_revision(listing=listing, what="revised", actor=actor, now=now)
    return declaration


@events.transaction()
def announce_withdrawal(
    *, actor: Actor, declaration_id: UUID, announced_on: date, announcement_number: str = "", now: datetime
) -> Declaration:
    """
    Record that CNIPA announced the withdrawal. Listings of the open license end with it; their licenses go on.

    A listing whose further version on the negotiated track waits is withdrawn all the same: it is another offer.
    """
    locked_listing(actor, listing_of_declaration(declaration_id), with_patent=True)
    require(actor, "declaration.record")
    declaration = Declaration.objects.select_for_update().select_related("patent").get(pk=declaration_id)
    require_transition(Declaration.TRANSITIONS, current=declaration.status, target=Declaration.Status.WITHDRAWN)
    not_before = declaration.withdrawal_filed_on or declaration.announced_on or declaration.filed_on
    _require_none(_day_problems("/announced_on", announced_on, today=shanghai_day(now), not_before=not_before))
    declaration.status = Declaration.Status.WITHDRAWN
    declaration.withdrawal_announced_on = announced_on
    if announcement_number.strip():
        declaration.announcement_number = announcement_number.strip()[:40]
    declaration.save(update_fields=["status", "withdrawal_announced_on", "announcement_number"])
    events.record(
        topics.DECLARATION_WITHDRAWN,
        actor=actor,
        subject=declaration,
        at=now,
        patent=declaration.patent_id,
        announced_on=announced_on,
    )
    fact = {"kind": "declaration_withdrawn", "on": announced_on, "source": "gazette"}
    # The open listings are withdrawn first, so that one revision says both.
    for listing in locked_public_listings(declaration.patent):
        if listing.current_terms is not None and listing.current_terms.track == Track.STATUTORY_OPEN:
            end_listing(
                listing,
                status=Listing.Status.WITHDRAWN,
                reason=EndReason.OWNER_REQUEST,
                now=now,
                decided_on=declaration.withdrawal_filed_on or announced_on,
                effective_on=announced_on,
            )
            publish_revision(listing=listing, what="withdrawn", actor=actor, now=now)
    record_declaration_fact(actor=actor, patent=declaration.patent, fact=fact, now=now)
    return declaration


def _day_problems(pointer: str, day: date, *, today: date, not_before: date | None) -> list[FieldProblem]:
    if day > today:
        return [FieldProblem(pointer, "in_the_future", "Write the day on which it happened.")]
    if not_before is not None and day < not_before:
        return [FieldProblem(pointer, "too_early", "This cannot have happened before.", {"not_before": not_before})]
    return []


def _require_none(problems: list[FieldProblem]) -> None:
    if problems:
        raise DeclarationRefused("the declaration cannot be as recorded", problems=problems)
