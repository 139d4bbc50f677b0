"""Powers to sign for an organization: given with the paper that says so, ended from today on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.components.values import Confirmation
from frontend.organization.forms import MandateForm
from frontend.organization.members import acts_of, address, member_of
from marketplace.accounts import selectors, services
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Mandate
from marketplace.accounts.refusals import NoSuchMember
from marketplace.dated import clock
from marketplace.documents.services import store_upload
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(None, "mandate.grant", second_factor=True)
def grant(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """Store a member's power to sign."""
    member = member_of(actor, person_id)

    def do(given: dict[str, Any]) -> str:
        now, upload, sha256 = clock.now(), given["document"], ""
        if upload:
            paper = store_upload(actor=actor, upload=upload, kind="mandate", title=upload.name, at=now, subject=member)
            sha256 = paper.file_id
        services.grant_mandate(
            actor=actor,
            person_id=member.pk,
            acts=[Mandate.Act(act) for act in given["acts"]],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            at=now,
            document_sha256=sha256,
        )
        return address(actor, "home")

    return form_act(
        request,
        actor,
        form=MandateForm(request.POST or None, request.FILES or None, initial={"valid_from": clock.today()}),
        heading=_("Give %(name)s a power to sign") % {"name": member},
        button=_("Give the power"),
        back_url=address(actor, "home"),
        do=do,
        done=_("The power to sign is stored."),
        template="organization/form.html",
        context={"desk": str(actor.organization.desk)},
    )


@require_http_methods(ACT_METHODS)
@desk_page(None, "mandate.grant")
def end(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponse:
    """End a power to sign from today on; what was signed under it stands."""
    mandate = selectors.mandates_of(actor).filter(pk=mandate_id).first()
    if mandate is None:
        raise NoSuchMember(str(mandate_id))

    def do(_given: dict[str, Any]) -> str:
        services.end_mandate(actor=actor, mandate_id=mandate_id, at=clock.now())
        return address(actor, "home")

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("End the power of %(name)s: %(acts)s") % {"name": mandate.person, "acts": acts_of(mandate)},
            button=_("End the power"),
            back_url=address(actor, "home"),
            cannot_be_undone=_("What was signed under it stands. A new power can be given at any time."),
        ),
        do=do,
        done=_("The power to sign has ended."),
        template="organization/confirm.html",
        context={"desk": str(actor.organization.desk)},
    )
