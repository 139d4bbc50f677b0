"""Results of a search as values: cards, facets with counts, chips to take filters away, and how the query was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend.components import formats
from frontend.public.cards import card_of, maturity_words
from frontend.public.codes import division_name, industry_name
from frontend.public.records import records_of
from listings.offers.models import Track
from marketplace.accounts.models import Organization
from marketplace.problems import DomainError
from search.engines.contract import FacetCount, Scope, SearchResult, SearchUnavailable
from search.selectors import find

PAGE_SIZE: Final = 20
OPTIONS_SHOWN: Final = 8
FACETS: Final[Mapping[str, Promise]] = {
    "industry": _("Industry"),
    "first_payment": _("First payment"),
    "price_band": _("Fixed fees together"),
    "maturity": _("Maturity"),
    "division": _("Place"),
    "owner": _("Owner"),
    "track": _("Way to the license"),
}
SORTS: Final[Mapping[str, Promise]] = {
    "relevance": _("Best match"),
    "newest": _("Newest"),
    "first_payment": _("Latest first payment"),
    "years_left": _("Longest remaining term"),
    "price": _("Lowest fixed fees"),
}
MODES: Final[Mapping[str, Promise]] = {
    "number": _("Read as a patent number"),
    "all": _("All words must occur"),
    "need": _("Matched as a description of a need"),
}
NOTES: Final[Mapping[str, Promise]] = {
    "text_cut": _("The text was cut after %(value)s characters."),
    "wrong_check_digit": _("The check digit does not match; it should be %(value)s. Please compare the certificate."),
    "stop_words_left_out": _("Very common words were left out."),
    "dangling_operator": _("An operator without words beside it was left out."),
    "empty_field": _("A field without words was left out."),
    "too_deep": _("Brackets deeper than %(value)s levels were left out."),
    "too_many_terms": _("Only the first %(value)s words were looked for."),
}
_OTHER_NOTE: Final = _("A part of the query was read as plain words.")


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet with its count."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet: chosen values first, then the most frequent; those beyond eight are folded."""

    name: str
    title: Promise
    options: Sequence[Option]

    @property
    def shown(self) -> Sequence[Option]:
        """Give the options that stand open."""
        return self.options[:OPTIONS_SHOWN]

    @property
    def folded(self) -> Sequence[Option]:
        """Give the options below the fold."""
        return self.options[OPTIONS_SHOWN:]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, with the address of the same search without it."""

    label: str
    url: str


def results_context(query: QueryDict, *, today: date) -> dict[str, Any]:
    """Give everything that the results page shows."""
    text = query.get("q", "").strip()
    chosen = {name: [value for value in query.getlist(name) if value] for name in FACETS}
    chosen = {name: values for name, values in chosen.items() if values}
    sort = query.get("sort", "relevance") if query.get("sort") in SORTS else "relevance"
    base: dict[str, Any] = {
        "search_text": text,
        "sort": sort,
        "sorts": SORTS.items(),
        "chips": _chips(text, chosen, sort),
    }
    try:
        found = find(
            text,
            scope=Scope.public(),
            filters=chosen,
            sort=sort,
            size=PAGE_SIZE,
            cursor=query.get("cursor") or None,
            facets=tuple(FACETS),
        )
    except SearchUnavailable:
        return base | {"is_down": True}
    except DomainError:
        # A cursor of another search, or a filter that a hand wrote: the search starts anew.
        return base | {"is_refused": True, "reset_url": _address(text, chosen, sort)}
    return base | _found(found, text, chosen, sort, today=today)


def _found(
    found: SearchResult, text: str, chosen: Mapping[str, list[str]], sort: str, *, today: date
) -> dict[str, Any]:
    numbers = [hit.shown["listing_number"] for hit in found.hits]
    records = records_of(numbers)
    return {
        "total": found.total,
        "total_words": formats.held(
            ngettext("%(n)s patent on offer", "%(n)s patents on offer", found.total) % {"n": formats.count(found.total)}
        ),
        "cards": [
            card_of(
                records[number],
                today=today,
                matched=[fragment.parts for fragment in hit.fragments if not fragment.field.endswith("title")][:2],
            )
            for number, hit in zip(numbers, found.hits, strict=True)
            if number in records
        ],
        "facets": _groups(found.facets),
        "next_url": _address(text, chosen, sort, found.next_cursor) if found.next_cursor else "",
        "reading": MODES.get(found.mode) if text else None,
        "notes": [str(NOTES.get(note.code, _OTHER_NOTE)) % {"value": note.value} for note in found.notes],
        "drop": _what_to_drop(text, chosen, sort) if not found.total else [],
    }


def _groups(counts: Mapping[str, Sequence[FacetCount]]) -> list[FacetGroup]:
    owners = [count.value for count in counts.get("owner", ())]
    names = dict(Organization.objects.filter(uscc__in=owners).values_list("uscc", "name"))
    groups = []
    for name, title in FACETS.items():
        options = [
            Option(count.value, names.get(count.value) or label(name, count.value), count.count, count.selected)
            for count in counts.get(name, ())
            if count.count or count.selected
        ]
        if options:
            groups.append(FacetGroup(name, title, sorted(options, key=lambda option: not option.is_chosen)))
    return groups


def label(facet: str, value: str) -> str:
    """Give the words of a facet's value."""
    match facet:
        case "industry":
            return industry_name(value)
        case "division":
            return division_name(value)
        case "track" if value in Track.values:
            return str(Track(value).label)
        case "maturity":
            return maturity_words(int(value)) if value.isdigit() else value
        case "first_payment":
            return _months(value)
        case "price_band":
            return _band(value)
    return value


