"""Filters, counts, totals, orders and pages are the same in both engines, and exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from search.engines.contract import FACETS, Between, CursorRefused, Scope, SearchRequest, Sort
from search.language.parser import Mode

PUBLIC = Scope.public()
OWN_VALUES = {
    "industry": lambda s: {code.lstrip("C")[:2] for code in s.gbt4754},
    "fee_pattern": lambda s: {s.fee_pattern} - {""},
    "first_payment": lambda s: {{None: "", 0: "0", 6: "1-11", 12: "12-23", 24: "24-"}[s.first_payment_months]} - {""},
    "price_band": lambda s: (
        {
            {
                None: "",
                Decimal(0): "0",
                Decimal("9999.99"): "0-10000",
                Decimal(50000): "10000-50000",
                Decimal(300000): "200000-1000000",
                Decimal(2000000): "1000000-",
            }[s.price]
        }
        - {""}
    ),
    "maturity": lambda s: {str(s.trl)} - {"None"},
    "division": lambda s: {{"230102": "230100", "230100": "230100", "230281": "230200", "": ""}[s.division]} - {""},
    "owner": lambda s: {s.owner_uscc} - {""},
    "track": lambda s: {s.track},
    "programme": lambda s: {"yes"} if s.is_in_programme else set(),
    "high_value": lambda s: set(s.high_value),
    "grant_year": lambda s: {str(s.grant_date.year)} if s.grant_date else set(),
    "ipc_section": lambda s: {symbol[0] for symbol in s.ipc},
    "ipc_class": lambda s: {symbol[:3] for symbol in s.ipc},
    "ipc_subclass": lambda s: {symbol[:4] for symbol in s.ipc},
    "status": lambda s: {s.status},
}
SELECTIONS = [
    {},
    {"track": {"statutory_open"}},
    {"track": {"statutory_open"}, "ipc_section": {"B", "C"}},
    {"maturity": {"4", "6"}, "price_band": {"0", "0-10000"}, "division": {"230100"}},
    {"high_value": {"sei"}, "status": {"suspended"}},
    {"owner": {"nobody at all"}},
]


def passes(source, selections, *, but=None):
    return all(OWN_VALUES[name](source) & values for name, values in selections.items() if name != but)


def request_of(selections, **more):
    chosen = {name: frozenset(values) for name, values in selections.items()}
    return SearchRequest(mode=Mode.ALL, selections=chosen, facets=FACETS, size=100, highlight=False, **more)


@pytest.mark.parametrize("text", ["", "方法", "装置 -电"])
@pytest.mark.parametrize("selections", SELECTIONS, ids=lambda chosen: "+".join(chosen) or "none")
def test_counts_each_facet_as_if_it_had_no_selection(engine, public, text, selections):
    matching = [s for s in public if words_hold(s, text)]

    result = engine.search(request_of(selections, text=text), scope=PUBLIC)

    assert result.total == sum(passes(s, selections) for s in matching)
    assert result.is_exact
    for name in FACETS:
        counted = dict.fromkeys(selections.get(name, ()), 0)
        for source in matching:
            if passes(source, selections, but=name):
                for value in OWN_VALUES[name](source):
                    counted[value] = counted.get(value, 0) + 1
        ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        assert [(one.value, one.count) for one in result.facets[name]] == ordered, name
        assert {one.value for one in result.facets[name] if one.selected} == set(selections.get(name, ()))


def words_hold(source, text):
    texts = [source.plain_title, source.invention_title, source.abstract, source.application_field, source.claims]
    whole = " ".join([*texts, *source.owners, *source.inventors])
    return {"": True, "方法": "方法" in whole, "装置 -电": "装置" in whole and "电" not in whole}[text]


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        (Between("price", 1, 999_999), lambda s: s.price == Decimal("9999.99")),
        (Between("price", highest=0), lambda s: s.price == Decimal(0)),
        (Between("price"), lambda s: s.price is not None),
        (Between("first_payment_months", 12), lambda s: (s.first_payment_months or 0) >= 12),
        (
            Between("grant_date", date(2015, 1, 1).toordinal(), date(2016, 6, 30).toordinal()),
            lambda s: s.grant_date is not None and date(2015, 1, 1) <= s.grant_date <= date(2016, 6, 30),
        ),
        (Between("published_position", 500, 900), lambda s: 500 <= s.published_position <= 900),
    ],
    ids=lambda value: str(value) if isinstance(value, Between) else "",
)
def test_filters_by_bounds(engine, public, between, kept):
    result = engine.search(request_of({}, filters=(between,)), scope=PUBLIC)

    assert result.total == sum(kept(source) for source in public)
    assert sum(one.count for one in result.facets["track"]) == result.total


ORDERS = {
    Sort.NEWEST: lambda s: (-s.published_position, s.id),
    Sort.GRANT_DATE: lambda s: (-s.grant_date.toordinal() if s.grant_date else 0, s.id),
    Sort.PRICE: lambda s: (s.price if s.price is not None else Decimal("Infinity"), s.id),
    Sort.FIRST_PAYMENT: lambda s: (-s.first_payment_months if s.first_payment_months is not None else 1, s.id),
    Sort.YEARS_LEFT: lambda s: (-s.expiry_date.toordinal() if s.expiry_date else 0, s.id),
    # Without words all scores are equal: the newest first.
    Sort.RELEVANCE: lambda s: (-s.published_position, s.id),
}


def pages(engine, request, scope=PUBLIC):
    while True:
        result = engine.search(request, scope=scope)
        yield result
        if result.next_cursor is None:
            return
        request = replace(request, cursor=result.next_cursor)


@pytest.mark.parametrize("sort", ORDERS)
def test_sorts_every_page_to_the_end(engine, public, sort):
    expected = [source.id for source in sorted(public, key=ORDERS[sort])]

    seen = list(pages(engine, SearchRequest(sort=sort, size=37, highlight=False)))

    assert [hit.id for result in seen for hit in result.hits] == expected
    assert {result.total for result in seen} == {len(public)}
    assert [len(result.hits) for result in seen[:-1]] == [37] * (len(seen) - 1)


def test_pages_by_relevance_without_gap_or_double(engine):
    whole = engine.search(SearchRequest("电池 OR 方法", size=100), scope=PUBLIC)

    seen = list(pages(engine, SearchRequest("电池 OR 方法", size=7)))

    assert [hit.id for result in seen for hit in result.hits][:100] == [hit.id for hit in whole.hits]
    assert len({hit.id for result in seen for hit in result.hits}) == whole.total


def test_refuses_a_cursor_of_another_search(engine):
    cursor = engine.search(SearchRequest("方法", size=5), scope=PUBLIC).next_cursor
    others = [
        (SearchRequest("装置", size=5, cursor=cursor), PUBLIC),
        (SearchRequest("方法", size=5, cursor=cursor, sort=Sort.NEWEST), PUBLIC),
        (SearchRequest("方法", size=5, cursor=cursor, selections={"track": frozenset({"statutory_open"})}), PUBLIC),
        (SearchRequest("方法", size=5, cursor=cursor), Scope.own("somebody")),
        (SearchRequest("方法", size=5, cursor=cursor[:-2]), PUBLIC),
        (SearchRequest("方法", size=5, cursor="nonsense"), PUBLIC),
    ]

    for request, scope in others:
        with pytest.raises(CursorRefused):
            engine.search(request, scope=scope)

    assert engine.search(SearchRequest("方法", size=9, cursor=cursor), scope=PUBLIC).hits


@pytest.mark.parametrize("wrong", [{"facets": ("colour",)}, {"selections": {"colour": frozenset("x")}}, {"size": 0}])
def test_refuses_what_does_not_exist(engine, wrong):
    with pytest.raises(ValueError, match=r"colour|page"):
        engine.search(SearchRequest("方法", **wrong), scope=PUBLIC)
