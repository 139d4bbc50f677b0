"""Write a listing: begin a draft, edit its content without losing what somebody else or oneself has typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, confirm_act
from frontend.components.refusals import put_on_form
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from frontend.university.addresses import address
from frontend.university.listing_forms import ContentForm, content_of
from listings.offers import services
from listings.offers.models import Listing
from listings.offers.rows import EditedMeanwhile
from listings.offers.selectors import own_listing
from listings.patents.selectors import held_patent
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.edit")
def new(request: HttpRequest, actor: Actor, patent_id: UUID) -> HttpResponse:
    """Begin the listing of a patent."""
    patent = held_patent(actor, patent_id)

    def do(_given: dict[str, Any]) -> str:
        listing = services.create_draft(actor=actor, patent_id=patent.pk, now=clock.now())
        return address(actor, "edit", number=listing.number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Make a draft for “%(title)s”") % {"title": patent.invention_title},
            button=_("Make the draft"),
            back_url=address(actor, "patent", patent_id=patent.pk),
        ),
        do=do,
        done=_("The draft is made. Only your organization sees it."),
        template="university/confirm.html",
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.edit")
def edit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Edit the content. If somebody was faster, both versions are shown and nothing is lost."""
    listing = own_listing(actor, number)
    form = ContentForm(request.POST or None, initial=content_of(listing))
    context: dict[str, Any] = {
        "form": form,
        "listing": listing,
        "heading": _("Edit the listing %(number)s") % {"number": number},
        "button": _("Save the content"),
        "back_url": address(actor, "listing", number=number),
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.edit_content(
                    actor=actor,
                    listing_id=listing.pk,
                    version=form.cleaned_data["version"],
                    content=form.content(),
                    now=clock.now(),
                )
            except EditedMeanwhile as error:
                status = error.status
                context |= _both_versions(request, form, own_listing(actor, number))
            except DomainError as error:
                if error.status == 404:
                    raise
                put_on_form(form, error)
                status = error.status
            else:
                messages.success(request, _("The content is saved."))
                return redirect(address(actor, "listing", number=number))
    return desk_response(request, actor, "university/edit.html", context, status=status)


def _both_versions(request: HttpRequest, form: ContentForm, listing: Listing) -> dict[str, Any]:
    """Give the form as it was typed, ready to be saved over the newest version, and where that one differs."""
    stored = content_of(listing)
    typed = form.cleaned_data
    differing = [
        (form.fields[name].label, form.fields[name].prepare_value(stored[name]))
        for name in typed
        if name != "version" and typed[name] != stored[name]
    ]
    kept = QueryDict(mutable=True)
    for name in form.fields:
        kept.setlist(name, [str(listing.version)] if name == "version" else request.POST.getlist(name))
    return {"form": ContentForm(kept), "differing": differing, "stored_at": listing.revised_at, "was_edited": True}
