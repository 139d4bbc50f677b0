"""The open-license declaration at CNIPA: filed, announced, its withdrawal filed and announced."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, form_act
from frontend.university.addresses import address
from frontend.university.listing_forms import AnnouncementForm, FilingForm, WithdrawalForm
from frontend.university.listing_values import review_context
from listings.offers import services
from listings.offers.rows import newest_terms
from listings.offers.selectors import own_declaration, own_listing
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.acting import desk_page


class NoTerms(DomainError):
    """Raised when a declaration is to be recorded before terms were chosen."""

    code = "terms_missing"
    status = 409


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "declaration.record")
def file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Record that the declaration of the signed terms was filed."""
    listing = own_listing(actor, number)
    terms = newest_terms(listing)

    def do(given: dict[str, Any]) -> str:
        if terms is None:
            raise NoTerms(number)
        services.file_declaration(actor=actor, terms_id=terms.pk, now=clock.now(), **given)
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=FilingForm(request.POST or None),
        heading=_("Declaration of %(number)s: filed at CNIPA") % {"number": number},
        button=_("Record the filing"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The filing is recorded. The announcement is awaited."),
        template="university/declaration.html",
        context=review_context(listing),
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "declaration.record")
def announce(request: HttpRequest, actor: Actor, number: str, declaration_id: UUID) -> HttpResponse:
    """Record that CNIPA announced the declaration."""
    listing, declaration = own_listing(actor, number), own_declaration(actor, number, declaration_id)

    def do(given: dict[str, Any]) -> str:
        services.announce_declaration(actor=actor, declaration_id=declaration.pk, now=clock.now(), **given)
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=AnnouncementForm(request.POST or None),
        heading=_("Declaration of %(number)s: announced") % {"number": number},
        button=_("Record the day of the announcement"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The announcement is recorded."),
        template="university/declaration.html",
        context={**review_context(listing), "declaration": declaration},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "declaration.record")
def file_withdrawal(request: HttpRequest, actor: Actor, number: str, declaration_id: UUID) -> HttpResponse:
    """Record that the withdrawal of the declaration was filed; it takes effect when it is announced."""
    listing, declaration = own_listing(actor, number), own_declaration(actor, number, declaration_id)

    def do(given: dict[str, Any]) -> str:
        services.file_withdrawal(actor=actor, declaration_id=declaration.pk, now=clock.now(), **given)
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=WithdrawalForm(request.POST or None),
        heading=_("Declaration of %(number)s: withdrawal filed") % {"number": number},
        button=_("Record the withdrawal"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The withdrawal is recorded; it takes effect when CNIPA announces it."),
        template="university/declaration.html",
        context={**review_context(listing), "declaration": declaration},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "declaration.record")
def announce_withdrawal(request: HttpRequest, actor: Actor, number: str, declaration_id: UUID) -> HttpResponse:
    """Record that CNIPA announced the withdrawal; listings of the open license end with it."""
    listing, declaration = own_listing(actor, number), own_declaration(actor, number, declaration_id)

    def do(given: dict[str, Any]) -> str:
        services.announce_withdrawal(actor=actor, declaration_id=declaration.pk, now=clock.now(), **given)
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=AnnouncementForm(request.POST or None),
        heading=_("Declaration of %(number)s: withdrawal announced") % {"number": number},
        button=_("Record the announced withdrawal"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The withdrawal is announced. Licenses that exist go on."),
        template="university/declaration.html",
        context={**review_context(listing), "declaration": declaration},
    )
