"""Work out the duties of a deal as soon as it is in effect."""

from __future__ import annotations

from collections.abc import Sequence

from licensing.deals.models import Deal
from licensing.obligations.services import sync_obligations
from marketplace.dates import shanghai_day
from marketplace.events.consumers import Consumer
from marketplace.events.models import Event


def keep_duties(rows: Sequence[Event]) -> None:
    """Keep the duties of each deal that took effect, as of the day of the event."""
    for row in rows:
        deal = Deal.objects.get(pk=row.subject_id)
        sync_obligations(deal=deal, as_of=shanghai_day(row.at))


CONSUMER = Consumer("obligations", keep_duties, topics=("deal.took_effect",), inside=True)
