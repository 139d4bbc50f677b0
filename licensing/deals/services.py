"""
Bring a deal into being: draw up the contract, sign it, give notice of an open license.

Everything is checked again in the second of signing, under the lock of the listing, so that a suspension and a
signature can never both succeed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from licensing.deals import topics
from licensing.deals.contract import contract_pdf, receipt_pdf
from licensing.deals.models import Deal, Signature
from licensing.requests import services as requests
from licensing.requests import topics as request_topics
from licensing.requests.models import LicenseRequest, Notice
from licensing.requests.tracks import notice_makes_license
from listings.eligibility.services import answers_for
from listings.offers.models import Declaration, LicenseTerms, Listing
from listings.offers.services import record_deal_facts, record_license_filing
from listings.patents.models import Patent
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_mandate, require_verified
from marketplace.accounts.models import Mandate
from marketplace.dates import add_days, add_months, shanghai_day
from marketplace.documents.models import Document
from marketplace.documents.services import store_generated
from marketplace.lifecycle import require_transition
from marketplace.problems import DomainError, FieldProblem


class DealNotFound(DomainError):
    """Raised for a deal that is not the actor's."""

    code = "not_found"
    status = 404


class WrongTrack(DomainError):
    """Raised when a request is taken to a step of the other track."""

    code = "wrong_track"
    status = 409


class HashChanged(DomainError):
    """Raised when what is to be signed is not what was shown."""

    code = "hash_changed"
    status = 409


class TermsChanged(DomainError):
    """Raised when the listing has other terms now than those the contract was drawn up from."""

    code = "terms_changed"
    status = 409


class DeclarationDoesNotFit(DomainError):
    """Raised when no announced declaration stands for the very terms of the listing."""

    code = "declaration_does_not_fit"
    status = 409


class AlreadyRecorded(DomainError):
    """Raised when a filing or registration number was recorded before."""

    code = "already_recorded"
    status = 409


class RecordalInvalid(DomainError):
    """Raised with every field of a filing that is wrong."""

    code = "recordal_invalid"


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
    deal = Deal(**_frozen(request), status=Deal.Status.SIGNING)
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
    deal = _locked_deal(actor, deal_id)
    require_transition(Deal.TRANSITIONS, current=deal.status, target=Deal.Status.IN_EFFECT)
    if sha256 != deal.contract_sha256:
        raise HashChanged("this is not the contract that was shown", shown=sha256, stored=deal.contract_sha256)

    listing = _locked_listing(deal.listing)
    request = LicenseRequest.objects.select_for_update().get(pk=deal.request_id)
    terms = requests.require_available(listing=listing, enterprise=actor.organization, wish=_wish(request), now=now)
    if terms.pk != deal.terms_id:
        raise TermsChanged("the owner published other terms meanwhile", version=terms.version)

    _sign_for_owner(deal, terms)
    _sign(deal, actor, mandate, now)
    _take_effect(actor=actor, deal=deal, request=request, now=now)
    return deal


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
    listing = _locked_listing(request.listing)
    terms = requests.require_available(listing=listing, enterprise=actor.organization, wish=_wish(request), now=now)
    if terms.pk != request.terms_id:
        raise TermsChanged("the owner published other terms meanwhile", version=terms.version)
    declaration = _standing_declaration(listing, terms)
    switch = requests.deferral_switch(on=today)
    receipt = _store_receipt(actor=actor, request=request, declaration=declaration, now=now)
    requests.record_notice(
        request=request, kind=Notice.Kind.OPEN_LICENSE, sha256=receipt.file_id, document_id=receipt.pk, now=now
    )

    if notice_makes_license(terms.plan, deferral_counts=bool(switch.value)):
        deal = Deal(**_frozen(request), status=Deal.Status.SIGNING, contract=receipt, contract_sha256=receipt.file_id)
        deal.save(force_insert=True)
        _sign_for_owner(deal, terms)
        _sign(deal, actor, mandate, now)
        _take_effect(actor=actor, deal=deal, request=request, now=now)
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


@events.transaction()
def record_recordal(
    *, actor: Actor, deal_id: UUID, number: str, recorded_on: date, proof: Document | None, now: datetime
) -> Deal:
    """
    Record the number under which CNIPA filed the license contract (Implementing Regulations art. 15).

    :param recorded_on: the date on the filing certificate.
    :raises DealNotFound, NotPermitted, RecordalInvalid, AlreadyRecorded
    """
    require(actor, "recordal.record")
    deal = _locked_deal(actor, deal_id)
    _check_recordal(deal, number=number, recorded_on=recorded_on, today=shanghai_day(now))
    if deal.recordal_number:
        raise AlreadyRecorded("a filing number is recorded", number=deal.recordal_number)
    deal.recordal_number = number.strip()
    deal.recorded_on = recorded_on
    deal.recordal_proof = proof
    deal.revision += 1
    deal.save(update_fields=["recordal_number", "recorded_on", "recordal_proof", "revision"])
    if deal.effective_on is not None:
        record_license_filing(
            actor=actor,
            patent=deal.patent,
            ref=deal.number,
            license_kind=deal.license_kind,
            from_date=deal.effective_on,
            to_date=_last_day(deal),
            filed_on=recorded_on,
            document_sha256=proof.file_id if proof else "",
            now=now,
        )
    events.record(
        topics.DEAL_RECORDED,
        actor=actor,
        subject=deal,
        at=now,
        number=deal.number,
        recordal_number=deal.recordal_number,
        recorded_on=recorded_on,
    )
    return deal


