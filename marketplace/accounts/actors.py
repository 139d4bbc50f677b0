"""
The actor: a person acting for one organization, with what the roles allow.

The acting organization is explicit in each request (``/university/<uscc>/…`` or the header ``X-Organization``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from marketplace.accounts.models import Mandate, Membership, Organization, Person
from marketplace.accounts.roles import Role, permissions_of, roles_with
from marketplace.problems import DomainError


class NoSuchActor(DomainError):
    """Raised when somebody acts for an organization that is not theirs: it does not exist for them."""

    code = "not_found"
    status = 404


class NotPermitted(DomainError):
    """Raised when a member's roles do not allow an act. ``roles`` names those that do."""

    code = "not_permitted"
    status = 403


class NotVerified(DomainError):
    """Raised when an organization that the bureau has not verified wants to publish, contract or claim."""

    code = "organization_not_verified"
    status = 403


class NoMandate(DomainError):
    """Raised when somebody wants to sign without a stored power for that act."""

    code = "no_mandate"
    status = 403


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom, in which roles."""

    person: Person
    organization: Organization
    roles: frozenset[Role]

    @property
    def pseudonym(self) -> UUID:
        """Give the person's name in the event log."""
        return self.person.pseudonym

    @property
    def organization_id(self) -> UUID:
        """Give the organization acted for."""
        return self.organization.pk

    @property
    def permissions(self) -> frozenset[str]:
        """Give everything the roles allow."""
        return permissions_of(self.roles)

    def may(self, permission: str) -> bool:
        """Tell whether the roles allow something."""
        return permission in self.permissions


def acting(*, person: Person, organization_uscc: str, on: date) -> Actor:
    """
    Give the actor that a person is for an organization on a day.

    :raises NoSuchActor: if there is no such organization, or the person has no role in it that day.
    """
    memberships = list(
        Membership.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=on),
            person=person,
            organization__uscc=organization_uscc,
            valid_from__lte=on,
        ).select_related("organization")
    )
    if not memberships or not person.is_active:
        raise NoSuchActor("no such organization for this person")
    return Actor(person, memberships[0].organization, frozenset(Role(row.role) for row in memberships))


def require(actor: Actor, permission: str) -> None:
    """
    Let an act pass that the actor's roles allow.

    :raises NotPermitted: naming the roles that would do.
    """
    if not actor.may(permission):
        raise NotPermitted(permission, permission=permission, roles=[role.value for role in roles_with(permission)])


def require_verified(organization: Organization) -> None:
    """
    Let a verified organization pass.

    :raises NotVerified: for any other.
    """
    if not organization.is_verified:
        raise NotVerified(organization.name, organization=organization.name)


def require_mandate(actor: Actor, act: Mandate.Act, *, on: date) -> Mandate:
    """
    Give the stored power under which the actor signs.

    :raises NoMandate: if none covers this act on this day.
    """
    mandates = Mandate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on),
        organization=actor.organization,
        person=actor.person,
        valid_from__lte=on,
    ).order_by("-valid_from", "pk")
    for mandate in mandates:
        if act in mandate.acts:
            return mandate
    raise NoMandate(str(act), act=str(act), organization=actor.organization.name)
