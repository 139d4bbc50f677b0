"""Subsidies at the enterprise's desk: what a case earns, claims, where the money is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.cases import claim_values, values
from frontend.cases.forms import DeclarationsForm
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from licensing.deals import selectors as deals
from licensing.subsidy import rules
from licensing.subsidy.claims import selectors, services
from licensing.subsidy.claims.models import Claim, Round
from licensing.subsidy.facts import DECLARED
from licensing.subsidy.working import policy_of
from marketplace.accounts.actors import Actor, NoMandate, require_mandate
from marketplace.accounts.models import Mandate
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.ENTERPRISE, "claim.read")
def estimates(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show, route by route, what the case would earn as proved today; only one route may be taken."""
    deal = deals.by_number(actor, number)
    today = clock.today()
    open_rounds = {row.policy_id: row for row in selectors.open_rounds(on=today)}
    routes = [
        (
            each.policy,
            values.worksheet(each.worksheet, kind="estimate", title=each.policy.title),
            rules.blocking_reasons(policy_of(each.policy)),
            _new_claim_url(actor, open_rounds.get(each.policy.pk), number),
        )
        for each in selectors.estimates(deal, until=today)
    ]
    context = {"number": number, "routes": routes, "desk": "enterprise"}
    return desk_response(request, actor, "enterprise/subsidy.html", context)


@require_safe
@desk_page(Desk.ENTERPRISE, "claim.read")
def claim_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the claims of the enterprise and the rounds that are open."""
    rows = [
        (claim, claim_values.state_of(claim, actor), _address(actor, "claim", claim.number))
        for claim in selectors.visible_to(actor)
    ]
    context = {"rows": rows, "rounds": selectors.open_rounds(on=clock.today()), "desk": "enterprise"}
    return desk_response(request, actor, "enterprise/claims.html", context)


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "claim.prepare")
def new_claim(request: HttpRequest, actor: Actor, round_id: UUID, number: str) -> HttpResponse:
    """Prepare a claim for one case: only what no record proves is asked."""
    row = selectors.open_round(round_id, on=clock.today())
    deal = deals.by_number(actor, number)
    named = {field.partition(".")[2] for field in rules.fields_of(policy_of(row.policy))}
    asked = [name for name in DECLARED if name in named]

    def do(given: dict[str, Any]) -> str:
        claim = services.start_claim(
            actor=actor, round_id=row.pk, deal_ids=[deal.pk], declarations=given, now=clock.now()
        )
        return _address(actor, "claim", claim.number)

    return form_act(
        request,
        actor,
        form=DeclarationsForm(request.POST or None, asked=asked),
        heading=_("Claim the subsidy “%(title)s”") % {"title": row.policy.title},
        button=_("Prepare the claim"),
        back_url=_address(actor, "subsidy", number),
        do=do,
        done=_("The claim is prepared. It is not submitted yet."),
        context={
            "lead": _(
                "Contract, filing, payments and invoices are taken from the case; only these answers are needed."
            ),
            "desk": "enterprise",
        },
    )


@require_safe
@desk_page(Desk.ENTERPRISE, "claim.read")
def claim(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show one claim: where it stands, who acts next, the worksheet, the history."""
    found = selectors.by_number(actor, number)
    act = ""
    if found.status in {Claim.Status.DRAFT, Claim.Status.RETURNED} and actor.may("claim.submit"):
        act = _address(actor, "submit_claim", number)
    context = claim_values.page(found, actor, act_url=act)
    if found.status not in Claim.ENDED | {Claim.Status.APPROVED, Claim.Status.COMPUTED} and actor.may("claim.submit"):
        context["withdraw_url"] = _address(actor, "withdraw_claim", number)
    return desk_response(request, actor, "cases/claim.html", {**context, "desk": "enterprise"})


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "claim.submit", second_factor=True)
def submit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Submit a claim; the page shows the worksheet as it will be frozen."""
    found = selectors.by_number(actor, number)
    preview = services.worked_out(found, on=clock.today())

    def do(_given: dict[str, Any]) -> str:
        services.submit_claim(actor=actor, claim_id=found.pk, now=clock.now())
        return _address(actor, "claim", number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Submit the claim %(number)s") % {"number": number},
            button=_("Submit the claim"),
            back_url=_address(actor, "claim", number),
            amount=preview.award if preview.amount_known else None,
            receiver=f"{found.bank_name} {found.bank_account}".strip(),
            cannot_be_undone=_(
                "One contract can have one subsidy: payments that come later cannot be claimed again under this route."
            ),
            reason_not_allowed=_why_not(actor),
        ),
        do=do,
        done=_("The claim is submitted."),
        template="enterprise/submit_claim.html",
        context={
            "worksheet": values.worksheet(preview, kind="estimate", title=found.round.policy.title),
            "desk": "enterprise",
        },
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "claim.submit")
def withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take a claim back."""
    found = selectors.by_number(actor, number)

    def do(_given: dict[str, Any]) -> str:
        services.withdraw_claim(actor=actor, claim_id=found.pk, now=clock.now())
        return _address(actor, "claim", number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Withdraw the claim %(number)s") % {"number": number},
            button=_("Withdraw the claim"),
            back_url=_address(actor, "claim", number),
            cannot_be_undone=_("Its contracts are free for another claim while the round is open."),
        ),
        do=do,
        done=_("The claim is withdrawn."),
        context={"desk": "enterprise"},
    )


def _why_not(actor: Actor) -> str:
    try:
        require_mandate(actor, Mandate.Act.SUBMIT_CLAIM, on=clock.today())
    except NoMandate:
        return _("You have no mandate to submit claims. An administrator of your organization can grant one.")
    return ""


def _new_claim_url(actor: Actor, row: Round | None, number: str) -> str:
    if row is None or not actor.may("claim.prepare"):
        return ""
    kwargs = {"uscc": actor.organization.uscc, "round_id": row.pk, "number": number}
    return reverse("enterprise:new_claim", kwargs=kwargs)


def _address(actor: Actor, route: str, number: str) -> str:
    return reverse(f"enterprise:{route}", kwargs={"uscc": actor.organization.uscc, "number": number})
