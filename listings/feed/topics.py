"""Topics that the feed records."""

from typing import Final

from marketplace.events.topics import declare

KEY_ISSUED: Final = declare("exchange_key.issued", "prefix", "scopes", "expires_at")
KEY_REVOKED: Final = declare("exchange_key.revoked", "prefix")
