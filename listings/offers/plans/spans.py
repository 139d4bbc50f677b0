"""Compare two counts of months and days from one event whose date is not known yet."""

from __future__ import annotations

from datetime import date
from functools import cache

from listings.offers.plans.model import Trigger
from marketplace.dates import add_days, add_months


def counted_from(start: date, trigger: Trigger, *, shift_months: int = 0) -> date:
    """Count a trigger's months, then its days; the first day is excluded (Civil Code art. 201, 202)."""
    return add_days(add_months(start, trigger.months_after + shift_months), trigger.days_after)


@cache
def _starts() -> tuple[date, ...]:
    # The days at which months differ in length, through one leap year and three common ones.
    return tuple(
        date(year, month, day)
        for year in range(2027, 2031)
        for month in range(1, 13)
        for day in (1, 15, 27, 28, 29, 30, 31)
        if day <= 28 or add_months(date(year, month, 1), 1) > add_days(date(year, month, 1), day - 1)
    )


def always_before(first: Trigger, second: Trigger) -> bool:
    """Tell whether the first count ends before the second whatever the event's date."""
    if first.days_after == second.days_after:
        return first.months_after < second.months_after
    return all(counted_from(start, first) < counted_from(start, second) for start in _starts())


def may_be_before(first: Trigger, second: Trigger) -> bool:
    """Tell whether the first count may end before the second for some date of the event."""
    if first.days_after == second.days_after:
        return first.months_after < second.months_after
    return any(counted_from(start, first) < counted_from(start, second) for start in _starts())
