"""Numbers that people read out: HLJ-L-2026-000001, counted anew each year."""

from __future__ import annotations

from datetime import date

from listings.offers.models import NumberSeries


def next_listing_number(*, on: date) -> str:
    """Give the next number of the year, inside a transaction. The row of the series stays locked to its end."""
    name = f"HLJ-L-{on.year}"
    NumberSeries.objects.get_or_create(name=name)
    series = NumberSeries.objects.select_for_update().get(pk=name)
    series.last += 1
    series.save(update_fields=["last"])
    return str(series)
