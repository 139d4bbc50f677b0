"""What is asked of an engine and what it answers: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from marketplace.problems import DomainError
from search.language.highlighter import Fragment
from search.language.parser import Mode, Note
from search.language.tree import Node

# Facets in the order in which pages show them; the place in this tuple is the facet's bit in the embedded engine.
FACETS: Final = (
    "industry",
    "fee_pattern",
    "first_payment",
    "price_band",
    "maturity",
    "division",
    "owner",
    "track",
    "programme",
    "high_value",
    "grant_year",
    "ipc_section",
    "ipc_class",
    "ipc_subclass",
    "status",
)
# Numbers that can be bounded: money in fen, dates as proleptic ordinals.
NUMBERS: Final = (
    "price",
    "first_payment_months",
    "filing_date",
    "grant_date",
    "expiry_date",
    "published_date",
    "published_position",
)
MOST_FACET_VALUES: Final = 1000
LARGEST_PAGE: Final = 100
BUDGET_S: Final = 2.0


class SearchUnavailable(DomainError):
    """Raised when the engine is down or did not answer in time. Number look-up and listing pages still work."""

    code = "search_unavailable"
    status = 503


class CursorRefused(DomainError):
    """Raised for a cursor that was not given by us, or for another search."""

    code = "cursor_refused"
    status = 400


class Sort(StrEnum):
    """Total orders; the listing's id decides last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    GRANT_DATE = "grant_date"
    PRICE = "price"
    FIRST_PAYMENT = "first_payment"
    YEARS_LEFT = "years_left"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of an order. ``missing`` stands for an unknown value and puts it last."""

    name: str
    descending: bool
    missing: int


_LAST_UP: Final = 2**53 - 1
SCORE: Final = SortKey("score", descending=True, missing=0)
_NEWEST: Final = SortKey("published_position", descending=True, missing=0)

# After these keys the id decides, ascending. The newest comes first among equals: small collections have many equals.
SORT_KEYS: Final[Mapping[Sort, tuple[SortKey, ...]]] = {
    Sort.RELEVANCE: (SCORE, _NEWEST),
    Sort.NEWEST: (_NEWEST,),
    Sort.GRANT_DATE: (SortKey("grant_date", descending=True, missing=0),),
    Sort.PRICE: (SortKey("price", descending=False, missing=_LAST_UP),),
    Sort.FIRST_PAYMENT: (SortKey("first_payment_months", descending=True, missing=-1),),
    Sort.YEARS_LEFT: (SortKey("expiry_date", descending=True, missing=0),),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose documents are searched: what is public, or all of one organization's own."""

    organization: str | None

    @classmethod
    def public(cls) -> Scope:
        """Search what everybody may read."""
        return cls(None)

    @classmethod
    def own(cls, organization: str) -> Scope:
        """Search everything that one organization offers, drafts too. The caller has checked that it may."""
        return cls(organization)


@dataclass(frozen=True, slots=True)
class Between:
    """A bounded number, both ends included; None is open. An unknown number is never within."""

    name: str
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """
    One search.

    :ivar text: what was written; ``tree`` is used instead where it is given.
    :ivar filters: bounds that every hit and every count keeps.
    :ivar selections: chosen values by facet. A hit has one of them in each facet; the counts of a facet disregard
        its own selection, so that its other values stay countable.
    :ivar facets: the facets to count.
    """

    text: str = ""
    tree: Node | None = None
    mode: Mode = Mode.AUTO
    filters: tuple[Between, ...] = ()
    selections: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    size: int = 20
    cursor: str | None = None
    highlight: bool = True


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many hits have one value."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """
    One found listing.

    :ivar score: for the order within one answer only; never shown, never compared between engines.
    :ivar shown: the stored texts by name.
    :ivar fragments: windows of the texts in which something was found.
    """

    id: str
    score: float
    shown: Mapping[str, str]
    fragments: tuple[Fragment, ...] = ()
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """
    The answer to one search.

    :ivar mode: how the text was read (``number``, ``all``, ``need``).
    :ivar next_cursor: None on the last page.
    :ivar notes: what had to be read literally, left out or cut.
    """

    total: int
    is_exact: bool
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    next_cursor: str | None
    took_ms: float
    backend: str
    mode: Mode
    notes: tuple[Note, ...] = ()
