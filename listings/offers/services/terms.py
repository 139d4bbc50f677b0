"""Terms in numbered versions: chosen from a template or an own plan, then signed under a mandate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from listings.offers import plans, topics
from listings.offers.conditions import condition_problems
from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice, TermsSignature, Track
from listings.offers.readiness import NotReady, notice_is_due
from listings.offers.rows import listing_of_terms, locked_listing, newest_terms
from listings.offers.wording import canonical_terms, terms_hash, terms_text
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_mandate, require_verified
from marketplace.accounts.models import Mandate
from marketplace.dates import shanghai_day
from marketplace.lifecycle import InvalidTransition
from marketplace.problems import DomainError, FieldProblem

EDITABLE: Final = frozenset({Listing.Status.DRAFT, *Listing.PUBLIC})
METHODS: Final = ("platform_signature", "ca_certificate", "paper")


class TermsRefused(DomainError):
    """Raised with all that is wrong with terms."""

    code = "terms_refused"


class HashDiffers(DomainError):
    """Raised when what is signed is not what was shown."""

    code = "hash_differs"
    status = 409


class AlreadySigned(DomainError):
    """Raised when the organization has signed these terms before."""

    code = "already_signed"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the officer chooses. ``plan`` is a payment plan; a template is one of ``plans.templates()``."""

    track: str
    plan: Mapping[str, Any]
    field_of_use: str = ""
    conditions: Mapping[str, Any] = field(default_factory=dict)
    standing_offer_until: date | None = None
    fee_basis: str = ""
    ceiling_reason: str = ""


@events.transaction()
def choose_terms(*, actor: Actor, listing_id: UUID, choice: Choice, now: datetime) -> LicenseTerms:
    """
    Choose terms for a draft, or a further version for a public listing.

    A version that nobody has signed, declared or put to notice yet is replaced; any other stays and gets a successor.

    :raises PlanRefused: with all that is wrong with the plan.
    :raises TermsRefused: with all else.
    """
    listing = locked_listing(actor, listing_id)
    require(actor, "listing.edit")
    if listing.status not in EDITABLE:
        raise InvalidTransition(current=listing.status, target="terms chosen", allowed=EDITABLE)
    plan = plans.read_plan(dict(choice.plan))
    _require_fit(choice, plan, today=shanghai_day(now))
    newest = newest_terms(listing)
    kept = newest is not None and (newest.pk == listing.current_terms_id or _is_used(newest))
    if newest is not None and not kept:
        newest.delete()
    terms = LicenseTerms(
        listing=listing,
        version=1 if newest is None else newest.version + (1 if kept else 0),
        track=choice.track,
        term_months=plan.term_months,
        field_of_use=choice.field_of_use.strip(),
        plan=plans.canonical(plan),
        conditions=dict(choice.conditions),
        standing_offer_until=choice.standing_offer_until,
        fee_basis=choice.fee_basis.strip(),
        ceiling_reason=choice.ceiling_reason.strip(),
        created_by=actor.pseudonym,
        created_at=now,
    )
    terms.text_zh = terms_text(terms)
    terms.sha256 = terms_hash(canonical_terms(terms))
    terms.save(force_insert=True)
    events.record(
        topics.TERMS_CHOSEN,
        actor=actor,
        subject=terms,
        at=now,
        listing=listing.pk,
        version=terms.version,
        track=terms.track,
        sha256=terms.sha256,
    )
    return terms


