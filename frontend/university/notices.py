"""The price notice of a public body: start it, end it when its last day is over, stop it if an objection is right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, form_act
from frontend.components import formats
from frontend.components.values import Text
from frontend.university.addresses import address
from frontend.university.listing_forms import EndNoticeForm, NoticeForm, StopNoticeForm
from frontend.university.listing_values import notice_lines, review_context
from listings.offers import services
from listings.offers.models import Listing, PriceNotice
from listings.offers.rows import newest_terms
from listings.offers.selectors import own_listing, own_notice
from listings.offers.services.notices import DAYS_SETTING, DEFAULT_DAYS
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.dated.selectors import setting_on, working_days
from marketplace.dates import add_days
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "price_notice.run")
def start(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Start the notice of the newest terms; the page says until when it would run."""
    listing = own_listing(actor, number)
    terms = newest_terms(listing)

    def do(given: dict[str, Any]) -> str:
        services.start_price_notice(
            actor=actor,
            listing_id=listing.pk,
            terms_id=terms.pk if terms is not None else None,
            place=given["place"],
            now=clock.now(),
        )
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=NoticeForm(request.POST or None),
        heading=_("Price notice of %(number)s") % {"number": number},
        button=_("Start the price notice"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The price notice runs. Until it has ended nobody can sign."),
        template="university/notice.html",
        context={**review_context(listing), "lead": _how_long()},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "price_notice.run")
def end(request: HttpRequest, actor: Actor, number: str, notice_id: UUID) -> HttpResponse:
    """End a notice whose last day is over."""
    listing, notice = own_listing(actor, number), own_notice(actor, number, notice_id)

    def do(given: dict[str, Any]) -> str:
        services.end_price_notice(actor=actor, notice_id=notice.pk, now=clock.now(), **given)
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=EndNoticeForm(request.POST or None),
        heading=_("End the price notice of %(number)s") % {"number": number},
        button=_("End the price notice"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The price notice has ended."),
        template="university/notice.html",
        context=_running(listing, notice),
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "price_notice.run")
def stop(request: HttpRequest, actor: Actor, number: str, notice_id: UUID) -> HttpResponse:
    """Stop a notice because an objection is right."""
    listing, notice = own_listing(actor, number), own_notice(actor, number, notice_id)

    def do(given: dict[str, Any]) -> str:
        services.stop_price_notice(actor=actor, notice_id=notice.pk, now=clock.now(), **given)
        return address(actor, "listing", number=number)

    return form_act(
        request,
        actor,
        form=StopNoticeForm(request.POST or None),
        heading=_("Stop the price notice of %(number)s") % {"number": number},
        button=_("Stop the price notice"),
        back_url=address(actor, "listing", number=number),
        do=do,
        done=_("The price notice is stopped."),
        template="university/notice.html",
        context=_running(listing, notice),
    )


def _running(listing: Listing, notice: PriceNotice) -> dict[str, Any]:
    return {"lead": "", "notice": notice, "notice_lines": notice_lines(notice), **review_context(listing)}


def _how_long() -> Text:
    """Say how long a notice that starts today would run, and that the first day does not count."""
    today = clock.today()
    days = int(setting_on(DAYS_SETTING, on=today, default=DEFAULT_DAYS).value)
    last = working_days().roll(add_days(today, days))
    return _(
        "If it starts today it runs for %(days)s days until %(day)s. The first day does not count, the last one does; "
        "a last day of rest moves to the next working day."
    ) % {"days": days, "day": formats.day(last.day)}
