"""Claims at the bureau's desk: each decision is a page of its own that says what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.cases import claim_values, values, words
from frontend.cases.forms import DisbursementForm, ReasonForm
from frontend.components.values import Confirmation, Link, Task, Text
from frontend.desks import desk_response
from licensing.cases import next_acts
from licensing.subsidy.claims import selectors, services
from licensing.subsidy.claims.models import Award, Claim
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page

_PERMISSIONS = {
    "check_claim": "claim.check",
    "review_claim": "claim.review",
    "approve_award": "claim.approve",
    "pay_award": "award.pay",
}
_PAGES = {
    "check_claim": "recommend_claim",
    "review_claim": "prepare_award",
    "approve_award": "approve_award",
    "pay_award": "pay_award",
}


@require_safe
@desk_page(Desk.BUREAU, "claim.read")
def claim_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the claims before this office."""
    rows = [
        (claim, claim_values.state_of(claim, actor), _address(actor, "claim", claim.number))
        for claim in selectors.visible_to(actor)
    ]
    return desk_response(request, actor, "bureau/claims.html", {"rows": rows, "desk": "bureau"})


@require_safe
@desk_page(Desk.BUREAU, "claim.read")
def claim(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show one claim with its evidence and worksheets, and the decisions this reader can take."""
    found = selectors.by_number(actor, number)
    context = claim_values.page(found, actor, act_url=act_url(found, actor))
    context["decisions"] = _decisions(found, actor)
    return desk_response(request, actor, "bureau/claim.html", {**context, "desk": "bureau"})


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "claim.check", second_factor=True)
def recommend(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Recommend a claim to the province."""
    return _decide(
        request,
        actor,
        number,
        act=_("Recommend the claim %(number)s to the province") % {"number": number},
        button=_("Recommend the claim"),
        done=_("The claim is recommended."),
        service=services.recommend_claim,
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "claim.read", second_factor=True)
def give_back(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Return a claim with everything that is missing."""
    return _answer(
        request,
        actor,
        number,
        heading=_("Return the claim %(number)s for completion") % {"number": number},
        button=_("Return the claim"),
        done=_("The claim is returned; the applicant sees everything that is missing."),
        service=services.return_claim,
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "claim.read", second_factor=True)
def reject(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Reject a claim with its reason."""
    return _answer(
        request,
        actor,
        number,
        heading=_("Reject the claim %(number)s") % {"number": number},
        button=_("Reject the claim"),
        done=_("The claim is rejected; its contracts are free again."),
        service=services.reject_claim,
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "claim.review", second_factor=True)
def prepare_award(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Work out the award of a recommended claim; another person approves it."""
    found = selectors.by_number(actor, number)
    preview = services.worked_out(found, on=clock.today())
    return _decide(
        request,
        actor,
        number,
        act=_("Work out the award of the claim %(number)s") % {"number": number},
        button=_("Freeze the worksheet and send it to the approver"),
        done=_("The award is worked out and waits for the approver."),
        service=services.prepare_award,
        template="bureau/prepare_award.html",
        context={"worksheet": values.worksheet(preview, kind="estimate")},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "claim.approve", second_factor=True)
def approve(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Approve an award as the second person."""
    return _decide(
        request,
        actor,
        number,
        act=_("Approve the award of the claim %(number)s") % {"number": number},
        button=_("Approve the award"),
        done=_("The award is approved and waits to be paid."),
        service=services.approve_award,
        shows_amount=True,
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.BUREAU, "award.pay", second_factor=True)
def disburse(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Record that an approved award was paid."""
    return _decide(
        request,
        actor,
        number,
        act=_("Record the payment of the award of %(number)s") % {"number": number},
        button=_("Record the payment"),
        done=_("The payment is recorded."),
        service=services.record_disbursement,
        form=DisbursementForm(request.POST or None, initial={"paid_on": clock.today()}),
        shows_amount=True,
    )


def claim_tasks(actor: Actor) -> list[Task]:
    """Give the claims that wait for this person, oldest first."""
    found = []
    for row in selectors.visible_to(actor).order_by("submitted_at"):
        if url := act_url(row, actor):
            act = words.word(words.ACTS, next_acts.of_claim(row).act)
            found.append(Task(act=act, url=url, case_number=row.number, counterparty=row.applicant.name))
    return found


def act_url(claim: Claim, actor: Actor) -> str:
    """Give the page of the act that is next, if it is this reader's."""
    act = next_acts.of_claim(claim)
    if not actor.may(_PERMISSIONS.get(act.act, "-")) or not _is_at(actor, act.party):
        return ""
    return _address(actor, _PAGES[act.act], claim.number)


def _is_at(actor: Actor, party: str) -> bool:
    is_city = actor.organization.level == Organization.Level.CITY
    return is_city == (party == "city")


def _decisions(claim: Claim, actor: Actor) -> list[Link]:
    """Give the other decisions that the reader can take now: return and reject, while the office holds the claim."""
    holds = {"city": Claim.Status.SUBMITTED, "province": Claim.Status.RECOMMENDED}
    permission = "claim.check" if actor.organization.level == Organization.Level.CITY else "claim.review"
    if claim.status != holds.get(actor.organization.level) or not actor.may(permission):
        return []
    return [
        Link(_("Return it for completion"), _address(actor, "return_claim", claim.number)),
        Link(_("Reject it"), _address(actor, "reject_claim", claim.number)),
    ]


def _decide(  # noqa: PLR0913 - What a page of one decision says and does.
    request: HttpRequest,
    actor: Actor,
    number: str,
    *,
    act: Text,
    button: Text,
    done: Text,
    service: Callable[..., object],
    form: forms.Form | None = None,
    shows_amount: bool = False,
    template: str = "bureau/decide.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    found = selectors.by_number(actor, number)
    award = Award.objects.filter(claim=found).first() if shows_amount else None

    def do(given: dict[str, Any]) -> str:
        service(actor=actor, claim_id=found.pk, now=clock.now(), **given)
        return _address(actor, "claim", number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=act,
            button=button,
            back_url=_address(actor, "claim", number),
            amount=award.amount if award else None,
            receiver=f"{found.applicant.name} · {found.bank_name} {found.bank_account}" if shows_amount else "",
        ),
        form=form,
        do=do,
        done=done,
        template=template,
        context={"claim": found, "desk": "bureau", **(context or {})},
    )


def _answer(
    request: HttpRequest,
    actor: Actor,
    number: str,
    *,
    heading: Text,
    button: Text,
    done: Text,
    service: Callable[..., object],
) -> HttpResponse:
    found = selectors.by_number(actor, number)

    def do(given: dict[str, Any]) -> str:
        service(actor=actor, claim_id=found.pk, now=clock.now(), **given)
        return _address(actor, "claim", number)

    return form_act(
        request,
        actor,
        form=ReasonForm(request.POST or None),
        heading=heading,
        button=button,
        back_url=_address(actor, "claim", number),
        do=do,
        done=done,
        context={"desk": "bureau"},
    )


def _address(actor: Actor, route: str, number: str) -> str:
    return reverse(f"bureau:{route}", kwargs={"uscc": actor.organization.uscc, "number": number})
