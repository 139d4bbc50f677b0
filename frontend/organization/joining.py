"""Join: register an organization, ask its administrator, or accept an invitation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, NoFields, answer_form
from frontend.components.values import Text
from frontend.desks import desk_address
from frontend.organization.forms import CodeForm, RegistrationForm, RoleForm
from marketplace.accounts import selectors, services
from marketplace.accounts.models import Organization, Person
from marketplace.accounts.roles import ROLE_WORDS, ROLES_OF, Kind, Role
from marketplace.accounts.uscc import normalized
from marketplace.dated import clock
from marketplace.web.acting import signed_in_page


@require_http_methods(ACT_METHODS)
@signed_in_page
def start(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001 - Every page of a person takes it.
    """Ask for the code; a known organization is asked, an unknown one is registered."""

    def do(given: dict[str, Any]) -> str:
        if Organization.objects.filter(uscc=given["uscc"]).exists():
            return reverse("organization:ask", args=[given["uscc"]])
        return f"{reverse('organization:register')}?{urlencode({'uscc': given['uscc']})}"

    return _page(
        request,
        form=CodeForm(request.POST or None),
        heading=_("Join an organization"),
        button=_("Go on"),
        do=do,
        context={
            "lead": _(
                "With the code we see whether your organization is here. If it is, its administrator decides on your "
                "request; if not, you register it and become its administrator."
            )
        },
    )


@require_http_methods(ACT_METHODS)
@signed_in_page
def ask(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Ask for a role in an organization that is registered."""
    organization = Organization.objects.filter(uscc=normalized(code)).first()
    if organization is None:
        raise Http404

    def do(given: dict[str, Any]) -> str:
        services.request_to_join(person=person, uscc=organization.uscc, role=Role(given["role"]), at=clock.now())
        return reverse("public:desks") + "?all"

    return _page(
        request,
        form=RoleForm(request.POST or None, roles=ROLES_OF[organization.desk]),
        heading=_("Ask to join %(name)s") % {"name": organization.name},
        button=_("Send the request"),
        do=do,
        done=_("The request is sent. The administrator of the organization decides on it."),
        context={"lead": organization.uscc},
    )


@require_http_methods(ACT_METHODS)
@signed_in_page
def register(request: HttpRequest, person: Person) -> HttpResponse:
    """Register an organization; the bureau verifies it before it can publish, contract or claim."""

    def do(given: dict[str, Any]) -> str:
        particulars = services.Particulars(**{**given, "kind": Kind(given["kind"])})
        organization = services.register_organization(person=person, particulars=particulars, at=clock.now())
        return reverse("organization:home", kwargs={"uscc": organization.uscc})

    return _page(
        request,
        form=RegistrationForm(request.POST or None, initial={"uscc": request.GET.get("uscc", "")}),
        heading=_("Register an organization"),
        button=_("Submit for verification"),
        do=do,
        done=_("The organization is registered. The office of its place verifies it; you can prepare everything."),
        context={
            "lead": _(
                "You become its administrator. The bureau's office of the place compares code and name with the "
                "register before anything is published, contracted or claimed."
            )
        },
    )


@require_http_methods(ACT_METHODS)
@signed_in_page
def accept(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Show who invites as what; accepting gives the role."""
    invitation = selectors.invitation_for(person, token=token)

    def do(_given: dict[str, Any]) -> str:
        services.accept_invitation(person=person, token=token, at=clock.now())
        return desk_address(invitation.organization, get_language() or "")

    role = ROLE_WORDS[Role(invitation.role)]
    return _page(
        request,
        form=NoFields(request.POST if request.method == "POST" else None),
        heading=_("Join %(name)s") % {"name": invitation.organization.name},
        button=_("Accept the invitation"),
        do=do,
        done=_("You act for this organization now."),
        context={"lead": _("You are invited as: %(role)s") % {"role": role}},
    )


def _page(
    request: HttpRequest,
    *,
    form: forms.Form,
    heading: Text,
    button: Text,
    do: Callable[[dict[str, Any]], str],
    done: Text = "",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form to somebody who acts for nobody yet, and do its act when it is sent."""
    shown = {"form": form, "heading": heading, "button": button, "back_url": reverse("public:desks"), **(context or {})}

    def show(status: int) -> HttpResponse:
        return render(request, "frontend/form_page.html", shown, status=status)

    return answer_form(request, form=form, do=do, done=done, show=show)
