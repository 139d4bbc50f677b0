"""One day that is asked about, and dates that never run over the end of the calendar."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from marketplace.dates import add_months

NEVER = date.max
"""Stands for a day that does not come: where counting leaves the calendar."""


class Day:
    """
    The day that is asked about, which remembers when an answer about it could become another one.

    Every comparison with the day goes through :meth:`reached`. ``until`` is then the first later day on which one
    of the comparisons made would come out differently; up to the day before, the same question has the same answer.
    """

    __slots__ = ("on", "until")

    def __init__(self, on: date) -> None:
        self.on = on
        self.until: date | None = None

    def reached(self, day: date) -> bool:
        """Tell whether the day asked about is this day or a later one."""
        if self.on >= day:
            return True
        if day is not NEVER and (self.until is None or day < self.until):
            self.until = day
        return False

    def passed(self, day: date) -> bool:
        """Tell whether the day asked about is later than this day."""
        return self.reached(day_after(day))


def days_after(day: date, days: int) -> date:
    """Give the day so many days later, or ``NEVER``."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return NEVER


def day_after(day: date) -> date:
    """Give the next day, or ``NEVER``."""
    return days_after(day, 1)


def months_after(day: date, months: int) -> date:
    """Give the corresponding day so many months later (实施细则 5), or ``NEVER``."""
    try:
        return add_months(day, months)
    except (ValueError, OverflowError):
        return NEVER


def years_after(day: date, years: int) -> date:
    """Give the corresponding day so many years later, or ``NEVER``."""
    return months_after(day, 12 * years)


def moved(day: date, closed: AbstractSet[date]) -> date:
    """Move the last day of something that has to be done off the closed days (实施细则 5)."""
    while day in closed and day is not NEVER:
        day = day_after(day)
    return day
