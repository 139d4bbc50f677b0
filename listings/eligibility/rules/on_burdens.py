"""Rules on what others hold: pledges, preservation, suspension, licenses, other obstacles (细则 86)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from listings.eligibility.rules.days import Day, days_after
from listings.eligibility.rules.evidence import Evidence, Held
from listings.eligibility.rules.findings import (
    Finding,
    Value,
    day_after_last,
    facts_of,
    first_reason,
    in_force,
    parted,
    settled,
    unknown,
    unless_unread,
)
from listings.eligibility.rules.papers import consent_finding
from listings.eligibility.rules.vocabulary import EXCLUSIVE_TYPES, Purpose

_PLEDGE_CONSENT: dict[Purpose, str] = {
    "statutory_open": "license",
    "negotiated_ordinary": "license",
    "transfer": "transfer",
    "equity": "transfer",
}


def pledge_use(purpose: Purpose) -> str:
    """Give what a pledgee has to agree to for a purpose that a pledge may bar: a license or a transfer."""
    return _PLEDGE_CONSENT[purpose]


def pledge(evidence: Evidence, day: Day, use: str) -> Finding:
    """Ask that every pledge in force has the pledgee's consent, and that no other is known (细则 86(4), 民法典 444)."""
    sure, doubtful = parted(evidence.of("pledge"), day)
    consents = _consents_by_ref(evidence, use)
    papers = {held: _pledgee(consents, day, held, use) for held in [*sure, *doubtful]}
    worlds = [_pledged(evidence, day, [(held, papers[held]) for held in sure])]
    # Contested pledges whose papers say the same come to the same: one of them stands for all.
    telling = {(papers[held].result, papers[held].reason): held for held in doubtful}.values()
    worlds += [_pledged(evidence, day, [(entry, papers[entry]) for entry in [*sure, held]]) for held in telling]
    return settled(worlds, doubtful)


def _consents_by_ref(evidence: Evidence, use: str) -> dict[str, list[Held]]:
    by_ref: dict[str, list[Held]] = defaultdict(list)
    for paper in evidence.of("pledgee_consent"):
        if use in paper.fact.purposes:
            by_ref[paper.fact.ref].append(paper)
    return by_ref


def _pledgee(consents: Mapping[str, list[Held]], day: Day, held: Held, use: str) -> Finding:
    papers = consents.get(held.fact.ref, [])
    return consent_finding(papers, day, {"use": use, "ref": held.fact.ref})


def _pledged(evidence: Evidence, day: Day, pledges: Iterable[tuple[Held, Finding]]) -> Finding:
    pledges = list(pledges)
    refused = [held for held, finding in pledges if finding.result == "failed"]
    if refused:
        papers = [fact for _, finding in pledges if finding.result == "failed" for fact in finding.facts]
        facts = (*facts_of(refused), *papers)
        values = {"ref": refused[0].fact.ref}
        return Finding("failed", facts=facts, values=values, cured_on=day_after_last(facts_of(refused)))
    papers = [fact for _, finding in pledges for fact in finding.facts]
    ground = "agreed" if pledges else ""
    held_facts = facts_of(held for held, _ in pledges)
    clear = unless_unread(evidence, "pledge", day, Finding("met", ground=ground, facts=(*held_facts, *papers)))
    open_one = first_reason([*(finding for _, finding in pledges), clear])
    if open_one is None or open_one is clear:
        return clear
    return replace(open_one, ground="paper", facts=(*held_facts, *open_one.facts))


def no_preservation(evidence: Evidence, day: Day) -> Finding:
    """Ask that no preservation by a court is in force (细则 86(2), 104)."""
    return _none_in_force(evidence, day, _with_basis(evidence, "court"), "preservation")


def no_suspension(evidence: Evidence, day: Day) -> Finding:
    """Ask that no suspension for an ownership dispute is in force (细则 86(2), 103)."""
    return _none_in_force(evidence, day, _with_basis(evidence, "ownership"), "preservation")


def _with_basis(evidence: Evidence, basis: str) -> list[Held]:
    return [held for held in evidence.of("preservation") if held.fact.basis == basis]


def _none_in_force(evidence: Evidence, day: Day, burdens: Iterable[Held], topic: str) -> Finding:
    sure, doubtful = parted(burdens, day)
    if sure:
        return _burdened(sure)
    if doubtful:
        return unknown("conflict", facts=facts_of(doubtful))
    return unless_unread(evidence, topic, day, Finding("met"))


def _burdened(sure: list[Held]) -> Finding:
    facts = facts_of(sure)
    values: dict[str, Value] = {"since": min(fact.start for fact in facts)}
    cured_on = day_after_last(facts)
    if cured_on is None:
        return Finding("failed", ground="open", facts=facts, values=values)
    return Finding("failed", facts=facts, values={**values, "until": days_after(cured_on, -1)}, cured_on=cured_on)


def no_exclusive_license(evidence: Evidence, day: Day) -> Finding:
    """Ask that no sole or exclusive license is in force (细则 86(1))."""
    sure = [held for held in evidence.certain("license") if _bars(held, day)]
    doubtful: list[Held] = []
    for versions in _contested_licenses(evidence):
        barring = [[held for held in version if _bars(held, day)] for version in versions]
        if all(barring):
            sure += chain(*barring)
        elif any(barring):
            doubtful += chain(*versions)
    if sure:
        return _burdened(sure)
    if doubtful:
        return unknown("conflict", facts=facts_of(doubtful))
    return unless_unread(evidence, "license", day, Finding("met"))


def _bars(held: Held, day: Day) -> bool:
    # The type of the license is contested, its being there is not.
    return held.fact.type in EXCLUSIVE_TYPES and is_license_in_force(held, day)


def _contested_licenses(evidence: Evidence) -> Iterable[list[list[Held]]]:
    """Give for each license of contested type its versions, each with the facts that speak for it."""
    by_ref: dict[str, dict[str | None, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for held in evidence.of("license"):
        if held.contested:
            by_ref[held.fact.ref][held.fact.type].append(held)
    return [list(versions.values()) for versions in by_ref.values()]


def is_license_in_force(held: Held, day: Day) -> bool:
    """Tell whether a license holds on the day, of whatever type it is."""
    return in_force(held, day) is not False


def no_other_obstacle(evidence: Evidence, day: Day) -> Finding:
    """Ask that no other obstacle is in force that a reviewer entered (细则 86(5)); none entered is met (reading)."""
    sure, _ = parted(evidence.of("obstacle"), day)
    return _burdened(sure) if sure else Finding("met")


def licenses_survive(evidence: Evidence, day: Day) -> Finding:
    """Ask that no license is in force that would go with the patent to a new owner ([S5] art. 24)."""
    running = [held for held in evidence.of("license") if is_license_in_force(held, day)]
    if running:
        return Finding("failed", facts=facts_of(running), values=_counted(running))
    return unless_unread(evidence, "license", day, Finding("met"))


def ordinary_license_disclosed(evidence: Evidence, day: Day) -> Finding:
    """Note that an ordinary license is in force, which is told to whoever asks (7.3 of the law page)."""
    running = [held for held in evidence.of("license") if held.fact.type == "ordinary" and in_force(held, day)]
    if not running:
        return Finding("not_applicable")
    return Finding("applies", facts=facts_of(running), values=_counted(running))


def _counted(licenses: Iterable[Held]) -> dict[str, Value]:
    # Two sources of one license are two facts.
    return {"count": len({held.fact.ref for held in licenses})}
