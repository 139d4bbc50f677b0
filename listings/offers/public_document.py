"""
The public document of a listing, ``listing/1.0`` (exchange feed, section 3.3), and its tombstone.

A pure function of rows: nothing here reads a clock or a table, and no field depends on the present day, so a nightly
check that changes no answer gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

from listings.eligibility.rules import Fact
from listings.offers.legal_state import LegalState, expiry_date, legal_state
from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice
from listings.patents.models import Patent, PatentOwner
from listings.patents.numbers import NotANumber, parse_publication_number
from marketplace.dates import shanghai_day
from marketplace.events.chain import canonical

SCHEMA: Final = "listing/1.0"
TOMBSTONE: Final = "tombstone/1.0"
_ANSWERS: Final = {"yes": "met", "no": "failed", "unknown": "unknown"}
_KIND_CODES: Final = {"invention": "B", "utility_model": "U", "design": "S"}
_EVENTS_SHOWN: Final = 10
# Of a plan these are shown elsewhere in the document, or are no business of the public.
_NOT_PUBLIC_IN_PLAN: Final = frozenset({"insurance", "guarantor", "text", "ceiling_reason"})


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """A stored eligibility answer and the first day since which it has been this one."""

    purpose: str
    answer: str
    rule_set: str
    since: date
    failed: Sequence[str] = ()
    unknown: Sequence[str] = ()
    classes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PublicRows:
    """All rows that one public document is made of."""

    listing: Listing
    patent: Patent
    owners: Sequence[PatentOwner]
    facts: Sequence[Fact]
    answers: Mapping[str, StandingAnswer]
    terms: LicenseTerms
    declaration: Declaration | None
    notice: PriceNotice | None
    base_url: str
    conditions_in_words: Sequence[str] = field(default=())


def listing_document(rows: PublicRows) -> dict[str, Any]:
    """Give the document of a listing that is published or suspended."""
    listing = rows.listing
    return {
        "schema": SCHEMA,
        "listing_id": listing.number,
        "revision": listing.revision,
        "state": str(listing.status),
        "published_date": shanghai_day(listing.published_at) if listing.published_at else None,
        "revised_at": listing.revised_at,
        "url": f"{rows.base_url}/listings/{listing.number}/",
        "suspension": _suspension(listing),
        "organization": {"name": listing.owner.name, "uscc": listing.owner.uscc, "region": listing.owner.region},
        "patents": [_patent(rows)],
        "content": _content(listing),
        "offer": _offer(rows),
        "contact": {
            "desk": listing.contact_desk,
            "phone": listing.contact_phone,
            "email": listing.contact_email,
        },
        "attachments": [],
    }


def tombstone(listing: Listing, *, declaration: Declaration | None) -> dict[str, Any]:
    """Give what stays of a listing that was withdrawn or closed. Earlier licenses live on (Patent Law art. 50)."""
    announced = declaration is not None and declaration.withdrawal_announced_on is not None
    return {
        "schema": TOMBSTONE,
        "listing_id": listing.number,
        "revision": listing.revision,
        "patent_numbers": [patent_number(listing.patent) or listing.patent.publication_number],
        "reason": listing.end_reason,
        "reason_text": listing.end_text,
        "decided_date": listing.end_decided_on,
        "effective_date": listing.end_effective_on,
        "announcement": {
            "number": declaration.announcement_number or None,
            "date": declaration.withdrawal_announced_on,
        }
        if announced and declaration is not None
        else None,
        "existing_licenses": "continue",
    }


def body_of(document: Mapping[str, Any]) -> tuple[str, str]:
    """Give the RFC 8785 text of a document and its SHA-256."""
    body = canonical(document)
    return body, sha256(body.encode()).hexdigest()


def patent_number(patent: Patent) -> str | None:
    """Give the number of the granted patent: ZL and the application number."""
    return f"ZL{patent.application_number}" if patent.application_number else None


def _suspension(listing: Listing) -> dict[str, Any] | None:
    if listing.status != Listing.Status.SUSPENDED:
        return None
    return {
        "reason": listing.suspension_reason,
        "since_date": listing.suspended_since,
        "expected_until": None,
        "note": None,
    }


def _patent(rows: PublicRows) -> dict[str, Any]:
    patent = rows.patent
    high_value = rows.answers.get("high_value")
    return {
        "office": "CN",
        "kind_code": _kind_code(patent),
        "kind": str(patent.kind),
        "application_number": patent.application_number,
        "patent_number": patent_number(patent),
        "publication_number": patent.publication_number,
        "invention_title": patent.invention_title,
        "abstract": patent.abstract or None,
        "ipc": list(patent.ipc),
        "filing_date": patent.filing_date,
        "grant_date": patent.grant_date,
        "expiry_date": expiry_date(kind=patent.kind, filing_date=patent.filing_date),
        "inventors": list(patent.inventors) if rows.listing.show_inventors else [],
        "owners": [
            {
                "name": owner.name,
                "uscc": owner.uscc or None,
                "share": format(owner.share.normalize(), "f") if owner.share is not None else None,
            }
            for owner in rows.owners
        ],
        "high_value": sorted(high_value.classes) if high_value and high_value.answer == "yes" else [],
        "legal": _legal(rows),
        "declaration": _declaration(rows.declaration),
        "eligibility": [
            {
                "purpose": answer.purpose,
                "answer": _ANSWERS[answer.answer],
                "rule_set": answer.rule_set,
                "as_of": answer.since,
            }
            for _, answer in sorted(rows.answers.items())
        ],
    }


def _kind_code(patent: Patent) -> str:
    try:
        code = parse_publication_number(patent.publication_number or "").code
    except NotANumber:
        code = ""
    return code or _KIND_CODES[patent.kind]


def _legal(rows: PublicRows) -> dict[str, Any]:
    # The day on which the document changed stands for the present: the text is fixed by what was stored then.
    state = legal_state(rows.facts, on=shanghai_day(rows.listing.revised_at))
    return {
        "status": _status(rows, state),
        "as_of": state.as_of,
        "source": state.source,
        "fee_paid_until": state.fee_paid_until,
        "pledge": {"since_date": state.pledge.since, "consent": state.pledge.has_consent} if state.pledge else None,
        "preservation": {"since_date": state.preserved_since} if state.preserved_since else None,
        "exclusive_license": state.has_exclusive_license,
        "ordinary_licenses": state.filed_ordinary_licenses,
        "co_owner_consents": _consents(rows),
        "evaluation_report": state.evaluation_report,
        "events": [
            {"date": event.on, "event": event.event, "detail": event.detail} for event in state.events[:_EVENTS_SHOWN]
        ],
    }


def _status(rows: PublicRows, state: LegalState) -> str:
    if state.is_partly_invalidated:
        return "partly_invalidated"
    open_license = rows.answers.get("statutory_open")
    is_late = open_license is not None and "annual_fee" in open_license.failed
    return "in_force_grace" if is_late else "in_force"


def _consents(rows: PublicRows) -> str | None:
    if len(rows.owners) < 2:
        return "not_needed"
    answer = rows.answers.get(rows.terms.track)
    if answer is None or "co_owner_consents" in [*answer.failed, *answer.unknown]:
        return None
    return "complete"


def _declaration(declaration: Declaration | None) -> dict[str, Any] | None:
    if declaration is None:
        return None
    return {
        "state": str(declaration.status),
        "filed_date": declaration.filed_on,
        "announcement_date": declaration.announced_on,
        "withdrawal_filed_date": declaration.withdrawal_filed_on,
        "terms_hash": declaration.terms_hash,
    }


def _content(listing: Listing) -> dict[str, Any]:
    return {
        "title": listing.plain_title,
        "problem": listing.problem,
        "solution": listing.solution,
        "advantages": listing.advantages,
        "application_field": listing.application_field,
        "product": listing.product,
        "trl": listing.trl,
        "gbt4754": list(listing.gbt4754),
        "sei": list(listing.sei),
        "know_how": listing.know_how or None,
    }


def _offer(rows: PublicRows) -> dict[str, Any]:
    terms, notice = rows.terms, rows.notice
    licenses = "license" in rows.listing.routes
    return {
        "track": str(terms.track),
        "routes": list(rows.listing.routes),
        "license_kind": str(terms.license_kind) if licenses else None,
        "term_months": terms.term_months if licenses else None,
        "territory": terms.territory if licenses else None,
        "field_of_use": terms.field_of_use if licenses else None,
        "terms_version": terms.version,
        "terms_hash": terms.sha256,
        "standing_offer": {
            "conditions": list(rows.conditions_in_words),
            "expires_date": terms.standing_offer_until,
        }
        if terms.standing_offer_until
        else None,
        "payment": {key: value for key, value in terms.plan.items() if key not in _NOT_PUBLIC_IN_PLAN},
        "fee_basis": terms.fee_basis or None,
        "price_notice": {"start": notice.starts_on, "end": notice.ends_on, "objections": notice.objections}
        if notice
        else None,
        "insurance": _insurance(terms.plan.get("insurance")),
    }


def _insurance(slot: Any) -> dict[str, Any] | None:
    if not isinstance(slot, Mapping):
        return None
    return {"insurer": slot.get("insurer"), "product": slot.get("product")}
