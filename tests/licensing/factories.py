"""
Make listings, requests, deals, payments and claims in each state, by writing rows directly.

Plain functions: no events are recorded, so a test sees only those it causes itself.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.deals.models import Deal, Signature
from licensing.payments.models import CheckoutSession, Payment
from licensing.requests.models import LicenseRequest
from licensing.subsidy.claims.models import Claim, ClaimLine, Round
from licensing.subsidy.policies.models import SubsidyPolicy
from listings.offers.models import LicenseTerms, Listing, TermsSignature
from listings.patents.models import LegalFact, Patent, PatentHolder, PatentOwner
from marketplace.accounts.models import Mandate, Organization
from marketplace.accounts.roles import Role
from marketplace.documents.models import Document
from marketplace.documents.services import store_generated
from tests.factories import HEILONGJIANG, make_actor, make_enterprise, make_office, make_university

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

FEE = "50000.00"
PLAN: dict[str, Any] = {
    "pattern": "P2",
    "currency": "CNY",
    "term_months": 36,
    "deferral_min_months": 12,
    "items": [
        {
            "id": "fee",
            "kind": "deferred_fee",
            "amount": FEE,
            "trigger": {"event": "effect", "months_after": 12},
        }
    ],
}

_numbers = itertools.count(1)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def make_application_number(year: int = 2015) -> str:
    """Give a number of an invention with its right check digit, that no other call gave."""
    digits = f"{year}1{next(_numbers):07d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"


def make_patent(owner: Organization, **fields: Any) -> Patent:
    """Make an invention in force, filed in 2015, with a register that was read lately and nothing in the way."""
    values: dict[str, Any] = {
        "application_number": make_application_number(),
        "kind": "invention",
        "invention_title": "一种寒区轴承的自润滑方法",
        "filing_date": date(2015, 1, 29),
        "grant_date": date(2018, 8, 12),
        "ipc": ["F16C33/10"],
        "source": "register",
        "source_as_of": TODAY,
        "created_at": NOW,
    }
    patent = Patent.objects.create(**{**values, **fields})
    PatentOwner.objects.create(patent=patent, position=1, organization=owner, name=owner.name, uscc=owner.uscc)
    PatentHolder.objects.create(patent=patent, organization=owner, since=date(2018, 8, 12))
    add_fact(patent, "checked", as_of=TODAY, payload={"topics": "all"})
    add_fact(patent, "fee_paid", on=date(2026, 1, 20), payload={"paid_until": "2027-01-29"})
    return patent


def add_fact(patent: Patent, kind: str, **fields: Any) -> LegalFact:
    """Add a legal fact read in the register."""
    values: dict[str, Any] = {
        "source": "register",
        "as_of": fields.get("on") or fields.get("from_date") or TODAY,
        "recorded_at": NOW,
        "payload": {},
        "recorded_by": uuid4(),
    }
    return LegalFact.objects.create(patent=patent, kind=kind, **{**values, **fields})


def make_listing(owner: Organization | None = None, *, patent: Patent | None = None, **terms: Any) -> Listing:
    """Make a published listing with version 1 of its terms, signed as a standing offer to the end of 2027."""
    owner = owner or make_university()
    patent = patent or make_patent(owner)
    listing = Listing.objects.create(
        number=f"HLJ-L-2026-{next(_numbers):06d}",
        patent=patent,
        owner=owner,
        plain_title="低温下不结硬的轴承润滑",
        routes=["license"],
        created_by=uuid4(),
        created_at=NOW,
        revised_at=NOW,
    )
    listing.current_terms = make_terms(listing, **terms)
    listing.status = Listing.Status.PUBLISHED
    listing.revision = 1
    listing.published_at = NOW
    listing.submitted_by, listing.approved_by = uuid4(), uuid4()
    listing.save()
    return listing


def make_terms(listing: Listing, *, signed: bool = True, version: int = 1, **fields: Any) -> LicenseTerms:
    """Make one version of the terms; signed by a signatory of the owner unless told otherwise."""
    values: dict[str, Any] = {
        "track": "negotiated_ordinary",
        "term_months": 36,
        "field_of_use": "轴承制造",
        "plan": PLAN,
        "text_zh": "签约时无需付款。\n自合同生效之日起满 12 个月，支付许可费 50,000.00 元。",
        "sha256": f"{next(_numbers):064x}",
        "conditions": {},
        "standing_offer_until": date(2027, 12, 31),
        "created_by": uuid4(),
        "created_at": NOW,
    }
    terms = LicenseTerms.objects.create(listing=listing, version=version, **{**values, **fields})
    if signed:
        signatory = make_actor(listing.owner, Role.OWNER_SIGNATORY)
        TermsSignature.objects.create(
            terms=terms,
            organization=listing.owner,
            person=signatory.pseudonym,
            person_name=signatory.person.name,
            capacity="signatory",
            mandate=Mandate.objects.get(person=signatory.person),
            method="second_factor",
            sha256=terms.sha256,
            signed_at=NOW,
        )
    return terms


def make_request(
    enterprise: Organization | None = None, *, listing: Listing | None = None, **fields: Any
) -> LicenseRequest:
    """Make a draft request."""
    listing = listing or make_listing()
    values: dict[str, Any] = {
        "number": f"HLJ-2026-{next(_numbers):06d}",
        "terms": listing.current_terms,
        "track": listing.current_terms.track if listing.current_terms else "",
        "product": "圆锥滚子轴承",
        "starts_on": TODAY,
        "related_party": False,
        "small_or_medium": True,
        "prepared_by": uuid4(),
        "created_at": NOW,
    }
    return LicenseRequest.objects.create(
        listing=listing, enterprise=enterprise or make_enterprise(), **{**values, **fields}
    )


def make_deal(
    licensee: Organization | None = None, *, licensor: Organization | None = None, signing: bool = False, **fields: Any
) -> Deal:
    """Make a deal in effect since ``TODAY``, or one that awaits the enterprise's signature."""
    listing = make_listing(licensor)
    request = make_request(licensee, listing=listing)
    terms = listing.current_terms
    assert terms is not None
    contract = make_document(request.enterprise, kind="contract")
    values: dict[str, Any] = {
        "number": request.number,
        "track": terms.track,
        "status": Deal.Status.SIGNING if signing else Deal.Status.IN_EFFECT,
        "plan": terms.plan,
        "terms_sha256": terms.sha256,
        "product": request.product,
        "related_party": False,
        "contract": contract,
        "contract_sha256": contract.file_id,
        "signed_at": None if signing else NOW,
        "effective_on": None if signing else TODAY,
        "high_value_classes": [] if signing else ["hv_maintained"],
    }
    deal = Deal.objects.create(
        request=request,
        listing=listing,
        patent=listing.patent,
        terms=terms,
        licensor=listing.owner,
        licensee=request.enterprise,
        **{**values, **fields},
    )
    if not signing:
        request.status, request.decided_at = LicenseRequest.Status.ACCEPTED, NOW
        request.save()
        _sign_both(deal)
    return deal