def _months(value: str) -> str:
    first, _dash, last = value.partition("-")
    if value == "0":
        return gettext("at once")
    if not last:
        return gettext("after %(first)s months or later") % {"first": first}
    return gettext("after %(first)s to %(last)s months") % {"first": first, "last": last}


def _band(value: str) -> str:
    first, _dash, last = value.partition("-")
    if value == "0":
        return gettext("free")
    low, high = (f"{int(end):,}" if end.isdigit() else "" for end in (first, last))
    if not last:
        return gettext("above %(low)s yuan") % {"low": low}
    return gettext("%(low)s to %(high)s yuan") % {"low": low, "high": high}


def _address(text: str, chosen: Mapping[str, Sequence[str]], sort: str, cursor: str = "") -> str:
    values = {"q": text, **chosen, "sort": sort if sort != "relevance" else "", "cursor": cursor}
    query = urlencode({name: value for name, value in values.items() if value}, doseq=True)
    return f"{reverse('public:listings')}?{query}" if query else reverse("public:listings")


def _without(chosen: Mapping[str, Sequence[str]], name: str, value: str) -> dict[str, list[str]]:
    return {each: [one for one in values if (each, one) != (name, value)] for each, values in chosen.items()}


def _chips(text: str, chosen: Mapping[str, Sequence[str]], sort: str) -> list[Chip]:
    names = dict(Organization.objects.filter(uscc__in=chosen.get("owner", ())).values_list("uscc", "name"))
    return [
        Chip(names.get(value) or label(name, value), _address(text, _without(chosen, name, value), sort))
        for name, values in chosen.items()
        for value in values
    ]


def _what_to_drop(text: str, chosen: Mapping[str, list[str]], sort: str) -> list[Chip]:
    """Give each filter that alone stands between the reader and results, with how many it would give."""
    ways = []
    for name in chosen:
        rest = {each: values for each, values in chosen.items() if each != name}
        total = find(text, scope=Scope.public(), filters=rest, size=1, highlight=False).total
        if total:
            words = gettext("Without “%(filter)s”: %(n)s") % {"filter": FACETS[name], "n": formats.count(total)}
            ways.append(Chip(words, _address(text, rest, sort)))
    return ways
