"""Services of organizations: register, found an office, verify."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from marketplace import events
from marketplace.accounts import topics, uscc
from marketplace.accounts.actors import Actor, require
from marketplace.accounts.jurisdiction import is_responsible
from marketplace.accounts.models import Membership, Organization, Person
from marketplace.accounts.refusals import (
    AlreadyRegistered,
    AlreadyVerified,
    KindNotOpen,
    MalformedCode,
    MalformedRegion,
    NoSuchOrganization,
    OwnCase,
)
from marketplace.accounts.roles import Kind, Role
from marketplace.dates import shanghai_day
from marketplace.problems import FieldProblem

OPEN_KINDS: Final = frozenset({Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE, Kind.ENTERPRISE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an organization says about itself when it registers."""

    uscc: str
    name: str
    kind: Kind
    region: str
    address: str = ""
    contact_desk: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    is_public_body: bool = False
    is_small_or_medium: bool | None = None


@events.transaction()
def register_organization(*, person: Person, particulars: Particulars, at: datetime) -> Organization:
    """
    Register an organization that is not known yet; the person becomes its administrator.

    A code whose check character does not hold is taken and marked (``uscc_holds``): real codes are known that fail.

    :raises KindNotOpen: for an office of the bureau or the platform.
    :raises MalformedCode, MalformedRegion: for what cannot be a code or a region.
    :raises AlreadyRegistered: if the code is known.
    """
    if particulars.kind not in OPEN_KINDS:
        raise KindNotOpen("offices and platforms are founded by the operator", kind=particulars.kind)
    return _create(particulars, administrator=person, at=at, level="")


@events.transaction()
def found_office(*, administrator: Person, particulars: Particulars, level: str, at: datetime) -> Organization:
    """
    Found an office of the bureau, or the platform, as the operator of this installation.

    The operator vouches for it: it counts as verified, in the name of its first administrator.
    """
    organization = _create(particulars, administrator=administrator, at=at, level=level)
    organization.verified_at, organization.verified_by = at, administrator.pseudonym
    organization.save(update_fields=["verified_at", "verified_by"])
    events.record(topics.ORGANIZATION_VERIFIED, actor=events.SYSTEM, subject=organization, at=at)
    return organization


def _create(particulars: Particulars, *, administrator: Person, at: datetime, level: str) -> Organization:
    code = uscc.normalized(particulars.uscc)
    if not uscc.has_shape(code):
        raise MalformedCode(
            "18 characters are needed",
            problems=[FieldProblem("/uscc", MalformedCode.code, "not 18 characters of the alphabet")],
        )
    if not re.fullmatch(r"[0-9]{6}", particulars.region):
        raise MalformedRegion(
            "six digits are needed", problems=[FieldProblem("/region", MalformedRegion.code, "not six digits")]
        )
    if Organization.objects.filter(uscc=code).exists():
        raise AlreadyRegistered("this code is registered", uscc=code)
    organization = Organization.objects.create(
        uscc=code,
        uscc_holds=uscc.check_holds(code),
        name=particulars.name.strip(),
        kind=particulars.kind,
        region=particulars.region,
        level=level,
        address=particulars.address,
        contact_desk=particulars.contact_desk,
        contact_phone=particulars.contact_phone,
        contact_email=particulars.contact_email,
        is_public_body=particulars.is_public_body,
        is_small_or_medium=particulars.is_small_or_medium,
        created_at=at,
    )
    membership = Membership.objects.create(
        person=administrator, organization=organization, role=Role.ADMINISTRATOR, valid_from=shanghai_day(at)
    )
    actor = Actor(administrator, organization, frozenset({Role.ADMINISTRATOR}))
    events.record(
        topics.ORGANIZATION_REGISTERED,
        actor=actor,
        subject=organization,
        at=at,
        uscc=code,
        name=organization.name,
        kind=organization.kind,
        region=organization.region,
    )
    events.record(
        topics.MEMBERSHIP_GRANTED,
        actor=actor,
        subject=membership,
        at=at,
        person=administrator.pseudonym,
        role=membership.role,
    )
    return organization


@events.transaction()
def verify_organization(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """
    Confirm, as an office of the bureau, that an organization is what it says; only then may it publish or contract.

    :raises NotPermitted: without the right.
    :raises NoSuchOrganization: for one outside the office's place.
    :raises OwnCase: for the actor's own organization, or one in which they have a role.
    :raises AlreadyVerified: if it was verified before.
    """
    require(actor, "organization.verify")
    organization = Organization.objects.select_for_update().filter(pk=organization_id).first()
    if organization is None or not is_responsible(actor.organization, organization.region):
        raise NoSuchOrganization("no such organization in this place")
    if (
        organization.pk == actor.organization_id
        or Membership.objects.filter(organization=organization, person=actor.person).exists()
    ):
        raise OwnCase("nobody verifies their own organization", organization=organization.name)
    if organization.is_verified:
        raise AlreadyVerified("it is verified", organization=organization.name)
    organization.verified_at, organization.verified_by = at, actor.pseudonym
    organization.save(update_fields=["verified_at", "verified_by"])
    events.record(topics.ORGANIZATION_VERIFIED, actor=actor, subject=organization, at=at)
    return organization
