"""Topics that accounts record."""

from typing import Final

from marketplace.events.topics import declare

ORGANIZATION_REGISTERED: Final = declare("organization.registered", "uscc", "name", "kind", "region")
ORGANIZATION_VERIFIED: Final = declare("organization.verified")
MEMBERSHIP_GRANTED: Final = declare("membership.granted", "person", "role")
MEMBERSHIP_ENDED: Final = declare("membership.ended", "person", "role")
MANDATE_GRANTED: Final = declare("mandate.granted", "person", "acts", "valid_from", "valid_until")
MANDATE_ENDED: Final = declare("mandate.ended", "person", "valid_until")
INVITATION_SENT: Final = declare("invitation.sent", "role")
INVITATION_ACCEPTED: Final = declare("invitation.accepted", "person", "role")
JOIN_REQUESTED: Final = declare("join_request.opened", "person", "role")
JOIN_DECIDED: Final = declare("join_request.decided", "status", "person", "role")
