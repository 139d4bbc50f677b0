"""Case numbers: one for the whole life of a case."""

from __future__ import annotations

from licensing.requests.models import CaseSeries


def next_case_number(*, year: int) -> str:
    """Give the next number of a year, such as ``HLJ-2026-000123``. Call it inside a transaction."""
    CaseSeries.objects.get_or_create(year=year)
    series = CaseSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"HLJ-{year}-{series.last:06d}"
