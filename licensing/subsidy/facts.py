"""
The registry of facts: where each field that a policy may name comes from.

A policy names ``deal.x`` or ``applicant.x``; only fields registered here have a source, and nothing is looked up by
attribute. Each fact carries the record that proves it. A field without a value is missing, and fails its gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.deals.models import Deal
from licensing.payments.models import Payment
from licensing.subsidy.regions import province_name
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Kind
from marketplace.dates import shanghai_day

MISSING: Final = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value with the record that proves it. ``value`` None: nothing is known."""

    value: Any
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantView:
    """What is asked about an applicant: the organization and what it declares in the claim."""

    organization: Organization
    declarations: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealView:
    """What is asked about a deal: its rows, and what the applicant declares about it."""

    deal: Deal
    payments: tuple[tuple[date, Decimal], ...]
    invoiced: Decimal
    declarations: Mapping[str, Any]


def deal_view(deal: Deal, *, declarations: Mapping[str, Any], until: date) -> DealView:
    """Read the money of a deal that counts until a day: confirmed, and covered by an invoice."""
    confirmed = Payment.objects.filter(deal=deal, status=Payment.Status.CONFIRMED, paid_on__lte=until)
    payments, invoiced_sum = [], Decimal(0)
    for payment in confirmed.order_by("paid_on", "number").prefetch_related("invoices"):
        arrived = payment.confirmed_amount or Decimal(0)
        invoiced = sum((row.total for row in payment.invoices.all() if row.issued_on <= until), Decimal(0))
        invoiced_sum += invoiced
        # Money counts that arrived and has its invoice: the smaller of the two (design, section 8).
        if counted := min(arrived, invoiced):
            payments.append((payment.paid_on, counted))
    return DealView(deal=deal, payments=tuple(payments), invoiced=invoiced_sum, declarations=declarations)


def applicant_facts(view: ApplicantView) -> dict[str, Fact]:
    """Give every registered fact about an applicant, by the name after ``applicant.``."""
    return {name: source(view) for name, source in APPLICANT.items()}


def deal_facts(view: DealView) -> dict[str, Fact]:
    """Give every registered fact about a deal, by the name after ``deal.``."""
    return {name: source(view) for name, source in DEAL.items()}


def _declared(name: str) -> Callable[[ApplicantView | DealView], Fact]:
    return lambda view: Fact(value=view.declarations.get(name, MISSING), source=f"declaration:{name}")


def _register(view: ApplicantView, value: Any) -> Fact:
    return Fact(value=value, source=f"organization:{view.organization.uscc}")


def _of_deal(view: DealView, value: Any, part: str = "") -> Fact:
    return Fact(value=value, source=f"deal:{view.deal.number}{part}")


def _paid(view: DealView) -> Fact:
    total = sum((amount for _, amount in view.payments), Decimal(0))
    return Fact(value=total, source=f"payments:{view.deal.number}")


def _payments(view: DealView) -> Fact:
    rows = [{"paid_on": day, "amount": amount} for day, amount in view.payments]
    return Fact(value=rows, source=f"payments:{view.deal.number}")


def _signed_on(view: DealView) -> Fact:
    return _of_deal(view, shanghai_day(view.deal.signed_at) if view.deal.signed_at else MISSING, "/signatures")


def _high_value(view: DealView) -> Fact:
    is_class_member = bool(view.deal.high_value_classes) and view.deal.patent.kind == "invention"
    return Fact(value=is_class_member, source=f"eligibility:{view.deal.number}/high_value")


APPLICANT: Final[Mapping[str, Callable[[ApplicantView], Fact]]] = {
    "id": lambda view: _register(view, view.organization.uscc),
    "registered_in": lambda view: _register(view, province_name(view.organization.region)),
    "city": lambda view: _register(view, view.organization.city),
    "legal_person": _declared("legal_person"),
    "bad_credit": _declared("bad_credit"),
    "dishonest_debtor": _declared("dishonest_debtor"),
    "abnormal_list": _declared("abnormal_list"),
    "size": lambda view: _register(view, "small_or_medium" if view.organization.is_small_or_medium else MISSING),
}

DEAL: Final[Mapping[str, Callable[[DealView], Fact]]] = {
    "id": lambda view: _of_deal(view, view.deal.number),
    "contract": lambda view: _of_deal(view, view.deal.number),
    "type": lambda view: _of_deal(
        view, "open_license" if view.deal.track == "statutory_open" else view.deal.kind, "/contract"
    ),
    "patent": lambda view: _of_deal(view, view.deal.patent.application_number or view.deal.patent.publication_number),
    "patents": lambda view: _of_deal(view, 1),
    "paid": _paid,
    "arrived": _paid,
    "payments": _payments,
    "invoiced": lambda view: Fact(value=view.invoiced, source=f"invoices:{view.deal.number}"),
    "signed_on": _signed_on,
    "contract_signed": lambda view: _of_deal(view, view.deal.signed_at is not None, "/signatures"),
    "recorded_on": lambda view: _of_deal(view, view.deal.recorded_on, "/recordal"),
    "recorded_year": lambda view: _of_deal(
        view, view.deal.recorded_on.year if view.deal.recorded_on else MISSING, "/recordal"
    ),
    "cnipa_recorded": lambda view: _of_deal(view, bool(view.deal.recordal_number), "/recordal"),
    "registered_on": lambda view: _of_deal(view, view.deal.contract_registered_on, "/registration"),
    "contract_registered": lambda view: _of_deal(view, bool(view.deal.contract_registration_number), "/registration"),
    "seller_kind": lambda view: Fact(
        value=view.deal.licensor.kind
        if view.deal.licensor.kind in {Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE}
        else "enterprise",
        source=f"organization:{view.deal.licensor.uscc}",
    ),
    "seller_in": lambda view: Fact(
        value=province_name(view.deal.licensor.region), source=f"organization:{view.deal.licensor.uscc}"
    ),
    "related_party": lambda view: _of_deal(view, view.deal.related_party, "/contract"),
    "high_value_invention": _high_value,
    # A license changes no title; the rule's open question reads the filing of the license in its place.
    "title_changed": lambda view: _of_deal(view, bool(view.deal.recordal_number), "/recordal"),
    "other_fiscal_subsidy": _declared("other_fiscal_subsidy"),
    "other_provincial_subsidy": _declared("other_provincial_subsidy"),
    "landed_in_province": _declared("landed_in_province"),
}

# What an applicant has to declare because no record of ours proves it.
DECLARED: Final = (
    "legal_person",
    "bad_credit",
    "dishonest_debtor",
    "abnormal_list",
    "other_fiscal_subsidy",
    "other_provincial_subsidy",
    "landed_in_province",
)


def has_source(field: str) -> bool:
    """Tell whether a field such as ``deal.paid`` has a source; a policy that names another cannot be in force."""
    owner, _, name = field.partition(".")
    return name in {"deal": DEAL, "applicant": APPLICANT}.get(owner, {})
