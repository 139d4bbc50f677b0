"""Papers that people signed: of several the last in effect decides, two of one day that differ are a conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from listings.eligibility.rules.days import Day
from listings.eligibility.rules.evidence import Held
from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.findings import Finding, Value, agreed, last_started, unknown


def is_given(fact: Fact, day: Day) -> bool:
    """Tell whether a consent is given on the day: not refused, and not revoked by then."""
    return fact.answer == "given" and not (fact.revoked is not None and day.reached(fact.revoked))


def consent_finding(papers: Iterable[Held], day: Day, values: Mapping[str, Value]) -> Finding:
    """Find whether a consent is in effect; none on file is not known, a refused or revoked one fails."""
    last = last_started(papers, day)
    if not last:
        return unknown("missing", values=values)
    given = agreed(last, lambda fact: is_given(fact, day))
    if given is None:
        return unknown("conflict", facts=last, values=values)
    return Finding("met" if given else "failed", facts=last, values=values)
