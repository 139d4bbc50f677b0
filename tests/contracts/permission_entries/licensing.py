"""Routes of licensing in the API: requests, deals, duties, payments, claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from licensing.payments.models import Payment
from licensing.subsidy.claims.models import Award, Claim, Worksheet
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Desk, Role
from tests.contracts.permissions import at_desk
from tests.licensing.factories import NOW, make_claim, make_deal, make_payment, make_policy, make_request, make_round

ENTERPRISE, UNIVERSITY, BUREAU = Desk.ENTERPRISE, Desk.UNIVERSITY, Desk.BUREAU
TAKERS = {Role.APPLICANT, Role.SIGNATORY, Role.FINANCE}
GIVERS = {Role.OFFICER, Role.OWNER_SIGNATORY, Role.OWNER_FINANCE}
OFFICES = {Role.CITY_CHECKER, Role.PROVINCIAL_REVIEWER, Role.APPROVER, Role.BUREAU_FINANCE}


def request_of(enterprise: Organization) -> dict[str, Any]:
    return {"number": make_request(enterprise).number}


def unsigned_of(enterprise: Organization) -> dict[str, Any]:
    return {"number": make_deal(enterprise, signing=True).number}


def taken_by(enterprise: Organization) -> dict[str, Any]:
    return {"number": make_deal(enterprise).number}


def given_by(university: Organization) -> dict[str, Any]:
    return {"number": make_deal(licensor=university).number}


def payment_to(university: Organization) -> dict[str, Any]:
    return {"number": make_payment(make_deal(licensor=university)).number}


def confirmed_payment_to(university: Organization) -> dict[str, Any]:
    payment = make_payment(
        make_deal(licensor=university),
        status=Payment.Status.CONFIRMED,
        confirmed_amount=Decimal("50000.00"),
        confirmed_by=uuid4(),
        confirmed_at=NOW,
    )
    return {"number": payment.number}


def claim_by(enterprise: Organization) -> dict[str, Any]:
    return {"number": make_claim(enterprise).number}


def claim_before(office: Organization, status: str = Claim.Status.RECOMMENDED) -> dict[str, Any]:
    """
    Make a claim that stands before an office: the city's own, or under the province's policy.

    A city has one office: the owner's is moved to a place of its own, away from the stranger's.
    """
    if office.level == Organization.Level.CITY:
        office.region = "231200"
        office.save()
    row = make_round(make_policy(office)) if office.level == "province" else make_round()
    claim = make_claim(round_=row)
    claim.city = "231200"
    claim.status = Claim.Status.SUBMITTED if office.level == "city" else status
    claim.submitted_at, claim.submitted_by = NOW, uuid4()
    claim.save()
    return {"number": claim.number}


def before_province(office: Organization) -> dict[str, Any]:
    """Make a recommended claim under a policy of the office, which this makes one of the province."""
    office.level = Organization.Level.PROVINCE
    office.save()
    return claim_before(office)


def before_city(office: Organization) -> dict[str, Any]:
    """Make a claim that was submitted in the office's city."""
    return claim_before(office)


def computed_before(office: Organization) -> dict[str, Any]:
    office.level = Organization.Level.PROVINCE
    office.save()
    given = claim_before(office, Claim.Status.COMPUTED)
    claim = Claim.objects.get(number=given["number"])
    sheet = Worksheet.objects.create(
        claim=claim,
        kind=Worksheet.Kind.AWARDED,
        policy_sha256="0" * 64,
        body={},
        total=Decimal("50000.00"),
        provisional=False,
        worked_out_at=NOW,
    )
    Award.objects.create(claim=claim, worksheet=sheet, amount=Decimal("50000.00"), prepared_by=uuid4(), prepared_at=NOW)
    return given


def _both(route: str, *, get: bool = True) -> list[Any]:
    return [
        at_desk(route, ENTERPRISE, get=TAKERS, thing=taken_by),
        at_desk(route, UNIVERSITY, get=GIVERS, thing=given_by),
    ]


