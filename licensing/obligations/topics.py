"""Topics that obligations record."""

from typing import Final

from marketplace.events.topics import declare

EVENT_RECORDED: Final = declare("deal_event.recorded", "number", "kind", "day")
DUTY_MET: Final = declare("obligation.met", "number", "item", "period")
