"""A plan to one Elasticsearch request. Performs no I/O."""

from __future__ import annotations

from typing import Any, Final

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search.engines.base import Plan
from search.engines.contract import MOST_FACET_VALUES, SCORE, SortKey
from search.engines.elasticsearch.mapping import BIGRAM_FIELDS, WEIGHTS
from search.language.tree import (
    And,
    Code,
    DateRange,
    Everything,
    Need,
    Node,
    Not,
    Or,
    Phrase,
    TextField,
)

_FIELD: Final = {
    TextField.TITLE: "t_b",
    TextField.TEXT: "x_b",
    TextField.CLAIMS: "c_b",
    TextField.OWNERS: "n_b",
    TextField.INVENTORS: "v_b",
}
# A prefix phrase must see every token that begins so, or a hit would be missed.
_ALL_EXPANSIONS: Final = 100_000
_CODE_WEIGHT: Final = 8.0
_HALF: Final = 0.5


def build(plan: Plan, *, index: str) -> Search[Any]:
    """Translate a plan. One row more than the page is asked for: it tells that there is a next page."""
    search: Search[Any] = Search(index=index).query("bool", must=[clause(plan.tree)], filter=_kept(plan))
    chosen = {name: Q("terms", **{name: sorted(values)}) for name, values in plan.selections.items()}
    if chosen:
        # post_filter keeps a facet's other values countable after one of them is chosen.
        search = search.post_filter("bool", filter=list(chosen.values()))
    for name in plan.request.facets:
        others = [query for key, query in chosen.items() if key != name]
        counted = search.aggs.bucket(name, "filter", filter=Q("bool", filter=others))
        counted.bucket("values", "terms", field=name, size=MOST_FACET_VALUES)
    search = search.sort(*(_sort(key) for key in plan.keys), {"id": {"order": "asc"}})
    search = search.source(["id", "shown"]).extra(track_total_hits=True, track_scores=True, size=plan.size + 1)
    return search.extra(search_after=list(plan.after)) if plan.after is not None else search


def _sort(key: SortKey) -> dict[str, Any]:
    order = "desc" if key.descending else "asc"
    if key == SCORE:
        return {"_score": {"order": order}}
    return {key.name: {"order": order, "missing": key.missing}}


def _kept(plan: Plan) -> list[Query]:
    if plan.scope.organization is None:
        kept = [Q("term", is_public=True)]
    else:
        kept = [Q("term", organization=plan.scope.organization)]
    kept.append(Q("term", is_live=True))
    for between in plan.request.filters:
        bounds = {"gte": between.lowest, "lte": between.highest}
        kept.append(Q("range", **{between.name: {key: value for key, value in bounds.items() if value is not None}}))
    return kept


def clause(node: Node) -> Query:
    """Give the query of one node."""
    if isinstance(node, Phrase):
        return _phrase(node)
    if isinstance(node, Code):
        kind = "prefix" if node.prefix else "term"
        return Q(kind, codes={"value": node.value, "boost": _CODE_WEIGHT})
    if isinstance(node, DateRange):
        bounds = {"gte": node.first, "lte": node.last}
        return Q("range", **{node.field.value: {key: value for key, value in bounds.items() if value is not None}})
    if isinstance(node, Need):
        return _need(node)
    if isinstance(node, Not):
        return Q("bool", must_not=[clause(node.child)])
    if isinstance(node, And):
        return _all(node)
    if isinstance(node, Or):
        return Q("bool", should=[clause(child) for child in node.children], minimum_should_match=1)
    return Q("match_all") if isinstance(node, Everything) else Q("match_none")


def _all(node: And) -> Query:
    wanted = [clause(child) for child in node.children if not isinstance(child, Not)]
    refused = [clause(child.child) for child in node.children if isinstance(child, Not)]
    return Q("bool", must=wanted, must_not=refused)


def _phrase(node: Phrase) -> Query:
    fields = BIGRAM_FIELDS if node.field is None else (_FIELD[node.field],)
    within = [_phrase_within(field, node) for field in fields]
    return within[0] if len(within) == 1 else Q("bool", should=within, minimum_should_match=1)


def _phrase_within(field: str, node: Phrase) -> Query:
    boost = WEIGHTS[field]
    if not node.prefix:
        return Q("match_phrase", **{field: {"query": " ".join(node.tokens), "boost": boost}})
    if len(node.tokens) == 1:
        return Q("prefix", **{field: {"value": node.tokens[0], "boost": boost}})
    phrase = {"query": " ".join(node.tokens), "boost": boost, "max_expansions": _ALL_EXPANSIONS}
    return Q("match_phrase_prefix", **{field: phrase})


def _need(node: Need) -> Query:
    """Words decide and order; bigrams only order, at half weight."""
    words = [_either(("t_w", "x_w"), word, weight=1.0) for word in node.words]
    pairs = [_either(("t_b", "x_b"), pair, weight=_HALF) for pair in node.bigrams]
    enough = Q("bool", should=words, minimum_should_match=node.minimum)
    return Q("bool", must=[enough], should=pairs)


def _either(fields: tuple[str, ...], token: str, *, weight: float) -> Query:
    terms = [Q("term", **{field: {"value": token, "boost": weight * WEIGHTS[field]}}) for field in fields]
    return Q("bool", should=terms, minimum_should_match=1)
