"""
The order by relevance, which may differ between engines: floors, and how far the engines agree.

Two known-item tasks on real abstracts: a title finds the abstract it was taken from, and the last clause of an
abstract finds the rest of it.
"""

from __future__ import annotations

import re

import pytest

from search.engines.contract import Scope, SearchRequest
from search.indexing.document import SearchSource, build
from search.language.parser import Mode
from tests.search.conformance.corpus import records
from tests.search.conftest import ENGINES

COUNT = 320


def by_title(folder):
    rows = list(records(folder, "ccf582_title_abstract"))[: COUNT * 7 : 7]
    return [(row["title"], row["abstract"].replace(row["title"], "")) for row in rows]


def by_last_clause(folder):
    pairs = []
    for row in list(records(folder, "energy_abstracts"))[:: 10054 // (COUNT * 2)]:
        clauses = [clause for clause in re.split("[。；;]", row["abstract"].strip()) if len(clause.strip()) >= 10]
        if len(clauses) >= 3:
            pairs.append((clauses[-1], "。".join(clauses[:-1])))
    return pairs[:COUNT]


TASKS = {"title": (by_title, 0.60), "last clause": (by_last_clause, 0.50)}


@pytest.fixture(scope="module")
def answers(make_engine, shared_data):
    """Give a maker of the ids found for each query of a task, best first, by an engine."""
    kept = {}

    def answer(engine_name, task):
        if (engine_name, task) not in kept:
            pairs = TASKS[task][0](shared_data)
            engine = make_engine(engine_name)
            engine.rebuild((document(at, text) for at, (_, text) in enumerate(pairs)), catch_up=lambda _index: None)
            requests = [SearchRequest(query, mode=Mode.NEED, size=100, highlight=False) for query, _ in pairs]
            found = [engine.search(request, scope=Scope.public()).hits for request in requests]
            kept[engine_name, task] = [[hit.id for hit in hits] for hits in found]
        return kept[engine_name, task]

    return answer


def document(at, abstract):
    source = SearchSource(
        id=f"d{at}",
        listing_number="",
        status="published",
        is_public=True,
        organization="o",
        published_position=at + 1,
        abstract=abstract,
    )
    return build(source, version=1)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("engine_name", ENGINES)
def test_puts_the_known_item_high(answers, engine_name, task):
    found = answers(engine_name, task)

    ranks = [1 / (1 + ids.index(f"d{at}")) for at, ids in enumerate(found) if f"d{at}" in ids]

    assert len(found) >= 300
    assert sum(ranks) / len(found) >= TASKS[task][1]


@pytest.mark.es
@pytest.mark.parametrize("task", TASKS)
def test_both_engines_agree_on_the_first_ten(answers, task):
    pairs = list(zip(answers("sqlite", task), answers("elasticsearch", task), strict=True))

    shared = [len(set(one[:10]) & set(other[:10])) / min(10, len(one)) for one, other in pairs if one]

    assert all(sorted(one) == sorted(other) for one, other in pairs if len(one) < 100)
    assert sum(shared) / len(shared) >= 0.7
