"""Topics that requests record."""

from typing import Final

from marketplace.events.topics import declare

REQUEST_PREPARED: Final = declare("license_request.prepared", "number", "listing", "terms_version", "track")
REQUEST_ACCEPTED: Final = declare("license_request.accepted", "number")
REQUEST_WITHDRAWN: Final = declare("license_request.withdrawn", "number")
NOTICE_GIVEN: Final = declare("license_request.noticed", "number", "track", "status", "switch", "terms_hash")
