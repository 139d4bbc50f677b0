"""Rules on high-value invention patents (高价值发明专利): the five classes of the law page, section 6."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Final

from listings.eligibility.rules.days import Day, day_after, years_after
from listings.eligibility.rules.evidence import Evidence, Held
from listings.eligibility.rules.findings import (
    Finding,
    agreed,
    facts_of,
    first_reason,
    last_started,
    settled,
    unknown,
    unless_unread,
)

_HOME_OFFICE: Final = "CN"
_COUNTED_AWARDS: Final = frozenset({"national_science", "china_patent"})


def invention_only(evidence: Evidence, day: Day) -> Finding:  # noqa: ARG001 - the kind is the same on every day.
    """Ask for an invention: only inventions can be high-value patents."""
    return Finding("met" if evidence.patent.kind == "invention" else "failed")


def high_value_class(evidence: Evidence, day: Day) -> Finding:
    """Ask that one of the five classes is met."""
    certain = {name: find(evidence, day) for name, find in _CERTAIN_CLASSES.items()}
    pledged, contested = _hv_pledge(evidence, day)
    worlds = [_classed({**certain, "hv_pledge": finding}) for finding in pledged]
    return settled(worlds, contested)


def _classed(classes: dict[str, Finding]) -> Finding:
    met = tuple(sorted(name for name, finding in classes.items() if finding.result == "met"))
    if met:
        facts = tuple(fact for name in met for fact in classes[name].facts)
        return Finding("met", facts=facts, values={"classes": " ".join(met)}, classes=met)
    facts = tuple(dict.fromkeys(fact for finding in classes.values() for fact in finding.facts))
    return first_reason([*classes.values()]) or replace(classes["hv_maintained"], facts=facts)


def _hv_sei(evidence: Evidence, day: Day) -> Finding:
    """Find a strategic emerging industry: a review decides, a match of classes is only probable."""
    reviewed = _review(evidence, day, "hv_sei")
    if reviewed:
        return reviewed
    last = last_started(evidence.of("sei_match"), day)
    if not last:
        return unknown("missing", "hv_sei")
    match = agreed(last, lambda fact: fact.match)
    if match is None:
        return unknown("conflict", "hv_sei", last)
    return unknown("review", "hv_sei", last) if match else Finding("failed", facts=last)


def _review(evidence: Evidence, day: Day, name: str) -> Finding | None:
    reviews = [held for held in evidence.of("high_value_review") if held.fact.value_class == name]
    last = last_started(reviews, day)
    if not last:
        return None
    accepted = agreed(last, lambda fact: fact.accepted)
    if accepted is None:
        return unknown("conflict", name, last)
    return Finding("met" if accepted else "failed", facts=last)


def _hv_overseas(evidence: Evidence, day: Day) -> Finding:
    """Find a family member granted and in force abroad; in some offices only a reviewer can say."""
    abroad = [
        held.fact
        for held in evidence.of("overseas_grant")
        if held.fact.office.upper() != _HOME_OFFICE
        and day.reached(held.start)
        and not (held.fact.ended is not None and day.reached(held.fact.ended))
    ]
    unconfirmed = {office.upper() for office in evidence.params.unconfirmed_offices}
    settled_offices = tuple(fact for fact in abroad if fact.office.upper() not in unconfirmed)
    if settled_offices:
        return Finding("met", facts=settled_offices)
    if abroad:
        return unknown("review", "hv_overseas", abroad)
    return unless_unread(evidence, "family", day, Finding("failed"))


def _hv_maintained(evidence: Evidence, day: Day) -> Finding:
    """Find whether it was kept alive for more than ten years, counted from filing or grant (unconfirmed)."""
    start = evidence.patent.filing_date
    if evidence.params.maintained_from == "grant":
        if len(evidence.grant_dates) > 1:
            return unknown("conflict", "hv_maintained", evidence.grants)
        start = evidence.grant_dates[0] if evidence.grant_dates else None
    if start is None:
        return unknown("missing", "hv_maintained")
    from_day = day_after(years_after(start, evidence.params.maintained_years))
    if day.reached(from_day):
        return Finding("met")
    return Finding("failed", values={"from_day": from_day}, cured_on=from_day)


def _hv_pledge(evidence: Evidence, day: Day) -> tuple[list[Finding], list[Held]]:
    """Find the class of pledge financing for each case that contested pledges allow, the first without them."""
    registered = [held for held in evidence.of("pledge") if day.reached(held.start)]
    sure = [held for held in registered if not held.contested]
    doubtful = [held for held in registered if held.contested]
    # One contested pledge more at a time covers all cases: the class only rises with every pledge added. The largest
    # amount and an unknown one stand for the others.
    amounts = sorted((held for held in doubtful if held.fact.amount is not None), key=attrgetter("fact.amount"))
    telling = [*amounts[-1:], *[held for held in doubtful if held.fact.amount is None][:1]]
    worlds = [_financed(evidence, day, sure), *(_financed(evidence, day, [*sure, held]) for held in telling)]
    return worlds, doubtful


def _financed(evidence: Evidence, day: Day, pledges: Iterable[Held]) -> Finding:
    facts = facts_of(pledges)
    if not facts:
        return unless_unread(evidence, "pledge", day, Finding("failed"))
    reviewed = _review(evidence, day, "hv_pledge")
    if reviewed:
        return reviewed
    least = evidence.params.pledge_amount_min
    if least is None:
        return unknown("review", "hv_pledge", facts)
    if any(fact.amount is not None and fact.amount >= least for fact in facts):
        return Finding("met", facts=facts)
    if any(fact.amount is None for fact in facts):
        return unknown("missing", "hv_pledge", facts)
    return Finding("failed", facts=facts)


def _hv_award(evidence: Evidence, day: Day) -> Finding:
    """Find a national science award or a China patent award; provincial and other awards never count."""
    won = tuple(
        held.fact for held in evidence.of("award") if held.fact.body in _COUNTED_AWARDS and day.reached(held.start)
    )
    if won:
        return Finding("met", facts=won)
    return unless_unread(evidence, "award", day, Finding("failed"))


_CERTAIN_CLASSES: Final[dict[str, Callable[[Evidence, Day], Finding]]] = {
    "hv_sei": _hv_sei,
    "hv_overseas": _hv_overseas,
    "hv_maintained": _hv_maintained,
    "hv_award": _hv_award,
}
