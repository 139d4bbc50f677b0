"""Pages of desks: the frame names the organization acted for, and the way to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from frontend.display import in_language
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Membership, Organization, Person
from marketplace.accounts.roles import ROLE_WORDS, Role, permissions_of
from marketplace.dated import clock


def desk_response(
    request: HttpRequest, actor: Actor, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page of a desk: ``actor`` (for the line that says for whom one acts) and ``today`` are in its context."""
    frame = {"actor": actor, "acting_roles": [ROLE_WORDS[role] for role in sorted(actor.roles)], "today": clock.today()}
    return render(request, template, {**frame, **(context or {})}, status=status)


@dataclass(frozen=True, slots=True)
class Workplace:
    """An organization that a person can act for, with the roles there."""

    organization: Organization
    held: frozenset[Role]
    url: str

    @property
    def roles(self) -> list[Promise]:
        """Give the words of the roles, in the order of the table."""
        return [ROLE_WORDS[role] for role in Role if role in self.held]

    def may(self, permission: str) -> bool:
        """Tell whether the roles there allow something."""
        return permission in permissions_of(self.held)


def desk_address(organization: Organization, language: str) -> str:
    """Give the address of an organization's desk in a language."""
    return in_language(f"/{organization.desk}/{organization.uscc}/", language)


def workplaces(person: Person, *, on: date, language: str) -> list[Workplace]:
    """Give all organizations that a person can act for on a day, by name."""
    found: dict[Organization, set[Role]] = {}
    rows = Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), person=person, valid_from__lte=on
    ).select_related("organization")
    for row in rows.order_by("organization__name", "pk"):
        found.setdefault(row.organization, set()).add(Role(row.role))
    return [
        Workplace(organization, frozenset(roles), desk_address(organization, language))
        for organization, roles in found.items()
    ]
