"""Paying online: the enterprise's pages and the address of Stripe's events."""

from __future__ import annotations

from typing import Any

from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Desk, Role
from tests.contracts.permission_entries.licensing import taken_by
from tests.contracts.permissions import at_desk, public
from tests.licensing.factories import make_checkout, make_deal

READERS = {Role.APPLICANT, Role.SIGNATORY, Role.FINANCE}


def checkout_of(enterprise: Organization) -> dict[str, Any]:
    return {"number": make_checkout(make_deal(enterprise)).number}


ENTRIES = [
    at_desk("enterprise:pay_online", Desk.ENTERPRISE, get={Role.FINANCE}, post={Role.FINANCE}, thing=taken_by),
    at_desk("enterprise:online_payment", Desk.ENTERPRISE, get=READERS, thing=checkout_of),
    # Whoever has no signature gets 400 and leaves nothing behind.
    public("stripe_webhook", methods=("POST",)),
]
