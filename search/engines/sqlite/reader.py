"""
Answer one plan from the embedded index, in one pass over the hits.

Every hit goes into a temporary table with its score and a mask of the facets whose selection it fails. Hits with
mask 0 are the result; the values of a facet are counted over those that fail that facet at most.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Final

from search.engines.base import Answer, Found, Plan
from search.engines.contract import FACETS, SCORE, Sort, SortKey
from search.engines.sqlite.compiler import Sql, match, ranking, rows
from search.engines.sqlite.schema import RANK

# Where more than one document in this many is a hit, going through the documents of each value is faster (measured).
_MANY: Final = 4
_HIT: Final = "create temp table if not exists hit(doc integer primary key, s real not null, mask integer not null)"


def answer(connection: sqlite3.Connection, plan: Plan) -> Answer:
    """Answer a plan within one read transaction."""
    connection.execute(_HIT)
    connection.execute("begin")
    try:
        connection.execute("delete from temp.hit")
        _fill(connection, plan)
        (total,) = connection.execute("select count(*) from temp.hit where mask = 0").fetchone()
        return Answer(total=total, rows=_page(connection, plan), counts=_counts(connection, plan))
    finally:
        connection.execute("rollback")


def _fill(connection: sqlite3.Connection, plan: Plan) -> None:
    mask, kept = _mask(connection, plan), _kept(plan)
    wants_score = plan.request.sort is Sort.RELEVANCE
    expression = match(plan.tree)
    if expression is not None:
        score = f"-{RANK}" if wants_score else "0.0"
        source = (
            f"select d.doc, {score}, {mask.text} from search_fts cross join search_doc d on d.fts = search_fts.rowid"
        )
        statement = Sql(
            f"{source} where search_fts match ? and {kept.text}", (*mask.parameters, expression, *kept.parameters)
        )
    else:
        statement = _from_sets(plan, mask, kept, order=ranking(plan.tree) if wants_score else None)
    connection.execute(f"insert into temp.hit {statement.text}", statement.parameters)


def _from_sets(plan: Plan, mask: Sql, kept: Sql, *, order: str | None) -> Sql:
    found = rows(plan.tree)
    tables, parameters = f"with found(fts) as materialized ({found.text})", found.parameters
    joined, score = "from found join search_doc d on d.fts = found.fts", "0.0"
    if order is not None:
        scored = f"select rowid, -{RANK} from search_fts where search_fts match ?"
        tables += f", scored(fts, s) as materialized ({scored})"
        parameters += (order,)
        joined += " left join scored on scored.fts = found.fts"
        score = "coalesce(scored.s, 0.0)"
    text = f"{tables} select d.doc, {score}, {mask.text} {joined} where {kept.text}"
    return Sql(text, (*parameters, *mask.parameters, *kept.parameters))


def _mask(connection: sqlite3.Connection, plan: Plan) -> Sql:
    """Give the sum of the bits of the facets with a selection that a document has no chosen value of."""
    terms, parameters = [], list[str | int]()
    for name, chosen in plan.selections.items():
        dim = FACETS.index(name)
        marks = ", ".join("?" * len(chosen))
        known = connection.execute(
            f"select id from search_val where dim = ? and val in ({marks})",
            (dim, *sorted(chosen)),
        ).fetchall()
        marks = ", ".join("?" * len(known))
        terms.append(f"((not exists(select 1 from search_vf v where v.doc = d.doc and v.val in ({marks}))) << {dim})")
        parameters += [value for (value,) in known]
    return Sql(" + ".join(terms) or "0", tuple(parameters))


def _kept(plan: Plan) -> Sql:
    """Give the condition of scope and filters."""
    if plan.scope.organization is None:
        conditions, parameters = ["d.is_public = 1"], list[str | int]()
    else:
        conditions, parameters = ["d.organization = ?"], [plan.scope.organization]
    for between in plan.request.filters:
        for value, sign in ((between.lowest, ">="), (between.highest, "<=")):
            if value is not None:
                conditions.append(f"d.{between.name} {sign} ?")
                parameters.append(value)
        conditions.append(f"d.{between.name} is not null")
    return Sql(" and ".join(conditions), tuple(parameters))


def _column(key: SortKey) -> str:
    return "h.s" if key == SCORE else f"coalesce(d.{key.name}, {key.missing})"


def _page(connection: sqlite3.Connection, plan: Plan) -> list[Found]:
    columns = [_column(key) for key in plan.keys]
    order = [f"{column} {'desc' if key.descending else 'asc'}" for column, key in zip(columns, plan.keys, strict=True)]
    after = _after(plan)
    found = connection.execute(
        f"select d.doc, h.s, {', '.join(columns)}, d.id from temp.hit h join search_doc d on d.doc = h.doc "
        f"where h.mask = 0 and {after.text} order by {', '.join(order)}, d.id limit ?",
        (*after.parameters, plan.size + 1),
    ).fetchall()
    shown = _shown(connection, [row[0] for row in found[: plan.size]])
    return [Found(id=row[-1], score=row[1], shown=shown.get(row[0], {}), place=tuple(row[2:])) for row in found]


def _after(plan: Plan) -> Sql:
    """Give the condition of standing after the cursor: a later key where all keys before it are equal."""
    if plan.after is None:
        return Sql("1")
    columns = [*((_column(key), "<" if key.descending else ">") for key in plan.keys), ("d.id", ">")]
    either, parameters = [], list[str | int]()
    for at, (column, sign) in enumerate(columns):
        equal = [f"{name} = ?" for name, _ in columns[:at]]
        either.append("(" + " and ".join([*equal, f"{column} {sign} ?"]) + ")")
        parameters += list(plan.after[: at + 1])  # type: ignore[arg-type]  # A score is a float; SQLite takes it.
    return Sql(f"({' or '.join(either)})", tuple(parameters))


def _shown(connection: sqlite3.Connection, docs: list[int]) -> Mapping[int, Mapping[str, str]]:
    marks = ", ".join("?" * len(docs))
    texts = connection.execute(f"select doc, shown from search_text where doc in ({marks})", docs)
    return {doc: json.loads(text) for doc, text in texts}


def _counts(connection: sqlite3.Connection, plan: Plan) -> Mapping[str, Mapping[str, int]]:
    """Count the values of all facets without a selection in one statement, of each facet with one in its own."""
    wanted = [name for name in plan.request.facets if name not in plan.selections]
    counts: dict[str, dict[str, int]] = {name: {} for name in plan.request.facets}
    groups = [(wanted, 0)] if wanted else []
    groups += [([name], 1 << FACETS.index(name)) for name in plan.selections if name in plan.request.facets]
    per_value = _per_value(connection) if groups else ""
    for names, allowed in groups:
        dims = [FACETS.index(name) for name in names]
        marks = ", ".join("?" * len(dims))
        for dim, value, count in connection.execute(per_value.format(marks), (allowed, *dims)):
            counts[FACETS[dim]][value] = count
    return counts


def _per_value(connection: sqlite3.Connection) -> str:
    """Give the statement that counts: over the values of each hit, or over the documents of each value."""
    hits, documents = connection.execute(
        "select (select count(*) from temp.hit), (select count(*) from search_doc)"
    ).fetchone()
    if hits * _MANY < documents:
        return (
            "select v.dim, v.val, c.n from (select f.val, count(*) n from temp.hit h cross join search_fv f "
            "on f.doc = h.doc where h.mask & ~? = 0 group by f.val) c "
            "join search_val v on v.id = c.val where v.dim in ({})"
        )
    return (
        "select v.dim, v.val, count(*) from search_val v cross join search_vf f on f.val = v.id "
        "cross join temp.hit h on h.doc = f.doc where h.mask & ~? = 0 and v.dim in ({}) group by v.id"
    )
