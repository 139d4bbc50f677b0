"""Pages of joining, and of an organization's administration at every desk."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import JoinRequest, Mandate, Membership, Organization
from marketplace.accounts.roles import ROLES_OF, Desk, Role
from tests.contracts.permissions import Entry, at_desk, library, signed_in
from tests.factories import LONG_AGO, LONG_AGO_AT, make_actor, make_enterprise, make_person

ADMINISTRATOR = {Role.ADMINISTRATOR}


def _member(organization: Organization) -> Any:
    return make_actor(organization, ROLES_OF[organization.desk][-1]).person


def person_of(organization: Organization) -> dict[str, Any]:
    return {"person_id": _member(organization).pk}


def role_of(organization: Organization) -> dict[str, Any]:
    return {"membership_id": Membership.objects.get(person=_member(organization)).pk}


def request_to(organization: Organization) -> dict[str, Any]:
    role = ROLES_OF[organization.desk][-1]
    row = JoinRequest.objects.create(organization=organization, person=make_person(), role=role, created_at=LONG_AGO_AT)
    return {"request_id": row.pk}


def mandate_of(organization: Organization) -> dict[str, Any]:
    person = _member(organization)
    mandate = Mandate.objects.create(
        organization=organization,
        person=person,
        acts=["sign_deal"],
        valid_from=LONG_AGO,
        granted_by=person.pseudonym,
        granted_at=LONG_AGO_AT,
    )
    return {"mandate_id": mandate.pk}


def _at_every_desk(route: str, thing: Any = None, *, acts: bool = True) -> list[Entry]:
    given: dict[str, Any] = {"thing": thing} if thing is not None else {}
    if acts:
        given["post"] = ADMINISTRATOR
    return [at_desk(f"organization:{route}", desk, get=ADMINISTRATOR, of_every_desk=True, **given) for desk in Desk]


ENTRIES = [
    signed_in("organization:join", methods=("GET", "POST")),
    signed_in("organization:ask", methods=("GET", "POST"), thing=lambda _: {"code": make_enterprise().uscc}),
    signed_in("organization:register", methods=("GET", "POST")),
    # Only the invited person sees it. Tested in tests/frontend/organization.
    *library("organization:invitation"),
    *_at_every_desk("home", acts=False),
    *_at_every_desk("invite"),
    *_at_every_desk("grant_role", person_of),
    *_at_every_desk("end_role", role_of),
    *_at_every_desk("join_request", request_to),
    *_at_every_desk("grant_mandate", person_of),
    *_at_every_desk("end_mandate", mandate_of),
]