@events.transaction()
def sign_terms(
    *,
    actor: Actor,
    terms_id: UUID,
    sha256: str,
    person_name: str,
    capacity: str,
    method: str = "platform_signature",
    now: datetime,
) -> TermsSignature:
    """
    Sign terms for the owner, as the standing consent to license whoever meets their conditions.

    :param sha256: the hash that the signatory was shown.
    :raises NoMandate: without a stored power to sign terms.
    :raises NotReady: before approval, and before the price notice has ended where one is due.
    :raises HashDiffers: if the terms are not those that were shown.
    """
    listing = locked_listing(actor, listing_of_terms(terms_id))
    require(actor, "terms.sign")
    terms = LicenseTerms.objects.select_for_update().get(pk=terms_id, listing=listing)
    require_verified(actor.organization)
    mandate = require_mandate(actor, Mandate.Act.SIGN_TERMS, on=shanghai_day(now))
    if terms.signatures.filter(organization=actor.organization).exists():
        raise AlreadySigned(f"version {terms.version}")
    if sha256 != terms.sha256:
        raise HashDiffers("the terms are not those that were shown", sha256=terms.sha256)
    _require_signable(listing, terms, person_name=person_name, capacity=capacity, method=method)
    signature = TermsSignature.objects.create(
        terms=terms,
        organization=actor.organization,
        person=actor.pseudonym,
        person_name=person_name.strip(),
        capacity=capacity.strip(),
        mandate=mandate,
        method=method,
        sha256=sha256,
        signed_at=now,
    )
    events.record(
        topics.TERMS_SIGNED,
        actor=actor,
        subject=terms,
        at=now,
        listing=listing.pk,
        version=terms.version,
        sha256=sha256,
        mandate=mandate.pk,
    )
    return signature


def _is_used(terms: LicenseTerms) -> bool:
    return (
        terms.signatures.exists()
        or PriceNotice.objects.filter(terms=terms).exists()
        or Declaration.objects.filter(terms=terms).exists()
    )


def _require_fit(choice: Choice, plan: plans.Plan, *, today: date) -> None:
    problems = condition_problems(choice.conditions, at="/conditions")
    if choice.track not in Track.values:
        problems.append(FieldProblem("/track", "unknown_track", "Choose one of the two tracks."))
    if choice.track == Track.STATUTORY_OPEN and (choice.conditions or choice.standing_offer_until):
        # Anyone may take an open license on the announced terms (Patent Law art. 50).
        problems.append(FieldProblem("/conditions", "open_to_all", "An open license has no conditions and no expiry."))
    if choice.track == Track.NEGOTIATED_ORDINARY and choice.conditions and choice.standing_offer_until is None:
        problems.append(FieldProblem("/standing_offer_until", "required", "Say until when the standing offer holds."))
    if choice.standing_offer_until is not None and choice.standing_offer_until < today:
        problems.append(FieldProblem("/standing_offer_until", "in_the_past", "Choose a day that is still to come."))
    over = [warning for warning in plans.check(plan) if warning.code.startswith("ceiling_")]
    if over and not (choice.ceiling_reason.strip() or plan.ceiling_reason):
        problems.append(
            FieldProblem("/ceiling_reason", "ceiling_reason_missing", "Say why the fee is above the guide.")
        )
    if len(choice.field_of_use) > 300:
        problems.append(FieldProblem("/field_of_use", "too_long", "Write at most 300 characters."))
    if problems:
        raise TermsRefused("the terms cannot be taken", problems=problems)


def _require_signable(listing: Listing, terms: LicenseTerms, *, person_name: str, capacity: str, method: str) -> None:
    problems: list[FieldProblem] = []
    if terms.approved_by is None:
        problems.append(FieldProblem("/terms", "terms_not_approved", "Another person has to approve the terms."))
    if notice_is_due(listing, terms):
        problems.append(FieldProblem("/price_notice", "price_notice_not_ended", "The price notice has to run first."))
    if not person_name.strip() or len(person_name) > 80:
        problems.append(FieldProblem("/person_name", "required", "Write your name as you sign."))
    if not capacity.strip() or len(capacity) > 80:
        problems.append(FieldProblem("/capacity", "required", "Say in which capacity you sign."))
    if method not in METHODS:
        problems.append(FieldProblem("/method", "unknown_method", "Choose a known way of signing."))
    if problems:
        raise NotReady("the terms cannot be signed yet", problems=problems)
