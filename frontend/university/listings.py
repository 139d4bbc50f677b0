"""The listings of the university: all of them by state, and one with everything about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.components.values import Case, Link, NextStep, Party, Step
from frontend.desks import desk_response
from frontend.paging import paged
from frontend.university import listing_values as values
from frontend.university.addresses import address
from frontend.university.history import history_of
from frontend.university.stages import Stage, loaded, newest, notice_of, stage_of, standing_declaration, steps_of
from listings.offers.content import missing_content
from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice
from listings.offers.selectors import open_points, own_listing, visible_to
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.UNIVERSITY, "listing.read")
def listing_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the organization's listings, newest first, with what is next; a state can be picked."""
    rows = visible_to(actor)
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    picked = request.GET.get("status", "")
    if picked in Listing.Status.values:
        rows = rows.filter(status=picked)
    found, page = paged(request, loaded(rows.order_by("-created_at", "-number")))
    today = clock.today()
    context = {
        "rows": [_row(listing, stage_of(listing, today=today), actor) for listing in found],
        "page": page,
        "picked": picked,
        "states": [(status, counts[status]) for status in Listing.Status if status in counts],
        "total": sum(counts.values()),
    }
    return desk_response(request, actor, "university/listings.html", context)


@require_safe
@desk_page(Desk.UNIVERSITY, "listing.read")
def listing(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show one listing: where it stands, what is missing, content, terms, notice, signatures, documents, history."""
    today = clock.today()
    found = loaded(visible_to(actor).filter(pk=own_listing(actor, number).pk)).get()
    stage = stage_of(found, today=today)
    is_open = found.status not in {*Listing.ENDED, Listing.Status.PUBLISHED} or stage.act != "none"
    points = open_points(found, on=today) if is_open else []
    terms = newest(found)
    edit_url = address(actor, "edit", number=number) if _may_edit(found, actor) else ""
    context: dict[str, Any] = {
        "case": _header(found, stage, actor),
        "listing": found,
        "points": values.points_of(points, actor, number),
        "content_lines": values.content_lines(found, change_url=edit_url),
        "edit_url": edit_url,
        "patent_url": address(actor, "patent", patent_id=found.patent_id),
        "links": _links(found, stage, actor),
        "history": history_of([found, *found.terms.all(), *found.price_notices.all()]),
        "documents": found.documents.order_by("-revision"),
    }
    if terms is not None:
        context |= {
            "version": terms,
            "terms": values.terms_value(terms),
            "choice_lines": values.choice_lines(terms),
            "signed": values.signature_line(terms),
            "older": [(row, values.signature_line(row)) for row in found.terms.all() if row.pk != terms.pk],
            **_notice(found, terms, actor),
            **_declaration(found, actor),
        }
    return desk_response(request, actor, "university/listing.html", context)


def stage_url(stage: Stage, listing: Listing, actor: Actor) -> str:
    """Give the page of the next act, if the reader's roles allow it."""
    if not stage.permission or not actor.may(stage.permission):
        return ""
    return address(actor, stage.act, number=listing.number, **stage.values)


def _row(listing: Listing, stage: Stage, actor: Actor) -> dict[str, Any]:
    return {
        "listing": listing,
        "title": listing.plain_title or listing.patent.invention_title,
        "url": address(actor, "listing", number=listing.number),
        "stage": stage,
        "act_url": stage_url(stage, listing, actor),
    }


def _header(listing: Listing, stage: Stage, actor: Actor) -> Case:
    missing = len(missing_content(listing)) + (newest(listing) is None)
    owner = listing.owner
    return Case(
        number=listing.number,
        title=listing.plain_title or listing.patent.invention_title,
        state=values.state_of(listing, stage, missing=missing),
        parties=[Party(_("Owner"), owner.name)],
        next=NextStep(
            what=stage.words,
            who=stage.roles,
            by=stage.due,
            act_url=stage_url(stage, listing, actor),
            act_label=stage.words,
        ),
        steps=[Step(name, state) for name, state in steps_of(listing, stage)]
        if listing.status not in Listing.ENDED
        else [],
    )


def _may_edit(listing: Listing, actor: Actor) -> bool:
    if listing.is_public:
        return actor.may("listing.submit")
    return listing.status == Listing.Status.DRAFT and actor.may("listing.edit")


def _links(listing: Listing, stage: Stage, actor: Actor) -> list[Link]:
    """Give the other acts that are possible now, beside the next one."""
    possible: Sequence[tuple[str, str, Any]] = [
        ("terms", "listing.edit", _("Change the terms") if newest(listing) else _("Choose the terms")),
        ("return", "listing.approve", _("Give back")),
        ("suspend", "listing.suspend", _("Suspend")),
        ("withdraw", "listing.suspend", _("Withdraw") if listing.revision else _("Give up the draft")),
    ]
    allowed = {
        "terms": listing.status in {Listing.Status.DRAFT, *Listing.PUBLIC},
        "return": listing.status in {Listing.Status.IN_REVIEW, Listing.Status.PRICE_NOTICE},
        "suspend": listing.status == Listing.Status.PUBLISHED,
        "withdraw": listing.status not in Listing.ENDED,
    }
    return [
        Link(text, address(actor, route, number=listing.number))
        for route, permission, text in possible
        if allowed[route] and actor.may(permission) and route != stage.act
    ]


def _notice(listing: Listing, terms: LicenseTerms, actor: Actor) -> dict[str, Any]:
    notice = notice_of(listing, terms)
    if notice is None:
        return {}
    links = []
    if notice.status == PriceNotice.Status.RUNNING and actor.may("price_notice.run"):
        known = {"number": listing.number, "notice_id": notice.pk}
        if clock.today() > notice.ends_on:
            links.append(Link(_("End the price notice"), address(actor, "end_notice", **known)))
        links.append(Link(_("Stop the price notice"), address(actor, "stop_notice", **known)))
    return {"notice": notice, "notice_lines": values.notice_lines(notice), "notice_links": links}


def _declaration(listing: Listing, actor: Actor) -> dict[str, Any]:
    declaration = standing_declaration(listing)
    if declaration is None:
        return {}
    links = []
    if actor.may("declaration.record"):
        known = {"number": listing.number, "declaration_id": declaration.pk}
        if declaration.status == Declaration.Status.FILED:
            links.append(Link(_("Record the announcement"), address(actor, "announce_declaration", **known)))
        elif declaration.withdrawal_filed_on is None:
            links.append(Link(_("Record a withdrawal"), address(actor, "other_declaration", **known)))
        else:
            links.append(Link(_("Record the announced withdrawal"), address(actor, "withdrawal_announced", **known)))
    return {
        "declaration": declaration,
        "declaration_state": values.declaration_state(declaration),
        "declaration_links": links,
    }
