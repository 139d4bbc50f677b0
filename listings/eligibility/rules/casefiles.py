"""Case files: what a file holds and how it is read. Section 1 of the specification is the source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from listings.eligibility.rules.facts import Patent
from listings.eligibility.rules.fields import (
    Choice,
    Code,
    Field,
    ListOf,
    MappingOf,
    Refusal,
    Schema,
    Text,
    WholeDay,
    optional,
    refuse_unknown_keys,
    shown,
)
from listings.eligibility.rules.parameters import PARAMETERS, Parameters, parameters_with
from listings.eligibility.rules.reading import Templates
from listings.eligibility.rules.vocabulary import PURPOSES, VERDICTS, Purpose
from marketplace import strict_yaml
from marketplace.strict_yaml import Path, UnreadableFile

SCHEMA_VERSION: Final = 1
_LISTS: Final = ("failed", "unknown", "warned", "noted", "classes")


@dataclass(frozen=True, slots=True)
class Case:
    """One patent on one day with what is expected, as plain values."""

    id: str
    text: str
    patent: Patent
    on: date
    known_at: date | None
    params: Parameters
    expect: dict[Purpose, dict[str, Any]]
    earliest: dict[Purpose, date | None]
    next_change: dict[Purpose, date | None]


@dataclass(frozen=True, slots=True)
class Anything:
    """A value that is read elsewhere; ``reference`` is its definition in the schema."""

    reference: str

    def read(self, value: Any, path: Path) -> Any:  # noqa: ARG002 - every kind of value is asked in one way.
        """Give the value as it stands."""
        return value

    def schema(self) -> Schema:
        """Refer to the definition."""
        return {"$ref": f"#/$defs/{self.reference}"}


@dataclass(frozen=True, slots=True)
class NamedReasons:
    """The reasons expected, by rule."""

    def read(self, value: Any, path: Path) -> dict[str, str | None]:
        """Read the mapping from rule to reason."""
        if not isinstance(value, dict):
            raise Refusal(f"{shown(value)} is not a mapping", path)
        return {
            Code().read(rule, path): None if reason is None else Text().read(reason, (*path, rule))
            for rule, reason in value.items()
        }

    def schema(self) -> Schema:
        """Give the schema of the mapping."""
        return {"type": "object", "additionalProperties": {"type": ["string", "null"]}}


EXPECTED: Final = MappingOf(
    {
        "answer": Field(Choice(VERDICTS)),
        **{key: optional(ListOf(Code())) for key in _LISTS},
        "reasons": optional(NamedReasons()),
    }
)
_DATES: Final = MappingOf({purpose: optional(WholeDay()) for purpose in PURPOSES})
EXPECT: Final = MappingOf(
    {
        **{purpose: optional(EXPECTED) for purpose in PURPOSES},
        "earliest": optional(_DATES),
        "next_change": optional(_DATES),
    }
)
CASE: Final = MappingOf(
    {
        "id": Field(Code()),
        "text": Field(Text()),
        "patent": Field(Anything("patent")),
        "on": Field(WholeDay()),
        "known_at": optional(WholeDay()),
        "params": optional(PARAMETERS),
        "expect": Field(EXPECT),
    }
)
_KEYS: Final = ("schema_version", "patents", "cases")


def read_cases(source: bytes | str) -> list[Case]:
    """
    Read the cases of a file.

    :raises UnreadableFile: for the first thing that is wrong, with its line and path.
    """
    document = strict_yaml.read(source)
    try:
        return cases_from(document.value)
    except Refusal as refusal:
        raise UnreadableFile(refusal.reason, line=document.line_of(refusal.path), path=refusal.path) from refusal


def cases_from(value: Any) -> list[Case]:
    """Read the cases of a file's value; a :class:`Refusal` says what is wrong and where."""
    if not isinstance(value, dict):
        raise Refusal("a case file is a mapping", ())
    refuse_unknown_keys(value, _KEYS, ())
    version = value.get("schema_version")
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise Refusal(f"schema_version is {shown(version)}; this reads {SCHEMA_VERSION}", ("schema_version",))
    templates = Templates({} if value.get("patents") is None else value["patents"], ("patents",))
    entries = value.get("cases")
    if not isinstance(entries, list):
        raise Refusal("the key 'cases' is missing, or no list", ("cases",))
    cases = [_case(entry, ("cases", index), templates) for index, entry in enumerate(entries)]
    seen: set[str] = set()
    for index, case in enumerate(cases):
        if case.id in seen:
            raise Refusal(f"the case {shown(case.id)} stands twice", ("cases", index, "id"))
        seen.add(case.id)
    return cases


def _case(value: Any, path: Path, templates: Templates) -> Case:
    found = CASE.read(value, path)
    expect = found["expect"]
    dates = {key: expect.pop(key, None) or {} for key in ("earliest", "next_change")}
    return Case(
        id=found["id"],
        text=found["text"],
        patent=templates.patent(found["patent"], (*path, "patent")),
        on=found["on"],
        known_at=found.get("known_at"),
        params=parameters_with(found.get("params") or {}),
        expect={purpose: entry for purpose, entry in expect.items() if entry is not None},
        **dates,
    )
