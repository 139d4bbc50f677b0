"""Who may do what for an organization: members and their roles, invitations, requests to join."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from frontend.organization.forms import DecisionForm, InviteForm, RoleForm
from marketplace.accounts import selectors, services
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Mandate, Membership, Person
from marketplace.accounts.refusals import NoSuchMember, NoSuchRequest
from marketplace.accounts.roles import ROLE_WORDS, ROLES_OF, Role
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.acting import desk_page


class LetterNotSent(DomainError):
    """Raised when an invitation is stored, but its letter could not be sent: only a new one has a new token."""

    code = "letter_not_sent"
    status = 503


@require_safe
@desk_page(None, "organization.manage")
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show members with roles and mandates, who was invited, and who asks to join."""
    today = clock.today()
    people: dict[Person, dict[str, Any]] = {}
    for row in selectors.members_of(actor, on=today):
        known = people.setdefault(row.person, {"roles": [], "mandates": [], **_links(actor, row.person)})
        known["roles"].append((ROLE_WORDS[Role(row.role)], address(actor, "end_role", membership_id=row.pk)))
    for mandate in selectors.mandates_of(actor):
        if mandate.person in people and (mandate.valid_until is None or mandate.valid_until > today):
            people[mandate.person]["mandates"].append(
                (mandate, acts_of(mandate), address(actor, "end_mandate", mandate_id=mandate.pk))
            )
    context = {
        "people": people.items(),
        "invitations": [
            (row, ROLE_WORDS[Role(row.role)], row.expires_at <= clock.now())
            for row in selectors.invitations_of(actor)
            if row.accepted_at is None
        ],
        "requests": [
            (row, ROLE_WORDS[Role(row.role)], address(actor, "join_request", request_id=row.pk))
            for row in selectors.join_requests_of(actor)
        ],
        "invite_url": address(actor, "invite"),
        "desk": str(actor.organization.desk),
    }
    return desk_response(request, actor, "organization/home.html", context)


@require_http_methods(ACT_METHODS)
@desk_page(None, "organization.manage")
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invite somebody by e-mail to take a role; the letter alone carries the link."""
    desk = str(actor.organization.desk)

    def do(given: dict[str, Any]) -> str:
        invited = services.invite(actor=actor, email=given["email"], role=Role(given["role"]), at=clock.now())
        _send_letter(actor, invited)
        return address(actor, "home")

    return form_act(
        request,
        actor,
        form=InviteForm(request.POST or None, roles=ROLES_OF[actor.organization.desk]),
        heading=_("Invite somebody"),
        button=_("Send the invitation"),
        back_url=address(actor, "home"),
        do=do,
        done=_("The invitation is sent by e-mail. It is valid for two weeks."),
        template="organization/form.html",
        context={"desk": desk},
    )


@require_http_methods(ACT_METHODS)
@desk_page(None, "organization.manage")
def grant(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Give a member one more role."""
    member = member_of(actor, person_id)

    def do(given: dict[str, Any]) -> str:
        services.grant_role(actor=actor, person_id=member.pk, role=Role(given["role"]), at=clock.now())
        return address(actor, "home")

    return form_act(
        request,
        actor,
        form=RoleForm(request.POST or None, roles=ROLES_OF[actor.organization.desk]),
        heading=_("Give %(name)s a role") % {"name": member},
        button=_("Give the role"),
        back_url=address(actor, "home"),
        do=do,
        done=_("The role is given."),
        template="organization/form.html",
        context={"desk": str(actor.organization.desk)},
    )


@require_http_methods(ACT_METHODS)
@desk_page(None, "organization.manage")
def end(request: HttpRequest, actor: Actor, membership_id: int) -> HttpResponse:
    """End a role from today on."""
    row = selectors.members_of(actor, on=clock.today()).filter(pk=membership_id).first()
    if row is None:
        raise NoSuchMember(str(membership_id))
    membership: Membership = row

    def do(_given: dict[str, Any]) -> str:
        services.end_role(actor=actor, membership_id=membership.pk, at=clock.now())
        if membership.person_id == actor.person.pk and membership.role == Role.ADMINISTRATOR:
            return reverse("public:desks") + "?all"
        return address(actor, "home")

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("End the role “%(role)s” of %(name)s")
            % {"role": ROLE_WORDS[Role(membership.role)], "name": membership.person},
            button=_("End the role"),
            back_url=address(actor, "home"),
        ),
        do=do,
        done=_("The role has ended."),
        template="organization/confirm.html",
        context={"desk": str(actor.organization.desk)},
    )


@require_http_methods(ACT_METHODS)
@desk_page(None, "organization.manage")
def decide(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Accept or decline a request to join."""
    row = selectors.join_requests_of(actor).filter(pk=request_id).first()
    if row is None:
        raise NoSuchRequest(str(request_id))

    def do(given: dict[str, Any]) -> str:
        services.decide_join_request(actor=actor, request_id=request_id, accept=given["accept"], at=clock.now())
        return address(actor, "home")

    return form_act(
        request,
        actor,
        form=DecisionForm(request.POST or None),
        heading=_("%(name)s asks to join") % {"name": row.person},
        button=_("Decide on the request"),
        back_url=address(actor, "home"),
        do=do,
        done=_("The request is decided."),
        template="organization/form.html",
        context={
            "lead": _("Role: %(role)s · e-mail: %(email)s")
            % {"role": ROLE_WORDS[Role(row.role)], "email": row.person.email},
            "desk": str(actor.organization.desk),
        },
    )


def address(actor: Actor, route: str, **values: object) -> str:
    """Give the address of a page of the administration."""
    return reverse(f"organization:{route}", kwargs={"uscc": actor.organization.uscc, **values})


def member_of(actor: Actor, person_id: UUID) -> Person:
    """
    Give a member of the organization acted for.

    :raises NoSuchMember: for anybody else.
    """
    row = selectors.members_of(actor, on=clock.today()).filter(person_id=person_id).first()
    if row is None:
        raise NoSuchMember(str(person_id))
    return row.person


def acts_of(mandate: Mandate) -> str:
    """Name what a mandate is for."""
    return " · ".join(str(Mandate.Act(act).label) for act in mandate.acts)


def _links(actor: Actor, person: Person) -> dict[str, str]:
    return {
        "grant_url": address(actor, "grant_role", person_id=person.pk),
        "mandate_url": address(actor, "grant_mandate", person_id=person.pk),
    }


def _send_letter(actor: Actor, invited: services.Invited) -> None:
    link = settings.BASE_URL + reverse("organization:invitation", args=[invited.token])
    words = {"name": actor.organization.name, "role": ROLE_WORDS[Role(invited.invitation.role)], "link": link}
    subject = _("Invitation to act for %(name)s") % words
    text = _(
        "You are invited to act for %(name)s as: %(role)s.\n\nSign in or sign up with this e-mail address, then open "
        "the link within two weeks:\n%(link)s\n"
    )
    try:
        send_mail(subject, text % words, None, [invited.invitation.email])
    except OSError as error:
        raise LetterNotSent(invited.invitation.email) from error
