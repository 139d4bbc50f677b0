"""
What a page and the public document say of a patent's legal state: a plain view of its facts on a day.

It shows; it decides nothing. Whether something may be done is the eligibility engine's to say, which weighs sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from listings.eligibility.rules import Fact
from marketplace.dates import add_years

_TERM_YEARS: Final = {"invention": 20, "utility_model": 10, "design": 15}
_PUBLIC_SOURCES: Final = ("register", "gazette", "database")
# Names as CNIPA's notices use them; a kind without a row is no public event.
EVENT_WORDS: Final = {
    "grant": ("granted", "授权"),
    "lapse_unpaid": ("lapsed", "专利权的终止"),
    "abandoned": ("abandoned", "专利权的放弃"),
    "expired": ("expired", "专利权有效期届满"),
    "invalidated_full": ("invalidated", "专利权全部无效"),
    "invalidated_part": ("partly_invalidated", "专利权部分无效"),
    "restored": ("restored", "专利权的恢复"),
    "term_compensation": ("term_compensated", "专利权期限的补偿"),
    "pledge": ("pledge_registered", "专利权质押合同登记的生效"),
    "pledge_released": ("pledge_released", "专利权质押合同登记的注销"),
    "preservation": ("preserved", "专利权的保全"),
    "preservation_released": ("preservation_released", "专利权保全的解除"),
    "license": ("license_filed", "专利实施许可合同备案的生效"),
    "license_ended": ("license_ended", "专利实施许可合同备案的注销"),
    "owner_change": ("transferred", "专利权的转移"),
    "declaration_announced": ("open_license_declared", "开放许可声明的生效"),
    "declaration_withdrawn": ("open_license_withdrawn", "开放许可声明的撤回"),
}


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One legal event as the public reads it."""

    on: date
    event: str
    detail: str


@dataclass(frozen=True, slots=True)
class Pledge:
    """A pledge in force, and whether the pledgee has agreed in writing to licenses."""

    ref: str
    since: date
    has_consent: bool


@dataclass(frozen=True, slots=True)
class LegalState:
    """The view: dates and counts that the facts give, None where they say nothing."""

    as_of: date | None
    source: str | None
    fee_paid_until: date | None
    pledge: Pledge | None
    preserved_since: date | None
    has_exclusive_license: bool | None
    filed_ordinary_licenses: int
    is_partly_invalidated: bool
    evaluation_report: str | None
    events: tuple[PublicEvent, ...]


def expiry_date(*, kind: str, filing_date: date | None) -> date | None:
    """Give the anniversary of filing that ends the term, without compensation (Patent Law art. 42)."""
    if filing_date is None:
        return None
    years = 10 if kind == "design" and filing_date < date(2021, 6, 1) else _TERM_YEARS[kind]
    return add_years(filing_date, years)


def legal_state(facts: Iterable[Fact], *, on: date) -> LegalState:
    """Give the view on a day. The order of the facts does not matter."""
    known = sorted(facts, key=lambda fact: (fact.start, fact.kind, fact.source))
    started = [fact for fact in known if fact.start <= on]
    public = [fact for fact in started if fact.source.partition(":")[0] in _PUBLIC_SOURCES]
    newest = max(public, key=lambda fact: (fact.as_of, fact.rank), default=None)
    licenses = _standing(public, "license", "license_ended", on)
    return LegalState(
        as_of=newest.as_of if newest else None,
        source=newest.source if newest else None,
        fee_paid_until=max((fact.paid_until for fact in started if fact.paid_until), default=None),
        pledge=_pledge(started, on),
        preserved_since=min(
            (fact.start for fact in _standing(started, "preservation", "preservation_released", on)), default=None
        ),
        has_exclusive_license=_has_exclusive(public, licenses),
        filed_ordinary_licenses=len({fact.ref for fact in licenses if fact.type == "ordinary"}),
        is_partly_invalidated=any(fact.kind == "invalidated_part" for fact in started),
        evaluation_report=_last_report(started),
        events=_events(public),
    )


def _standing(facts: Sequence[Fact], kind: str, end: str, on: date) -> list[Fact]:
    ended = {(fact.ref, fact.start) for fact in facts if fact.kind == end}
    return [
        fact
        for fact in facts
        if fact.kind == kind
        and (fact.to is None or fact.to >= on)
        and not any(ref == fact.ref and day >= fact.start for ref, day in ended)
    ]


def _pledge(facts: Sequence[Fact], on: date) -> Pledge | None:
    standing = _standing(facts, "pledge", "pledge_released", on)
    if not standing:
        return None
    first = standing[0]
    consents = [
        fact
        for fact in facts
        if fact.kind == "pledgee_consent" and fact.ref == first.ref and "license" in fact.purposes and fact.document
    ]
    agreed = bool(consents) and consents[-1].answer == "given" and not _is_over(consents[-1].revoked, on)
    return Pledge(ref=first.ref or "", since=first.start, has_consent=agreed)


def _is_over(revoked: date | None, on: date) -> bool:
    return revoked is not None and revoked <= on


def _has_exclusive(facts: Sequence[Fact], licenses: Sequence[Fact]) -> bool | None:
    if any(fact.type in {"sole", "exclusive"} for fact in licenses):
        return True
    was_read = any(fact.kind == "checked" and "license" in fact.topics for fact in facts)
    return False if was_read else None


def _last_report(facts: Sequence[Fact]) -> str | None:
    reports = [fact for fact in facts if fact.kind == "evaluation_report" and fact.document]
    return "positive" if reports and reports[-1].conclusion == "positive" else None


def _events(facts: Sequence[Fact]) -> tuple[PublicEvent, ...]:
    named = [(fact.start, *EVENT_WORDS[fact.kind]) for fact in facts if fact.kind in EVENT_WORDS]
    return tuple(PublicEvent(*event) for event in sorted(set(named), reverse=True))
