"""Ask every rule about a day and put the answers together (section 4 of the specification)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from listings.eligibility.rules.facts import Patent
from listings.eligibility.rules.inquiry import DEFAULTS, Inquiry, inquire, verdict_of
from listings.eligibility.rules.parameters import Parameters
from listings.eligibility.rules.results import Answer, Answers, RuleResult
from listings.eligibility.rules.table import BINDING
from listings.eligibility.rules.times import earliest, next_change
from listings.eligibility.rules.vocabulary import PURPOSES, Purpose


def evaluate(patent: Patent, *, on: date, known_at: date | None = None, params: Parameters = DEFAULTS) -> Answers:
    """
    Tell for every purpose what may be done with a patent on a day.

    :param known_at: answer as it was known on that day; ``None``: by everything known.
    """
    inquiry = inquire(patent, known_at=known_at, params=params)
    return Answers(
        number=patent.application_number,
        on=on,
        known_at=known_at,
        purposes={purpose: answer(inquiry, purpose, on) for purpose in PURPOSES},
    )


def answer(inquiry: Inquiry, purpose: Purpose, on: date) -> Answer:
    """Answer for one purpose and day."""
    rules: list[RuleResult] = []
    classes: list[str] = []
    for rule, level, variant in BINDING[purpose]:
        finding, _ = inquiry.finding(rule, variant, purpose, on)
        classes += finding.classes
        rules.append(
            RuleResult(
                id=rule.id,
                level=level,
                citation=rule.citation,
                result=finding.result,
                reason=finding.reason,
                ground=finding.ground,
                facts=finding.facts,
                values=finding.values,
            )
        )
    blocking = [result for result in rules if result.level == "block"]
    return Answer(
        answer=verdict_of([result.result for result in blocking]),
        failed=_named(blocking, "failed"),
        unknown=_named(blocking, "unknown"),
        warned=_named([result for result in rules if result.level == "warn"], "failed", "unknown"),
        noted=_named(rules, "applies"),
        classes=tuple(classes),
        earliest=earliest(inquiry, purpose, on),
        next_change=next_change(inquiry, purpose, on),
        rules=tuple(rules),
    )


def _named(rules: Iterable[RuleResult], *results: str) -> tuple[str, ...]:
    return tuple(rule.id for rule in rules if rule.result in results)
