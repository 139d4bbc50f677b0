"""The papers of a deal: the contract and the receipt of a notice, as PDF made from facts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from licensing.requests.models import LicenseRequest
from listings.offers.models import Declaration, LicenseTerms
from listings.offers.plans import terms_rows
from listings.patents.numbers import grouped
from marketplace.accounts.models import Organization
from marketplace.dates import SHANGHAI, shanghai_day
from marketplace.documents.rendering.pdf import render_pdf

_PAPER: Final = Path(__file__).parent / "paper"


def contract_pdf(*, request: LicenseRequest, terms: LicenseTerms) -> bytes:
    """Give the contract of a standing offer (Civil Code art. 845, 862 to 876) as a PDF with readable text."""
    return render_pdf(_PAPER / "contract.typ", contract_facts(request=request, terms=terms))


def receipt_pdf(*, request: LicenseRequest, declaration: Declaration, now: datetime) -> bytes:
    """Give the receipt of a notice under an announced declaration as a PDF."""
    facts = {
        **contract_facts(request=request, terms=request.terms),
        "announced_on": _day(declaration.announced_on),
        "announcement_number": declaration.announcement_number,
        "noticed_at": now.astimezone(SHANGHAI).strftime("%Y年%m月%d日 %H:%M:%S"),
    }
    return render_pdf(_PAPER / "notice_receipt.typ", facts)


def contract_facts(*, request: LicenseRequest, terms: LicenseTerms) -> dict[str, Any]:
    """Give everything the contract says, as plain JSON values."""
    patent = request.listing.patent
    return {
        "number": request.number,
        "drawn_up_on": _day(shanghai_day(request.created_at)),
        "licensor": _party(request.listing.owner),
        "licensee": _party(request.enterprise),
        "patent": {
            "number": grouped(patent.application_number) if patent.application_number else patent.publication_number,
            "publication_number": patent.publication_number or "—",
            "title": patent.invention_title,
            "filing_date": _day(patent.filing_date),
            "grant_date": _day(patent.grant_date),
        },
        "term_months": terms.term_months,
        "field_of_use": terms.field_of_use or "不限",
        "product": request.product,
        "starts_on": _day(request.starts_on),
        "terms_version": terms.version,
        "terms_sha256": terms.sha256,
        "rows": terms_rows(terms.plan, language="zh"),
        "standing": [
            {
                "organization": signature.organization.name,
                "person": signature.person_name,
                "capacity": signature.capacity,
                "signed_at": signature.signed_at.astimezone(SHANGHAI).strftime("%Y年%m月%d日 %H:%M"),
                "sha256": signature.sha256,
            }
            for signature in terms.signatures.select_related("organization")
        ],
        "standing_until": _day(terms.standing_offer_until),
        "related_party": request.related_party,
    }


def _party(organization: Organization) -> dict[str, str]:
    return {
        "name": organization.name,
        "uscc": organization.uscc,
        "address": organization.address or "—",
        "contact": organization.contact_desk or "—",
        "phone": organization.contact_phone or "—",
        "bank": f"{organization.bank_name} {organization.bank_account}".strip() or "—",
    }


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"
