"""The answers as values; :mod:`serialising` writes them as the documented JSON and reads them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.findings import Value
from listings.eligibility.rules.vocabulary import RULE_SET, Level, Purpose, Reason, Result, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What one rule says for one purpose, with the facts it rests on and what was worked out from them."""

    id: str
    level: Level
    citation: str
    result: Result
    reason: Reason | None = None
    ground: str = ""
    facts: tuple[Fact, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What may be done for one purpose.

    :ivar earliest: of a ``no``, the day on which time alone will have cured it.
    :ivar next_change: the first later day on which the answer is another one, from the same facts.
    """

    answer: Verdict
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    earliest: date | None = None
    next_change: date | None = None
    rules: tuple[RuleResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers for all purposes on one day, by the facts known on ``known_at`` (``None``: all)."""

    number: str | None
    on: date
    known_at: date | None
    purposes: Mapping[Purpose, Answer]
    rule_set: str = RULE_SET