ENTRIES = [
    at_desk("api_license_requests", ENTERPRISE, get=TAKERS, post={Role.APPLICANT, Role.SIGNATORY}, open_to_others=True),
    at_desk("api_license_request", ENTERPRISE, get=TAKERS, thing=request_of),
    at_desk("api_license_request_contract", ENTERPRISE, post={Role.APPLICANT, Role.SIGNATORY}, thing=request_of),
    at_desk("api_license_request_notice", ENTERPRISE, post={Role.SIGNATORY}, thing=request_of),
    at_desk("api_license_request_withdraw", ENTERPRISE, post={Role.APPLICANT, Role.SIGNATORY}, thing=request_of),
    at_desk("api_deals", ENTERPRISE, get=TAKERS),
    at_desk("api_deals", UNIVERSITY, get=GIVERS),
    *_both("api_deal"),
    at_desk("api_deal_sign", ENTERPRISE, post={Role.SIGNATORY}, thing=unsigned_of, data=lambda _: {"sha256": "0" * 64}),
    at_desk("api_deal_registration", ENTERPRISE, post={Role.APPLICANT}, thing=taken_by),
    at_desk("api_deal_registration", UNIVERSITY, post={Role.OFFICER}, thing=given_by),
    *_both("api_obligations"),
    at_desk("api_first_revenue", ENTERPRISE, post={Role.APPLICANT}, thing=taken_by),
    at_desk("api_statements", ENTERPRISE, post={Role.APPLICANT}, thing=taken_by),
    at_desk("api_use_reports", ENTERPRISE, post={Role.APPLICANT}, thing=taken_by),
    at_desk("api_deal_recordal", ENTERPRISE, post={Role.APPLICANT}, thing=taken_by),
    at_desk("api_deal_recordal", UNIVERSITY, post={Role.OFFICER}, thing=given_by),
    at_desk("api_payments", ENTERPRISE, get=TAKERS, post={Role.FINANCE}, thing=taken_by),
    at_desk("api_payments", UNIVERSITY, get=GIVERS, thing=given_by),
    at_desk("api_payments", UNIVERSITY, post=set(), without_role=404, thing=given_by),
    at_desk("api_payment_confirm", UNIVERSITY, post={Role.OWNER_FINANCE}, thing=payment_to),
    at_desk("api_payment_refuse", UNIVERSITY, post={Role.OWNER_FINANCE}, thing=payment_to),
    at_desk("api_payment_invoices", UNIVERSITY, post={Role.OWNER_FINANCE}, thing=confirmed_payment_to),
    at_desk("api_estimates", ENTERPRISE, get=TAKERS, thing=taken_by),
    at_desk("api_rounds", ENTERPRISE, get=TAKERS),
    at_desk("api_rounds", BUREAU, get=OFFICES),
    at_desk("api_claims", ENTERPRISE, get=TAKERS, post={Role.APPLICANT, Role.FINANCE}),
    at_desk("api_claims", BUREAU, get=OFFICES),
    at_desk("api_claim", ENTERPRISE, get=TAKERS, thing=claim_by),
    at_desk("api_claim", BUREAU, get=OFFICES, thing=claim_before),
    at_desk("api_claim_submit", ENTERPRISE, post={Role.SIGNATORY}, thing=claim_by),
    at_desk("api_claim_withdraw", ENTERPRISE, post={Role.SIGNATORY}, thing=claim_by),
    at_desk("api_claim_recommend", BUREAU, post={Role.CITY_CHECKER}, thing=before_city),
    at_desk("api_claim_return", BUREAU, post={Role.CITY_CHECKER}, thing=before_city, data=lambda _: {"reason": "x"}),
    at_desk("api_claim_reject", BUREAU, post={Role.CITY_CHECKER}, thing=before_city, data=lambda _: {"reason": "x"}),
    at_desk("api_claim_award", BUREAU, post={Role.PROVINCIAL_REVIEWER}, thing=before_province),
    at_desk("api_claim_approve", BUREAU, post={Role.APPROVER}, thing=computed_before),
    at_desk("api_claim_disburse", BUREAU, post={Role.BUREAU_FINANCE}, thing=computed_before),
]
