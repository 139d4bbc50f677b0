"""Read patents: those that an organization holds, and one by any number."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from listings.patents.models import LegalFact, Patent, PatentOwner
from listings.patents.numbers import lookup_forms
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.problems import DomainError


class PatentNotFound(DomainError):
    """Raised for a patent that is not known, or that the actor's organization does not hold."""

    code = "not_found"
    status = 404


def held_by(organization: Organization) -> QuerySet[Patent]:
    """Give the patents that an organization holds now."""
    return Patent.objects.filter(holders__organization=organization, holders__until=None)


def visible_to(actor: Actor) -> QuerySet[Patent]:
    """Give the patents that the actor may see at the desk: those held by the organization acted for."""
    if not actor.may("patent.read"):
        return Patent.objects.none()
    return held_by(actor.organization)


def held_patent(actor: Actor, patent_id: UUID, *, lock: bool = False) -> Patent:
    """
    Give one patent of the organization acted for.

    :raises PatentNotFound: for any other.
    """
    rows = Patent.objects.select_for_update() if lock else Patent.objects.all()
    try:
        patent = rows.get(pk=patent_id)
    except Patent.DoesNotExist:
        raise PatentNotFound(str(patent_id)) from None
    if not patent.holders.filter(organization=actor.organization, until=None).exists():
        raise PatentNotFound(str(patent_id))
    return patent


def with_number(text: str) -> QuerySet[Patent]:
    """Give the patents that a number in any spelling names: none, one, or a few for a number without its kind code."""
    forms = lookup_forms(text)
    return Patent.objects.filter(Q(application_number__in=forms) | Q(publication_number__in=forms))


def facts_of(patent: Patent) -> list[LegalFact]:
    """Give all legal facts of a patent in the order in which they came."""
    return list(LegalFact.objects.filter(patent=patent).order_by("recorded_at", "pk"))


def current_owners(patent: Patent, facts: Iterable[LegalFact]) -> list[PatentOwner]:
    """
    Give the owners by the newest change of owner, else those at grant.

    An owner that only a fact names is an unsaved row. Between sources that disagree the eligibility answer decides;
    this is what a page shows.
    """
    at_grant = list(patent.owners.all())
    changes = [fact for fact in facts if fact.kind == "owner_change"]
    if not changes:
        return at_grant
    newest = max(changes, key=lambda fact: (fact.on or fact.from_date or fact.as_of, fact.recorded_at))
    known = {owner.reference: owner for owner in at_grant}
    codes = [str(reference) for reference in newest.payload["owners"]]
    bodies = {body.uscc: body for body in Organization.objects.filter(uscc__in=codes)}
    return [
        known.get(code) or _owner(patent, place, code, bodies.get(code)) for place, code in enumerate(codes, start=1)
    ]


def _owner(patent: Patent, place: int, code: str, body: Organization | None) -> PatentOwner:
    if body is not None:
        return PatentOwner(patent=patent, position=place, organization=body, name=body.name, uscc=body.uscc)
    return PatentOwner(patent=patent, position=place, name=code)
