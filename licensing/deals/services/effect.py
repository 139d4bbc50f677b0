"""Signatures, and what takes effect with the last of them."""

from __future__ import annotations

from datetime import datetime

from licensing.deals import topics
from licensing.deals.models import Deal, Signature
from licensing.deals.services.rows import last_day
from licensing.requests import services as requests
from licensing.requests import topics as request_topics
from licensing.requests.models import LicenseRequest
from listings.eligibility.services import answers_for
from listings.offers.models import LicenseTerms
from listings.offers.services import record_deal_facts
from marketplace import events
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Mandate
from marketplace.dates import shanghai_day


def sign_for_owner(deal: Deal, terms: LicenseTerms) -> None:
    """Carry the owner's signature under the terms over to the deal; it was given in advance for every taker."""
    for standing in terms.signatures.all():
        Signature.objects.create(
            deal=deal,
            organization=standing.organization,
            person=standing.person,
            person_name=standing.person_name,
            capacity=standing.capacity,
            mandate=standing.mandate,
            method=Signature.Method.STANDING_OFFER,
            sha256=standing.sha256,
            signed_at=standing.signed_at,
        )


def sign(deal: Deal, actor: Actor, mandate: Mandate, now: datetime) -> None:
    Signature.objects.create(
        deal=deal,
        organization=actor.organization,
        person=actor.pseudonym,
        person_name=actor.person.name,
        capacity="signatory",
        mandate=mandate,
        method=Signature.Method.SECOND_FACTOR,
        sha256=deal.contract_sha256,
        signed_at=now,
    )
    events.record(
        topics.DEAL_SIGNED,
        actor=actor,
        subject=deal,
        at=now,
        number=deal.number,
        organization=actor.organization.uscc,
        capacity="signatory",
        method=Signature.Method.SECOND_FACTOR,
        sha256=deal.contract_sha256,
    )


def take_effect(*, actor: Actor, deal: Deal, request: LicenseRequest, now: datetime) -> None:
    today = shanghai_day(now)
    effective_on = max(today, request.starts_on)
    deal.status = Deal.Status.IN_EFFECT
    deal.signed_at = now
    deal.effective_on = effective_on
    deal.high_value_classes = sorted(answers_for(deal.patent, on=today).purposes["high_value"].classes)
    deal.revision += 1
    deal.save(update_fields=["status", "signed_at", "effective_on", "high_value_classes", "revision"])
    requests.close_request(request=request, status=LicenseRequest.Status.ACCEPTED, now=now)
    record_deal_facts(
        actor=actor,
        patent=deal.patent,
        ref=deal.number,
        license_kind=deal.license_kind,
        from_date=effective_on,
        to_date=last_day(deal),
        now=now,
    )
    events.record(request_topics.REQUEST_ACCEPTED, actor=actor, subject=request, at=now, number=request.number)
    events.record(
        topics.DEAL_IN_EFFECT,
        actor=actor,
        subject=deal,
        at=now,
        number=deal.number,
        listing=deal.listing.number,
        track=deal.track,
        kind=deal.kind,
        effective_on=effective_on,
    )
