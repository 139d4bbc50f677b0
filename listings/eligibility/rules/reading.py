"""From plain values to patents: templates, defaults, refusals. Every refusal says where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from listings.eligibility.rules.facts import Fact, Owner, Patent
from listings.eligibility.rules.fields import (
    Choice,
    Code,
    Field,
    ListOf,
    MappingOf,
    Refusal,
    Text,
    WholeDay,
    optional,
    shown,
)
from listings.eligibility.rules.kinds import KINDS, read_fact
from listings.eligibility.rules.parameters import Parameters, read_parameters
from listings.eligibility.rules.vocabulary import PATENT_KINDS
from marketplace.problems import DomainError, FieldProblem
from marketplace.strict_yaml import Path, path_text

_MOST_FACTS: Final = 50_000


class UnreadablePatent(DomainError):
    """Raised for a mapping that is no patent, or no parameters; the problem's pointer says where."""

    code = "unreadable_patent"


@dataclass(frozen=True, slots=True)
class Facts:
    """The list of facts of one patent."""

    stored: bool = False

    def read(self, value: Any, path: Path) -> tuple[Fact, ...]:
        """Read every fact of the list."""
        if not isinstance(value, list | tuple):
            raise Refusal(f"{shown(value)} is not a list", path)
        return tuple(read_fact(entry, (*path, index), stored=self.stored) for index, entry in enumerate(value))

    def schema(self) -> dict[str, Any]:
        """Refer to the definition of a fact."""
        return {"type": "array", "items": {"$ref": "#/$defs/fact"}}


_OWNER: Final = MappingOf({"id": Field(Code()), "name": optional(Text()), "uscc": optional(Code())})


def patent_mapping(*, stored: bool = False) -> MappingOf:
    """Give what a patent may hold; in a store nothing has a default and there are no templates."""
    fields = {
        "application_number": optional(Code()),
        "publication_number": optional(Code()),
        "kind": optional(Choice(PATENT_KINDS)),
        "filing_date": optional(WholeDay()),
        "grant_date": optional(WholeDay()),
        "owners": optional(ListOf(_OWNER)),
        "facts": optional(Facts(stored)),
    }
    if stored:
        return MappingOf(fields)
    return MappingOf({"like": optional(Code()), "drop": optional(ListOf(Choice(tuple(KINDS)))), **fields})


_GIVEN: Final = patent_mapping()
_STORED: Final = patent_mapping(stored=True)


def patent_from(mapping: Mapping[str, Any]) -> Patent:
    """
    Make a patent from stored values: dates as ``date`` or ISO text, facts with source, as_of and recorded_at.

    :raises UnreadablePatent: for the first value that cannot be taken.
    """
    try:
        return _patent(_STORED.read(mapping, ()), ())
    except Refusal as refusal:
        raise unreadable(refusal, "patent") from refusal


def unreadable(refusal: Refusal, what: str) -> UnreadablePatent:
    """Make the domain error of a refusal, with a pointer to the place."""
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in refusal.path)
    problem = FieldProblem(pointer, "unreadable", refusal.reason)
    return UnreadablePatent(f"{path_text(refusal.path) or what}: {refusal.reason}", problems=[problem])


def parameters_from(mapping: Mapping[str, Any]) -> Parameters:
    """
    Make parameters from stored values; what is left out, or null, keeps its default.

    :raises UnreadablePatent: for the first value that cannot be taken.
    """
    try:
        return read_parameters(mapping, ())
    except Refusal as refusal:
        raise unreadable(refusal, "parameters") from refusal


class Templates:
    """The patents of a file by name, from which others may start."""

    def __init__(self, value: Any, path: Path) -> None:
        if not isinstance(value, Mapping):
            raise Refusal(f"{shown(value)} is not a mapping", path)
        self._given: dict[str, dict[str, Any]] = {}
        self._facts_left = _MOST_FACTS
        for name, entry in value.items():
            self._given[str(name)] = _GIVEN.read(entry, (*path, name))
        checked: set[str] = set()
        for name in value:
            checked.update(self._chain(self._given[str(name)], (*path, name), checked))

    def patent(self, value: Any, path: Path) -> Patent:
        """Read a patent that may start from a template."""
        given = _GIVEN.read(value, path)
        fields: dict[str, Any] = {}
        facts: list[Fact] = []
        names = self._chain(given, path, set())
        for layer in [*(self._given[name] for name in reversed(names)), given]:
            fields.update((key, entry) for key, entry in layer.items() if key not in {"like", "drop"})
            dropped = layer.get("drop") or ()
            facts = [*(fact for fact in facts if fact.kind not in dropped), *(layer.get("facts") or ())]
        self._facts_left -= len(facts)
        if self._facts_left < 0:
            raise Refusal(f"the patents of all cases have more than {_MOST_FACTS} facts together", path)
        return _patent({**fields, "facts": facts}, path)

    def _chain(self, given: dict[str, Any], path: Path, checked: set[str]) -> list[str]:
        """Give the names that a patent starts from, the nearest first, up to one that is checked already."""
        names: list[str] = []
        seen: set[str] = set()
        while (name := given.get("like")) is not None and name not in checked:
            if name not in self._given:
                raise Refusal(f"there is no patent {shown(name)} to start from", (*path, "like"))
            if name in seen:
                raise Refusal(f"{shown(name)} starts from itself", (*path, "like"))
            seen.add(name)
            names.append(name)
            given = self._given[name]
        return names


def _patent(fields: dict[str, Any], path: Path) -> Patent:
    if fields.get("kind") is None:
        raise Refusal("the key 'kind' is missing", path)
    owners = tuple(Owner(**owner) for owner in fields.pop("owners", None) or ())
    facts = tuple(fields.pop("facts", None) or ())
    return Patent(**fields, owners=owners, facts=facts)
