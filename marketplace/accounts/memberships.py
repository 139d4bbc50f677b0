"""Services of membership: invite, ask to join, grant and end roles and mandates. People join only by consent."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import models
from django.db.models import Q

from marketplace import events
from marketplace.accounts import topics
from marketplace.accounts.actors import Actor, require
from marketplace.accounts.models import Invitation, JoinRequest, Mandate, Membership, Organization, Person
from marketplace.accounts.refusals import (
    AlreadyDecided,
    AlreadyMember,
    InvitationOver,
    LastAdministrator,
    MandateMalformed,
    NoSuchInvitation,
    NoSuchMember,
    NoSuchOrganization,
    NoSuchRequest,
    OwnCase,
    PaperNeeded,
    RequestOpen,
    RoleNotOfDesk,
)
from marketplace.accounts.roles import ROLES_OF, Role
from marketplace.accounts.uscc import normalized
from marketplace.dates import shanghai_day
from marketplace.events import Acting

INVITATION_LASTS: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the token that only its letter carries; the database keeps its hash alone."""

    invitation: Invitation
    token: str


@dataclass(frozen=True, slots=True)
class _Joining:
    """A person who acts for an organization before they belong to it."""

    pseudonym: UUID
    organization_id: UUID | None


@events.transaction()
def invite(*, actor: Actor, email: str, role: Role, at: datetime) -> Invited:
    """
    Invite somebody by e-mail to take a role.

    :raises RoleNotOfDesk: for a role that organizations of this kind do not have.
    """
    require(actor, "organization.manage")
    _require_role_of(actor.organization, role)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=actor.organization,
        email=email.strip().lower(),
        role=role,
        token_sha256=token_hash(token),
        invited_by=actor.pseudonym,
        created_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    events.record(topics.INVITATION_SENT, actor=actor, subject=invitation, at=at, role=role)
    return Invited(invitation, token)


