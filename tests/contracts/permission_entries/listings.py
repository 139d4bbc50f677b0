"""Routes of patents, offers, imports and the exchange feed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from listings.feed.models import ExchangeKey
from listings.imports.models import PatentImport
from listings.offers.models import Declaration, Listing, PriceNotice
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Desk, Role
from tests.contracts.permissions import at_desk, library, public
from tests.listings.making import NOW, TODAY, bare_listing, make_patent

UNIVERSITY = Desk.UNIVERSITY
READERS = {Role.INVENTOR, Role.OFFICER, Role.LISTING_APPROVER, Role.OWNER_SIGNATORY}
EDITORS = {Role.INVENTOR, Role.OFFICER}
OFFICER = {Role.OFFICER}
APPROVER = {Role.LISTING_APPROVER}
SIGNATORY = {Role.OWNER_SIGNATORY}


def patent_of(organization: Organization) -> dict[str, Any]:
    return {"patent_id": make_patent(organization, healthy=False).pk}


def listing_of(organization: Organization) -> dict[str, Any]:
    return {"number": bare_listing(organization).number}


def terms_of(organization: Organization) -> dict[str, Any]:
    return {**listing_of(organization), "version": 1}


def notice_of(organization: Organization) -> dict[str, Any]:
    listing = bare_listing(organization)
    notice = PriceNotice.objects.create(
        listing=listing,
        terms=listing.terms.get(),
        place="公告栏",
        starts_on=TODAY,
        ends_on=date(2026, 3, 17),
        required_days=15,
        started_by=uuid4(),
        created_at=NOW,
    )
    return {"number": listing.number, "notice_id": notice.pk}


def declaration_of(organization: Organization) -> dict[str, Any]:
    listing = Listing.objects.get(number=listing_of(organization)["number"])
    declaration = Declaration.objects.create(
        patent=listing.patent,
        terms=listing.terms.get(),
        terms_hash="a" * 64,
        filed_on=TODAY,
        created_by=uuid4(),
        created_at=NOW,
    )
    return {"number": listing.number, "declaration_id": declaration.pk}


def import_of(organization: Organization) -> dict[str, Any]:
    staged = PatentImport.objects.create(
        organization=organization,
        file_name="list.csv",
        file_sha256="a" * 64,
        layout="plain",
        source="owner",
        source_as_of=TODAY,
        columns={},
        uploaded_by=uuid4(),
        created_at=NOW,
    )
    return {"import_id": staged.pk}


def key_of(organization: Organization) -> dict[str, Any]:
    key = ExchangeKey.objects.create(
        organization=organization,
        name="reader",
        prefix=uuid4().hex[:8],
        secret_sha256="a" * 64,
        created_at=NOW,
        expires_at=NOW,
    )
    return {"key_id": key.pk}


STEPS = {
    "api_terms_choose": EDITORS,
    "api_listing_submit": OFFICER,
    "api_listing_approve": APPROVER,
    "api_listing_return": APPROVER,
    "api_listing_publish": APPROVER,
    "api_listing_suspend": OFFICER,
    "api_listing_resume": OFFICER,
    "api_listing_withdraw": OFFICER,
    "api_price_notice_start": OFFICER,
    "api_declaration_file": OFFICER,
}
LISTS = ("api_listing_open_points", "api_listing_terms", "api_listing_price_notices", "api_listing_declarations")
OF_NOTICES = ("api_price_notice_end", "api_price_notice_stop")
OF_DECLARATIONS = (
    "api_declaration_announce",
    "api_declaration_withdrawal_file",
    "api_declaration_withdrawal_announce",
)

ENTRIES = [
    at_desk("api_patents", UNIVERSITY, get=READERS),
    at_desk("api_patent", UNIVERSITY, get=READERS, thing=patent_of),
    at_desk("api_legal_facts", UNIVERSITY, get=READERS, post=OFFICER, thing=patent_of),
    at_desk("api_eligibility", UNIVERSITY, get=READERS, thing=patent_of),
    at_desk("api_listings", UNIVERSITY, get=READERS, post=EDITORS),
    at_desk("api_listing", UNIVERSITY, get=READERS, patch=EDITORS, thing=listing_of),
    *(at_desk(route, UNIVERSITY, get=READERS, thing=listing_of) for route in LISTS),
    *(at_desk(route, UNIVERSITY, post=roles, thing=listing_of) for route, roles in STEPS.items()),
    at_desk("api_terms_approve", UNIVERSITY, post=APPROVER, thing=terms_of),
    at_desk("api_terms_sign", UNIVERSITY, post=SIGNATORY, thing=terms_of),
    *(at_desk(route, UNIVERSITY, post=OFFICER, thing=notice_of) for route in OF_NOTICES),
    *(at_desk(route, UNIVERSITY, post=OFFICER, thing=declaration_of) for route in OF_DECLARATIONS),
    at_desk("api_imports", UNIVERSITY, get=OFFICER, post=OFFICER),
    at_desk("api_import", UNIVERSITY, get=OFFICER, thing=import_of),
    at_desk("api_import_apply", UNIVERSITY, post=OFFICER, thing=import_of),
    at_desk("api_import_discard", UNIVERSITY, post=OFFICER, thing=import_of),
    public("api_exchange_status"),
    at_desk("api_exchange_events", Desk.PLATFORM, get={Role.INTEGRATOR}),
    at_desk("api_exchange_keys", Desk.PLATFORM, get={Role.ADMINISTRATOR}, post={Role.ADMINISTRATOR}),
    at_desk("api_exchange_key_revoke", Desk.PLATFORM, post={Role.ADMINISTRATOR}, thing=key_of),
    # One feed for every reader of every platform: no row of it is anybody's own. Tested in tests/listings/feed.
    *library("api_exchange_event"),
]
