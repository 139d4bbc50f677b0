"""The query as a value: what the parser makes, what engines translate, what the highlighter marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class TextField(StrEnum):
    """Where words can be looked for. Without a field, any one of them."""

    TITLE = "title"
    TEXT = "text"
    CLAIMS = "claims"
    OWNERS = "owners"
    INVENTORS = "inventors"


class DateField(StrEnum):
    """Dates that a query can bound."""

    FILING = "filing_date"
    GRANT = "grant_date"


@dataclass(frozen=True, slots=True)
class Phrase:
    """
    Consecutive tokens of the bigram stream within one field.

    :ivar tokens: never empty.
    :ivar prefix: the last token only has to begin so.
    :ivar field: None means within any one of the text fields.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One token of the field of numbers and classes, such as ``an:2017106018623`` or ``ic:h01m``."""

    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date between two days, both included, as proleptic ordinals; None is open. An unknown date is never within."""

    field: DateField
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Need:
    """
    At least ``minimum`` of the words occur in title or text (word stream).

    :ivar words: at most twelve, distinct.
    :ivar bigrams: distinct tokens of the whole text; they count for the order only, at half weight.
    """

    words: tuple[str, ...]
    minimum: int
    bigrams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the children hold. Never empty."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children holds. Never empty."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not hold."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Holds for every document: what an empty search box means."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Holds for no document."""


Node = Phrase | Code | DateRange | Need | And | Or | Not | Everything | Nothing


def all_of(nodes: list[Node]) -> Node:
    """Join nodes by AND; one node stays itself, none means everything."""
    if not nodes:
        return Everything()
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def any_of(nodes: list[Node]) -> Node:
    """Join nodes by OR; one node stays itself, none means nothing."""
    if not nodes:
        return Nothing()
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def positive_leaves(node: Node) -> Iterator[Phrase | Code | Need]:
    """Give the leaves for which a hit may be found, in order, without those below a NOT."""
    if isinstance(node, Phrase | Code | Need):
        yield node
    elif isinstance(node, And | Or):
        for child in node.children:
            yield from positive_leaves(child)
