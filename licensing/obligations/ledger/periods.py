"""Outlines of royalties: a statement and a payment for each period, cut to range, term and deal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from licensing.obligations.ledger.counting import count
from licensing.obligations.ledger.outlines import ROYALTY, STATEMENT, Key, Outline, RoyaltyTerms, Scene
from listings.offers.plans.model import Plan, Rounding, Royalty
from listings.offers.plans.periods import accrual_range, grid, year_number
from marketplace.money import RoundingMode, round_to


def royalty_outlines(plan: Plan, item: Royalty, scene: Scene) -> Iterator[Outline]:
    """Yield the two duties of each period; none before the license takes effect."""
    effect = scene.facts.effective
    if effect is None:
        return
    first, last = accrual_range(item, effect, plan.term_months)
    if scene.facts.end is not None:
        last = min(last, scene.facts.end)
    for number, begins, ends in grid(item.period, effect, first=first, last=last):
        since, until = max(begins, first), min(ends, last)
        days, full = (until - since).days + 1, (ends - begins).days + 1
        terms = _terms(plan, item, since, effect, Decimal(days), Decimal(full))
        yield from _pair(plan, item, scene, number, since, until, terms)


def _pair(
    plan: Plan, item: Royalty, scene: Scene, number: int, since: date, until: date, terms: RoyaltyTerms
) -> Iterator[Outline]:
    calendar, rolls = scene.calendar, plan.rolls
    yield Outline(
        key=Key(item.id, STATEMENT, number),
        kind=STATEMENT,
        plan=plan,
        due=count("period_end", until, days=item.statement_days, calendar=calendar, rolls=rolls),
        arises=since,
        happened=since,
        is_money=False,
        first=since,
        last=until,
    )
    pay, trigger = ROYALTY, item.trigger
    yield Outline(
        key=Key(item.id, pay, number),
        kind=pay,
        plan=plan,
        due=count(
            "period_end",
            until,
            months=trigger.months_after,
            days=trigger.days_after,
            calendar=calendar,
            rolls=rolls,
        ),
        arises=since,
        happened=since,
        first=since,
        last=until,
        terms=terms,
    )


def _terms(plan: Plan, item: Royalty, since: date, effect: date, days: Decimal, full: Decimal) -> RoyaltyTerms:
    year = year_number(item, since, effect)
    top = max(row.from_year for row in item.rates if row.from_year <= max(year, 1))
    rows = tuple(row for row in item.rates if row.from_year == top)
    prorated = item.prorate == "days" and days != full
    floor = _prorated(item.floor, days, full, plan.rounding) if prorated else item.floor
    cap = _prorated(item.cap, days, full, plan.rounding) if prorated else item.cap
    return RoyaltyTerms(item, rows, year, floor, cap)


def _prorated(amount: Decimal | None, days: Decimal, full: Decimal, rounding: Rounding) -> Decimal | None:
    """Cut a bound by days of the period over days of the full one (reading)."""
    if amount is None:
        return None
    return round_to(amount * days / full, unit=rounding.unit, mode=RoundingMode(rounding.mode))
