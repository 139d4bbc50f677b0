"""Topics that dated configuration records."""

from typing import Final

from marketplace.events.topics import declare

SETTING_SET: Final = declare("setting.set", "name", "value", "valid_from", "source", "confirmed")
CALENDAR_SET: Final = declare("calendar.set", "year", "closed", "open", "source")
