"""What a rule finds on a day, and the few ways in which findings are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from listings.eligibility.rules.days import Day, day_after
from listings.eligibility.rules.evidence import Evidence, Held
from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.vocabulary import REASONS, Reason, Result

Value = date | str | int
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Finding:
    """
    The result of one rule on one day.

    :ivar ground: which of several grounds it was; with rule, result and reason it names the sentence to show.
    :ivar facts: the facts that it rests on.
    :ivar values: what was worked out, by the names that the sentence uses.
    :ivar cured_on: of a failed rule, the day from which it no longer fails by time alone.
    """

    result: Result
    reason: Reason | None = None
    ground: str = ""
    facts: tuple[Fact, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    cured_on: date | None = None
    classes: tuple[str, ...] = ()


def unknown(
    reason: Reason, ground: str = "", facts: Iterable[Fact] = (), values: Mapping[str, Value] | None = None
) -> Finding:
    """Make a finding that is not known, with the reason why."""
    return Finding("unknown", reason, ground, tuple(facts), values or {})


def first_reason(findings: Sequence[Finding]) -> Finding | None:
    """Give of those that are not known the first whose reason stands before the others; ``None``: all are known."""
    return next((finding for reason in REASONS for finding in findings if finding.reason == reason), None)


def settled(worlds: Sequence[Finding], contested: Iterable[Held]) -> Finding:
    """
    Give the finding that contested facts leave, from the finding of each case that they allow.

    The first case is the one without them. Where all cases have one result they decide nothing; otherwise nobody
    knows, for the reason ``conflict``.
    """
    if len({finding.result for finding in worlds}) == 1:
        return worlds[0]
    return unknown("conflict", facts=[held.fact for held in contested])


def unless_unread(evidence: Evidence, topic: str, day: Day, finding: Finding) -> Finding:
    """Give a finding that rests on an absence, if the topic was read lately; otherwise nobody knows."""
    reason = evidence.unread(topic, day)
    if reason:
        readings = evidence.readings(topic)
        read_on: dict[str, Value] = {"read_on": readings[0].as_of} if readings else {}
        return unknown(reason, "topic", readings, {"topic": topic, **read_on})
    return replace(finding, facts=(*finding.facts, *evidence.readings(topic)))


def day_after_last(facts: Iterable[Fact]) -> date | None:
    """Give the day after the last ``to`` of facts; ``None`` if one is open."""
    ends = [fact.to for fact in facts]
    if not ends or None in ends:
        return None
    return day_after(max(end for end in ends if end))


def last_started(held: Iterable[Held], day: Day) -> tuple[Fact, ...]:
    """Give the facts of the last day on which one has started; an earlier one does not come back."""
    started = [entry.fact for entry in held if day.reached(entry.start)]
    if not started:
        return ()
    last = max(fact.start for fact in started)
    return tuple(fact for fact in started if fact.start == last)


def agreed(facts: Iterable[Fact], answer: Callable[[Fact], Answer]) -> Answer | None:
    """Give the one answer of facts of one day, or ``None`` if they differ."""
    answers = {answer(fact) for fact in facts}
    return answers.pop() if len(answers) == 1 else None


def in_force(held: Held, day: Day) -> bool | None:
    """Tell whether a fact holds on the day; ``None`` if that is contested."""
    fact = held.fact
    if not day.reached(fact.start) or (fact.to is not None and day.passed(fact.to)):
        return False
    doubtful = held.contested
    for end in held.enders:
        if day.reached(end.start):
            if not end.contested:
                return False
            doubtful = True
    return None if doubtful else True


def parted(held: Iterable[Held], day: Day) -> tuple[list[Held], list[Held]]:
    """Part facts into those that certainly hold on the day and those of which it is contested."""
    sure: list[Held] = []
    doubtful: list[Held] = []
    for entry in held:
        state = in_force(entry, day)
        if state is None:
            doubtful.append(entry)
        elif state:
            sure.append(entry)
    return sure, doubtful


def facts_of(*groups: Iterable[Held]) -> tuple[Fact, ...]:
    """Give the facts of several groups."""
    return tuple(held.fact for group in groups for held in group)
