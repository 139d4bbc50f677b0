"""The stream of a deal as the ledger reads it, from the deal and its stored events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from licensing.deals.models import Deal
from licensing.obligations import ledger
from licensing.obligations.models import DealEvent
from listings.offers import plans
from marketplace.dated.selectors import working_days
from marketplace.dates import shanghai_day


def stream(deal: Deal, *, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """Give signature, effect and every stored event, by day and then as recorded; ``known_at`` hides later records."""
    rows: list[dict[str, Any]] = []
    if deal.signed_at is not None and deal.effective_on is not None:
        signed_on = shanghai_day(deal.signed_at)
        rows = [{"day": signed_on, "event": "signed"}, {"day": deal.effective_on, "event": "effective"}]
    stored = DealEvent.objects.filter(deal=deal).order_by("day", "pk")
    if known_at is not None:
        stored = stored.filter(recorded_at__lte=known_at)
    rows += [{"day": row.day, "event": row.kind, **row.payload} for row in stored]
    # A later start puts the effect behind events that came before it; the sort is stable.
    return sorted(rows, key=lambda row: row["day"])


def answer_for(deal: Deal, *, as_of: date, known_at: datetime | None = None) -> ledger.Answer:
    """Give duties, totals, what is next and what the clock proposes, as of a day."""
    return ledger.answer(
        plans.read_plan(deal.plan), stream(deal, known_at=known_at), as_of=as_of, calendar=working_days()
    )
