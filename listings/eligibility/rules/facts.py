"""Patents, owners and dated facts as values. What each kind of fact holds is in :mod:`kinds`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from listings.eligibility.rules.vocabulary import rank_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """
    One dated fact from one source.

    ``start`` is the first day, ``to`` the last one on which it holds (``None``: open); ``as_of`` the day on which
    the source was read, ``recorded_at`` the day on which it came to us. Only the fields of its kind are filled.
    """

    kind: str
    start: date
    to: date | None = None
    source: str
    as_of: date
    recorded_at: date

    topics: tuple[str, ...] = ()
    days: int = 0
    paid_until: date | None = None
    ref: str = ""
    amount: Decimal | None = None
    basis: str | None = None
    type: str | None = None
    owners: tuple[str, ...] = ()
    reason: str | None = None
    terms_hash: str | None = None
    items: tuple[str, ...] = ()
    office: str = ""
    number: str | None = None
    ended: date | None = None
    body: str | None = None
    purposes: tuple[str, ...] = ()
    owner: str | None = None
    answer: str | None = None
    revoked: date | None = None
    document: str | None = None
    ordinary_license: str | None = None
    conclusion: str | None = None
    reasons: tuple[str, ...] = ()
    proper: bool | None = None
    match: bool | None = None
    value_class: str | None = None
    accepted: bool | None = None
    text: str | None = None

    place: tuple[date, str, str, str] = field(init=False, compare=False, repr=False)
    """Where it stands among the facts of a patent; facts that differ never stand in one place."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", (self.start, self.kind, self.source, repr(self)))

    @property
    def rank(self) -> int:
        """Give the rank of the source."""
        return rank_of(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One patent owner (专利权人) at grant."""

    id: str
    name: str | None = None
    uscc: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patent:
    """One patent with all facts that are known about it, in an order that depends on nothing but the facts."""

    kind: str
    application_number: str | None = None
    publication_number: str | None = None
    filing_date: date | None = None
    grant_date: date | None = None
    owners: tuple[Owner, ...] = ()
    facts: tuple[Fact, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(sorted(self.facts, key=attrgetter("place"))))
