"""Rules on the programme: three years granted, unused, without a proper reason (plan item 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from listings.eligibility.rules.days import Day, day_after, days_after, months_after, years_after
from listings.eligibility.rules.evidence import Evidence, Held
from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.findings import (
    Finding,
    agreed,
    facts_of,
    first_reason,
    last_started,
    unknown,
    unless_unread,
)


def three_years(evidence: Evidence, day: Day) -> Finding:
    """Ask for more than three years since the grant: the anniversary itself is not yet after (reading)."""
    if len(evidence.grant_dates) > 1:
        return unknown("conflict", facts=evidence.grants)
    if not evidence.grant_dates:
        return unknown("missing")
    from_day = day_after(years_after(evidence.grant_dates[0], evidence.params.grant_years))
    values = {"grant_date": evidence.grant_dates[0], "from_day": from_day}
    if day.reached(from_day):
        return Finding("met", facts=evidence.grants, values=values)
    return Finding("failed", facts=evidence.grants, values=values, cured_on=from_day)


def unused(evidence: Evidence, day: Day) -> Finding:
    """Ask that it was neither used, licensed, dealt in nor transferred since grant, and so declared (reading)."""
    used, doubtful = _uses(evidence, day)
    if used:
        return Finding("failed", ground=used[0].fact.kind, facts=facts_of(used), values={"since": used[0].start})
    if doubtful:
        return unknown("conflict", "use", facts_of(doubtful))
    declared = _declared(evidence, day)
    read = [unless_unread(evidence, topic, day, Finding("met")) for topic in ("license", "owner")]
    readings = dict.fromkeys(fact for finding in read for fact in finding.facts)
    return first_reason([*read, declared]) or replace(declared, facts=(*declared.facts, *readings))


def _uses(evidence: Evidence, day: Day) -> tuple[list[Held], list[Held]]:
    """Part what counts as use since grant into certain and doubtful."""
    sure: list[Held] = []
    doubtful: list[Held] = []
    for held, last in _candidates(evidence):
        counted = _since_grant(evidence, day, held.start, last)
        is_doubtful = held.contested and held.fact.kind != "license"
        if counted == {True} and not is_doubtful:
            sure.append(held)
        elif True in counted:
            doubtful.append(held)
    return sure, doubtful


def _candidates(evidence: Evidence) -> Iterable[tuple[Held, date | None]]:
    """Give all that may be a use, with the last day of it (``None``: open)."""
    for held in evidence.of("own_use"):
        yield held, held.fact.to
    for kind in ("product_filing", "deal"):
        for held in evidence.of(kind):
            yield held, held.start
    # Licensed at any time since grant counts, past licenses too; a transfer is an owner change of that reason.
    for held in evidence.of("license"):
        ends = [days_after(end.start, -1) for end in held.enders]
        yield held, min([*ends, *([held.fact.to] if held.fact.to else [])], default=None)
    for held in evidence.of("owner_change"):
        if held.fact.reason == "transfer":
            yield held, held.start


def _since_grant(evidence: Evidence, day: Day, start: date, last: date | None) -> set[bool]:
    """Tell for each possible grant date whether something was there on or after it, by the day asked about."""
    counted = set()
    for grant_date in evidence.grant_dates or (date.min,):
        begun = max(start, grant_date)
        counted.add((last is None or last >= begun) and day.reached(begun))
    return counted


def _last_declaration(evidence: Evidence, day: Day) -> tuple[Fact, ...]:
    return last_started(evidence.of("non_use_declaration"), day)


def _declared(evidence: Evidence, day: Day) -> Finding:
    """Find whether the last declaration of non-use is still valid."""
    last = _last_declaration(evidence, day)
    if not last:
        return unknown("missing", "declaration")
    until = months_after(last[0].start, evidence.params.non_use_months)
    values = {"signed_on": last[0].start, "valid_until": until}
    if day.passed(until):
        return unknown("stale", "declaration", last, values)
    return Finding("met", facts=last, values=values)


def no_proper_reason(evidence: Evidence, day: Day) -> Finding:
    """Ask that no proper reason is claimed for the non-use, or that a reviewer found it not proper (plan item 7)."""
    declared = _declared(evidence, day)
    if declared.result == "unknown":
        return declared
    last = declared.facts
    decisions = last_started([held for held in evidence.of("reason_decision") if held.start >= last[0].start], day)
    if decisions:
        proper = agreed(decisions, lambda fact: fact.proper)
        if proper is None:
            return unknown("conflict", "decision", decisions)
        values = {"decided_on": decisions[0].start}
        return Finding("failed" if proper else "met", ground="decided", facts=(*last, *decisions), values=values)
    reasons = agreed(last, lambda fact: frozenset(fact.reasons))
    if reasons is None:
        return unknown("conflict", "declaration", last)
    if reasons == {"none"} and not evidence.params.review_all_reasons:
        return Finding("met", facts=last, values=declared.values)
    return unknown("review", facts=last)


def compulsory_license_dates(evidence: Evidence, day: Day) -> Finding:
    """Note that the dates of a compulsory license have passed (专利法 53(1)); never part of the answer."""
    filing, params = evidence.patent.filing_date, evidence.params
    if len(evidence.grant_dates) != 1 or filing is None:
        return Finding("not_applicable")
    by_grant = day_after(years_after(evidence.grant_dates[0], params.compulsory_grant_years))
    by_filing = day_after(years_after(filing, params.compulsory_filing_years))
    if not day.reached(max(by_grant, by_filing)):
        return Finding("not_applicable")
    return Finding("applies", facts=evidence.grants, values={"from_day": max(by_grant, by_filing)})