@events.transaction()
def register_contract(*, actor: Actor, deal_id: UUID, number: str, registered_on: date, now: datetime) -> Deal:
    """
    Record the technology-contract registration (技术合同认定登记, 16 digits).

    :raises DealNotFound, NotPermitted, RecordalInvalid, AlreadyRecorded
    """
    require(actor, "recordal.record")
    deal = _locked_deal(actor, deal_id)
    _check_registration(deal, number=number, registered_on=registered_on, today=shanghai_day(now))
    if deal.contract_registration_number:
        raise AlreadyRecorded("a registration is recorded", number=deal.contract_registration_number)
    deal.contract_registration_number = number
    deal.contract_registered_on = registered_on
    deal.revision += 1
    deal.save(update_fields=["contract_registration_number", "contract_registered_on", "revision"])
    events.record(
        topics.CONTRACT_REGISTERED,
        actor=actor,
        subject=deal,
        at=now,
        number=deal.number,
        registered_on=registered_on,
    )
    return deal


def _own_request(actor: Actor, request_id: UUID) -> LicenseRequest:
    request = LicenseRequest.objects.filter(pk=request_id, enterprise=actor.organization).first()
    if request is None:
        raise requests.RequestNotFound("no such request")
    return request


def _locked_deal(actor: Actor, deal_id: UUID) -> Deal:
    parties = Q(licensee=actor.organization) | Q(licensor=actor.organization) & ~Q(status=Deal.Status.SIGNING)
    deal = Deal.objects.select_for_update().filter(parties, pk=deal_id).first()
    if deal is None:
        raise DealNotFound("no such deal")
    return deal


def _locked_listing(listing: Listing) -> Listing:
    """Lock the patent and then its listing, in the order in which recording a legal fact locks them."""
    Patent.objects.select_for_update().get(pk=listing.patent_id)
    return (
        Listing.objects.select_for_update(of=("self",))
        .select_related("current_terms", "patent", "owner")
        .get(pk=listing.pk)
    )


def _frozen(request: LicenseRequest) -> dict[str, Any]:
    """Give what a deal keeps of its request: the parties, the patent and the terms as they stand."""
    listing, terms = request.listing, request.terms
    return {
        "number": request.number,
        "kind": Deal.Kind.LICENSE,
        "license_kind": terms.license_kind,
        "track": request.track,
        "request": request,
        "listing": listing,
        "patent": listing.patent,
        "terms": terms,
        "plan": terms.plan,
        "terms_sha256": terms.sha256,
        "licensor": listing.owner,
        "licensee": request.enterprise,
        "product": request.product,
        "related_party": request.related_party,
    }


def _wish(request: LicenseRequest) -> requests.Wish:
    return requests.Wish(
        product=request.product,
        starts_on=request.starts_on,
        related_party=request.related_party,
        small_or_medium=request.small_or_medium,
    )


def _sign_for_owner(deal: Deal, terms: LicenseTerms) -> None:
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


def _sign(deal: Deal, actor: Actor, mandate: Mandate, now: datetime) -> None:
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


def _take_effect(*, actor: Actor, deal: Deal, request: LicenseRequest, now: datetime) -> None:
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
        to_date=_last_day(deal),
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


def _last_day(deal: Deal) -> date | None:
    """Give the last day of the license: the day before the corresponding day of its last month."""
    if deal.effective_on is None:
        return None
    return add_days(add_months(deal.effective_on, deal.terms.term_months), -1)


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


def _check_recordal(deal: Deal, *, number: str, recorded_on: date, today: date) -> None:
    problems = _date_problems("/recorded_on", recorded_on, deal, today)
    if not number.strip():
        problems.append(FieldProblem("/number", "required", "Copy the filing number from the certificate."))
    if deal.effective_on is None:
        problems.append(FieldProblem("/number", "not_in_effect", "Only a deal in effect can be filed."))
    if problems:
        raise RecordalInvalid("the filing has fields to mend", problems=problems)


def _check_registration(deal: Deal, *, number: str, registered_on: date, today: date) -> None:
    problems = _date_problems("/registered_on", registered_on, deal, today)
    if len(number) != 16 or not number.isdigit():
        problems.append(FieldProblem("/number", "shape", "A registration number has 16 digits."))
    if problems:
        raise RecordalInvalid("the registration has fields to mend", problems=problems)


def _date_problems(pointer: str, day: date, deal: Deal, today: date) -> list[FieldProblem]:
    if day > today:
        return [FieldProblem(pointer, "future_date", "This day is still to come.")]
    if deal.signed_at is not None and day < shanghai_day(deal.signed_at):
        return [FieldProblem(pointer, "before_signature", "This day lies before the signature.")]
    return []
