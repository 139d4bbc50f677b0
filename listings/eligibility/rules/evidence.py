"""
Which facts count: what was known, what a better source denies, what two equal sources contest.

Nothing here looks at the day that is asked about; the rules do. Section 2 of the specification is the source:
presence lasts, absence is known only through readings (``checked``), a higher source stands against a lower one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from listings.eligibility.rules.days import Day, days_after
from listings.eligibility.rules.facts import Fact, Patent
from listings.eligibility.rules.kinds import KINDS
from listings.eligibility.rules.parameters import Parameters
from listings.eligibility.rules.vocabulary import Reason, rank_of

_NEVER_DENIED: Final = frozenset({"license", "family", "award"})
_PAPERS: Final = frozenset(
    {"consent", "pledgee_consent", "co_owner_agreement", "evaluation_report", "non_use_declaration"}
)
_ENDED_BY: Final = {
    "pledge": "pledge_released",
    "preservation": "preservation_released",
    "license": "license_ended",
    "lapse_unpaid": "restored",
}


@dataclass(frozen=True, slots=True)
class Held:
    """
    A fact that counts.

    :ivar contested: a source of the same rank denies it.
    :ivar enders: the events that may end it: same reference, high enough source, not before its start.
    """

    fact: Fact
    contested: bool = False
    enders: tuple[Held, ...] = ()

    @property
    def start(self) -> date:
        """Give the first day of the fact."""
        return self.fact.start


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the rules read about one patent, as it was known."""

    patent: Patent
    params: Parameters
    held: dict[str, tuple[Held, ...]]
    newest: dict[str, Fact]
    grants: tuple[Fact, ...]
    grant_dates: tuple[date, ...]

    def of(self, kind: str) -> tuple[Held, ...]:
        """Give the facts of a kind, by their start."""
        return self.held.get(kind, ())

    def certain(self, kind: str) -> tuple[Held, ...]:
        """Give the facts of a kind that nobody of the same rank denies."""
        return tuple(held for held in self.of(kind) if not held.contested)

    def unread(self, topic: str, day: Day) -> Reason | None:
        """Tell why it is not known what is absent (``stale``, ``missing``), or give ``None`` if it is known."""
        newest = self.newest.get(topic)
        if newest is None:
            return "missing"
        return "stale" if day.passed(days_after(newest.as_of, self.params.stale_days[topic])) else None

    def readings(self, topic: str) -> tuple[Fact, ...]:
        """Give the newest reading of a topic, as the fact that an absence rests on."""
        newest = self.newest.get(topic)
        return (newest,) if newest else ()


def weigh(patent: Patent, *, known_at: date | None, params: Parameters) -> Evidence:
    """Work out which facts count among those that were known on a day (``None``: all)."""
    known = [fact for fact in patent.facts if known_at is None or fact.recorded_at <= known_at]
    checks = [fact for fact in known if fact.kind == "checked"]
    kept: dict[str, list[Held]] = defaultdict(list)
    for held in _undenied(known, checks):
        kept[held.fact.kind].append(held)
    kept["license"] = list(_typed(kept["license"]))
    held_by_kind = {kind: tuple(entries) for kind, entries in kept.items()}
    for kind, ender in _ENDED_BY.items():
        held_by_kind[kind] = _with_enders(held_by_kind.get(kind, ()), held_by_kind.get(ender, ()))
    grants = _grants(patent, [fact for fact in known if fact.kind == "grant"])
    return Evidence(
        patent=patent,
        params=params,
        held=held_by_kind,
        newest=_newest(checks),
        grants=grants,
        grant_dates=tuple(sorted({fact.start for fact in grants})),
    )


def sameness(fact: Fact) -> tuple[str, object]:
    """Give what two sources have in common if they hold the same fact."""
    same_by = KINDS[fact.kind].same_by
    value = getattr(fact, same_by) if same_by else None
    return (fact.kind, frozenset(value) if isinstance(value, tuple) else value)


def _newest(checks: Iterable[Fact]) -> dict[str, Fact]:
    newest: dict[str, Fact] = {}
    for check in checks:
        for topic in check.topics:
            # Of two readings of one day the higher source is shown; the result is the same.
            if topic not in newest or (check.as_of, check.rank) > (newest[topic].as_of, newest[topic].rank):
                newest[topic] = check
    return newest


def _undenied(known: Sequence[Fact], checks: Iterable[Fact]) -> Iterable[Held]:
    """Give the facts that no higher source denies, contested ones marked; papers only if there is a document."""
    read_on: dict[str, dict[str, date]] = defaultdict(dict)
    for check in checks:
        for topic in check.topics:
            read_on[topic][check.source] = max(check.as_of, read_on[topic].get(check.source, check.as_of))
    shown: dict[str, set[tuple[str, object]]] = defaultdict(set)
    for fact in known:
        shown[fact.source].add(sameness(fact))
    for fact in known:
        if fact.kind in _PAPERS and not (fact.document or "").strip():
            continue
        seen_in = KINDS[fact.kind].topic
        if seen_in is None or seen_in in _NEVER_DENIED:
            yield Held(fact)
            continue
        deniers = [
            rank_of(source)
            for source, as_of in read_on[seen_in].items()
            if source != fact.source and as_of >= fact.start and sameness(fact) not in shown[source]
        ]
        strongest = max(deniers, default=-1)
        if strongest <= fact.rank:
            yield Held(fact, contested=strongest == fact.rank)


def _typed(licenses: Iterable[Held]) -> Iterable[Held]:
    """Settle the type of each license reference: the highest source stands, at equal rank it is contested."""
    by_ref: dict[str, list[Held]] = defaultdict(list)
    for held in licenses:
        by_ref[held.fact.ref].append(held)
    for group in by_ref.values():
        top = max(held.fact.rank for held in group)
        types = {held.fact.type for held in group if held.fact.rank == top}
        for held in group:
            if len(types) > 1 and held.fact.rank == top:
                yield replace(held, contested=True)
            elif types == {held.fact.type}:
                yield held


def _with_enders(begun: Iterable[Held], ends: Sequence[Held]) -> tuple[Held, ...]:
    by_ref: dict[str, list[Held]] = defaultdict(list)
    for end in ends:
        by_ref[end.fact.ref].append(end)
    return tuple(
        replace(
            held,
            enders=tuple(
                end
                for end in by_ref.get(held.fact.ref, ())
                if end.fact.rank >= held.fact.rank and end.start >= held.start
            ),
        )
        for held in begun
    )


def _grants(patent: Patent, facts: list[Fact]) -> tuple[Fact, ...]:
    """Give the grant facts of the highest source; the field of the patent counts as a database's word."""
    if patent.grant_date is not None:
        day = patent.grant_date
        facts = [*facts, Fact(kind="grant", start=day, source="database", as_of=day, recorded_at=day)]
    if not facts:
        return ()
    top = max(fact.rank for fact in facts)
    return tuple(fact for fact in facts if fact.rank == top)
