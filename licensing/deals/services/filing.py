"""What offices say of a contract: filing at CNIPA, technology-contract registration."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from licensing.deals import topics
from licensing.deals.models import Deal
from licensing.deals.services.refusals import (
    AlreadyRecorded,
    RecordalInvalid,
)
from licensing.deals.services.rows import last_day, locked_deal
from listings.offers.services import record_license_filing
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.documents.models import Document
from marketplace.problems import FieldProblem


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
    deal = locked_deal(actor, deal_id)
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
            to_date=last_day(deal),
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
    deal = locked_deal(actor, deal_id)
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