def _sign_both(deal: Deal) -> None:
    for organization, role in ((deal.licensor, Role.OWNER_SIGNATORY), (deal.licensee, Role.SIGNATORY)):
        signatory = make_actor(organization, role)
        Signature.objects.create(
            deal=deal,
            organization=organization,
            person=signatory.pseudonym,
            person_name=signatory.person.name,
            capacity="signatory",
            mandate=Mandate.objects.get(person=signatory.person),
            method=Signature.Method.SECOND_FACTOR,
            sha256=deal.contract_sha256,
            signed_at=NOW,
        )


def make_document(organization: Organization, *, kind: str = "voucher") -> Document:
    """Make a small PDF of an organization."""
    return store_generated(organization=organization, content=PDF, kind=kind, title=f"{kind}.pdf", at=NOW)


def make_upload(name: str = "voucher.pdf") -> SimpleUploadedFile:
    """Give a small PDF as a browser sends it."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def make_payment(deal: Deal, *, amount: str = FEE, **fields: Any) -> Payment:
    """Make a transfer that the payer recorded, without its ledger event."""
    values: dict[str, Any] = {
        "number": f"{deal.number}-P{deal.payments.count() + 1}",
        "amount": Decimal(amount),
        "paid_on": TODAY,
        "bank_reference": f"REF{next(_numbers)}",
        "voucher": make_document(deal.licensee),
        "recorded_by": uuid4(),
        "recorded_at": NOW,
    }
    return Payment.objects.create(deal=deal, **{**values, **fields})


def make_checkout(deal: Deal, *, amount: str = FEE, **fields: Any) -> CheckoutSession:
    """Make a try to pay a deal's fee online, whose page is open at Stripe."""
    number = f"{deal.number}-S{deal.checkouts.count() + 1}"
    values: dict[str, Any] = {
        "number": number,
        "account": "acct_demo",
        "livemode": False,
        "item": "fee",
        "amount": Decimal(amount),
        "status": CheckoutSession.Status.OPEN,
        "session_id": f"cs_test_{next(_numbers)}",
        "url": "https://stripe.example/pay",
        "return_url": f"https://market.example/{number}/",
        "started_by": uuid4(),
        "started_at": NOW,
    }
    return CheckoutSession.objects.create(deal=deal, **{**values, **fields})


