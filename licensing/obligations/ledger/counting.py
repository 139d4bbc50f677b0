"""Due dates: counted from an event, then moved off rest days (Civil Code art. 201 to 204)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from marketplace.dates import WorkingDays, add_days, add_months


class DueDay(NamedTuple):
    """A date and how it came about. ``counted`` is the date before it moves off a rest day."""

    day: date
    counted: date
    provisional: bool
    event: str
    start: date
    months: int
    days: int


def count(
    event: str, start: date, *, months: int = 0, days: int = 0, calendar: WorkingDays, rolls: bool = True
) -> DueDay:
    """Count from an event's day; the event's own day (nothing counted) stands as it is."""
    counted = add_days(add_months(start, months), days)
    if not (months or days) or not rolls:
        return DueDay(counted, counted, False, event, start, months, days)
    moved = calendar.roll(counted)
    return DueDay(moved.day, counted, moved.provisional, event, start, months, days)


def named(day: date, event: str = "date") -> DueDay:
    """Give a named date: it stands as it is (a date, not a period)."""
    return DueDay(day, day, False, event, day, 0, 0)
