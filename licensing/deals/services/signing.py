"""Take a standing offer: draw up the contract, sign it, or give it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from licensing.deals import topics
from licensing.deals.contract import contract_pdf
from licensing.deals.models import Deal
from licensing.deals.services.effect import sign, sign_for_owner, take_effect
from licensing.deals.services.refusals import (
    HashChanged,
    TermsChanged,
    WrongTrack,
)
from licensing.deals.services.rows import frozen, locked_deal, locked_listing, wish_of
from licensing.requests import services as requests
from licensing.requests.models import LicenseRequest
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_mandate, require_verified
from marketplace.accounts.models import Mandate
from marketplace.dates import shanghai_day
from marketplace.documents.services import store_generated
from marketplace.lifecycle import require_transition


def draw_up_contract(*, actor: Actor, request_id: UUID, now: datetime) -> Deal:
    """
    Make the contract of a standing offer as a PDF and the deal that awaits the enterprise's signature.

    Called again, it gives the deal that is there. The PDF is made outside the transaction.

    :raises RequestNotFound, WrongTrack, NotPermitted
    """
    require(actor, "license.request")
    request = _own_request(actor, request_id)
    if request.track != "negotiated_ordinary":
        raise WrongTrack("an open license needs a notice, not a contract", track=request.track)
    if (deal := Deal.objects.filter(request=request).first()) is not None:
        return deal
    content = contract_pdf(request=request, at=now)
    return _store_deal(actor=actor, request_id=request_id, content=content, now=now)


@events.transaction()
def _store_deal(*, actor: Actor, request_id: UUID, content: bytes, now: datetime) -> Deal:
    request = requests.locked_request(actor=actor, request_id=request_id)
    if (deal := Deal.objects.filter(request=request).first()) is not None:
        return deal
    deal = Deal(**frozen(request), status=Deal.Status.SIGNING)
    document = store_generated(
        organization=request.enterprise,
        kind="contract",
        title=f"{request.number}.pdf",
        content=content,
        subject=events.Subject("deal", str(deal.pk)),
        actor=actor,
        at=now,
    )
    deal.contract = document
    deal.contract_sha256 = document.file_id
    deal.save(force_insert=True)
    events.record(
        topics.CONTRACT_DRAWN_UP, actor=actor, subject=deal, at=now, number=deal.number, sha256=deal.contract_sha256
    )
    return deal


@events.transaction()
def sign_deal(*, actor: Actor, deal_id: UUID, sha256: str, now: datetime) -> Deal:
    """
    Sign the contract for the enterprise; with the owner's standing signature the deal is in effect at once.

    :param sha256: the hash that was shown to the signatory.
    :raises DealNotFound, NotPermitted, NotVerified, NoMandate
    :raises HashChanged, TermsChanged, NotAvailable, NoStandingOffer, ConditionsNotMet, InvalidTransition
    """
    require(actor, "deal.sign")
    require_verified(actor.organization)
    today = shanghai_day(now)
    mandate = require_mandate(actor, Mandate.Act.SIGN_DEAL, on=today)
    deal = locked_deal(actor, deal_id)
    require_transition(Deal.TRANSITIONS, current=deal.status, target=Deal.Status.IN_EFFECT)
    if sha256 != deal.contract_sha256:
        raise HashChanged("this is not the contract that was shown", shown=sha256, stored=deal.contract_sha256)

    listing = locked_listing(deal.listing)
    request = LicenseRequest.objects.select_for_update().get(pk=deal.request_id)
    terms = requests.require_available(listing=listing, enterprise=actor.organization, wish=wish_of(request), now=now)
    if terms.pk != deal.terms_id:
        raise TermsChanged("the owner published other terms meanwhile", version=terms.version)

    sign_for_owner(deal, terms)
    sign(deal, actor, mandate, now)
    take_effect(actor=actor, deal=deal, request=request, now=now)
    return deal


@events.transaction()
def abandon_draft(*, actor: Actor, request_id: UUID, now: datetime) -> LicenseRequest:
    """Take back a request together with the unsigned contract that was drawn up for it."""
    request = requests.withdraw_request(actor=actor, request_id=request_id, now=now)
    deal = Deal.objects.select_for_update().filter(request=request).first()
    if deal is not None:
        require_transition(Deal.TRANSITIONS, current=deal.status, target=Deal.Status.ABANDONED)
        deal.status = Deal.Status.ABANDONED
        deal.ended_at = now
        deal.revision += 1
        deal.save(update_fields=["status", "ended_at", "revision"])
        events.record(topics.DEAL_ABANDONED, actor=actor, subject=deal, at=now, number=deal.number)
    return request


def _own_request(actor: Actor, request_id: UUID) -> LicenseRequest:
    request = LicenseRequest.objects.filter(pk=request_id, enterprise=actor.organization).first()
    if request is None:
        raise requests.RequestNotFound("no such request")
    return request
