"""Home and case pages of the enterprise's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.cases import values, words
from frontend.components.values import Link, Task
from frontend.desks import desk_response
from licensing.cases import selectors
from licensing.cases.values import Case, NextAct
from licensing.obligations import ledger
from licensing.subsidy.claims import selectors as claims
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.ENTERPRISE)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the enterprise owes and waits for, the most pressing first."""
    today = clock.today()
    cases = selectors.cases(actor, on=today)
    context = {
        "tasks": [task for case in cases if (task := _task(case, actor)) is not None],
        "cases": [(case.number, values.header(case, actor), _address(actor, "case", case.number)) for case in cases],
        "rounds": claims.open_rounds(on=today) if actor.may("claim.read") else [],
        "desk": "enterprise",
    }
    return desk_response(request, actor, "enterprise/home.html", context)


@require_safe
@desk_page(Desk.ENTERPRISE, "request.read")
def case_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the cases of the enterprise, newest first."""
    today = clock.today()
    cases = selectors.cases(actor, on=today)
    rows = [(values.header(case, actor), _address(actor, "case", case.number)) for case in cases]
    return desk_response(request, actor, "cases/list.html", {"rows": rows, "desk": "enterprise"})


@require_safe
@desk_page(Desk.ENTERPRISE, "request.read")
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show one case: number, status sentence, what is next, duties, papers, history."""
    today = clock.today()
    found = selectors.case(actor, number, on=today)
    context = {
        "case": values.header(found, actor, act_url=act_url(found.next_act, actor, number)),
        "found": found,
        "timeline": _timeline(found, actor) if found.answer is not None else None,
        "documents": values.papers(found, actor),
        "history": values.history(found.history),
        "links": _links(found, actor),
        "claims": [(claim, _address(actor, "claim", claim.number)) for claim in found.claims],
        "desk": "enterprise",
    }
    return desk_response(request, actor, "cases/case.html", context)


def act_url(act: NextAct, actor: Actor, number: str) -> str:
    """Give the page of the next act, if the reader's roles allow it; else nothing."""
    what = act.values or {}
    routes = {
        "draw_up_contract": ("contract", "license.request", {}),
        "sign_contract": ("contract", "deal.sign", {}),
        "give_notice": ("notice", "deal.sign", {}),
        "pay": ("record_payment", "payment.record", {}),
        "record_filing": ("recordal", "recordal.record", {}),
        "file_use_report": ("use_report", "report.file", {"period": what.get("period")}),
        "file_statement": ("statement", "statement.file", {"item": what.get("item"), "period": what.get("period")}),
    }
    if act.act in {"submit_claim", "complete_claim"}:
        return _address(actor, "claim", str(what.get("claim")))
    if act.act not in routes:
        return ""
    route, permission, more = routes[act.act]
    return _address(actor, route, number, **more) if actor.may(permission) else ""


def _task(case: Case, actor: Actor) -> Task | None:
    url = act_url(case.next_act, actor, case.number)
    if not url:
        return None
    return Task(
        act=words.word(words.ACTS, case.next_act.act),
        url=url,
        case_number=case.number,
        counterparty=case.request.listing.owner.name,
        due=case.next_act.due,
    )


def _timeline(case: Case, actor: Actor) -> object:
    assert case.answer is not None  # noqa: S101 - The caller asked.

    def url_of(duty: ledger.Duty) -> Link | None:
        if duty.kind == "statement" and actor.may("statement.file"):
            address = _address(actor, "statement", case.number, item=duty.item, period=duty.period)
            return Link(_("File the statement"), address)
        if duty.item == "use_report" and actor.may("report.file"):
            return Link(_("Report the use"), _address(actor, "use_report", case.number, period=duty.period))
        if duty.item == "cnipa_filing" and actor.may("recordal.record"):
            return Link(_("Record the filing number"), _address(actor, "recordal", case.number))
        if duty.is_money and duty.open > 0 and actor.may("payment.record"):
            return Link(_("Record a payment"), _address(actor, "record_payment", case.number))
        return None

    acts = values.acts_on_duties(case.answer.duties, url_of)
    return values.timeline(case.answer, today=case.answer.as_of, acts=acts)


def _links(case: Case, actor: Actor) -> list[Link]:
    """Give what else can be done in the case now."""
    links = []
    if case.request.status == "draft" and actor.may("license.request"):
        links.append(Link(_("Withdraw the request"), _address(actor, "withdraw", case.number)))
    if case.answer is not None:
        if actor.may("payment.record"):
            links.append(Link(_("Record a payment"), _address(actor, "record_payment", case.number)))
        if actor.may("statement.file"):
            links.append(Link(_("Report the first revenue"), _address(actor, "first_revenue", case.number)))
        if actor.may("recordal.record"):
            links.append(Link(_("Record the contract registration"), _address(actor, "registration", case.number)))
        if actor.may("claim.read"):
            links.append(Link(_("Subsidy: what this case earns"), _address(actor, "subsidy", case.number)))
    return links


def _address(actor: Actor, route: str, number: str, **more: object) -> str:
    return reverse(f"enterprise:{route}", kwargs={"uscc": actor.organization.uscc, "number": number, **more})
