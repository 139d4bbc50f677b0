"""Give notice of an open license (Patent Law art. 51)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from licensing.deals.contract import receipt_pdf
from licensing.deals.models import Deal
from licensing.deals.services.effect import sign, sign_for_owner, take_effect
from licensing.deals.services.refusals import (
    DeclarationDoesNotFit,
    TermsChanged,
    WrongTrack,
)
from licensing.deals.services.rows import frozen, locked_listing, wish_of
from licensing.requests import services as requests
from licensing.requests import topics as request_topics
from licensing.requests.models import LicenseRequest, Notice
from licensing.requests.tracks import notice_makes_license
from listings.offers.models import Declaration, LicenseTerms, Listing
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_mandate, require_verified
from marketplace.accounts.models import Mandate
from marketplace.dates import shanghai_day
from marketplace.documents.models import Document
from marketplace.documents.services import store_generated
from marketplace.lifecycle import require_transition


@events.transaction()
def give_notice(*, actor: Actor, request_id: UUID, now: datetime) -> LicenseRequest:
    """
    Give written notice of an open license; the answer's status says whether the license exists now.

    With the bureau's switch on (or nothing to pay), the notice makes the license; otherwise the request stands at
    ``awaiting_payment`` with a receipt of the notice (Patent Law art. 51).

    :raises RequestNotFound, NotPermitted, NotVerified, NoMandate, WrongTrack
    :raises NotAvailable, DeclarationDoesNotFit, TermsChanged, InvalidTransition
    """
    require(actor, "deal.sign")
    require_verified(actor.organization)
    today = shanghai_day(now)
    mandate = require_mandate(actor, Mandate.Act.SIGN_DEAL, on=today)
    request = requests.locked_request(actor=actor, request_id=request_id)
    if request.track != "statutory_open":
        raise WrongTrack("a standing offer is signed, not noticed", track=request.track)
    listing = locked_listing(request.listing)
    terms = requests.require_available(listing=listing, enterprise=actor.organization, wish=wish_of(request), now=now)
    if terms.pk != request.terms_id:
        raise TermsChanged("the owner published other terms meanwhile", version=terms.version)
    declaration = _standing_declaration(listing, terms)
    switch = requests.deferral_switch(on=today)
    receipt = _store_receipt(actor=actor, request=request, declaration=declaration, now=now)
    requests.record_notice(
        request=request, kind=Notice.Kind.OPEN_LICENSE, sha256=receipt.file_id, document_id=receipt.pk, now=now
    )

    if notice_makes_license(terms.plan, deferral_counts=bool(switch.value)):
        deal = Deal(**frozen(request), status=Deal.Status.SIGNING, contract=receipt, contract_sha256=receipt.file_id)
        deal.save(force_insert=True)
        sign_for_owner(deal, terms)
        sign(deal, actor, mandate, now)
        take_effect(actor=actor, deal=deal, request=request, now=now)
    else:
        target = LicenseRequest.Status.AWAITING_PAYMENT
        require_transition(LicenseRequest.TRANSITIONS, current=request.status, target=target)
        request.status = target
        request.revision += 1
        request.save(update_fields=["status", "revision"])
    events.record(
        request_topics.NOTICE_GIVEN,
        actor=actor,
        subject=request,
        at=now,
        number=request.number,
        track=request.track,
        status=request.status,
        switch=bool(switch.value),
        terms_hash=terms.sha256,
    )
    return request


def _standing_declaration(listing: Listing, terms: LicenseTerms) -> Declaration:
    """Give the announced declaration of these very terms (Patent Law art. 50, 51)."""
    announced = Declaration.objects.filter(patent=listing.patent, status=Declaration.Status.ANNOUNCED)
    for declaration in announced:
        if declaration.terms_hash == terms.sha256:
            return declaration
    raise DeclarationDoesNotFit("no announced declaration stands for these terms", terms_hash=terms.sha256)


def _store_receipt(*, actor: Actor, request: LicenseRequest, declaration: Declaration, now: datetime) -> Document:
    return store_generated(
        organization=request.enterprise,
        kind="notice_receipt",
        title=f"{request.number}-notice.pdf",
        content=receipt_pdf(request=request, declaration=declaration, at=now),
        subject=request,
        actor=actor,
        at=now,
    )
