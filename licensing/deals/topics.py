"""Topics that deals record."""

from typing import Final

from marketplace.events.topics import declare

CONTRACT_DRAWN_UP: Final = declare("deal.drawn_up", "number", "sha256")
DEAL_SIGNED: Final = declare("deal.signed", "number", "organization", "capacity", "method", "sha256")
DEAL_IN_EFFECT: Final = declare("deal.took_effect", "number", "listing", "track", "kind", "effective_on")
DEAL_RECORDED: Final = declare("deal.recorded", "number", "recordal_number", "recorded_on")
CONTRACT_REGISTERED: Final = declare("deal.contract_registered", "number", "registered_on")
DEAL_ABANDONED: Final = declare("deal.abandoned", "number")
