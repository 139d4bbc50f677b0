"""The stream of a deal as the ledger reads it, from the deal and its stored events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from licensing.deals.models import Deal
from licensing.obligations import ledger
from licensing.obligations.models import DealEvent
from listings.offers import plans
from marketplace.dated.selectors import working_days
from marketplace.dates import shanghai_day


def stream(deal: Deal, *, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """Give signature, effect and every stored event, by day and then as recorded; ``known_at`` hides later records."""
    stored = DealEvent.objects.filter(deal=deal).order_by("day", "pk")
    if known_at is not None:
        stored = stored.filter(recorded_at__lte=known_at)
    return _stream(deal, stored)


def _stream(deal: Deal, stored: Iterable[DealEvent]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if deal.signed_at is not None and deal.effective_on is not None:
        signed_on = shanghai_day(deal.signed_at)
        rows = [{"day": signed_on, "event": "signed"}, {"day": deal.effective_on, "event": "effective"}]
    rows += [{"day": row.day, "event": row.kind, **row.payload} for row in stored]
    # A later start puts the effect behind events that came before it; the sort is stable.
    return sorted(rows, key=lambda row: row["day"])


def answer_for(deal: Deal, *, as_of: date, known_at: datetime | None = None) -> ledger.Answer:
    """Give duties, totals, what is next and what the clock proposes, as of a day."""
    return ledger.answer(
        plans.read_plan(deal.plan), stream(deal, known_at=known_at), as_of=as_of, calendar=working_days()
    )


def answers_for(deals: Iterable[Deal], *, as_of: date) -> dict[UUID, ledger.Answer]:
    """Give the answers of many deals in effect, by their keys, with one query for all their events."""
    running = [deal for deal in deals if deal.signed_at is not None]
    stored: dict[UUID, list[DealEvent]] = {deal.pk: [] for deal in running}
    for row in DealEvent.objects.filter(deal__in=running).order_by("day", "pk"):
        stored[row.deal_id].append(row)
    calendar = working_days()
    return {
        deal.pk: ledger.answer(
            plans.read_plan(deal.plan), _stream(deal, stored[deal.pk]), as_of=as_of, calendar=calendar
        )
        for deal in running
    }
