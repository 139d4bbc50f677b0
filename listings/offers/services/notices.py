"""The price notice of a public body: fifteen days in its own house, of a terms version or of a deal draft."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from listings.offers import topics
from listings.offers.models import LicenseTerms, Listing, PriceNotice
from listings.offers.rows import listing_of_notice, locked_listing
from listings.offers.services.reviewing import back_to_draft
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dated.selectors import setting_on, working_days
from marketplace.dates import add_days, shanghai_day
from marketplace.lifecycle import InvalidTransition, require_transition
from marketplace.problems import DomainError, FieldProblem

# 转化法 art. 18 asks for a notice, provincial rules for fifteen days; the bureau's dated setting goes first.
DAYS_SETTING: Final = "price_notice_days"
DEFAULT_DAYS: Final = 15


class NoticeRefused(DomainError):
    """Raised when a price notice cannot start or end as asked."""

    code = "price_notice_refused"
    status = 409


@events.transaction()
def start_price_notice(
    *,
    actor: Actor,
    listing_id: UUID,
    place: str,
    now: datetime,
    terms_id: UUID | None = None,
    deal_reference: str = "",
) -> PriceNotice:
    """
    Start the notice of a terms version or of a deal draft. The first day does not count; a last day of rest moves.

    :raises NoticeRefused: if there is one already, or what it covers is not approved.
    """
    listing = locked_listing(actor, listing_id)
    require(actor, "price_notice.run")
    terms = None if terms_id is None else _approved_terms(listing, terms_id)
    if (terms is None) == (not deal_reference):
        raise NoticeRefused("a notice covers one thing: a terms version or a deal draft")
    same = PriceNotice.objects.filter(listing=listing, terms=terms, deal_reference=deal_reference)
    if same.exclude(status=PriceNotice.Status.STOPPED).exists():
        raise NoticeRefused("its notice has started already")
    if not place.strip():
        raise NoticeRefused("say where", problems=[FieldProblem("/place", "required", "Say where it is shown.")])
    today = shanghai_day(now)
    days = int(setting_on(DAYS_SETTING, on=today, default=DEFAULT_DAYS).value)
    last = working_days().roll(add_days(today, days))
    notice = PriceNotice.objects.create(
        listing=listing,
        terms=terms,
        deal_reference=deal_reference,
        place=place.strip()[:200],
        starts_on=today,
        ends_on=last.day,
        required_days=days,
        provisional=last.provisional,
        started_by=actor.pseudonym,
        created_at=now,
    )
    events.record(
        topics.PRICE_NOTICE_STARTED,
        actor=actor,
        subject=notice,
        at=now,
        listing=listing.pk,
        starts_on=notice.starts_on,
        ends_on=notice.ends_on,
    )
    return notice


@events.transaction()
def end_price_notice(
    *, actor: Actor, notice_id: UUID, now: datetime, objections: int = 0, answers: str = ""
) -> PriceNotice:
    """
    End a notice whose last day is over.

    :param answers: how the objections were answered; needed where there were any.
    :raises NoticeRefused: on or before its last day, or with objections unanswered.
    """
    locked_listing(actor, listing_of_notice(notice_id))
    require(actor, "price_notice.run")
    notice = PriceNotice.objects.select_for_update().get(pk=notice_id)
    require_transition(PriceNotice.TRANSITIONS, current=notice.status, target=PriceNotice.Status.ENDED)
    if shanghai_day(now) <= notice.ends_on:
        raise NoticeRefused("its last day is not over", ends_on=notice.ends_on)
    if objections < 0 or (objections and not answers.strip()):
        raise NoticeRefused(
            "every objection is answered",
            problems=[FieldProblem("/answers", "required", "Say how the objections were answered.")],
        )
    _finish(notice, PriceNotice.Status.ENDED, objections=objections, answers=answers, now=now)
    events.record(
        topics.PRICE_NOTICE_ENDED, actor=actor, subject=notice, at=now, listing=notice.listing_id, objections=objections
    )
    return notice


@events.transaction()
def stop_price_notice(*, actor: Actor, notice_id: UUID, objections: int, reason: str, now: datetime) -> PriceNotice:
    """Stop a notice because an objection is right; a listing not yet public becomes a draft again."""
    listing = locked_listing(actor, listing_of_notice(notice_id))
    require(actor, "price_notice.run")
    notice = PriceNotice.objects.select_for_update().get(pk=notice_id)
    require_transition(PriceNotice.TRANSITIONS, current=notice.status, target=PriceNotice.Status.STOPPED)
    if not reason.strip() or objections < 0:
        raise NoticeRefused("say why", problems=[FieldProblem("/reason", "required", "Say why it is stopped.")])
    _finish(notice, PriceNotice.Status.STOPPED, objections=objections, answers=reason, now=now)
    if notice.terms_id is not None and listing.status == Listing.Status.PRICE_NOTICE:
        back_to_draft(listing, reason=reason.strip()[:500])
    events.record(
        topics.PRICE_NOTICE_STOPPED, actor=actor, subject=notice, at=now, listing=listing.pk, objections=objections
    )
    return notice


def _finish(notice: PriceNotice, status: PriceNotice.Status, *, objections: int, answers: str, now: datetime) -> None:
    notice.status = status
    notice.objections = objections
    notice.answers = answers.strip()
    notice.ended_at = now
    notice.save(update_fields=["status", "objections", "answers", "ended_at"])


def _approved_terms(listing: Listing, terms_id: UUID) -> LicenseTerms:
    terms = LicenseTerms.objects.filter(pk=terms_id, listing=listing).first()
    if terms is None:
        raise NoticeRefused("these are no terms of the listing")
    if listing.status in {Listing.Status.DRAFT, Listing.Status.IN_REVIEW, *Listing.ENDED}:
        raise InvalidTransition(
            current=listing.status, target="price notice", allowed=frozenset({Listing.Status.PRICE_NOTICE})
        )
    if terms.approved_by is None:
        raise NoticeRefused("the terms are not approved")
    return terms
