"""Annual fees: what is due, how long the grace runs, and whether the right lapsed (细则 115)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from typing import Literal

from listings.eligibility.rules.days import Day, months_after, moved
from listings.eligibility.rules.evidence import Evidence, Held

FeeEnd = Literal["lapsed", "unread"]


@dataclass(frozen=True, slots=True)
class FeeCase:
    """
    What the payments come to, in one of the cases that contested payments allow.

    :ivar due: the day by which the next fee has to be paid, moved off closed days; ``None``: no payment known.
    :ivar end: that the right has ended, or that nobody has read whether it has; ``None``: it lives.
    :ivar contested: the contested payments that make it this case.
    """

    due: date | None = None
    end: FeeEnd | None = None
    payments: tuple[Held, ...] = ()
    contested: tuple[Held, ...] = ()
    values: Mapping[str, date] = field(default_factory=dict)


def fee_cases(evidence: Evidence, day: Day) -> list[FeeCase]:
    """Give every case that contested payments allow; the first is that of the certain payments alone."""
    record = _Record(evidence, day)
    first = max((until for until, made in record.made.items() if _certain(made)), default=None)
    cases = [FeeCase()] if first is None else record.cases(first, _certain(record.made[first]), ())
    for until in sorted(record.made):
        if first is None or until > first:
            cases += record.cases(until, tuple(record.made[until]), tuple(record.made[until]))
    return cases


class _Record:
    """What payments, readings and restorations say on one day, put in order once for all cases."""

    def __init__(self, evidence: Evidence, day: Day) -> None:
        self._day = day
        self._params = evidence.params
        self.made: dict[date, list[Held]] = defaultdict(list)
        later = []
        for held in evidence.of("fee_paid"):
            if day.reached(held.start):
                self.made[_until(held)].append(held)
            else:
                later.append(held)
        self._certain_later = _Later(_certain(later))
        self._contested_later = _Later([held for held in later if held.contested])
        readings = [held.fact for held in evidence.of("checked") if "fee" in held.fact.topics]
        readings.sort(key=lambda fact: fact.as_of, reverse=True)
        self._read_on = [fact.as_of for fact in reversed(readings)]
        self._highest_from = [*accumulate((fact.rank for fact in readings), max)][::-1]
        self._restored = [held for held in evidence.certain("restored") if day.reached(held.start)]

    def cases(self, until: date, payments: tuple[Held, ...], contested: tuple[Held, ...]) -> list[FeeCase]:
        """Give the one or two cases of a due date: two if only a contested payment would keep the right."""
        due = moved(until, self._params.closed_days)
        # The grace runs from the due date as it was before it was moved (reading).
        grace_end = moved(months_after(until, self._params.grace_months), self._params.closed_days)
        values = {"due": due, "grace_end": grace_end}
        kept = FeeCase(due=due, payments=payments, contested=contested, values=values)
        if not self._day.reached(due) or self._certain_later.paying(until, grace_end):
            return [kept]
        cases = [replace(kept, end=self._unpaid(due, grace_end))]
        keeping = self._contested_later.paying(until, grace_end)
        if keeping:
            cases.append(replace(kept, contested=(*contested, keeping)))
        return cases

    def _unpaid(self, due: date, grace_end: date) -> FeeEnd | None:
        """
        Tell what became of the right if nobody paid by the last day of grace.

        Seen from a reading after the grace, it ended on the due day itself, so on the days of grace too; without
        such a reading nobody knows what became of it once the grace is over.
        """
        after = bisect_right(self._read_on, grace_end)
        highest = self._highest_from[after] if after < len(self._read_on) else None
        if any(held.start > due and held.fact.rank >= (highest or 0) for held in self._restored):
            return None
        if highest is not None:
            return "lapsed"
        return "unread" if self._day.passed(grace_end) else None


class _Later:
    """Payments after the day asked about, by their day, each with the one up to it that reaches furthest."""

    def __init__(self, payments: Sequence[Held]) -> None:
        self._days = [held.start for held in payments]
        self._furthest = [*accumulate(payments, _further)]

    def paying(self, until: date, last: date) -> Held | None:
        """Give a payment made by a last day that pays for more than is paid; one for the same year does not."""
        count = bisect_right(self._days, last)
        furthest = self._furthest[count - 1] if count else None
        return furthest if furthest and _until(furthest) > until else None


def _certain(payments: Sequence[Held]) -> tuple[Held, ...]:
    return tuple(held for held in payments if not held.contested)


def _further(one: Held, other: Held) -> Held:
    return max(one, other, key=_until)


def _until(held: Held) -> date:
    # The reader takes no payment without it.
    return held.fact.paid_until or date.min
