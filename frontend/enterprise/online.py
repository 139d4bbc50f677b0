"""Pay a duty online: the act, and the page to which the payer comes back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act
from frontend.cases import values
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from frontend.enterprise.duties import next_money
from licensing.cases import selectors as cases
from licensing.deals import selectors as deals
from licensing.payments import checkout, payees, selectors
from licensing.payments.services import Settles
from licensing.payments.stripe import LARGEST_AMOUNT
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.ENTERPRISE, "payment.record")
def pay_online(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Open the page of the payment service for what falls due next."""
    due = next_money(cases.case(actor, number, on=clock.today()))
    deal = deals.by_number(actor, number)

    def do(_given: dict[str, Any]) -> str:
        if due is None:
            raise checkout.NotPayableOnline("nothing is owed")
        opened = checkout.start_checkout(
            actor=actor,
            deal_id=deal.pk,
            settles=Settles(item=due.item, amount=due.open, period=due.period),
            return_url=settings.BASE_URL + _address(actor, "online_payment", "{number}"),
            now=clock.now(),
        )
        return _address(actor, "online_payment", opened.number)

    refused = ""
    if due is None:
        refused = _("Nothing is owed in this case now.")
    elif payees.payee_account(deal.licensor) is None:
        refused = _("The receiver takes bank transfers only.")
    elif due.open > LARGEST_AMOUNT:
        refused = _("So large an amount is paid by bank transfer.")
    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Pay %(number)s online") % {"number": number},
            button=_("Open the payment page"),
            back_url=_address(actor, "record_payment", number),
            amount=due.open if due else None,
            receiver=deal.licensor.name,
            reason_not_allowed=refused,
        ),
        do=do,
        done=_("The payment page is open."),
        template="enterprise/pay_online.html",
        context={"due_name": values.duty_name(due) if due else "", "desk": "enterprise"},
    )


@require_safe
@desk_page(Desk.ENTERPRISE, "payment.read")
def online_payment(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show how an online payment stands; what the payer's browser says on its return counts for nothing."""
    found = selectors.checkout_by_number(actor, number)
    context = {
        "checkout": found,
        "returned": request.GET.get("returned", ""),
        "case_url": _address(actor, "case", found.deal.number),
        "again_url": _address(actor, "pay_online", found.deal.number) if actor.may("payment.record") else "",
        "desk": "enterprise",
    }
    return desk_response(request, actor, "enterprise/online_payment.html", context)


def _address(actor: Actor, route: str, number: str) -> str:
    # The place of the number is kept as it is written until the number is known.
    address = reverse(f"enterprise:{route}", kwargs={"uscc": actor.organization.uscc, "number": number})
    return address.replace("%7Bnumber%7D", "{number}")
