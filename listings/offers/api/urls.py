"""Addresses of patents and listings in the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import path

from listings.offers import plans, selectors, services
from listings.offers.api import listings, patents
from listings.offers.api import serializers as bodies
from listings.offers.api.steps import Act, Body, step
from listings.offers.models import Listing
from listings.offers.rows import newest_terms
from listings.offers.services.terms import Choice
from marketplace.accounts.actors import Actor
from marketplace.dated import clock
from marketplace.problems import DomainError, FieldProblem

Values = Mapping[str, Any]


class TemplateUnknown(DomainError):
    """Raised for terms with neither a plan nor a known template."""

    code = "template_unknown"


def _simple(service: Any) -> Act:
    """Make the act of a service that takes a listing and the fields of the body."""

    def act(actor: Actor, listing: Listing, _rest: Values, values: Values) -> object:
        return service(actor=actor, listing_id=listing.pk, now=clock.now(), **values)

    return act


def _choose_terms(actor: Actor, listing: Listing, _rest: Values, values: Values) -> object:
    chosen = dict(values)
    template = chosen.pop("template", None)
    plan = chosen.pop("plan", None) or plans.templates().get(template)
    if plan is None:
        problem = FieldProblem("/template", "template_unknown", "Send a plan, or the name of a template.")
        raise TemplateUnknown("no plan", problems=[problem])
    return services.choose_terms(
        actor=actor, listing_id=listing.pk, choice=Choice(plan=plan, **chosen), now=clock.now()
    )


def _approve_terms(actor: Actor, listing: Listing, rest: Values, _values: Values) -> object:
    terms = selectors.own_terms(actor, listing.number, rest["version"])
    return services.approve_terms(actor=actor, terms_id=terms.pk, now=clock.now())


def _sign_terms(actor: Actor, listing: Listing, rest: Values, values: Values) -> object:
    terms = selectors.own_terms(actor, listing.number, rest["version"])
    return services.sign_terms(actor=actor, terms_id=terms.pk, now=clock.now(), **values)


def _start_notice(actor: Actor, listing: Listing, _rest: Values, values: Values) -> object:
    version = values.get("terms_version")
    terms = newest_terms(listing) if version is None else selectors.own_terms(actor, listing.number, version)
    return services.start_price_notice(
        actor=actor,
        listing_id=listing.pk,
        terms_id=terms.pk if terms else None,
        place=values["place"],
        now=clock.now(),
    )


def _end_notice(actor: Actor, listing: Listing, rest: Values, values: Values) -> object:
    notice = selectors.own_notice(actor, listing.number, rest["notice_id"])
    return services.end_price_notice(actor=actor, notice_id=notice.pk, now=clock.now(), **values)


def _stop_notice(actor: Actor, listing: Listing, rest: Values, values: Values) -> object:
    notice = selectors.own_notice(actor, listing.number, rest["notice_id"])
    return services.stop_price_notice(actor=actor, notice_id=notice.pk, now=clock.now(), **values)


def _file_declaration(actor: Actor, listing: Listing, _rest: Values, values: Values) -> object:
    terms = selectors.own_terms(actor, listing.number, values["terms_version"])
    return services.file_declaration(actor=actor, terms_id=terms.pk, filed_on=values["filed_on"], now=clock.now())


def _declared(service: Any) -> Act:
    """Make the act of a service that takes a declaration and the fields of the body."""

    def act(actor: Actor, listing: Listing, rest: Values, values: Values) -> object:
        declaration = selectors.own_declaration(actor, listing.number, rest["declaration_id"])
        return service(actor=actor, declaration_id=declaration.pk, now=clock.now(), **values)

    return act


def _step(address: str, name: str, permission: str, act: Act, body: Body = bodies.NoBody) -> Any:
    """Give the route of one step below a listing."""
    view = step(name=name, permission=permission, act=act, body=body)
    return path(f"listings/<str:number>/{address}/", view, name=f"api_{name}")


_TERMS = "terms/<int:version>"
_NOTICE = "price-notices/<uuid:notice_id>"
_DECLARATION = "declarations/<uuid:declaration_id>"

urlpatterns = [
    path("patents/", patents.PatentsView.as_view(), name="api_patents"),
    path("patents/<uuid:patent_id>/", patents.PatentView.as_view(), name="api_patent"),
    path("patents/<uuid:patent_id>/facts/", patents.FactsView.as_view(), name="api_legal_facts"),
    path("patents/<uuid:patent_id>/eligibility/", patents.EligibilityView.as_view(), name="api_eligibility"),
    path("listings/", listings.ListingsView.as_view(), name="api_listings"),
    path("listings/<str:number>/", listings.ListingView.as_view(), name="api_listing"),
    path("listings/<str:number>/open-points/", listings.OpenPointsView.as_view(), name="api_listing_open_points"),
    path("listings/<str:number>/terms/", listings.TermsListView.as_view(), name="api_listing_terms"),
    path("listings/<str:number>/price-notices/", listings.NoticesView.as_view(), name="api_listing_price_notices"),
    path("listings/<str:number>/declarations/", listings.DeclarationsView.as_view(), name="api_listing_declarations"),
    _step("choose-terms", "terms_choose", "listing.edit", _choose_terms, bodies.TermsBody),
    _step("submit", "listing_submit", "listing.submit", _simple(services.submit_for_review)),
    _step("approve", "listing_approve", "listing.approve", _simple(services.approve)),
    _step("return", "listing_return", "listing.approve", _simple(services.return_to_draft), bodies.ReasonBody),
    _step("publish", "listing_publish", "listing.publish", _simple(services.publish)),
    _step("suspend", "listing_suspend", "listing.suspend", _simple(services.suspend)),
    _step("resume", "listing_resume", "listing.suspend", _simple(services.resume)),
    _step("withdraw", "listing_withdraw", "listing.suspend", _simple(services.withdraw), bodies.WithdrawalBody),
    _step(f"{_TERMS}/approve", "terms_approve", "listing.approve", _approve_terms),
    _step(f"{_TERMS}/sign", "terms_sign", "terms.sign", _sign_terms, bodies.SignatureBody),
    _step("start-price-notice", "price_notice_start", "price_notice.run", _start_notice, bodies.NoticeBody),
    _step(f"{_NOTICE}/end", "price_notice_end", "price_notice.run", _end_notice, bodies.NoticeEndBody),
    _step(f"{_NOTICE}/stop", "price_notice_stop", "price_notice.run", _stop_notice, bodies.NoticeStopBody),
    _step("file-declaration", "declaration_file", "declaration.record", _file_declaration, bodies.DeclarationBody),
    _step(
        f"{_DECLARATION}/announce",
        "declaration_announce",
        "declaration.record",
        _declared(services.announce_declaration),
        bodies.AnnouncementBody,
    ),
    _step(
        f"{_DECLARATION}/file-withdrawal",
        "declaration_withdrawal_file",
        "declaration.record",
        _declared(services.file_withdrawal),
        bodies.DeclarationWithdrawalBody,
    ),
    _step(
        f"{_DECLARATION}/announce-withdrawal",
        "declaration_withdrawal_announce",
        "declaration.record",
        _declared(services.announce_withdrawal),
        bodies.AnnouncementBody,
    ),
]
