"""
The arrangements of holidays that are known when the product is installed, as the State Council's office published them.

Later years are recorded by the bureau's policy editor; a year without a table counts Saturdays and Sundays only.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from marketplace.dates import days_between


def _days(*spans: str) -> list[str]:
    days: list[date] = []
    for span in spans:
        first, _, last = span.partition("..")
        days += days_between(date.fromisoformat(first), date.fromisoformat(last or first))
    return [day.isoformat() for day in days]


YEARS: Final[tuple[dict[str, Any], ...]] = (
    {
        "year": 2025,
        "closed": _days(
            "2025-01-01",
            "2025-01-28..2025-02-04",
            "2025-04-04",
            "2025-05-01..2025-05-05",
            "2025-06-02",
            "2025-10-01..2025-10-08",
        ),
        "open": _days("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        "source": "国务院办公厅关于2025年部分节假日安排的通知",
        "recorded_at": datetime(2024, 11, 12, tzinfo=UTC),
    },
    {
        "year": 2026,
        "closed": _days(
            "2026-01-01..2026-01-03",
            "2026-02-15..2026-02-23",
            "2026-04-06",
            "2026-05-01..2026-05-05",
            "2026-06-19",
            "2026-09-25",
            "2026-10-01..2026-10-07",
        ),
        "open": _days("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
        "source": "国务院办公厅关于2026年部分节假日安排的通知",
        "recorded_at": datetime(2025, 11, 4, tzinfo=UTC),
    },
)


def load(working_year: Any) -> None:
    """Write the known years into a table without them. Takes the model, so that a migration can call it."""
    for row in YEARS:
        if not working_year.objects.filter(year=row["year"]).exists():
            working_year.objects.create(**row)
