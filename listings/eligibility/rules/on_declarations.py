"""Rules on the open-license declaration and its papers (专利法 50, 51; 细则 85)."""

from __future__ import annotations

from listings.eligibility.rules.days import Day
from listings.eligibility.rules.evidence import Evidence
from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.findings import Finding, Value, agreed, last_started, unknown
from listings.eligibility.rules.vocabulary import DECLARATION_ITEMS


def evaluation_report(evidence: Evidence, day: Day) -> Finding:
    """Ask that the last evaluation report of a utility model or design is positive (专利法 50)."""
    if evidence.patent.kind == "invention":
        return Finding("not_applicable")
    last = last_started(evidence.of("evaluation_report"), day)
    if not last:
        return unknown("missing")
    conclusion = agreed(last, lambda fact: fact.conclusion)
    if conclusion is None:
        return unknown("conflict", facts=last)
    return Finding("met" if conclusion == "positive" else "failed", facts=last, values={"since": last[0].start})


def declaration_items(evidence: Evidence, day: Day) -> Finding:
    """Ask that the declaration filed states all that it has to (细则 85)."""
    withdrawals = [held.start for held in evidence.certain("declaration_withdrawn") if day.reached(held.start)]
    withdrawn = max(withdrawals, default=None)
    filed = [held for held in evidence.of("declaration_filed") if withdrawn is None or held.start > withdrawn]
    last = last_started(filed, day)
    if not last:
        return Finding("not_applicable")
    complete = agreed(last, _is_complete)
    if complete is None:
        return unknown("conflict", facts=last)
    values: dict[str, Value] = {"filed_on": last[0].start, "count": len(set(DECLARATION_ITEMS) - set(last[0].items))}
    return Finding("met" if complete else "failed", facts=last, values=values)


def _is_complete(fact: Fact) -> bool:
    return set(fact.items) >= set(DECLARATION_ITEMS)


def standing(evidence: Evidence, day: Day) -> tuple[Fact, ...]:
    """Give the announcement that stands; the last event decides, of one day the withdrawal."""
    announced = last_started(evidence.certain("declaration_announced"), day)
    withdrawn = last_started(evidence.certain("declaration_withdrawn"), day)
    if announced and withdrawn and withdrawn[0].start >= announced[0].start:
        return ()
    return announced


def exclusive_barred(evidence: Evidence, day: Day) -> Finding:
    """Note that a declaration stands: no sole or exclusive license; a new owner has to deal with it (专利法 51)."""
    return _while_standing(evidence, day)


def fee_reduction(evidence: Evidence, day: Day) -> Finding:
    """Note that a declaration stands: the annual fee is reduced ([S17]; from when is unconfirmed)."""
    return _while_standing(evidence, day)


def _while_standing(evidence: Evidence, day: Day) -> Finding:
    facts = standing(evidence, day)
    if not facts:
        return Finding("not_applicable")
    return Finding("applies", facts=facts, values={"since": facts[0].start})


def self_executing(evidence: Evidence, day: Day) -> Finding:
    """Note that the standing declaration has the very terms offered: notice and payment make the license."""
    wanted = evidence.params.terms_hash
    facts = standing(evidence, day)
    if wanted is None or agreed(facts, lambda fact: fact.terms_hash) != wanted:
        return Finding("not_applicable")
    return Finding("applies", facts=facts, values={"since": facts[0].start})
