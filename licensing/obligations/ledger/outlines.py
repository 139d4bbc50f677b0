"""The outline of a duty: what plan and dates say about it, before any money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from licensing.obligations.ledger.counting import DueDay
from licensing.obligations.ledger.facts import Facts
from listings.offers.plans.model import Plan, RateRow, Royalty
from marketplace.dates import WorkingDays

FIXED: Final = "fixed"
ROYALTY: Final = "royalty"
STATEMENT: Final = "statement"
DUTY: Final = "duty"
ENDING: Final = "ending"
# In plan order: a statement comes before its royalty.
FAMILIES: Final = (FIXED, STATEMENT, ROYALTY, DUTY, ENDING)


class Key(NamedTuple):
    """What a duty is known by through all versions of a plan."""

    item: str
    family: str
    period: int | None = None


@dataclass(frozen=True, slots=True)
class RoyaltyTerms:
    """What a royalty of one period is worked out by."""

    item: Royalty
    rows: tuple[RateRow, ...]
    year: int
    floor: Decimal | None
    cap: Decimal | None

    @property
    def is_free(self) -> bool:
        """Tell whether the period lies in a year at rate 0, whose floor does not bind."""
        return all(row.rate == 0 for row in self.rows)


@dataclass(frozen=True, slots=True)
class Outline:
    """
    One duty.

    ``arises`` decides which version of the plan holds: the due date as counted, for a royalty the first day of its
    period. ``happened`` stands for the due date when an end is judged: the day of the milestone or of revenue, the
    first day of a royalty period. ``lapses_after`` is the last day on which its trigger could still happen.
    """

    key: Key
    kind: str
    plan: Plan
    due: DueDay | None
    arises: date | None
    happened: date | None = None
    is_money: bool = True
    amount: Decimal | None = None
    movable: bool = False
    latest: DueDay | None = None
    lapses_after: date | None = None
    stays: bool = False
    first: date | None = None
    last: date | None = None
    terms: RoyaltyTerms | None = None

    @property
    def at_least(self) -> Decimal | None:
        """Give the floor of the period, prorated; none in a free year."""
        return None if self.terms is None or self.terms.is_free else self.terms.floor

    @property
    def accrues(self) -> date | None:
        """Give the day by which an end is judged: the due date before it moves off a rest day, unless it happened."""
        return self.happened or (self.due.counted if self.due else None)

    @property
    def accrues_on_exit(self) -> date | None:
        """Give the day by which an exit is judged: like its window, the due date is the one moved off a rest day."""
        return self.happened or (self.due.day if self.due else None)

    def overdue_after(self) -> date | None:
        """Give the last day on which the duty is not overdue; grace is for money and does not move."""
        if self.due is None:
            return None
        grace = self.plan.grace_days if self.is_money else 0
        if not grace:
            return self.due.day
        return date.fromordinal(self.due.day.toordinal() + grace)


@dataclass(frozen=True, slots=True)
class Scene:
    """What outlines are drawn from besides the plan."""

    facts: Facts
    calendar: WorkingDays


Outlines = Mapping[Key, Outline]
