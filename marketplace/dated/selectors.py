"""Read dated configuration as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.dated.models import DatedSetting, WorkingYear
from marketplace.dates import WorkingDays, YearTable


@dataclass(frozen=True, slots=True)
class SettingValue:
    """A dated value with where it comes from."""

    value: Any
    source: str
    confirmed: bool
    valid_from: date | None


def working_days(*, known_at: datetime | None = None) -> WorkingDays:
    """Give the calendar from the newest table of each year (those known at an instant, if one is given)."""
    rows = WorkingYear.objects.order_by("recorded_at", "pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return WorkingDays(
        {
            row.year: YearTable(
                frozenset(map(date.fromisoformat, row.closed)), frozenset(map(date.fromisoformat, row.open))
            )
            for row in rows
        }
    )


def setting_on(name: str, *, on: date, default: Any) -> SettingValue:
    """Give the value in force on a day, or the default marked unconfirmed where none was ever set."""
    row = (
        DatedSetting.objects.filter(name=name, valid_from__lte=on)
        .order_by("-valid_from", "-recorded_at", "-pk")
        .first()
    )
    if row is None:
        return SettingValue(default, "default", confirmed=False, valid_from=None)
    return SettingValue(row.value, row.source, row.confirmed, row.valid_from)
