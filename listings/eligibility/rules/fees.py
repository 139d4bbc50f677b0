"""Annual fees: what is due, how long the grace runs, and whether the right lapsed (细则 115)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from listings.eligibility.rules.days import Day, months_after, moved
from listings.eligibility.rules.evidence import Evidence, Held

FeeState = Literal["alive", "lapsed", "unread"]


@dataclass(frozen=True, slots=True)
class FeeCase:
    """
    What the payments come to, in one of the cases that contested payments allow.

    :ivar due: the day by which the next fee has to be paid, moved off closed days; ``None``: no payment known.
    :ivar grace_end: the last day of grace, which runs from the due day as it was before it was moved.
    :ivar kept: a payment made by the last day of grace keeps the right.
    """

    due: date | None = None
    grace_end: date | None = None
    kept: bool = False
    payments: tuple[Held, ...] = ()
    contested: tuple[Held, ...] = ()
    values: Mapping[str, date] = field(default_factory=dict)


def fee_cases(evidence: Evidence, day: Day) -> list[FeeCase]:
    """Give every case that contested payments allow; the first is that of the certain payments alone."""
    made: list[Held] = []
    later: list[Held] = []
    for held in evidence.of("fee_paid"):
        (made if day.reached(held.start) else later).append(held)
    sure = [held for held in made if not held.contested]
    first = max((_until(held) for held in sure), default=None)
    doubtful = [held for held in made if held.contested and (first is None or _until(held) > first)]
    cases = _cases(evidence, first, later, sure, ())
    for until in sorted({_until(held) for held in doubtful}):
        cases += _cases(evidence, until, later, made, tuple(held for held in doubtful if _until(held) <= until))
    return cases


def _until(held: Held) -> date:
    # The reader takes no payment without it.
    return held.fact.paid_until or date.min


def _cases(
    evidence: Evidence, until: date | None, later: list[Held], made: list[Held], contested: tuple[Held, ...]
) -> list[FeeCase]:
    """Give the one or two cases of a due date: two if only a contested payment would keep the right."""
    if until is None:
        return [FeeCase(contested=contested)]
    params = evidence.params
    due = moved(until, params.closed_days)
    grace_end = moved(months_after(until, params.grace_months), params.closed_days)
    payments = tuple(held for held in made if _until(held) == until)
    values = {"due": due, "grace_end": grace_end}
    keeping = [held for held in later if held.start <= grace_end and _until(held) > until]
    if any(not held.contested for held in keeping):
        return [FeeCase(due, grace_end, True, payments, contested, values)]
    cases = [FeeCase(due, grace_end, False, payments, contested, values)]
    if keeping:
        cases.append(FeeCase(due, grace_end, True, payments, (*contested, *keeping), values))
    return cases


def fee_state(evidence: Evidence, day: Day, case: FeeCase) -> FeeState:
    """
    Tell whether the right lives as far as the fee goes.

    Seen from a reading after the grace, an unpaid right ended on the due day itself, so on the days of grace too;
    without such a reading nobody knows what became of it once the grace is over.
    """
    if case.due is None or case.grace_end is None or not day.reached(case.due) or case.kept:
        return "alive"
    ranks = [held.fact.rank for held in evidence.of("checked") if _reads_fee_after(held, case.grace_end)]
    if any(
        held.start > case.due and held.fact.rank >= max(ranks, default=0) and day.reached(held.start)
        for held in evidence.certain("restored")
    ):
        return "alive"
    if ranks:
        return "lapsed"
    return "unread" if day.passed(case.grace_end) else "alive"


def _reads_fee_after(held: Held, grace_end: date) -> bool:
    return "fee" in held.fact.topics and held.fact.as_of > grace_end
