"""Cases at the university's desk: who took which license, what has arrived, what must be filed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.cases import values, words
from frontend.cases.forms import ArrivedForm, InvoiceForm, NotFoundForm, RecordalForm
from frontend.components.values import Confirmation, Link, Task
from frontend.desks import desk_response
from licensing.cases import selectors
from licensing.cases.values import Case, NextAct
from licensing.deals import selectors as deals
from licensing.obligations import ledger
from licensing.obligations import services as duties
from licensing.payments import selectors as payments_read
from licensing.payments import services as payments
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.documents.services import store_upload
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.UNIVERSITY, "request.read")
def case_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the cases of the university's listings, newest first."""
    rows = [(values.header(case, actor), _address(actor, "case", case.number)) for case in _cases(actor)]
    return desk_response(request, actor, "cases/list.html", {"rows": rows, "desk": "university"})


@require_safe
@desk_page(Desk.UNIVERSITY, "request.read")
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show one case as the owner sees it."""
    today = clock.today()
    found = selectors.case(actor, number, on=today)
    context = {
        "case": values.header(found, actor, act_url=act_url(found.next_act, actor, number)),
        "found": found,
        "timeline": _timeline(found, actor) if found.answer is not None else None,
        "documents": values.papers(found, actor),
        "history": values.history(found.history),
        "desk": "university",
    }
    return desk_response(request, actor, "cases/case.html", context)


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "payment.confirm", second_factor=True)
def confirm_payment(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Confirm that a transfer arrived, with the amount that really did."""
    payment = payments_read.by_number(actor, number)
    back = _address(actor, "case", payment.deal.number)

    def do(given: dict[str, Any]) -> str:
        payments.confirm_payment(actor=actor, payment_id=payment.pk, amount=given["amount"], now=clock.now())
        return back

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Confirm that the payment %(number)s has arrived") % {"number": number},
            button=_("Confirm the arrival"),
            back_url=back,
            amount=payment.amount,
            receiver=actor.organization.name,
            prepared_by=payment.deal.licensee.name,
            cannot_be_undone=_("The payment settles duties from the day it arrived; a mistake needs a reversal."),
        ),
        form=ArrivedForm(request.POST or None, initial={"amount": payment.amount}),
        do=do,
        done=_("The arrival is confirmed. Please file the invoice."),
        template="university/confirm_payment.html",
        context={
            "payment": payment,
            "documents": [values.paper(payment.voucher, actor)] if payment.voucher is not None else [],
            "refuse_url": _address(actor, "refuse_payment", number),
            "desk": "university",
        },
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "payment.confirm")
def refuse_payment(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Say that a recorded transfer did not arrive."""
    payment = payments_read.by_number(actor, number)
    back = _address(actor, "case", payment.deal.number)

    def do(given: dict[str, Any]) -> str:
        payments.refuse_payment(actor=actor, payment_id=payment.pk, reason=given["reason"], now=clock.now())
        return back

    return form_act(
        request,
        actor,
        form=NotFoundForm(request.POST or None),
        heading=_("The payment %(number)s has not arrived") % {"number": number},
        button=_("Tell the payer"),
        back_url=back,
        do=do,
        done=_("The payer sees that the money has not arrived and can record the transfer again."),
        context={"desk": "university"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "invoice.file")
def file_invoice(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """File the invoice of a confirmed payment."""
    payment = payments_read.by_number(actor, number)
    back = _address(actor, "case", payment.deal.number)

    def do(given: dict[str, Any]) -> str:
        now = clock.now()
        document = store_upload(
            actor=actor,
            upload=given["document"],
            kind="invoice",
            title=given["document"].name,
            at=now,
            subject=payment.deal,
        )
        facts = payments.InvoiceFacts(
            number=given["number"], issued_on=given["issued_on"], net=given["net"], tax=given["tax"]
        )
        payments.file_invoice(actor=actor, payment_id=payment.pk, facts=facts, document=document, now=now)
        return back

    return form_act(
        request,
        actor,
        form=InvoiceForm(request.POST or None, request.FILES or None),
        heading=_("File the invoice of the payment %(number)s") % {"number": number},
        button=_("File the invoice"),
        back_url=back,
        do=do,
        done=_("The invoice is filed."),
        context={"desk": "university"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "recordal.record")
def record_filing(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Record the number under which CNIPA filed the contract."""
    deal = deals.by_number(actor, number)
    back = _address(actor, "case", number)

    def do(given: dict[str, Any]) -> str:
        duties.record_filing(actor=actor, deal_id=deal.pk, **given, proof=None, now=clock.now())
        return back

    return form_act(
        request,
        actor,
        form=RecordalForm(request.POST or None),
        heading=_("Record the filing number of %(number)s") % {"number": number},
        button=_("Record the filing number"),
        back_url=back,
        do=do,
        done=_("The filing number is recorded."),
        context={"desk": "university"},
    )


def case_tasks(actor: Actor) -> list[Task]:
    """Give what the university must do in its cases."""
    if not actor.may("request.read"):
        return []
    tasks = []
    for found in _cases(actor):
        url = act_url(found.next_act, actor, found.number)
        if url:
            tasks.append(
                Task(
                    act=words.word(words.ACTS, found.next_act.act),
                    url=url,
                    case_number=found.number,
                    counterparty=found.request.enterprise.name,
                    due=found.next_act.due,
                )
            )
    return tasks


def act_url(act: NextAct, actor: Actor, number: str) -> str:
    """Give the page of the next act, if the reader's roles allow it; else nothing."""
    what = act.values or {}
    if act.act in {"confirm_payment", "file_invoice"}:
        permission = "payment.confirm" if act.act == "confirm_payment" else "invoice.file"
        return _address(actor, act.act, str(what.get("payment"))) if actor.may(permission) else ""
    if act.act == "record_filing" and actor.may("recordal.record"):
        return _address(actor, "recordal", number)
    return ""


def _cases(actor: Actor) -> list[Case]:
    return selectors.cases(actor, on=clock.today())


def _timeline(found: Case, actor: Actor) -> object:
    assert found.answer is not None  # noqa: S101 - The caller asked.

    def url_of(duty: ledger.Duty) -> Link | None:
        if duty.item == "cnipa_filing" and actor.may("recordal.record"):
            return Link(_("Record the filing number"), _address(actor, "recordal", found.number))
        return None

    acts = values.acts_on_duties(found.answer.duties, url_of)
    return values.timeline(found.answer, today=found.answer.as_of, acts=acts)


def _address(actor: Actor, route: str, number: str) -> str:
    return reverse(f"university:{route}", kwargs={"uscc": actor.organization.uscc, "number": number})
