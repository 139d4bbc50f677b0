"""What subsidies an offer could bring: worked out from the plan for an enterprise that meets every condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext

from frontend.cases.values import worksheet
from frontend.components.amounts import Worksheet
from frontend.public.records import PublicRecord
from licensing.obligations.ledger import timeline
from licensing.subsidy import rules
from licensing.subsidy.policies import selectors
from licensing.subsidy.regions import province_name
from licensing.subsidy.working import policy_of
from listings.offers.models import Track
from listings.offers.plans import read_plan
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Kind
from marketplace.dates import WorkingDays
from marketplace.money import ZERO

_HEILONGJIANG: Final = "230000"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one policy would give under the assumptions, with its working."""

    title: str
    document: str
    amount: Decimal | None
    is_provisional: bool
    worksheet: Worksheet


def estimates(record: PublicRecord, *, today: date, calendar: WorkingDays) -> list[Estimate]:
    """Give an estimate per policy in force for licensees: all fixed fees paid when due, with invoices."""
    found = []
    for row in selectors.in_force(side="buyer"):
        policy = policy_of(row)
        sheet = rules.work_out(
            policy, applicant=_applicant(), deals=[_deal(record, today, calendar)], round={}, granted=[], sources={}
        )
        shown = worksheet(sheet, kind="estimate", title=gettext("Estimate under the rule %(rule)s") % {"rule": row.key})
        amount = sheet.award if sheet.amount_known else None
        found.append(Estimate(row.title, row.doc_no, amount, sheet.provisional, shown))
    return found


def _applicant() -> dict[str, Any]:
    return {
        "id": "A",
        "registered_in": province_name(_HEILONGJIANG),
        "legal_person": True,
        "bad_credit": False,
        "dishonest_debtor": False,
        "abnormal_list": False,
        "size": "small_or_medium",
    }


def _deal(record: PublicRecord, today: date, calendar: WorkingDays) -> dict[str, Any]:
    offer: Mapping[str, Any] = record.document["offer"]
    expected = timeline(read_plan(offer["payment"]), start=today, calendar=calendar)
    payments = [{"paid_on": one.due_date, "amount": one.amount} for one in expected if one.due_date and one.amount]
    paid = sum((one.amount for one in expected if one.due_date and one.amount), ZERO)
    return {
        "id": "d1",
        "contract": "d1",
        "type": "open_license" if offer["track"] == Track.STATUTORY_OPEN else "license",
        "patent": record.patent["patent_number"] or record.patent["publication_number"],
        "patents": 1,
        "paid": paid,
        "arrived": paid,
        "invoiced": paid,
        "payments": payments,
        "signed_on": today,
        "recorded_on": today,
        "recorded_year": today.year,
        "registered_on": today,
        "contract_signed": True,
        "cnipa_recorded": True,
        "contract_registered": True,
        "title_changed": True,
        "landed_in_province": True,
        "seller_kind": _seller_kind(record),
        "seller_in": province_name(record.document["organization"]["region"]),
        "related_party": False,
        "other_fiscal_subsidy": False,
        "other_provincial_subsidy": False,
        "high_value_invention": bool(record.patent["high_value"]),
    }


def _seller_kind(record: PublicRecord) -> str:
    kind = (
        Organization.objects.filter(uscc=record.document["organization"]["uscc"]).values_list("kind", flat=True).first()
    )
    return kind if kind in {Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE} else "enterprise"
