"""Pages of the desks for cases, payments, claims and rules."""

from __future__ import annotations

from typing import Any

from licensing.subsidy.claims.models import Claim
from licensing.subsidy.policies.models import SubsidyPolicy
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import ROLES_OF, Desk, Role
from tests.contracts.permission_entries.licensing import (
    before_city,
    before_province,
    claim_before,
    claim_by,
    computed_before,
    confirmed_payment_to,
    given_by,
    payment_to,
    taken_by,
    unsigned_of,
)
from tests.contracts.permissions import Entry, at_desk
from tests.factories import make_enterprise
from tests.licensing.factories import make_deal, make_listing, make_policy, make_request, make_round

ENTERPRISE, UNIVERSITY, BUREAU = Desk.ENTERPRISE, Desk.UNIVERSITY, Desk.BUREAU
TAKERS = {Role.APPLICANT, Role.SIGNATORY, Role.FINANCE}
ASKERS = {Role.APPLICANT, Role.SIGNATORY}
GIVERS = {Role.OFFICER, Role.OWNER_SIGNATORY, Role.OWNER_FINANCE}
OFFICES = {Role.CITY_CHECKER, Role.PROVINCIAL_REVIEWER, Role.APPROVER, Role.BUREAU_FINANCE}
KEEPERS = {Role.PROVINCIAL_REVIEWER, Role.APPROVER, Role.POLICY_EDITOR}


def listing(_enterprise: Organization) -> dict[str, Any]:
    return {"number": make_listing().number}


def open_license_of(enterprise: Organization) -> dict[str, Any]:
    return {"number": make_request(enterprise, listing=make_listing(track="statutory_open")).number}


def statement_of(enterprise: Organization) -> dict[str, Any]:
    return {**taken_by(enterprise), "item": "royalty", "period": 1}


def report_of(enterprise: Organization) -> dict[str, Any]:
    return {**taken_by(enterprise), "period": 6}


def round_for(enterprise: Organization) -> dict[str, Any]:
    return {"round_id": make_round().pk, "number": make_deal(enterprise).number}


def draft_claim(enterprise: Organization) -> dict[str, Any]:
    return claim_by(enterprise)


def approved_before(office: Organization) -> dict[str, Any]:
    given = computed_before(office)
    Claim.objects.filter(number=given["number"]).update(status=Claim.Status.APPROVED)
    return given


def organization_near(office: Organization) -> dict[str, Any]:
    office.region = "231200"
    office.save()
    return {"organization_id": make_enterprise(verified=False, region="231281").pk}


def policy_of(office: Organization) -> dict[str, Any]:
    return {"policy_id": make_policy(office).pk}


def draft_policy_of(office: Organization) -> dict[str, Any]:
    policy = make_policy(office, status=SubsidyPolicy.Status.DRAFT, put_in_force_by=None, put_in_force_at=None)
    return {"policy_id": policy.pk}


def acting(route: str, desk: Desk, roles: set[Role], thing: Any, **more: Any) -> Entry:
    """Name a page that shows a form and does its act, for the same roles."""
    return at_desk(route, desk, get=roles, post=roles, thing=thing, **more)


