"""Price help, outcomes and the policy library: figures with their method, rules with their sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.components.plans import BASES
from licensing.deals.models import Deal
from licensing.payments.models import Payment
from licensing.requests.models import LicenseRequest
from licensing.subsidy.policies import selectors
from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.rules import blocking_reasons
from licensing.subsidy.working import policy_of
from listings.offers.models import Listing
from listings.offers.plans.ceilings import FIXED_FEE_CEILING, RATE_CEILINGS
from marketplace.dated import clock

# Fewer cases than this could name one firm's terms.
SMALLEST_SAMPLE: Final = 5
SIDES: Final[dict[str, Promise]] = {
    "buyer": _("Enterprises"),
    "seller": _("Universities and institutes"),
    "any": _("Both sides"),
}
UNCONFIRMED: Final[dict[str, Promise]] = {"scheme": _("rate"), "line_cap": _("cap")}


@require_safe
def price_help(request: HttpRequest) -> HttpResponse:
    """Give the guidance ceilings and what was usual in closed deals."""
    plans = Deal.objects.filter(effective_on__isnull=False).values_list("plan", flat=True)
    totals = [_fixed_fees(plan) for plan in plans]
    context = {
        "fixed_fee": FIXED_FEE_CEILING,
        "rates": [(BASES[base], rate) for base, rate in RATE_CEILINGS.items()],
        "sample": len(totals),
        "smallest": SMALLEST_SAMPLE,
        "median": median(totals) if len(totals) >= SMALLEST_SAMPLE else None,
        "today": clock.today(),
    }
    return render(request, "public/price_help.html", context)


def _fixed_fees(plan: dict[str, Any]) -> Decimal:
    return sum((Decimal(item["amount"]) for item in plan.get("items") or [] if item.get("amount")), Decimal(0))


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the way from offer to money, with how it is counted."""

    name: str
    number: int
    method: str


def stages() -> list[Stage]:
    """Count the steps from offer to money."""
    effective = Deal.objects.filter(effective_on__isnull=False)
    confirmed = Payment.objects.filter(status=Payment.Status.CONFIRMED)
    return [
        Stage(
            gettext("Offered"),
            Listing.objects.filter(published_at__isnull=False).count(),
            gettext("listings that were ever published"),
        ),
        Stage(
            gettext("Requested"),
            LicenseRequest.objects.exclude(status=LicenseRequest.Status.DRAFT).count(),
            gettext("requests that were sent or signed"),
        ),
        Stage(gettext("Licensed"), effective.count(), gettext("contracts that took effect")),
        Stage(
            gettext("Filed at CNIPA"), effective.exclude(recordal_number="").count(), gettext("filing number recorded")
        ),
        Stage(
            gettext("Paid"),
            confirmed.values("deal").distinct().count(),
            gettext("contracts with a payment that the receiver confirmed"),
        ),
    ]


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Give the way from offer to money in numbers, as a page or as CSV."""
    rows = stages()
    if request.GET.get("format") != "csv":
        return render(request, "public/statistics.html", {"stages": rows, "today": clock.today()})
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([gettext("Step"), pgettext("how many", "Number"), gettext("How it is counted")])
    writer.writerows([row.name, row.number, row.method] for row in rows)
    return answer


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List the subsidy policies in force."""
    rows = [(row, SIDES.get(row.side, row.side), _unconfirmed(row)) for row in selectors.in_force()]
    return render(request, "public/policies.html", {"policies": rows, "today": clock.today()})


@require_safe
def policy(request: HttpRequest, key: str) -> HttpResponse:
    """Give one policy: its document, what it asks for, what is open, its worked examples."""
    row = selectors.in_force().filter(key=key).first()
    if row is None:
        raise Http404
    body = row.body
    context = {
        "policy": row,
        "side": SIDES.get(row.side, row.side),
        "unconfirmed": _unconfirmed(row),
        "valid": body.get("valid") or {},
        "issuers": body.get("issuer") or [],
        "papers": body.get("documents") or [],
        "questions": body.get("open_questions") or [],
        "sources": (body.get("evidence") or {}).get("urls") or [],
        "cases": len(body.get("cases") or []),
    }
    return render(request, "public/policy.html", context)


def _unconfirmed(row: SubsidyPolicy) -> list[Promise]:
    return [UNCONFIRMED[reason] for reason in blocking_reasons(policy_of(row))]
