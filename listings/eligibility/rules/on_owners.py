"""Rules on owners: who they are on the day, whether all agree, whether their codes hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from listings.eligibility.rules.days import Day
from listings.eligibility.rules.evidence import Evidence, Held
from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.findings import Finding, agreed, first_reason, last_started, unknown, unless_unread
from listings.eligibility.rules.identifiers import uscc_holds
from listings.eligibility.rules.papers import consent_finding
from listings.eligibility.rules.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who owns the patent on a day; ``rivals`` are the changes that make it a conflict."""

    owners: frozenset[str]
    facts: tuple[Fact, ...] = ()
    rivals: tuple[Fact, ...] = ()


def ownership(evidence: Evidence, day: Day) -> Ownership:
    """
    Work out the owners on the day: those at grant, or those of the last certain change.

    Of two changes of one day the higher source stands; at equal rank, or where a contested change is later, there
    is a conflict if the owners differ.
    """
    changes = [held for held in evidence.of("owner_change") if day.reached(held.start)]
    last = max((_weight(held) for held in changes if not held.contested), default=(date.min, 0))
    facts = tuple(held.fact for held in changes if _weight(held) == last and not held.contested)
    owners = frozenset(facts[0].owners if facts else (owner.id for owner in evidence.patent.owners))
    differ = (held for held in changes if frozenset(held.fact.owners) != owners)
    return Ownership(owners, facts, tuple(held.fact for held in differ if _weight(held) >= last))


def _weight(change: Held) -> tuple[date, int]:
    """Give what decides between two owner changes: the day, on one day the rank."""
    return change.start, change.fact.rank


def co_owner_consents(evidence: Evidence, day: Day, purpose: Purpose) -> Finding:
    """Ask that all co-owners agree where all have to (专利法 14)."""
    who = ownership(evidence, day)
    if who.rivals:
        return unknown("conflict", "owners", dict.fromkeys((*who.facts, *who.rivals)))
    one = Finding("not_applicable", ground="one_owner", facts=who.facts)
    read = unless_unread(evidence, "owner", day, one)
    if read.result == "unknown":
        return read
    if not who.owners:
        return unknown("missing", "owners")
    if len(who.owners) == 1:
        return read
    found = _all_agree(evidence, day, who.owners, purpose)
    if purpose == "negotiated_ordinary" and found.result != "met":
        found = _by_agreement(evidence, day, found)
    return replace(found, facts=(*read.facts, *found.facts))


def _all_agree(evidence: Evidence, day: Day, owners: Iterable[str], purpose: Purpose) -> Finding:
    consents = _consents_by_owner(evidence, purpose)
    found = [consent_finding(consents.get(owner, []), day, {"owner": owner}) for owner in sorted(owners)]
    refused = next((finding for finding in found if finding.result == "failed"), None)
    if refused:
        return refused
    open_one = first_reason(found)
    if open_one:
        return replace(open_one, ground="consent")
    facts = tuple(fact for finding in found for fact in finding.facts)
    return Finding("met", facts=facts, values={"count": len(found)})


def _consents_by_owner(evidence: Evidence, purpose: Purpose) -> dict[str | None, list[Held]]:
    by_owner: dict[str | None, list[Held]] = defaultdict(list)
    for held in evidence.of("consent"):
        if purpose in held.fact.purposes:
            by_owner[held.fact.owner].append(held)
    return by_owner


def _by_agreement(evidence: Evidence, day: Day, consents: Finding) -> Finding:
    """Apply what the co-owners agreed on ordinary licenses; stated that nothing was agreed, each may give them."""
    papers = last_started(evidence.of("co_owner_agreement"), day)
    if not papers:
        return unknown("missing", "agreement")
    kind = agreed(papers, lambda fact: fact.ordinary_license)
    if kind is None:
        return unknown("conflict", "agreement", papers)
    return consents if kind == "all" else Finding("not_applicable", ground=kind, facts=papers)


def uscc_check(evidence: Evidence, day: Day) -> Finding:  # noqa: ARG001 - a code is right or wrong on every day.
    """Check the unified social credit codes of the owners at grant (GB 32100-2015)."""
    codes = [owner.uscc for owner in evidence.patent.owners if owner.uscc is not None]
    wrong = [code for code in codes if not uscc_holds(code)]
    if wrong:
        return Finding("failed", values={"uscc": wrong[0]})
    return Finding("met", values={"count": len(codes)}) if codes else Finding("not_applicable")
