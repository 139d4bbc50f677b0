"""Read accounts as somebody: each takes the actor (or the person) and gives only what is theirs to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.accounts.actors import Actor, require
from marketplace.accounts.jurisdiction import area_of
from marketplace.accounts.memberships import token_hash
from marketplace.accounts.models import Invitation, JoinRequest, Mandate, Membership, Organization, Person
from marketplace.accounts.refusals import NoSuchInvitation, NoSuchOrganization
from marketplace.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """One organization for which a person may act, with their roles in it."""

    organization: Organization
    roles: tuple[Role, ...]


def places_of(person: Person, *, on: date) -> list[Place]:
    """Give the organizations for which a person may act on a day, by name."""
    rows = (
        Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), person=person, valid_from__lte=on)
        .select_related("organization")
        .order_by("organization__name", "organization_id", "pk")
    )
    places: dict[UUID, Place] = {}
    for row in rows:
        place = places.get(row.organization_id, Place(row.organization, ()))
        places[row.organization_id] = Place(place.organization, (*place.roles, Role(row.role)))
    return list(places.values())


def organizations_to_verify(actor: Actor) -> QuerySet[Organization]:
    """Give the organizations of an office's place that wait for verification, oldest first."""
    require(actor, "organization.verify")
    return (
        Organization.objects.filter(verified_at=None, region__startswith=area_of(actor.organization))
        .exclude(memberships__person=actor.person)
        .order_by("created_at", "pk")
    )


def organization_to_verify(actor: Actor, organization_id: UUID) -> Organization:
    """
    Give one organization that waits for this office.

    :raises NoSuchOrganization: for any other.
    """
    organization = organizations_to_verify(actor).filter(pk=organization_id).first()
    if organization is None:
        raise NoSuchOrganization("no such organization in this place")
    return organization


def members_of(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """Give who has which role in the actor's organization on a day."""
    return (
        Membership.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=on), organization=actor.organization, valid_from__lte=on
        )
        .select_related("person")
        .order_by("person__name", "person_id", "role")
    )


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """Give the invitations of the actor's organization, newest first. For its administrator."""
    require(actor, "organization.manage")
    return Invitation.objects.filter(organization=actor.organization).order_by("-created_at", "pk")


def invitation_for(person: Person, *, token: str) -> Invitation:
    """
    Give the invitation that a letter to this person carries.

    :raises NoSuchInvitation: for an unknown token, or one that was sent to another address.
    """
    found = Invitation.objects.select_related("organization").filter(token_sha256=token_hash(token)).first()
    if found is None or found.email != person.email.lower():
        raise NoSuchInvitation("no such invitation for this address")
    return found


def join_requests_of(actor: Actor) -> QuerySet[JoinRequest]:
    """Give the requests that wait for the actor's organization, oldest first. For its administrator."""
    require(actor, "organization.manage")
    return (
        JoinRequest.objects.filter(organization=actor.organization, status=JoinRequest.Status.OPEN)
        .select_related("person")
        .order_by("created_at", "pk")
    )


def mandates_of(actor: Actor) -> QuerySet[Mandate]:
    """Give the powers to sign for the actor's organization, newest first; ended ones stay in the list."""
    return (
        Mandate.objects.filter(organization=actor.organization).select_related("person").order_by("-granted_at", "pk")
    )


def person_names(pseudonyms: set[UUID]) -> dict[UUID, str]:
    """Give the names behind pseudonyms of the event log, for those whose names were not erased."""
    people = Person.objects.filter(pseudonym__in=pseudonyms)
    return {person.pseudonym: str(person) for person in people}
