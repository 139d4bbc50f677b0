"""Read one case, or the cases of an organization."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Model, Q

from licensing.cases import next_acts
from licensing.cases.values import Case, HistoryEntry, NextAct, Party
from licensing.deals.models import Deal
from licensing.obligations.ledger import Answer
from licensing.obligations.streams import answers_for
from licensing.payments.models import Invoice, Payment
from licensing.requests import selectors as requests
from licensing.requests.models import LicenseRequest
from licensing.subsidy.claims.models import Claim, ClaimLine
from licensing.subsidy.claims.selectors import estimates as estimates_of
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization, Person
from marketplace.events.models import Event

NEWEST: Final = 50

Row = TypeVar("Row", Payment, Invoice)


def case(actor: Actor, number: str, *, on: date) -> Case:
    """
    Give one case as of a day, to a party of it, with its papers and history.

    :raises RequestNotFound: for anybody else.
    """
    request = requests.by_number(actor, number)
    (outline,) = _outlines(actor, [request], on=on)
    deal = outline.deal
    tries = list(deal.checkouts.all()) if deal else []
    return replace(
        outline,
        signatures=list(deal.signatures.select_related("organization").order_by("signed_at")) if deal else [],
        notices=list(request.notices.select_related("document__file").order_by("sent_at")),
        estimates=estimates_of(deal, until=on) if outline.answer is not None and deal is not None else [],
        history=history([request, deal, *tries, *outline.payments, *outline.invoices, *outline.claims]),
    )


def cases(actor: Actor, *, on: date, first: int = NEWEST) -> list[Case]:
    """Give the actor's newest cases as of a day: state and what is next, without papers and history."""
    return _outlines(actor, list(requests.visible_to(actor)[:first]), on=on)


def _outlines(actor: Actor, rows: Sequence[LicenseRequest], *, on: date) -> list[Case]:
    """Put cases together with the same few queries for one as for many."""
    deals = {
        deal.request_id: deal
        for deal in Deal.objects.filter(request__in=rows).select_related(
            "licensor", "licensee", "patent", "terms", "contract__file"
        )
    }
    payments = _by_deal(
        Payment.objects.filter(deal__in=deals.values())
        .select_related("voucher__file")
        .prefetch_related("invoices")
        .order_by("recorded_at", "number")
    )
    invoices = _by_deal(
        Invoice.objects.filter(deal__in=deals.values()).select_related("document__file").order_by("filed_at")
    )
    answers = answers_for(deals.values(), as_of=on)
    claims = _claims(actor, deals.values())
    return [
        _outline(
            request,
            deal := deals.get(request.pk),
            payments=payments.get(deal.pk, []) if deal else [],
            invoices=invoices.get(deal.pk, []) if deal else [],
            claims=claims.get(deal.pk, []) if deal else [],
            answer=answers.get(deal.pk) if deal else None,
        )
        for request in rows
    ]


def _outline(
    request: LicenseRequest,
    deal: Deal | None,
    *,
    payments: Sequence[Payment],
    invoices: Sequence[Invoice],
    claims: Sequence[Claim],
    answer: Answer | None,
) -> Case:
    act = next_acts.of_request(request, deal)
    if act is None and answer is not None:
        act = next_acts.of_deal(payments=payments, invoices=invoices, claims=claims, answer=answer)
    return Case(
        request=request,
        deal=deal,
        status=deal.status if deal is not None and deal.signed_at is not None else request.status,
        next_act=act or NextAct(act="none", party=Party.NOBODY, role=""),
        steps=next_acts.steps(deal=deal, payments=payments, claims=claims),
        answer=answer,
        signatures=(),
        notices=(),
        payments=payments,
        invoices=invoices,
        claims=claims,
        estimates=(),
        history=(),
    )


def _by_deal(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.deal_id, []).append(row)
    return found


def history(
    things: Sequence[Model | None],
) -> list[HistoryEntry]:
    """Give the recorded events of these rows, newest first, with names in place of pseudonyms."""
    about = Q(pk__in=[])
    for thing in things:
        if thing is not None:
            about |= Q(subject_kind=str(thing._meta.model_name), subject_id=str(thing.pk))  # noqa: SLF001
    rows = list(Event.objects.filter(about).exclude(position=None).order_by("-position"))
    people = dict(Person.objects.filter(pseudonym__in={row.actor for row in rows}).values_list("pseudonym", "name"))
    bodies = dict(Organization.objects.filter(pk__in={row.organization for row in rows}).values_list("pk", "name"))
    return [
        HistoryEntry(
            position=int(row.position or 0),
            at=row.at,
            topic=row.topic,
            person=people.get(row.actor, "") if row.actor else "",
            organization=bodies.get(row.organization, "") if row.organization else "",
            changes=row.changes,
        )
        for row in rows
    ]


def _claims(actor: Actor, deals: Iterable[Deal]) -> dict[UUID, list[Claim]]:
    """Give the claims that stand on deals; they are the applicant's matter and not shown to the owner."""
    mine = [deal.pk for deal in deals if deal.licensee_id == actor.organization_id]
    found: dict[UUID, list[Claim]] = {}
    lines = ClaimLine.objects.filter(deal__in=mine).select_related("claim__round__policy")
    for line in lines.order_by("claim__created_at", "pk"):
        found.setdefault(line.deal_id, []).append(line.claim)
    return found
