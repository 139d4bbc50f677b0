"""Review by two people: hand over, approve, give back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.components.values import Confirmation
from frontend.university.addresses import address
from frontend.university.listing_forms import ReasonForm
from frontend.university.listing_values import points_of, review_context
from listings.offers import services
from listings.offers.content import missing_content
from listings.offers.rows import newest_terms
from listings.offers.selectors import own_listing
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.submit")
def submit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Hand a draft to the approver; the page shows what is still missing."""
    listing = own_listing(actor, number)

    def do(_given: dict[str, Any]) -> str:
        services.submit_for_review(actor=actor, listing_id=listing.pk, now=clock.now())
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Submit the listing %(number)s for review") % {"number": number},
            button=_("Submit for review"),
            back_url=address(actor, "listing", number=number),
            cannot_be_undone=_("While it is reviewed nobody can change it; the approver can give it back."),
        ),
        do=do,
        done=_("The listing is submitted. Another person approves it or gives it back."),
        template="university/review.html",
        context={**review_context(listing), "points": points_of(missing_content(listing), actor, number)},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.approve", second_factor=True)
def approve(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Approve a listing with its terms, as somebody who did not write it."""
    listing = own_listing(actor, number)

    def do(_given: dict[str, Any]) -> str:
        services.approve(actor=actor, listing_id=listing.pk, now=clock.now())
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Approve the listing %(number)s") % {"number": number},
            button=_("Approve"),
            back_url=address(actor, "listing", number=number),
            cannot_be_undone=_("The price notice may start, and the signatory may sign these terms."),
        ),
        do=do,
        done=_("The listing is approved."),
        template="university/review.html",
        context={**review_context(listing), "return_url": address(actor, "return", number=number)},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.approve", second_factor=True)
def approve_terms(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Approve a further version of the terms of a public listing."""
    listing = own_listing(actor, number)
    terms = newest_terms(listing)

    def do(_given: dict[str, Any]) -> str:
        if terms is not None:
            services.approve_terms(actor=actor, terms_id=terms.pk, now=clock.now())
        return address(actor, "listing", number=number)

    version = terms.version if terms is not None else 0
    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Approve version %(version)s of the terms of %(number)s") % {"version": version, "number": number},
            button=_("Approve the terms"),
            back_url=address(actor, "listing", number=number),
            reason_not_allowed="" if terms is not None else _("No terms have been chosen yet."),
        ),
        do=do,
        done=_("The terms are approved."),
        template="university/review.html",
        context=review_context(listing),
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.approve")
def give_back(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give a listing back to its authors, saying everything that has to change."""
    listing = own_listing(actor, number)

    def do(given: dict[str, Any]) -> str:
        services.return_to_draft(actor=actor, listing_id=listing.pk, reason=given["reason"], now=clock.now())
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=ReasonForm(request.POST or None),
        heading=_("Give the listing %(number)s back") % {"number": number},
        button=_("Give back"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The listing is a draft again; its authors see the reason."),
        template="university/form.html",
    )
