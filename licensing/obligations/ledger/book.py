"""The state of a deal while its events are applied: dates, statements, money, disputes, demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licensing.obligations.ledger.facts import Facts
from licensing.obligations.ledger.interest import Accrual, accrued
from licensing.obligations.ledger.outlines import DUTY, FIXED, ROYALTY, STATEMENT, Key, Outline
from licensing.obligations.ledger.records import Demand, Dispute, Line, Payment
from licensing.obligations.ledger.results import Warned
from licensing.obligations.ledger.royalties import Carry, Filing, Working, work_out
from licensing.obligations.ledger.schedule import Schedule, draw
from licensing.obligations.ledger.versions import Version
from listings.offers.plans.model import Item, Plan
from marketplace.dates import WorkingDays
from marketplace.money import ZERO


@dataclass(slots=True)
class Book:
    """All that the answer of a day is read from. Events change it through the functions in ``recording``."""

    calendar: WorkingDays
    versions: list[Version]
    facts: Facts = field(default_factory=Facts)
    filings: dict[str, dict[int | None, Filing]] = field(default_factory=dict)
    acts: dict[Key, date] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    lines: dict[Key, list[Line]] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    disputes_of: dict[Key, list[Dispute]] = field(default_factory=dict)
    demands: dict[Key, Demand] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    suspension_open: bool = False
    exit_refused: bool = False
    # What an event may have changed: these duties, or all of them.
    touched: set[Key] = field(default_factory=set)
    all_touched: bool = False
    _schedule: Schedule | None = None
    _workings: dict[str, dict[int | None, Working]] = field(default_factory=dict)
    _carries: dict[str, Carry] = field(default_factory=dict)
    _closed: set[Key] = field(default_factory=set)

    @property
    def plan(self) -> Plan:
        """Give the version that was agreed last."""
        return self.versions[-1].plan

    def plan_on(self, day: date) -> Plan:
        """Give the version in force on a day: of those that hold by then the one agreed last."""
        return next(version.plan for version in reversed(self.versions) if version.since <= day)

    @property
    def schedule(self) -> Schedule:
        """Give the duties by plan and dates; drawn anew when a date has changed."""
        return self._schedule or self._refresh()

    def _refresh(self) -> Schedule:
        if self._schedule is None:
            self._schedule = draw(self.versions, self.facts, self.calendar)
            self._workings.clear()
        return self._schedule

    def redraw(self) -> None:
        """Note that dates have changed."""
        self._schedule = None
        self.all_touched = True
        self._closed.clear()

    def touch(self, keys: Iterable[Key]) -> None:
        """Note that the money of these duties may have changed."""
        keys = set(keys)
        self.touched |= keys
        self._closed -= keys

    def file(self, item: str, period: int | None, filing: Filing) -> None:
        """Take a statement, and work out its period and those filed after it; a second one keeps the first's place."""
        workings, filings = self.workings(item), self.filings.setdefault(item, {})
        filings[period] = filing
        order = list(filings)
        place = order.index(period)
        earlier = [workings[number].after for number in order[:place] if number in workings]
        self._carries[item] = earlier[-1] if earlier else Carry()
        for number in order[place:]:
            self._extend(item, number, filings[number])
            self.touch((Key(item, ROYALTY, number),))

    def workings(self, item: str) -> dict[int | None, Working]:
        """Give how the royalties of an item were worked out, in the order of first filing."""
        self._refresh()
        if item not in self._workings:
            self._workings[item], self._carries[item] = {}, Carry()
            for period, filing in self.filings.get(item, {}).items():
                self._extend(item, period, filing)
        return self._workings[item]

    def _extend(self, item: str, period: int | None, filing: Filing) -> None:
        schedule, key = self.schedule, Key(item, ROYALTY, period)
        outline = schedule.outlines.get(key)
        if outline is not None and key not in schedule.fallen:
            working = work_out(outline, filing, self._carries[item])
            self._workings[item][period] = working
            self._carries[item] = working.after

    def is_cancelled(self, outline: Outline, day: date) -> bool:
        """Tell whether a duty is cancelled on a day: its trigger came too late, or the deal ended before it arose."""
        if outline.lapses_after is not None and day > outline.lapses_after:
            return True
        if outline.key not in self.schedule.fallen:
            return False
        done = self.done_on(outline)
        # An act counts as done if it was done by the end day.
        return done is None or self.facts.end is None or done > self.facts.end

    def done_on(self, outline: Outline) -> date | None:
        """Give the day on which an act was done."""
        key = outline.key
        if key.family == STATEMENT:
            filing = self.filings.get(key.item, {}).get(key.period)
            return filing.filed_on if filing else None
        return self.acts.get(key)

    def amount_of(self, outline: Outline) -> Decimal | None:
        """Give what is owed on a duty by plan and statements, less what a dispute took away; ``None`` if unknown."""
        amount = outline.amount
        if outline.terms is not None:
            working = self.workings(outline.key.item).get(outline.key.period)
            amount = working.amount if working else None
        if amount is None or outline.key not in self.disputes_of:
            return amount
        return max(amount - sum(dispute.upheld for dispute in self.disputes_of[outline.key]), ZERO)

    def paid(self, key: Key) -> tuple[Decimal, Decimal]:
        """Give the principal and the interest that payments settle on a duty."""
        principal, interest = ZERO, ZERO
        for line in self.lines.get(key, ()):
            principal += line.principal
            interest += line.interest
        return principal, interest

    def open_of(self, outline: Outline, day: date) -> Decimal:
        """Give the principal that is open on a duty; nothing on one that is cancelled or unknown."""
        amount = None if self.is_cancelled(outline, day) else self.amount_of(outline)
        return ZERO if amount is None else amount - self.paid(outline.key)[0]

    def disputed_of(self, key: Key) -> Decimal:
        """Give the sum of the open disputes on a duty."""
        return sum((dispute.amount for dispute in self.disputes_of.get(key, ()) if dispute.closed is None), ZERO)

    def interest_of(self, outline: Outline, day: date) -> Accrual:
        """Work out the interest on a duty to a day."""
        amount = self.amount_of(outline)
        return accrued(
            outline,
            amount,
            paid=self._principal(outline.key),
            disputed=self._contested(outline.key),
            day=day,
        )

    def _principal(self, key: Key) -> Iterator[tuple[date, Decimal]]:
        for line in self.lines.get(key, ()):
            yield line.day, line.principal + sum(part for _, part in line.returned)
            for day, part in line.returned:
                yield day, -part

    def _contested(self, key: Key) -> Iterator[tuple[date, Decimal]]:
        for dispute in self.disputes_of.get(key, ()):
            yield dispute.opened, dispute.lost
            if dispute.closed is not None:
                yield dispute.closed, -dispute.lost

    def is_met(self, outline: Outline, day: date) -> bool:
        """Tell whether nothing of the principal is open, or the act is done."""
        if not outline.is_money:
            return self.done_on(outline) is not None
        amount = self.amount_of(outline)
        return amount is not None and not self.is_cancelled(outline, day) and amount <= self.paid(outline.key)[0]

    def duties_of(self, item: str, families: frozenset[str]) -> list[Outline]:
        """Give the duties of an item that belong to some families."""
        return [outline for outline in self.schedule.by_item.get(item, ()) if outline.key.family in families]

    def knows(self, item: str, families: frozenset[str]) -> bool:
        """Tell whether some version of the plan has such an item, though it may have no duties yet."""
        parts = (part for version in self.versions for part in version.plan.items)
        if any(part.id == item and families & _families_of(part) for part in parts):
            return True
        duties = (duty for version in self.versions for duty in version.plan.duties)
        return DUTY in families and any(duty.id == item for duty in duties)

    def is_closed(self, outline: Outline, day: date) -> bool:
        """Tell whether neither principal nor interest is open, now or on any later day while nothing changes."""
        key = outline.key
        if key in self._closed:
            return True
        if self.is_cancelled(outline, day) or self.amount_of(outline) is None or self.open_of(outline, day) > 0:
            return False
        if self.interest_of(outline, day).amount > self.paid(key)[1]:
            return False
        self._closed.add(key)
        return True


def _families_of(item: Item) -> frozenset[str]:
    return frozenset({ROYALTY, STATEMENT} if item.kind == ROYALTY else {FIXED})
