"""Read one case, or the cases of an organization."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from licensing.cases import next_acts
from licensing.cases.values import Case, HistoryEntry, NextAct, Party
from licensing.deals.models import Deal
from licensing.obligations.streams import answer_for
from licensing.payments.models import Invoice, Payment
from licensing.requests import selectors as requests
from licensing.requests.models import LicenseRequest
from licensing.subsidy.claims.models import Claim
from licensing.subsidy.claims.selectors import estimates as estimates_of
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization, Person
from marketplace.events.models import Event


def case(actor: Actor, number: str, *, on: date) -> Case:
    """
    Give one case as of a day, to a party of it.

    :raises RequestNotFound: for anybody else.
    """
    request = requests.by_number(actor, number)
    deal = Deal.objects.filter(request=request).select_related("licensor", "licensee", "patent", "terms").first()
    payments = list(Payment.objects.filter(deal=deal).order_by("recorded_at")) if deal else []
    invoices = list(Invoice.objects.filter(deal=deal).order_by("filed_at")) if deal else []
    claims = _claims(actor, deal)
    answer = answer_for(deal, as_of=on) if deal is not None and deal.signed_at is not None else None
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
        signatures=list(deal.signatures.select_related("organization").order_by("signed_at")) if deal else [],
        notices=list(request.notices.order_by("sent_at")),
        payments=payments,
        invoices=invoices,
        claims=claims,
        estimates=estimates_of(deal, until=on) if answer is not None and deal is not None else [],
        history=history([request, deal, *payments, *invoices, *claims]),
    )


def history(things: Sequence[LicenseRequest | Deal | Payment | Invoice | Claim | None]) -> list[HistoryEntry]:
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


def _claims(actor: Actor, deal: Deal | None) -> list[Claim]:
    """Give the claims that stand on a deal; they are the applicant's matter and not shown to the owner."""
    if deal is None or deal.licensee_id != actor.organization_id:
        return []
    return list(Claim.objects.filter(lines__deal=deal).select_related("round__policy").order_by("created_at"))
