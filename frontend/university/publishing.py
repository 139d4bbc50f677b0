"""Publish, suspend, resume, withdraw: what everybody sees."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, confirm_act
from frontend.components.values import Confirmation
from frontend.university.addresses import address
from frontend.university.listing_forms import WithdrawForm
from frontend.university.listing_values import points_of, review_context
from listings.offers import services
from listings.offers.models import Listing
from listings.offers.selectors import open_points, own_listing
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.publish", second_factor=True)
def publish(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Make a listing, or newer terms of it, public; the page names everything that is still missing."""
    listing = own_listing(actor, number)
    points = open_points(listing, on=clock.today())

    def do(_given: dict[str, Any]) -> str:
        services.publish(actor=actor, listing_id=listing.pk, now=clock.now())
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Publish the listing %(number)s") % {"number": number},
            button=_("Publish"),
            back_url=address(actor, "listing", number=number),
            cannot_be_undone=_("Everybody can read it at once, and enterprises can take the license."),
        ),
        do=do,
        done=_("The listing is public."),
        template="university/review.html",
        context={**review_context(listing), "points": points_of(points, actor, number)},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.suspend")
def suspend(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Let a public listing rest."""
    listing = own_listing(actor, number)

    def do(_given: dict[str, Any]) -> str:
        services.suspend(actor=actor, listing_id=listing.pk, now=clock.now())
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Suspend the listing %(number)s") % {"number": number},
            button=_("Suspend"),
            back_url=address(actor, "listing", number=number),
            cannot_be_undone=_("No new license can be taken until it is resumed. Licenses that exist go on."),
            reason_not_allowed=_only_in(listing, Listing.Status.PUBLISHED),
        ),
        do=do,
        done=_("The listing is suspended."),
        template="university/confirm.html",
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.suspend")
def resume(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Open a suspended listing again."""
    listing = own_listing(actor, number)

    def do(_given: dict[str, Any]) -> str:
        services.resume(actor=actor, listing_id=listing.pk, now=clock.now())
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Resume the listing %(number)s") % {"number": number},
            button=_("Resume"),
            back_url=address(actor, "listing", number=number),
            reason_not_allowed=_only_in(listing, Listing.Status.SUSPENDED),
        ),
        do=do,
        done=_("The listing is open again."),
        template="university/confirm.html",
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.suspend", second_factor=True)
def withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Withdraw a listing, or give up a draft."""
    listing = own_listing(actor, number)

    def do(given: dict[str, Any]) -> str:
        services.withdraw(
            actor=actor, listing_id=listing.pk, reason=given["reason"], text=given["text"], now=clock.now()
        )
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=(_("Withdraw the listing %(number)s") if listing.revision else _("Give up the draft %(number)s"))
            % {"number": number},
            button=_("Withdraw") if listing.revision else _("Give up the draft"),
            back_url=address(actor, "listing", number=number),
            cannot_be_undone=_("A withdrawn listing does not come back; the patent can be listed anew."),
        ),
        form=WithdrawForm(request.POST or None),
        do=do,
        done=_("The listing is withdrawn.") if listing.revision else _("The draft is given up."),
        template="university/confirm.html",
    )


def _only_in(listing: Listing, status: Listing.Status) -> str:
    """Say that an act is not possible now, unless the listing is in the state it needs."""
    if listing.status == status:
        return ""
    return _("This is possible only while the listing is in the state “%(state)s”.") % {"state": status.label}