def make_policy(office: Organization | None = None, **fields: Any) -> SubsidyPolicy:
    """Make a policy in force: 10 % of what was paid, at most 100,000 yuan a deal."""
    office = office or make_office(region=HEILONGJIANG)
    number = next(_numbers)
    body = {
        "id": f"ten-percent-{number}",
        "jurisdiction": "黑龙江省",
        "title": "企业转化省内高校专利补助",
        "doc_no": "示例〔2026〕1号",
        "issuer": [office.name],
        "valid": {"from": "2026", "to": None},
        "evidence": {"level": "official", "urls": ["https://example.cn/rules"]},
        "side": "buyer",
        "deal_types": ["license", "transfer"],
        "gates": [["applicant.registered_in", "eq", "黑龙江省"], ["applicant.bad_credit", "eq", False]],
        "base": "deal.paid",
        "semantics": "exact",
        "scheme": {"type": "flat", "rate": "0.10"},
        "line_cap": 100000,
        "stacking": {"mode": "exclusive", "scope": "contract"},
        "case_defaults": {
            "applicant": {"id": "A", "registered_in": "黑龙江省", "bad_credit": False},
            "deal": {"type": "license"},
        },
        "cases": [
            {"id": "plain", "origin": "derived", "deals": [{"id": "d1", "paid": 500000}], "expect": {"total": 50000}}
        ],
    }
    overrides = fields.pop("body", {})
    values: dict[str, Any] = {
        "key": body["id"],
        "family": body["id"],
        "title": body["title"],
        "doc_no": body["doc_no"],
        "side": "buyer",
        "body": {**body, **overrides},
        "defaults": {"rounding": {"mode": "DOWN", "unit": "0.01", "stage": "line"}},
        "sha256": f"{number:064x}",
        "status": SubsidyPolicy.Status.IN_FORCE,
        "loaded_by": uuid4(),
        "loaded_at": NOW,
        "put_in_force_by": uuid4(),
        "put_in_force_at": NOW,
    }
    return SubsidyPolicy.objects.create(office=office, **{**values, **fields})


def make_round(policy: SubsidyPolicy | None = None, **fields: Any) -> Round:
    """Make a round that takes claims throughout 2026 and 2027."""
    values: dict[str, Any] = {
        "year": 2026,
        "opens_on": date(2026, 1, 1),
        "cutoff_on": date(2027, 12, 31),
        "opened_by": uuid4(),
    }
    return Round.objects.create(policy=policy or make_policy(), **{**values, **fields})


def make_claim(applicant: Organization | None = None, *, round_: Round | None = None, **fields: Any) -> Claim:
    """Make a draft claim for one deal in effect."""
    deal = make_deal(applicant)
    values: dict[str, Any] = {
        "number": f"{deal.number}-C1",
        "city": deal.licensee.city,
        "declarations": {"bad_credit": False},
        "bank_name": deal.licensee.bank_name,
        "bank_account": deal.licensee.bank_account,
        "prepared_by": uuid4(),
        "created_at": NOW,
    }
    claim = Claim.objects.create(round=round_ or make_round(), applicant=deal.licensee, **{**values, **fields})
    ClaimLine.objects.create(claim=claim, deal=deal)
    return claim