ENTRIES = [
    at_desk("enterprise:home", ENTERPRISE, get=set(ROLES_OF[ENTERPRISE])),
    at_desk("enterprise:cases", ENTERPRISE, get=TAKERS),
    at_desk("enterprise:case", ENTERPRISE, get=TAKERS, thing=taken_by),
    at_desk("enterprise:subsidy", ENTERPRISE, get=TAKERS, thing=taken_by),
    acting("enterprise:request", ENTERPRISE, ASKERS, listing, open_to_others=True),
    at_desk("enterprise:contract", ENTERPRISE, get=TAKERS, post={Role.SIGNATORY}, thing=unsigned_of),
    acting("enterprise:notice", ENTERPRISE, {Role.SIGNATORY}, open_license_of),
    acting("enterprise:withdraw", ENTERPRISE, ASKERS, unsigned_of),
    acting("enterprise:record_payment", ENTERPRISE, {Role.FINANCE}, taken_by),
    acting("enterprise:first_revenue", ENTERPRISE, {Role.APPLICANT}, taken_by),
    acting("enterprise:statement", ENTERPRISE, {Role.APPLICANT}, statement_of),
    acting("enterprise:use_report", ENTERPRISE, {Role.APPLICANT}, report_of),
    acting("enterprise:recordal", ENTERPRISE, {Role.APPLICANT}, taken_by),
    acting("enterprise:registration", ENTERPRISE, {Role.APPLICANT}, taken_by),
    at_desk("enterprise:claims", ENTERPRISE, get=TAKERS),
    acting("enterprise:new_claim", ENTERPRISE, {Role.APPLICANT, Role.FINANCE}, round_for),
    at_desk("enterprise:claim", ENTERPRISE, get=TAKERS, thing=claim_by),
    acting("enterprise:submit_claim", ENTERPRISE, {Role.SIGNATORY}, draft_claim),
    acting("enterprise:withdraw_claim", ENTERPRISE, {Role.SIGNATORY}, draft_claim),
    at_desk("university:home", UNIVERSITY, get=set(ROLES_OF[UNIVERSITY])),
    at_desk("university:cases", UNIVERSITY, get=GIVERS),
    at_desk("university:case", UNIVERSITY, get=GIVERS, thing=given_by),
    acting("university:recordal", UNIVERSITY, {Role.OFFICER}, given_by),
    acting("university:confirm_payment", UNIVERSITY, {Role.OWNER_FINANCE}, payment_to),
    acting("university:refuse_payment", UNIVERSITY, {Role.OWNER_FINANCE}, payment_to),
    acting("university:file_invoice", UNIVERSITY, {Role.OWNER_FINANCE}, confirmed_payment_to),
    at_desk("bureau:home", BUREAU, get=set(ROLES_OF[BUREAU])),
    at_desk("bureau:claims", BUREAU, get=OFFICES),
    at_desk("bureau:claim", BUREAU, get=OFFICES, thing=claim_before),
    acting("bureau:recommend_claim", BUREAU, {Role.CITY_CHECKER}, before_city),
    at_desk(
        "bureau:return_claim",
        BUREAU,
        get=OFFICES,
        post={Role.CITY_CHECKER},
        thing=before_city,
        data=lambda _: {"reason": "x"},
    ),
    at_desk(
        "bureau:reject_claim",
        BUREAU,
        get=OFFICES,
        post={Role.CITY_CHECKER},
        thing=before_city,
        data=lambda _: {"reason": "x"},
    ),
    acting("bureau:prepare_award", BUREAU, {Role.PROVINCIAL_REVIEWER}, before_province),
    acting("bureau:approve_award", BUREAU, {Role.APPROVER}, computed_before),
    acting("bureau:pay_award", BUREAU, {Role.BUREAU_FINANCE}, approved_before),
    at_desk("bureau:organizations", BUREAU, get={Role.CITY_CHECKER, Role.PROVINCIAL_REVIEWER}),
    acting("bureau:verify_organization", BUREAU, {Role.CITY_CHECKER, Role.PROVINCIAL_REVIEWER}, organization_near),
    at_desk("bureau:policies", BUREAU, get=KEEPERS),
    acting("bureau:load_policies", BUREAU, {Role.POLICY_EDITOR}, lambda _: {}),
    at_desk("bureau:policy", BUREAU, get=KEEPERS, thing=policy_of),
    acting("bureau:put_in_force", BUREAU, {Role.APPROVER}, draft_policy_of),
    acting("bureau:open_round", BUREAU, {Role.PROVINCIAL_REVIEWER}, policy_of),
    acting("bureau:switches", BUREAU, {Role.POLICY_EDITOR}, lambda _: {}),
]
