"""From a listing to a license in force: state the wish, check, sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, NoFields, confirm_act, form_act
from frontend.cases import values
from frontend.cases.forms import RequestForm
from frontend.components.amounts import Terms
from frontend.components.plans import terms_of
from frontend.components.values import Confirmation
from licensing.cases import selectors
from licensing.deals import selectors as deals
from licensing.deals import services
from licensing.requests import selectors as requests
from licensing.requests.services import Wish, deferral_switch, prepare_request
from licensing.requests.tracks import notice_makes_license
from listings.offers.models import LicenseTerms
from marketplace.accounts.actors import Actor, NoMandate, require_mandate
from marketplace.accounts.models import Mandate
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.dated.selectors import working_days
from marketplace.web.acting import desk_page

_YES_NO: Final[Mapping[bool | None, str]] = {True: "yes", False: "no"}


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "license.request")
def request_license(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Ask what only the enterprise knows; then draw up the contract and go to the page that signs it."""
    listing = requests.public_listing(number)
    initial = {"starts_on": clock.today(), "small_or_medium": _YES_NO.get(actor.organization.is_small_or_medium)}
    form = RequestForm(request.POST or None, initial=initial)

    def do(given: dict[str, Any]) -> str:
        prepared = prepare_request(actor=actor, listing_number=number, wish=Wish(**given), now=clock.now())
        if prepared.track == "negotiated_ordinary":
            services.draw_up_contract(actor=actor, request_id=prepared.pk, now=clock.now())
            return _address(actor, "contract", prepared.number)
        return _address(actor, "notice", prepared.number)

    return form_act(
        request,
        actor,
        form=form,
        heading=_("Take the license of “%(title)s”") % {"title": listing.patent.invention_title},
        button=_("Go on to check and sign"),
        back_url=reverse("public:listing", args=[number]),
        do=do,
        done=_("The request is prepared. Nothing is signed yet."),
        template="enterprise/request.html",
        context={"listing": listing, "terms": _terms(listing.current_terms), "desk": "enterprise"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "request.read", act_permission="deal.sign", second_factor=True)
def sign_contract(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show the contract with its hash; the signatory's signature puts it in force at once."""
    found = requests.by_number(actor, number)
    deal = (
        services.draw_up_contract(actor=actor, request_id=found.pk, now=clock.now())
        if actor.may("license.request")
        else deals.by_number(actor, number)
    )
    if deal.signed_at is not None:
        return redirect(_address(actor, "case", number))
    reason = _why_not_signatory(actor)

    def do(_given: dict[str, Any]) -> str:
        services.sign_deal(actor=actor, deal_id=deal.pk, sha256=request.POST.get("sha256", ""), now=clock.now())
        return _address(actor, "case", number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Sign the license contract %(number)s") % {"number": number},
            button=_("Sign and take the license"),
            back_url=_address(actor, "case", number),
            receiver=deal.licensor.name,
            cannot_be_undone=_("With your signature the contract exists at once; nobody's answer is needed."),
            reason_not_allowed=reason,
        ),
        form=NoFields(request.POST or None),
        do=do,
        done=_("The contract is signed and the license is in effect."),
        template="enterprise/contract.html",
        context={
            "deal": deal,
            "documents": [values.paper(deal.contract, actor)] if deal.contract else [],
            "terms": _terms(deal.terms),
            "capacity": _("signatory of %(name)s") % {"name": actor.organization.name},
            "desk": "enterprise",
        },
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "deal.sign", second_factor=True)
def give_notice(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give notice of an open license; the page says what arises when."""
    found = requests.by_number(actor, number)
    switch = deferral_switch(on=clock.today())
    at_once = notice_makes_license(found.terms.plan, deferral_counts=bool(switch.value))
    if at_once:
        effect = _("With the delivery of the notice the license exists.")
    else:
        effect = _(
            "The notice is recorded and delivered now; the license exists when the first payment arrives. Whether a "
            "deferred payment counts as the announced payment is not confirmed."
        )

    def do(_given: dict[str, Any]) -> str:
        services.give_notice(actor=actor, request_id=found.pk, now=clock.now())
        return _address(actor, "case", number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Give notice of the open license %(number)s") % {"number": number},
            button=_("Give notice"),
            back_url=_address(actor, "case", number),
            receiver=found.listing.owner.name,
            cannot_be_undone=effect,
            reason_not_allowed=_why_not_signatory(actor),
        ),
        do=do,
        done=_("The notice is recorded and delivered."),
        template="enterprise/notice.html",
        context={"found": found, "terms": _terms(found.terms), "desk": "enterprise"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "license.request")
def withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take back a request that binds nobody yet."""
    found = selectors.case(actor, number, on=clock.today()).request

    def do(_given: dict[str, Any]) -> str:
        services.abandon_draft(actor=actor, request_id=found.pk, now=clock.now())
        return _address(actor, "case", number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Withdraw the request %(number)s") % {"number": number},
            button=_("Withdraw the request"),
            back_url=_address(actor, "case", number),
            cannot_be_undone=_("You can ask again at any time, under the terms of that day."),
        ),
        do=do,
        done=_("The request is withdrawn."),
        context={"desk": "enterprise"},
    )


def _terms(terms: LicenseTerms | None) -> Terms | None:
    if terms is None:
        return None
    return terms_of(terms.plan, start=clock.today(), calendar=working_days(), version=terms.version)


def _why_not_signatory(actor: Actor) -> str:
    """Say in words why the reader cannot sign, or nothing."""
    if not actor.may("deal.sign"):
        return _("A signatory of your organization signs. The contract waits for one on this page.")
    try:
        require_mandate(actor, Mandate.Act.SIGN_DEAL, on=clock.today())
    except NoMandate:
        return _("You have no mandate to sign contracts. An administrator of your organization can grant one.")
    return ""


def _address(actor: Actor, route: str, number: str) -> str:
    return reverse(f"enterprise:{route}", kwargs={"uscc": actor.organization.uscc, "number": number})
