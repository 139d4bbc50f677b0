"""Routes of the platform's desk."""

from __future__ import annotations

from marketplace.accounts.roles import Desk, Role
from tests.contracts.permission_entries.listings import key_of
from tests.contracts.permissions import at_desk

ADMINISTRATOR = {Role.ADMINISTRATOR}
EVERYBODY = {Role.ADMINISTRATOR, Role.INTEGRATOR}

ENTRIES = [
    at_desk("platform:home", Desk.PLATFORM, get=EVERYBODY),
    at_desk("platform:keys", Desk.PLATFORM, get=ADMINISTRATOR),
    at_desk("platform:new_key", Desk.PLATFORM, get=ADMINISTRATOR, post=ADMINISTRATOR),
    at_desk("platform:revoke_key", Desk.PLATFORM, get=ADMINISTRATOR, post=ADMINISTRATOR, thing=key_of),
]
