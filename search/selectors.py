"""Search as pages and the API ask for it: names and texts in, an answer out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from marketplace.events.models import EventHead
from marketplace.problems import DomainError, FieldProblem
from search.engines import engine
from search.engines.contract import (
    FACETS,
    LARGEST_PAGE,
    Between,
    Scope,
    SearchRequest,
    SearchResult,
    SearchUnavailable,
    Sort,
)
from search.language.parser import Mode, read

Filters = Mapping[str, str | Sequence[str]]
_Choice = TypeVar("_Choice", Mode, Sort)

# Bounds by the names under which people set them: ``price_min``, ``price_max`` and so on.
_BOUNDS: Final = {
    "price": "price",
    "first_payment_months": "first_payment_months",
    "filed": "filing_date",
    "granted": "grant_date",
    "expires": "expiry_date",
    "published": "published_date",
}
_LARGEST: Final = 2**53
KNOWN_FILTERS: Final = (*FACETS, *(f"{name}_{end}" for name in _BOUNDS for end in ("min", "max")))
_OFFERED: Final = frozenset({"published"})


class UnknownFilter(DomainError):
    """Raised for a filter, facet, sort or mode that does not exist; the error names those that do."""

    code = "unknown_filter"
    status = 400


class BadFilterValue(DomainError):
    """Raised for a value that a filter cannot take, or a page size out of bounds."""

    code = "malformed"
    status = 400


def find(  # noqa: PLR0913 - These are the parts of one search.
    text: str,
    *,
    scope: Scope,
    filters: Filters | None = None,
    sort: str = "relevance",
    size: int = 20,
    cursor: str | None = None,
    facets: Sequence[str] = (),
    mode: str = "auto",
    highlight: bool = True,
) -> SearchResult:
    """
    Search listings.

    :param filters: values by the names of ``KNOWN_FILTERS``: chosen values of facets, and bounds (money in yuan,
        dates as ``YYYY-MM-DD`` or a year). Suspended listings are found by number, or where ``status`` asks for them.
    :raises UnknownFilter: naming what there is.
    :raises BadFilterValue: for a value that cannot be read.
    :raises CursorRefused: for a cursor of another search.
    :raises SearchUnavailable: if the engine is down or too slow.
    """
    selections, bounds = _read_filters(filters or {})
    reading_mode = _known(Mode, mode, "mode")
    if not 1 <= size <= LARGEST_PAGE:
        raise BadFilterValue(f"size is 1 to {LARGEST_PAGE}", problems=[_problem("size", str(size))])
    _require_facets(facets)
    if scope.organization is None and "status" not in selections and _mode_of(text, reading_mode) is not Mode.NUMBER:
        selections["status"] = _OFFERED
    request = SearchRequest(
        text=text,
        mode=reading_mode,
        filters=bounds,
        selections=selections,
        facets=tuple(facets),
        sort=_known(Sort, sort, "sort"),
        size=size,
        cursor=cursor or None,
        highlight=highlight,
    )
    result = engine().search(request, scope=scope)
    if result.total == 0 and _is_being_built():
        raise SearchUnavailable("the search index is being built")
    return result


def _mode_of(text: str, mode: Mode) -> Mode:
    return read(text, mode).mode


def _is_being_built() -> bool:
    """Tell whether nothing was found because the index was never filled."""
    return engine().ensure() and EventHead.objects.filter(position__gt=0).exists()


def _read_filters(filters: Filters) -> tuple[dict[str, frozenset[str]], tuple[Between, ...]]:
    unknown = sorted(set(filters) - set(KNOWN_FILTERS))
    if unknown:
        problems = [FieldProblem(f"/{name}", "unknown_filter", f"there is no filter {name}") for name in unknown]
        raise UnknownFilter(f"unknown: {', '.join(unknown)}", problems=problems, known=list(KNOWN_FILTERS))
    chosen = {name: frozenset(_values(filters[name])) for name in FACETS if name in filters}
    bounds = (_between(name, number, filters) for name, number in _BOUNDS.items())
    return {name: values for name, values in chosen.items() if values}, tuple(one for one in bounds if one is not None)


def _values(value: str | Sequence[str]) -> list[str]:
    return [one for one in ([value] if isinstance(value, str) else value) if one]


def _between(name: str, number: str, filters: Filters) -> Between | None:
    lowest = _bound(f"{name}_min", number, filters.get(f"{name}_min", ()), is_last=False)
    highest = _bound(f"{name}_max", number, filters.get(f"{name}_max", ()), is_last=True)
    return None if lowest is None and highest is None else Between(number, lowest, highest)


def _bound(name: str, number: str, value: str | Sequence[str], *, is_last: bool) -> int | None:
    values = _values(value)
    if not values:
        return None
    text = values[-1].strip()
    try:
        found = _number(text, number, is_last=is_last)
    except (ValueError, ArithmeticError):
        raise BadFilterValue(f"{name} cannot be {text!r}", problems=[_problem(name, text)]) from None
    if abs(found) > _LARGEST:
        raise BadFilterValue(f"{name} cannot be {text!r}", problems=[_problem(name, text)])
    return found


def _number(text: str, number: str, *, is_last: bool) -> int:
    if number == "price":
        return int(Decimal(text) * 100)
    if number == "first_payment_months":
        return int(text)
    if len(text) == 4:
        text += "-12-31" if is_last else "-01-01"
    return date.fromisoformat(text).toordinal()


def _problem(name: str, value: str) -> FieldProblem:
    return FieldProblem(f"/{name}", "malformed", f"cannot be {value!r}")


def _require_facets(facets: Sequence[str]) -> None:
    unknown = sorted(set(facets) - set(FACETS))
    if unknown:
        raise UnknownFilter(f"no such facet: {', '.join(unknown)}", known=list(FACETS))


def _known(choices: type[_Choice], value: str, what: str) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        raise UnknownFilter(f"no such {what}: {value}", known=[choice.value for choice in choices]) from None
