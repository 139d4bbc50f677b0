"""Verify organizations: only a verified one may publish, contract or claim."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act
from frontend.components.values import Confirmation, Task
from frontend.desks import desk_response
from marketplace.accounts import selectors
from marketplace.accounts.actors import Actor
from marketplace.accounts.organizations import verify_organization
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.BUREAU, "organization.verify")
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the organizations of the office's place that wait to be verified."""
    rows = [(row, _address(actor, row.pk)) for row in selectors.organizations_to_verify(actor)]
    return desk_response(request, actor, "bureau/organizations.html", {"rows": rows, "desk": "bureau"})


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "organization.verify", second_factor=True)
def verify(request: HttpRequest, actor: Actor, organization_id: UUID) -> HttpResponse:
    """Confirm that an organization is what it says."""
    organization = selectors.organization_to_verify(actor, organization_id)
    back = reverse("bureau:organizations", kwargs={"uscc": actor.organization.uscc})

    def do(_given: dict[str, Any]) -> str:
        verify_organization(actor=actor, organization_id=organization.pk, at=clock.now())
        return back

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Verify %(name)s") % {"name": organization.name},
            button=_("Verify the organization"),
            back_url=back,
            cannot_be_undone=_("It can publish, contract and claim from now on."),
        ),
        do=do,
        done=_("The organization is verified."),
        template="bureau/verify.html",
        context={"organization": organization, "desk": "bureau"},
    )


def verification_tasks(actor: Actor) -> list[Task]:
    """Give the organizations that wait for this office."""
    if not actor.may("organization.verify"):
        return []
    return [
        Task(act=_("Verify %(name)s") % {"name": row.name}, url=_address(actor, row.pk), counterparty=row.uscc)
        for row in selectors.organizations_to_verify(actor)
    ]


def _address(actor: Actor, organization_id: UUID) -> str:
    kwargs = {"uscc": actor.organization.uscc, "organization_id": organization_id}
    return reverse("bureau:verify_organization", kwargs=kwargs)
