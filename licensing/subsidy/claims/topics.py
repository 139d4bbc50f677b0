"""Topics that claims record. Bank accounts never enter the log."""

from typing import Final

from marketplace.events.topics import declare

ROUND_OPENED: Final = declare("round.opened", "policy", "year", "opens_on", "cutoff_on", "budget")
CLAIM_STARTED: Final = declare("claim.started", "number", "policy", "deals")
CLAIM_SUBMITTED: Final = declare("claim.submitted", "number", "total", "provisional", "policy_sha256")
CLAIM_RETURNED: Final = declare("claim.returned", "number", "reason")
CLAIM_RECOMMENDED: Final = declare("claim.recommended", "number")
CLAIM_REJECTED: Final = declare("claim.rejected", "number", "reason")
CLAIM_WITHDRAWN: Final = declare("claim.withdrawn", "number")
AWARD_PREPARED: Final = declare("award.prepared", "number", "amount", "provisional")
AWARD_APPROVED: Final = declare("award.approved", "number", "amount")
AWARD_PAID: Final = declare("award.paid", "number", "amount", "paid_on")
