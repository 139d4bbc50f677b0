"""Questions about one patent: each rule is asked once for each day that matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from listings.eligibility.rules.days import Day
from listings.eligibility.rules.evidence import Evidence, weigh
from listings.eligibility.rules.facts import Patent
from listings.eligibility.rules.findings import Finding
from listings.eligibility.rules.parameters import Parameters
from listings.eligibility.rules.table import Rule
from listings.eligibility.rules.vocabulary import Purpose, Verdict

DEFAULTS = Parameters()


@dataclass(slots=True)
class Inquiry:
    """The evidence of one patent and what the rules have found in it so far."""

    evidence: Evidence
    _found: dict[tuple[str, str, date], tuple[Finding, date | None]] = field(default_factory=dict)

    def finding(self, rule: Rule, variant: str, purpose: Purpose, on: date) -> tuple[Finding, date | None]:
        """Give what a rule finds on a day, and the first later day on which it might find something else."""
        key = (rule.id, variant, on)
        found = self._found.get(key)
        if found is None:
            day = Day(on)
            found = self._found[key] = (rule.find(self.evidence, day, purpose), day.until)
        return found


def inquire(patent: Patent, *, known_at: date | None = None, params: Parameters = DEFAULTS) -> Inquiry:
    """Weigh the facts of a patent once, to ask about several purposes and days."""
    return Inquiry(weigh(patent, known_at=known_at, params=params))


def verdict_of(results: Iterable[str]) -> Verdict:
    """Give the answer from the results of the blocking rules; unknown never passes."""
    seen = set(results)
    if "failed" in seen:
        return "no"
    return "unknown" if "unknown" in seen else "yes"