@events.transaction()
def accept_invitation(*, person: Person, token: str, at: datetime) -> Membership:
    """
    Take the role of an invitation that was sent to this person's address.

    :raises NoSuchInvitation: for an unknown token or another address.
    :raises InvitationOver: if it was accepted or has expired.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(token_sha256=token_hash(token))
        .first()
    )
    if invitation is None or invitation.email != person.email.lower():
        raise NoSuchInvitation("no such invitation for this address")
    if invitation.accepted_at is not None or invitation.expires_at <= at:
        raise InvitationOver("the invitation was accepted or has expired")
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    role = Role(invitation.role)
    events.record(
        topics.INVITATION_ACCEPTED,
        actor=_Joining(person.pseudonym, invitation.organization_id),
        subject=invitation,
        at=at,
        person=person.pseudonym,
        role=role,
    )
    joining = _Joining(person.pseudonym, invitation.organization_id)
    return _grant(invitation.organization, person, role, by=joining, at=at)


@events.transaction()
def request_to_join(*, person: Person, uscc: str, role: Role, at: datetime) -> JoinRequest:
    """
    Ask an organization's administrator for a role in it.

    :raises NoSuchOrganization: for a code that nobody has registered.
    :raises AlreadyMember: if the person has the role.
    :raises RequestOpen: if a request of theirs waits already.
    """
    organization = Organization.objects.select_for_update().filter(uscc=normalized(uscc)).first()
    if organization is None:
        raise NoSuchOrganization("no such organization")
    _require_role_of(organization, role)
    if _current(organization, on=shanghai_day(at)).filter(person=person, role=role).exists():
        raise AlreadyMember("has this role", role=role)
    if JoinRequest.objects.filter(organization=organization, person=person, status=JoinRequest.Status.OPEN).exists():
        raise RequestOpen("a request waits already", organization=organization.name)
    request = JoinRequest.objects.create(organization=organization, person=person, role=role, created_at=at)
    events.record(
        topics.JOIN_REQUESTED,
        actor=_Joining(person.pseudonym, organization.pk),
        subject=request,
        at=at,
        person=person.pseudonym,
        role=role,
    )
    return request


@events.transaction()
def decide_join_request(*, actor: Actor, request_id: UUID, accept: bool, at: datetime) -> JoinRequest:
    """
    Accept or decline a request to join.

    :raises NoSuchRequest: for a request to another organization.
    :raises OwnCase: for one's own request.
    :raises AlreadyDecided: if it was decided before.
    """
    require(actor, "organization.manage")
    request = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("person", "organization")
        .filter(pk=request_id, organization=actor.organization)
        .first()
    )
    if request is None:
        raise NoSuchRequest("no such request")
    if request.person_id == actor.person.pk:
        raise OwnCase("nobody decides on their own request")
    if request.status != JoinRequest.Status.OPEN:
        raise AlreadyDecided("it was decided", status=request.status)
    request.status = JoinRequest.Status.ACCEPTED if accept else JoinRequest.Status.DECLINED
    request.decided_by, request.decided_at = actor.pseudonym, at
    request.save(update_fields=["status", "decided_by", "decided_at"])
    events.record(
        topics.JOIN_DECIDED,
        actor=actor,
        subject=request,
        at=at,
        status=request.status,
        person=request.person.pseudonym,
        role=request.role,
    )
    if accept:
        _grant(request.organization, request.person, Role(request.role), by=actor, at=at)
    return request


@events.transaction()
def grant_role(*, actor: Actor, person_id: UUID, role: Role, at: datetime, office: str = "") -> Membership:
    """
    Give a member one more role.

    :raises NoSuchMember: for somebody who has no role here: they are invited instead.
    :raises AlreadyMember: if they have the role.
    """
    require(actor, "organization.manage")
    _require_role_of(actor.organization, role)
    member = _member(actor.organization, person_id, on=shanghai_day(at))
    return _grant(actor.organization, member, role, by=actor, at=at, office=office)


@events.transaction()
def end_role(*, actor: Actor, membership_id: int, at: datetime) -> Membership:
    """
    End a role from today on. An administrator ends any, everybody their own.

    :raises NoSuchMember: for a membership of another organization, or one that has ended.
    :raises LastAdministrator: if nobody would be left to administer.
    """
    today = shanghai_day(at)
    # The organization's row orders two administrators who end each other's role at once.
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    current = _current(organization, on=today)
    membership = current.select_related("person").filter(pk=membership_id).first()
    if membership is None:
        raise NoSuchMember("no such role")
    if membership.person_id != actor.person.pk:
        require(actor, "organization.manage")
    if membership.role == Role.ADMINISTRATOR and current.filter(role=Role.ADMINISTRATOR).count() == 1:
        raise LastAdministrator("somebody must stay to administer", organization=organization.name)
    membership.valid_until = today
    membership.save(update_fields=["valid_until"])
    events.record(
        topics.MEMBERSHIP_ENDED,
        actor=actor,
        subject=membership,
        at=at,
        person=membership.person.pseudonym,
        role=membership.role,
    )
    return membership


@events.transaction()
def grant_mandate(
    *,
    actor: Actor,
    person_id: UUID,
    acts: Collection[Mandate.Act],
    valid_from: date,
    valid_until: date | None,
    at: datetime,
    document_sha256: str = "",
) -> Mandate:
    """
    Store a member's power to sign for the organization.

    :raises NoSuchMember: for somebody who has no role here.
    :raises MandateMalformed: without acts, or if it ends before it begins.
    :raises PaperNeeded: for a power of one's own without the paper that gives it.
    """
    require(actor, "mandate.grant")
    if not acts or not set(acts) <= set(Mandate.Act) or (valid_until is not None and valid_until <= valid_from):
        raise MandateMalformed("name known acts and an end after the beginning")
    member = _member(actor.organization, person_id, on=shanghai_day(at))
    if member.pk == actor.person.pk and not document_sha256:
        raise PaperNeeded("add the paper that gives this power")
    mandate = Mandate.objects.create(
        organization=actor.organization,
        person=member,
        acts=sorted(str(act) for act in set(acts)),
        valid_from=valid_from,
        valid_until=valid_until,
        document_sha256=document_sha256,
        granted_by=actor.pseudonym,
        granted_at=at,
    )
    events.record(
        topics.MANDATE_GRANTED,
        actor=actor,
        subject=mandate,
        at=at,
        person=member.pseudonym,
        acts=mandate.acts,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return mandate


@events.transaction()
def end_mandate(*, actor: Actor, mandate_id: UUID, at: datetime) -> Mandate:
    """
    End a power to sign from today on.

    :raises NoSuchMember: for a mandate of another organization, or one that has ended.
    """
    require(actor, "mandate.grant")
    today = shanghai_day(at)
    mandate = (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(Q(valid_until=None) | Q(valid_until__gt=today), pk=mandate_id, organization=actor.organization)
        .first()
    )
    if mandate is None:
        raise NoSuchMember("no such mandate")
    mandate.valid_until = today
    mandate.save(update_fields=["valid_until"])
    events.record(
        topics.MANDATE_ENDED, actor=actor, subject=mandate, at=at, person=mandate.person.pseudonym, valid_until=today
    )
    return mandate


def token_hash(token: str) -> str:
    """Give the hash by which an invitation's token is known."""
    return sha256(token.encode()).hexdigest()


def _require_role_of(organization: Organization, role: Role) -> None:
    if role not in ROLES_OF[organization.desk]:
        raise RoleNotOfDesk(f"{organization.kind} has no such role", role=role)


def _current(organization: Organization, *, on: date) -> models.QuerySet[Membership]:
    return Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), organization=organization, valid_from__lte=on
    )


def _member(organization: Organization, person_id: UUID, *, on: date) -> Person:
    membership = _current(organization, on=on).select_related("person").filter(person_id=person_id).first()
    if membership is None:
        raise NoSuchMember("not a member")
    return membership.person


def _grant(
    organization: Organization, person: Person, role: Role, *, by: Acting, at: datetime, office: str = ""
) -> Membership:
    today = shanghai_day(at)
    # Locked, so that the same role granted twice at once is refused here and not by the constraint.
    Organization.objects.select_for_update().get(pk=organization.pk)
    if _current(organization, on=today).filter(person=person, role=role).exists():
        raise AlreadyMember("has this role", role=role)
    membership = Membership.objects.create(
        person=person, organization=organization, role=role, office=office, valid_from=today
    )
    events.record(topics.MEMBERSHIP_GRANTED, actor=by, subject=membership, at=at, person=person.pseudonym, role=role)
    return membership
