"""Topics that patents record."""

from typing import Final

from marketplace.events.topics import declare

PATENT_ADDED: Final = declare("patent.added", "number", "source")
PATENT_AMENDED: Final = declare("patent.amended", "fields", "source")
FACT_RECORDED: Final = declare("legal_fact.recorded", "fact", "kind", "start", "source", "as_of")
HOLDERS_CHANGED: Final = declare("patent.holders_changed", "organizations")
