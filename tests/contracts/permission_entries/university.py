"""Pages of the university's desk for patents, imports and listings."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Role
from tests.contracts.permission_entries.listings import (
    APPROVER,
    EDITORS,
    OFFICER,
    READERS,
    SIGNATORY,
    UNIVERSITY,
    declaration_of,
    import_of,
    listing_of,
    notice_of,
    patent_of,
)
from tests.contracts.permissions import Entry, Thing, at_desk


def fact_of(organization: Organization) -> dict[str, Any]:
    return {**patent_of(organization), "kind": "checked"}


def acting(route: str, roles: set[Role], thing: Thing) -> Entry:
    """Name a page that shows an act and does it."""
    return at_desk(route, UNIVERSITY, get=roles, post=roles, thing=thing)


ON_LISTINGS = {
    "edit": EDITORS,
    "terms": EDITORS,
    "submit": OFFICER,
    "approve": APPROVER,
    "return": APPROVER,
    "approve_terms": APPROVER,
    "start_notice": OFFICER,
    "sign": SIGNATORY,
    "publish": APPROVER,
    "suspend": OFFICER,
    "resume": OFFICER,
    "withdraw": OFFICER,
    "file_declaration": OFFICER,
}
ON_DECLARATIONS = ("announce_declaration", "other_declaration", "withdrawal_announced")

ENTRIES = [
    at_desk("university:patents", UNIVERSITY, get=READERS),
    at_desk("university:patent", UNIVERSITY, get=READERS, thing=patent_of),
    acting("university:record_fact", OFFICER, fact_of),
    at_desk("university:new_import", UNIVERSITY, get=OFFICER, post=OFFICER),
    at_desk("university:import", UNIVERSITY, get=OFFICER, thing=import_of),
    acting("university:apply_import", OFFICER, import_of),
    acting("university:discard_import", OFFICER, import_of),
    at_desk("university:listings", UNIVERSITY, get=READERS),
    acting("university:new_listing", EDITORS, patent_of),
    at_desk("university:listing", UNIVERSITY, get=READERS, thing=listing_of),
    *(acting(f"university:{route}", roles, listing_of) for route, roles in ON_LISTINGS.items()),
    acting("university:end_notice", OFFICER, notice_of),
    acting("university:stop_notice", OFFICER, notice_of),
    *(acting(f"university:{route}", OFFICER, declaration_of) for route in ON_DECLARATIONS),
]
