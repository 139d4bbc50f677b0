"""The grid of royalty periods: numbered from the one that contains the effective date, uncut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from listings.offers.plans.model import Period, Royalty
from marketplace.dates import add_days, add_months


def grid(period: Period, effect: date, *, first: date, last: date) -> Iterator[tuple[int, date, date]]:
    """Yield number, first and last day of each uncut period that has a day from ``first`` to ``last``."""
    if last < first:
        return
    start = effect if period.anchor == "effect" else _calendar_start(effect, period.months)
    number, begins = 1, start
    while begins <= last:
        following = add_months(start, number * period.months)
        if following > first:
            yield number, begins, add_days(following, -1)
        number, begins = number + 1, following


def _calendar_start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def accrual_range(item: Royalty, effect: date, term_months: int) -> tuple[date, date]:
    """Give the first and the last day on which a royalty accrues."""
    last_month = term_months if item.to_month is None else item.to_month
    return add_months(effect, item.from_month), add_days(add_months(effect, last_month), -1)


def year_number(item: Royalty, day: date, effect: date) -> int:
    """Give the year of a day by which rates are chosen: of the contract, or of the calendar with 1 = year of effect."""
    year = day.year - effect.year + 1
    if item.year_basis == "contract" and add_months(effect, 12 * (year - 1)) > day:
        year -= 1
    return year
