"""What an enterprise does while a license runs: pay, report, file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, form_act
from frontend.cases import values
from frontend.cases.forms import (
    RecordalForm,
    RegistrationForm,
    RevenueForm,
    StatementForm,
    TransferForm,
    UseReportForm,
)
from licensing.cases import selectors
from licensing.cases.values import Case
from licensing.deals import selectors as deals
from licensing.deals import services as deal_services
from licensing.obligations import ledger, services
from licensing.payments import payees
from licensing.payments import services as payments
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.documents.services import store_upload
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "payment.record")
def record_payment(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Record a bank transfer with its voucher; the amount of what falls due next is filled in."""
    found = selectors.case(actor, number, on=clock.today())
    deal = deals.by_number(actor, number)
    due = next_money(found)
    form = TransferForm(
        request.POST or None,
        request.FILES or None,
        initial={"amount": due.open if due else None, "paid_on": clock.today()},
    )

    def do(given: dict[str, Any]) -> str:
        now = clock.now()
        voucher = store_upload(
            actor=actor, upload=given["voucher"], kind="voucher", title=given["voucher"].name, at=now, subject=deal
        )
        named = due is not None and given["amount"] <= due.open
        settles = [payments.Settles(item=due.item, amount=given["amount"], period=due.period)] if named and due else []
        payments.record_payment(
            actor=actor,
            deal_id=deal.pk,
            amount=given["amount"],
            paid_on=given["paid_on"],
            bank_reference=given["bank_reference"],
            voucher=voucher,
            settles=settles,
            now=now,
        )
        return _case(actor, number)

    return form_act(
        request,
        actor,
        form=form,
        heading=_("Record a payment for %(number)s") % {"number": number},
        button=_("Record the payment"),
        back_url=_case(actor, number),
        do=do,
        done=_("The payment is recorded. The receiver confirms it when the money has arrived."),
        template="enterprise/payment.html",
        context={
            "deal": deal,
            "due": due,
            "due_name": values.duty_name(due) if due else "",
            "pays_online": payees.payee_account(deal.licensor) is not None and due is not None,
            "desk": "enterprise",
        },
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "statement.file")
def report_first_revenue(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Report the day of the first revenue."""
    deal = deals.by_number(actor, number)

    def do(given: dict[str, Any]) -> str:
        services.report_first_revenue(actor=actor, deal_id=deal.pk, **given, now=clock.now())
        return _case(actor, number)

    return form_act(
        request,
        actor,
        form=RevenueForm(request.POST or None),
        heading=_("Report the first revenue of %(number)s") % {"number": number},
        button=_("Report the first revenue"),
        back_url=_case(actor, number),
        do=do,
        done=_("The first revenue is reported; the duties were worked out again."),
        context={
            "lead": _("It may bring the first payment forward; the timeline shows the new day."),
            "desk": "enterprise",
        },
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "statement.file")
def file_statement(request: HttpRequest, actor: Actor, number: str, item: str, period: int) -> HttpResponse:
    """File the royalty statement of one period."""
    deal = deals.by_number(actor, number)

    def do(given: dict[str, Any]) -> str:
        services.file_statement(actor=actor, deal_id=deal.pk, item=item, period=period, **given, now=clock.now())
        return _case(actor, number)

    return form_act(
        request,
        actor,
        form=StatementForm(request.POST or None),
        heading=_("Royalty statement of %(number)s, period %(period)s") % {"number": number, "period": period},
        button=_("File the statement"),
        back_url=_case(actor, number),
        do=do,
        done=_("The statement is filed; the royalty was worked out."),
        context={"desk": "enterprise"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "report.file")
def file_use_report(request: HttpRequest, actor: Actor, number: str, period: int) -> HttpResponse:
    """File the use report of a month."""
    deal = deals.by_number(actor, number)

    def do(given: dict[str, Any]) -> str:
        services.file_use_report(actor=actor, deal_id=deal.pk, period=period, **given, now=clock.now())
        return _case(actor, number)

    return form_act(
        request,
        actor,
        form=UseReportForm(request.POST or None),
        heading=_("Use report of %(number)s, month %(period)s") % {"number": number, "period": period},
        button=_("File the report"),
        back_url=_case(actor, number),
        do=do,
        done=_("The use report is filed."),
        context={"desk": "enterprise"},
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "recordal.record")
def record_filing(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Record the number under which CNIPA filed the contract."""
    deal = deals.by_number(actor, number)

    def do(given: dict[str, Any]) -> str:
        services.record_filing(actor=actor, deal_id=deal.pk, **given, proof=None, now=clock.now())
        return _case(actor, number)

    return form_act(
        request,
        actor,
        form=RecordalForm(request.POST or None),
        heading=_("Record the filing number of %(number)s") % {"number": number},
        button=_("Record the filing number"),
        back_url=_case(actor, number),
        do=do,
        done=_("The filing number is recorded."),
        context={
            "lead": _(
                "The contract is filed at CNIPA within three months of its effect (Implementing Regulations, 15)."
            ),
            "desk": "enterprise",
        },
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "recordal.record")
def register_contract(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Record the technology-contract registration."""
    deal = deals.by_number(actor, number)

    def do(given: dict[str, Any]) -> str:
        deal_services.register_contract(actor=actor, deal_id=deal.pk, **given, now=clock.now())
        return _case(actor, number)

    return form_act(
        request,
        actor,
        form=RegistrationForm(request.POST or None),
        heading=_("Record the contract registration of %(number)s") % {"number": number},
        button=_("Record the registration"),
        back_url=_case(actor, number),
        do=do,
        done=_("The registration is recorded."),
        context={"desk": "enterprise"},
    )


def next_money(case: Case) -> ledger.Duty | None:
    """Give the payment that falls due next, or None where nothing is owed."""
    if case.answer is None:
        return None
    return next((duty for duty in case.answer.duties if duty.is_money and duty.open > 0), None)


def _case(actor: Actor, number: str) -> str:
    return reverse("enterprise:case", kwargs={"uscc": actor.organization.uscc, "number": number})
