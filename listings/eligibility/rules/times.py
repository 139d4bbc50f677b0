"""
When an answer will be another one: ``earliest`` and ``next_change``.

No day is counted through. Every finding comes with the first later day on which one of the comparisons it made
would come out differently; only on those days the rules concerned are asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from listings.eligibility.rules.days import NEVER, Day
from listings.eligibility.rules.findings import Finding
from listings.eligibility.rules.inquiry import Inquiry, verdict_of
from listings.eligibility.rules.on_right import term_end
from listings.eligibility.rules.table import BINDING
from listings.eligibility.rules.vocabulary import Purpose, Verdict

_BLOCKING = {
    purpose: tuple((rule, variant) for rule, level, variant in rows if level == "block")
    for purpose, rows in BINDING.items()
}


def earliest(inquiry: Inquiry, purpose: Purpose, on: date) -> date | None:
    """
    Give the day from which a ``no`` is cured by time alone, or ``None``.

    It supposes that fees are paid, sources read again and declarations renewed; a day on which the right has
    ended by its term cures nothing.
    """
    cures = []
    for rule, variant in _BLOCKING[purpose]:
        finding, _ = inquiry.finding(rule, variant, purpose, on)
        if finding.result == "unknown":
            return None
        if finding.result == "failed":
            cures.append(finding.cured_on or NEVER)
    cured_on = max(cures, default=NEVER)
    end = term_end(inquiry.evidence, Day(on)) or NEVER
    return cured_on if cured_on < end else None


def next_change(inquiry: Inquiry, purpose: Purpose, on: date) -> date | None:
    """Give the first day after ``on`` with another answer from the same facts, or ``None``."""
    rows = _BLOCKING[purpose]
    found = [inquiry.finding(rule, variant, purpose, on) for rule, variant in rows]
    before = _verdict(found)
    while True:
        # What failed for good keeps the answer at no; no later day has to be asked about.
        if any(finding.result == "failed" and until is None for finding, until in found):
            return None
        day = min((until for _, until in found if until is not None), default=None)
        if day is None:
            return None
        for index, (rule, variant) in enumerate(rows):
            if found[index][1] == day:
                found[index] = inquiry.finding(rule, variant, purpose, day)
        if _verdict(found) != before:
            return day


def _verdict(found: Iterable[tuple[Finding, date | None]]) -> Verdict:
    return verdict_of([finding.result for finding, _ in found])
