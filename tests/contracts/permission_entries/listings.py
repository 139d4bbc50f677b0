"""Routes of patents, offers, imports and the exchange feed."""

from __future__ import annotations

from marketplace.accounts.roles import Desk, Role
from tests.contracts.permissions import at_desk, library, public

ENTRIES = [
    public("api_exchange_status"),
    at_desk("api_exchange_events", Desk.PLATFORM, get={Role.INTEGRATOR}),
    # One feed for every reader of every platform: no row of it is anybody's own. Tested in tests/listings/feed.
    *library("api_exchange_event"),
]
