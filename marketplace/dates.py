"""
Whole days in Asia/Shanghai: periods by the Civil Code, rest days by dated tables.

Counting follows art. 201 to 203 of the Civil Code and art. 5 of the Implementing Regulations of the
Patent Law: the first day is not counted, a period in months or years ends on the corresponding day, or
on the last day of the month where there is none. Nothing here reads a clock: the day is always passed in.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5


def shanghai_day(instant: datetime) -> date:
    """Give the day on which an instant falls in Asia/Shanghai. A naive instant raises ``ValueError``."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone belongs to no day")
    return instant.astimezone(SHANGHAI).date()


def shanghai_midnight(day: date) -> datetime:
    """Give the first instant (UTC) of a day in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def add_months(start: date, months: int) -> date:
    """Give the corresponding day so many months later (or earlier), or that month's last day if it has none."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def add_years(start: date, years: int) -> date:
    """Give the corresponding day so many years later; 29 February becomes 28 February in a common year."""
    return add_months(start, 12 * years)


def add_days(start: date, days: int) -> date:
    """Give the day so many calendar days later."""
    return start + timedelta(days=days)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@dataclass(frozen=True, slots=True)
class YearTable:
    """The published arrangement of one year: weekdays that are closed, weekend days that are worked."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class RolledDay:
    """A day after it was moved off rest days. ``provisional``: a day looked at lies in a year without a table."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days by yearly tables; in a year without one only Saturdays and Sundays are rest days."""

    tables: Mapping[int, YearTable] = field(default_factory=dict)

    def is_published(self, day: date) -> bool:
        """Tell whether the year of this day has a table."""
        return day.year in self.tables

    def is_rest_day(self, day: date) -> bool:
        """Tell whether nothing needs to be done on this day (weekend or holiday, unless it is a worked weekend)."""
        table = self.tables.get(day.year)
        if table is not None:
            if day in table.open:
                return False
            if day in table.closed:
                return True
        return day.weekday() >= SATURDAY

    def roll(self, day: date) -> RolledDay:
        """Move a last day that is a rest day to the next working day (Civil Code art. 203)."""
        provisional = not self.is_published(day)
        while self.is_rest_day(day):
            day += timedelta(days=1)
            provisional = provisional or not self.is_published(day)
        return RolledDay(day, provisional)

    def add(self, start: date, working_days: int) -> RolledDay:
        """Count working days forward; the first day is not counted."""
        day, provisional = start, False
        while working_days > 0:
            day += timedelta(days=1)
            provisional = provisional or not self.is_published(day)
            if not self.is_rest_day(day):
                working_days -= 1
        return RolledDay(day, provisional)

    def with_tables(self, tables: Mapping[int, YearTable]) -> WorkingDays:
        """Give a calendar in which these years replace those of the same number."""
        return WorkingDays({**self.tables, **tables})


def year_table(*, closed: Iterable[date], open_days: Iterable[date]) -> YearTable:
    """Make the table of one year from its two lists."""
    return YearTable(frozenset(closed), frozenset(open_days))
