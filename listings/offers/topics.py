"""Topics that offers record. The public ones carry the revision whose document the feed shows."""

from typing import Final

from marketplace.events.topics import declare

LISTING_DRAFTED: Final = declare("listing.drafted", "number", "patent")
LISTING_EDITED: Final = declare("listing.edited", "fields")
LISTING_SUBMITTED: Final = declare("listing.submitted")
LISTING_APPROVED: Final = declare("listing.approved")
LISTING_RETURNED: Final = declare("listing.returned")
LISTING_DISCARDED: Final = declare("listing.discarded")
TERMS_CHOSEN: Final = declare("terms.chosen", "listing", "version", "track", "sha256")
TERMS_APPROVED: Final = declare("terms.approved", "listing", "version")
TERMS_SIGNED: Final = declare("terms.signed", "listing", "version", "sha256", "mandate")
PRICE_NOTICE_STARTED: Final = declare("price_notice.started", "listing", "starts_on", "ends_on")
PRICE_NOTICE_ENDED: Final = declare("price_notice.ended", "listing", "objections")
PRICE_NOTICE_STOPPED: Final = declare("price_notice.stopped", "listing", "objections")
DECLARATION_FILED: Final = declare("declaration.filed", "patent", "terms_hash", "filed_on")
DECLARATION_ANNOUNCED: Final = declare("declaration.announced", "patent", "terms_hash", "announced_on")
DECLARATION_WITHDRAWAL_FILED: Final = declare("declaration.withdrawal_filed", "patent", "filed_on")
DECLARATION_WITHDRAWN: Final = declare("declaration.withdrawn", "patent", "announced_on")

_PUBLIC: Final = ("number", "revision", "contenthash", "reason", "terms_version")
LISTING_PUBLISHED: Final = declare("listing.published", *_PUBLIC)
LISTING_SUSPENDED: Final = declare("listing.suspended", *_PUBLIC)
LISTING_RESUMED: Final = declare("listing.resumed", *_PUBLIC)
LISTING_LEGAL_STATUS_CHANGED: Final = declare("listing.legal_status_changed", *_PUBLIC)
LISTING_TERMS_CHANGED: Final = declare("listing.terms_changed", *_PUBLIC)
LISTING_REVISED: Final = declare("listing.revised", *_PUBLIC)
LISTING_WITHDRAWN: Final = declare("listing.withdrawn", *_PUBLIC)
LISTING_CLOSED: Final = declare("listing.closed", *_PUBLIC)

# What a public revision is called in the feed -> the topic of the log.
PUBLIC_TOPICS: Final = {
    "published": LISTING_PUBLISHED,
    "suspended": LISTING_SUSPENDED,
    "resumed": LISTING_RESUMED,
    "legal_status_changed": LISTING_LEGAL_STATUS_CHANGED,
    "terms_changed": LISTING_TERMS_CHANGED,
    "revised": LISTING_REVISED,
    "withdrawn": LISTING_WITHDRAWN,
    "closed": LISTING_CLOSED,
}
DELETING: Final = frozenset({"withdrawn", "closed"})
