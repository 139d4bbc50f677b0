"""What both engines share: reading the query, cursors, facets, marks. An engine only answers a plan."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from search.engines.contract import (
    FACETS,
    LARGEST_PAGE,
    MOST_FACET_VALUES,
    NUMBERS,
    SORT_KEYS,
    FacetCount,
    Hit,
    Scope,
    SearchRequest,
    SearchResult,
    SortKey,
)
from search.engines.cursors import Place, cursor_of, place_of
from search.engines.documents import MARKED, Document, Entry, IndexStatus
from search.language.highlighter import highlight, terms_of
from search.language.parser import Mode, Reading, read
from search.language.tree import Node, Phrase

Index = Callable[[Iterable[Document]], int]


@dataclass(frozen=True, slots=True)
class Plan:
    """A request as an engine needs it: no text, everything checked."""

    tree: Node
    scope: Scope
    request: SearchRequest
    size: int
    keys: tuple[SortKey, ...]
    after: Place | None
    # Only facets with a selection; an engine may rely on none being empty.
    selections: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """One row of an engine's answer. ``place`` holds its sort values and its id."""

    id: str
    score: float
    shown: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found: one row more than the page where there is a next page."""

    total: int
    rows: list[Found]
    counts: Mapping[str, Mapping[str, int]]


class Engine(ABC):
    """An index of listings."""

    name: ClassVar[str]

    @abstractmethod
    def answer(self, plan: Plan) -> Answer:
        """
        Answer a plan.

        :raises SearchUnavailable: if the index cannot be reached or takes longer than the budget.
        """

    @abstractmethod
    def ensure(self) -> bool:
        """Make the index if there is none. Tell whether it was made now and so has to be filled."""

    @abstractmethod
    def index(self, documents: Iterable[Document]) -> int:
        """
        Write documents; give how many were accepted: one older than the stored one is not.

        What is written is found after the next :meth:`refresh`.
        """

    @abstractmethod
    def refresh(self) -> None:
        """Make what was written findable. Once per batch."""

    @abstractmethod
    def rebuild(self, documents: Iterable[Document], *, catch_up: Callable[[Index], None]) -> None:
        """
        Fill a new index beside the old one, catch up into it, put it in the old one's place, catch up again.

        Searches are answered by the old index until the exchange, and by the new one from then on.
        """

    @abstractmethod
    def entries(self) -> Iterator[Entry]:
        """Give id, version and digest of everything held, tombstones too, by id."""

    @abstractmethod
    def status(self) -> IndexStatus:
        """Give counts and versions."""

    def delete(self, ids: Iterable[str], *, version: int) -> int:
        """Put tombstones in the place of documents; give how many were accepted."""
        return self.index(Document(id=one, version=version, is_live=False) for one in ids)

    def search(self, request: SearchRequest, *, scope: Scope) -> SearchResult:
        """
        Answer one search.

        :raises SearchUnavailable: see :meth:`answer`.
        :raises CursorRefused: for a cursor of another search.
        :raises ValueError: for a facet, filter or size that does not exist; callers check their input first.
        """
        started = time.perf_counter()
        _require_known(request)
        reading = read(request.text, request.mode) if request.tree is None else Reading(Mode.ALL, request.tree)
        plan = Plan(
            tree=reading.tree,
            scope=scope,
            request=request,
            size=request.size,
            keys=SORT_KEYS[request.sort],
            after=place_of(request, scope),
            selections={name: values for name, values in request.selections.items() if values},
        )
        answer = self.answer(plan)
        page = answer.rows[: plan.size]
        terms = terms_of(reading.tree) if request.highlight else ()
        return SearchResult(
            total=answer.total,
            is_exact=True,
            hits=tuple(_hit(row, terms) for row in page),
            facets={name: _counts(answer.counts.get(name, {}), plan.selections.get(name)) for name in request.facets},
            next_cursor=cursor_of(page[-1].place, request=request, scope=scope)
            if len(answer.rows) > plan.size
            else None,
            took_ms=(time.perf_counter() - started) * 1000,
            backend=self.name,
            mode=reading.mode,
            notes=reading.notes,
        )


def _require_known(request: SearchRequest) -> None:
    unknown = (set(request.facets) | set(request.selections)) - set(FACETS)
    unknown |= {between.name for between in request.filters} - set(NUMBERS)
    if unknown:
        raise ValueError(f"no such facet or number: {sorted(unknown)}")
    if not 1 <= request.size <= LARGEST_PAGE:
        raise ValueError(f"a page has 1 to {LARGEST_PAGE} hits, not {request.size}")


def _counts(counted: Mapping[str, int], selected: frozenset[str] | None) -> tuple[FacetCount, ...]:
    """Order the counts of one facet: most first, then by value. A chosen value is shown even at zero."""
    chosen = selected or frozenset()
    full = {**dict.fromkeys(chosen, 0), **counted}
    ordered = sorted(full.items(), key=lambda item: (-item[1], item[0]))[:MOST_FACET_VALUES]
    return tuple(FacetCount(value, count, value in chosen) for value, count in ordered)


def _hit(row: Found, terms: tuple[Phrase, ...]) -> Hit:
    fragments = [highlight(name, row.shown[name], terms) for name in MARKED if terms and row.shown.get(name)]
    fragments = [fragment for fragment in fragments if fragment.marks]
    words = tuple(dict.fromkeys(word for fragment in fragments for word, is_marked in fragment.parts if is_marked))
    return Hit(id=row.id, score=row.score, shown=row.shown, fragments=tuple(fragments), matched=words)
