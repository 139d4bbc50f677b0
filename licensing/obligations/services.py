"""
Record what happens in a deal, each act checked by the ledger before it is stored.

The clock proposes, people decide: nothing here runs by itself. After every act the duties are worked out again and
kept for lists; the truth stays plan, events and calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from licensing.deals import services as deals
from licensing.deals.models import Deal
from licensing.obligations import ledger, topics
from licensing.obligations.models import DealEvent, Obligation
from licensing.obligations.streams import answer_for, stream
from listings.offers import plans
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dated.selectors import working_days
from marketplace.dates import shanghai_day
from marketplace.documents.models import Document
from marketplace.money import money_text
from marketplace.problems import DomainError, FieldProblem


class NotInEffect(DomainError):
    """Raised for an act in a deal that is not in effect."""

    code = "deal_not_in_effect"
    status = 409


class FutureDay(DomainError):
    """Raised when something is reported for a day that is still to come."""

    code = "future_day"


@events.transaction()
def report_first_revenue(*, actor: Actor, deal_id: UUID, revenue_on: date, now: datetime) -> DealEvent:
    """Report the day of the first revenue from the licensed product; it may move the first payment."""
    require(actor, "statement.file")
    deal = locked_deal(actor=actor, deal_id=deal_id, party="licensee")
    return append(
        actor=actor, deal=deal, kind="first_revenue_reported", payload={"date": revenue_on.isoformat()}, now=now
    )


@events.transaction()
def file_statement(*, actor: Actor, deal_id: UUID, item: str, period: int, amount: Decimal, now: datetime) -> DealEvent:
    """File the royalty statement of one period with its base amount."""
    require(actor, "statement.file")
    deal = locked_deal(actor=actor, deal_id=deal_id, party="licensee")
    payload = {"item": item, "period": period, "amount": money_text(amount)}
    return append(actor=actor, deal=deal, kind="statement", payload=payload, now=now)


@events.transaction()
def file_use_report(*, actor: Actor, deal_id: UUID, period: int, in_use: bool, text: str, now: datetime) -> DealEvent:
    """File the use report of month 6, 12 or 24."""
    require(actor, "report.file")
    deal = locked_deal(actor=actor, deal_id=deal_id, party="licensee")
    if not text.strip():
        problem = FieldProblem("/text", "required", "Say in a sentence how the patent is used, or why not yet.")
        raise ReportInvalid("the report has fields to mend", problems=[problem])
    note = f"{'in use' if in_use else 'not in use'}: {text.strip()}"
    payload = {"item": "use_report", "period": period, "note": note}
    return append(actor=actor, deal=deal, kind="duty_met", payload=payload, now=now)


class ReportInvalid(DomainError):
    """Raised with every field of a report that is wrong."""

    code = "report_invalid"


@events.transaction()
def record_filing(
    *, actor: Actor, deal_id: UUID, number: str, recorded_on: date, proof: Document | None, now: datetime
) -> Deal:
    """Record the CNIPA filing number on the deal; the duty to file is met with it."""
    deal = deals.record_recordal(
        actor=actor, deal_id=deal_id, number=number, recorded_on=recorded_on, proof=proof, now=now
    )
    payload = {"item": "cnipa_filing", "number": deal.recordal_number}
    append(actor=actor, deal=deal, kind="duty_met", payload=payload, now=now)
    return deal


def locked_deal(*, actor: Actor, deal_id: UUID, party: str) -> Deal:
    """
    Give a deal in which the acting organization is this party (``licensee`` or ``licensor``), locked.

    :raises DealNotFound: if it is not.
    :raises NotInEffect: before signature and after the end of a draft.
    """
    deal = (
        Deal.objects.select_for_update(of=("self",))
        .select_related("listing", "licensor", "licensee")
        .filter(pk=deal_id, **{party: actor.organization})
        .first()
    )
    if deal is None or (party == "licensor" and deal.signed_at is None):
        raise deals.DealNotFound("no such deal")
    if deal.signed_at is None:
        raise NotInEffect("the contract is not signed", status=deal.status)
    return deal


def append(
    *,
    actor: events.Acting,
    deal: Deal,
    kind: str,
    payload: Mapping[str, Any],
    now: datetime,
    day: date | None = None,
) -> DealEvent:
    """
    Check an event against everything that happened, store it, and work the duties out again.

    :param day: the day it happened; today by default.
    :raises EventRefused: with the ledger's code; nothing is stored then.
    """
    today = shanghai_day(now)
    day = day or today
    if day > today:
        raise FutureDay("this day is still to come", day=day)
    ledger.check_event(
        plans.read_plan(deal.plan), stream(deal), {"day": day, "event": kind, **payload}, calendar=working_days()
    )
    row = DealEvent.objects.create(
        deal=deal, day=day, kind=kind, payload=dict(payload), recorded_at=now, recorded_by=actor.pseudonym
    )
    events.record(topics.EVENT_RECORDED, actor=actor, subject=deal, at=now, number=deal.number, kind=kind, day=day)
    sync_obligations(deal=deal, as_of=today)
    return row


def sync_obligations(*, deal: Deal, as_of: date) -> None:
    """Replace the kept duties of a deal by those worked out as of a day."""
    duties = answer_for(deal, as_of=as_of).duties
    Obligation.objects.filter(deal=deal).delete()
    Obligation.objects.bulk_create(_kept(deal, duty, as_of) for duty in duties)


@transaction.atomic()
def refresh_obligations(*, deal_id: UUID, as_of: date) -> None:
    """Bring the kept duties of a deal to a day, while nobody records an event in it."""
    deal = Deal.objects.select_for_update().get(pk=deal_id)
    sync_obligations(deal=deal, as_of=as_of)


def _kept(deal: Deal, duty: ledger.Duty, as_of: date) -> Obligation:
    return Obligation(
        deal=deal,
        item=duty.item,
        period=duty.period or 0,
        kind=duty.kind,
        due_date=duty.due_date,
        provisional=duty.provisional,
        movable=duty.movable,
        amount=duty.amount,
        allocated=duty.allocated,
        open_amount=duty.open,
        status=duty.status,
        as_of=as_of,
    )
