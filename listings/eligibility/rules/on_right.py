"""Rules on the right itself: number, grant, term, end, annual fee, reduced claims."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

from listings.eligibility.rules.days import Day, days_after, years_after
from listings.eligibility.rules.evidence import Evidence, Held
from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.fees import FeeCase, fee_cases
from listings.eligibility.rules.findings import Finding, facts_of, first_reason, settled, unknown, unless_unread
from listings.eligibility.rules.identifiers import number_problem, plain_number
from listings.eligibility.rules.parameters import DESIGN_CHANGE

NOT_GRANTED = Finding("not_applicable", ground="not_granted")
_END_EVENTS = ("lapse_unpaid", "abandoned", "expired")


def number_check(evidence: Evidence, day: Day) -> Finding:  # noqa: ARG001 - a number is right or wrong on every day.
    """Check the application number: shape, check digit, digit of the kind."""
    number = evidence.patent.application_number
    if number is None:
        return Finding("not_applicable", ground="no_number")
    problem = number_problem(number, evidence.patent.kind)
    values = {"number": plain_number(number) or number, "patent_kind": evidence.patent.kind}
    return Finding("failed", ground=problem, values=values) if problem else Finding("met", values=values)


def granted(evidence: Evidence, day: Day) -> Finding:
    """Ask that it is granted, from the day of announcement itself (专利法 39, 40)."""
    if len(evidence.grant_dates) > 1:
        return unknown("conflict", facts=evidence.grants)
    if not evidence.grant_dates:
        return unless_unread(evidence, "status", day, Finding("failed", ground="no_grant"))
    grant_date = evidence.grant_dates[0]
    values = {"grant_date": grant_date}
    if day.reached(grant_date):
        return Finding("met", facts=evidence.grants, values=values)
    return Finding("failed", ground="later", facts=evidence.grants, values=values, cured_on=grant_date)


def is_not_granted(evidence: Evidence, day: Day) -> bool:
    """Tell whether the patent is certainly not granted on the day."""
    return granted(evidence, day).result == "failed"


def term_end(evidence: Evidence, day: Day) -> date | None:
    """Give the first day without the right by lapse of time (专利法 42); ``None`` without a filing date."""
    patent, params = evidence.patent, evidence.params
    if patent.filing_date is None:
        return None
    years = params.term_years[patent.kind]
    if patent.kind == "design" and patent.filing_date < DESIGN_CHANGE:
        years = params.design_years_before_2021_06_01
    added = _compensation(evidence, day)
    return days_after(years_after(patent.filing_date, years), added[0].days if added else 0)


def _compensation(evidence: Evidence, day: Day) -> tuple[Fact, ...]:
    """Give the compensations that lengthen the term: the largest, by whoever says so; inventions only."""
    if evidence.patent.kind != "invention":
        return ()
    known = [held.fact for held in evidence.certain("term_compensation") if day.reached(held.start)]
    known.sort(key=attrgetter("days"))
    return tuple(fact for fact in known if fact.days == known[-1].days)


def in_force(evidence: Evidence, day: Day) -> Finding:
    """Ask that the right lives: not ended, valid, within its term, not lapsed (专利法 42, 44, 47; 细则 115)."""
    if is_not_granted(evidence, day):
        return NOT_GRANTED
    sure, doubtful = _ends(evidence, day)
    if sure:
        held = sure[0]
        return Finding("failed", ground=held.fact.kind, facts=facts_of(sure), values={"ended_on": held.start})
    end = term_end(evidence, day)
    if end is not None and day.reached(end):
        facts = _compensation(evidence, day)
        return Finding("failed", ground="term_over", facts=facts, values={"ended_on": end})
    rest = _rest(evidence, day, end)
    cases = fee_cases(evidence, day)
    worlds = [_alive(evidence, case, rest) for case in cases]
    if doubtful:
        worlds.append(Finding("failed"))
    return settled(worlds, [*doubtful, *(held for case in cases for held in case.contested)])


def _ends(evidence: Evidence, day: Day) -> tuple[list[Held], list[Held]]:
    """Part the events by which the right has ended on the day into certain and contested ones."""
    # A full invalidation is void from the start, so on every day, before its own too (专利法 47).
    ended = list(evidence.of("invalidated_full"))
    for kind in _END_EVENTS:
        ended += [held for held in evidence.of(kind) if day.reached(held.start) and not _undone(held, day)]
    return [held for held in ended if not held.contested], [held for held in ended if held.contested]


def _undone(held: Held, day: Day) -> bool:
    """Tell whether a certain restoration has undone a lapse for an unpaid fee."""
    return any(not end.contested and day.reached(end.start) for end in held.enders)


def _rest(evidence: Evidence, day: Day, end: date | None) -> Finding:
    """Give what remains once nothing has ended the right: the status was read lately and the term is known."""
    if end is None:
        missing = unknown("missing", "filing_date")
        return first_reason([missing, unless_unread(evidence, "status", day, missing)]) or missing
    alive = Finding("met", facts=_compensation(evidence, day), values={"last_day": days_after(end, -1)})
    return unless_unread(evidence, "status", day, alive)


def _alive(evidence: Evidence, case: FeeCase, rest: Finding) -> Finding:
    """Give the finding on the right in one case of payments."""
    if case.end == "lapsed":
        facts = (*facts_of(case.payments), *evidence.readings("fee"))
        return Finding("failed", ground="grace_over", facts=facts, values=case.values)
    if case.end == "unread":
        # What is open besides is stale too, or missing, which stands behind.
        return unknown("stale", "grace_unread", (*facts_of(case.payments), *evidence.readings("fee")), case.values)
    return rest


def annual_fee(evidence: Evidence, day: Day) -> Finding:
    """Ask that the fee is paid as required: not late (细则 86(3), 115)."""
    if is_not_granted(evidence, day):
        return NOT_GRANTED
    cases = fee_cases(evidence, day)
    return settled([_fee(evidence, day, case) for case in cases], [held for case in cases for held in case.contested])


def _fee(evidence: Evidence, day: Day, case: FeeCase) -> Finding:
    facts = (*facts_of(case.payments), *evidence.readings("fee"))
    if case.due is None:
        return unknown("missing", "no_payment", facts)
    if not day.passed(case.due):
        return Finding("met", facts=facts_of(case.payments), values=case.values)
    if case.end == "lapsed":
        return Finding("failed", ground="lapsed", facts=facts, values=case.values)
    newest = evidence.newest.get("fee")
    if newest is None:
        return unknown("missing", "never_read", facts, case.values)
    if newest.as_of > case.due and not evidence.unread("fee", day):
        return Finding("failed", ground="late", facts=facts, values=case.values)
    return unknown("stale", "late", facts, case.values)


def term_within_patent(evidence: Evidence, day: Day) -> Finding:
    """Ask that the license asked for ends with the term of the patent at the latest (民法典 865)."""
    until = evidence.params.license_until
    if until is None:
        return Finding("not_applicable", ground="not_asked")
    end = term_end(evidence, day)
    if end is None:
        return unknown("missing", "filing_date")
    values = {"license_until": until, "last_day": days_after(end, -1)}
    return Finding("met" if until < end else "failed", facts=_compensation(evidence, day), values=values)


def claims_reduced(evidence: Evidence, day: Day) -> Finding:
    """Ask whether claims fell away by a partial invalidation (专利法 47)."""
    reduced = [held for held in evidence.of("invalidated_part") if day.reached(held.start)]
    sure = [held for held in reduced if not held.contested]
    if sure:
        return Finding("failed", facts=facts_of(sure), values={"since": sure[-1].start})
    if reduced:
        return unknown("conflict", facts=facts_of(reduced))
    return unless_unread(evidence, "status", day, Finding("met"))
