"""A query tree to SQL. Where FTS5 can say it, one MATCH; else sets of row ids. Performs no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
    all_of,
    positive_leaves,
)

_COLUMN: Final = {
    TextField.TITLE: "t_b",
    TextField.TEXT: "x_b",
    TextField.CLAIMS: "c_b",
    TextField.OWNERS: "n_b",
    TextField.INVENTORS: "v_b",
}
_ANY: Final = f"{{{' '.join(_COLUMN.values())}}}"
_LIVE: Final = "select fts from search_doc where fts is not null"


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement with its parameters."""

    text: str
    parameters: tuple[str | int, ...] = ()


def match(node: Node) -> str | None:
    """Give the FTS5 expression of a node, or None where FTS5 has none: bounds of dates, and NOT without a partner."""
    if isinstance(node, Phrase):
        columns = _ANY if node.field is None else _COLUMN[node.field]
        return f'{columns} : "{" ".join(node.tokens)}"{" *" if node.prefix else ""}'
    if isinstance(node, Code):
        return f'codes : "{node.value}"{" *" if node.prefix else ""}'
    if isinstance(node, Or):
        either = [match(child) for child in node.children]
        return None if None in either else " OR ".join(f"({one})" for one in either)
    if isinstance(node, And):
        return _match_all(node)
    return None


def _match_all(node: And) -> str | None:
    wanted = [match(child) for child in node.children if not isinstance(child, Not)]
    refused = [match(child.child) for child in node.children if isinstance(child, Not)]
    if not wanted or None in wanted or None in refused:
        return None
    both = " AND ".join(f"({one})" for one in wanted)
    return f"({both})" + "".join(f" NOT ({one})" for one in refused) if refused else both


def rows(node: Node) -> Sql:
    """Give the statement that selects the full-text rows for which a node holds, dead ones among them."""
    if (expression := match(node)) is not None:
        return Sql("select rowid from search_fts where search_fts match ?", (expression,))
    if isinstance(node, And):
        return _rows_of_all(node)
    if isinstance(node, Or):
        return _compound(" union ", [rows(child) for child in node.children])
    if isinstance(node, Not):
        return _compound(" except ", [Sql(_LIVE), rows(node.child)])
    if isinstance(node, DateRange):
        return _rows_of_dates(node)
    if isinstance(node, Need):
        return _rows_of_need(node)
    return Sql(_LIVE if isinstance(node, Everything) else f"{_LIVE} and 0")


def _rows_of_all(node: And) -> Sql:
    said = [child for child in node.children if match(child) is not None]
    others = [child for child in node.children if match(child) is None and not isinstance(child, Not)]
    refused = [child.child for child in node.children if isinstance(child, Not)]
    wanted = ([rows(all_of(said))] if said else []) + [rows(child) for child in others]
    kept = _compound(" intersect ", wanted or [Sql(_LIVE)])
    return _compound(" except ", [kept, *(rows(child) for child in refused)])


def _rows_of_dates(node: DateRange) -> Sql:
    first, last = node.first or 0, node.last if node.last is not None else 2**31
    return Sql(f"{_LIVE} and {node.field.value} between ? and ?", (first, last))


def _rows_of_need(node: Need) -> Sql:
    each = " union all ".join("select rowid as r from search_fts where search_fts match ?" for _ in node.words)
    expressions = tuple(_word(word) for word in node.words)
    return Sql(f"select r from ({each}) group by r having count(*) >= ?", (*expressions, node.minimum))


def _word(word: str) -> str:
    return f'{{t_w x_w}} : "{word}"'


def _compound(operator: str, parts: list[Sql]) -> Sql:
    if len(parts) == 1:
        return parts[0]
    text = operator.join(f"select * from ({part.text})" for part in parts)
    return Sql(text, tuple(value for part in parts for value in part.parameters))


def ranking(node: Node) -> str | None:
    """Give the FTS5 expression by which hits are ordered: any positive leaf; a need by its words and bigrams."""
    found: list[str] = []
    for leaf in positive_leaves(node):
        if isinstance(leaf, Need):
            found += [_word(word) for word in leaf.words]
            found += [f'{{t_b x_b}} : "{pair}"' for pair in leaf.bigrams]
        elif expression := match(leaf):
            found.append(expression)
    return " OR ".join(f"({one})" for one in found) or None
