"""Kinds of values that a file may hold: each reads one value, refuses all others, and gives its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final, Protocol

from listings.eligibility.rules.vocabulary import NAMED_SOURCES, SOURCE_RANKS
from marketplace.strict_yaml import Path

Schema = dict[str, Any]

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT: Final = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_FIRST_DAY: Final = date(1900, 1, 1)
_TEXT_LENGTH: Final = 2_000
_NOTE: Final = re.compile(r"text|notes?|.*_note")
NOTES_SCHEMA: Final[Schema] = {
    f"^({_NOTE.pattern})$": {"type": ["string", "null", "array"], "items": {"type": "string"}},
}
_LIMIT: Final = 10**13
"""All numbers lie below it (policy format, section 8)."""


class Refusal(ValueError):
    """Raised for a value that cannot be taken; ``path`` is where it stands."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path


class ValueKind(Protocol):
    """One kind of value."""

    def read(self, value: Any, path: Path) -> Any:
        """Give the value as the package holds it, or raise :class:`Refusal`."""

    def schema(self) -> Schema:
        """Give the JSON Schema of what :meth:`read` takes."""


@dataclass(frozen=True, slots=True)
class WholeDay:
    """A day: a YAML date or ISO text."""

    def read(self, value: Any, path: Path) -> date:
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise Refusal(f"there is no day {value}", path) from None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise Refusal(f"{shown(value)} is not a day; write YYYY-MM-DD", path)
        if value < _FIRST_DAY:
            raise Refusal(f"{value} lies before {_FIRST_DAY}", path)
        return value

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True, slots=True)
class Text:
    """Free text."""

    def read(self, value: Any, path: Path) -> str:
        if not isinstance(value, str):
            raise Refusal(f"{shown(value)} is not text; quote it", path)
        if len(value) > _TEXT_LENGTH:
            raise Refusal(f"the text has more than {_TEXT_LENGTH} characters", path)
        return value

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": _TEXT_LENGTH}


@dataclass(frozen=True, slots=True)
class Code:
    """
    A name or number that identifies something: text that is not empty, or an integer taken as text.

    :ivar may_be_empty: empty text is taken and stands for nothing.
    """

    may_be_empty: bool = False

    def read(self, value: Any, path: Path) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        value = Text().read(value, path)
        if not value.strip() and not self.may_be_empty:
            raise Refusal("the text is empty; leave the key out, or write null, if it is not known", path)
        return str(value)

    def schema(self) -> Schema:
        pattern = {} if self.may_be_empty else {"pattern": "\\S"}
        return {"anyOf": [{"type": "string", **pattern, "maxLength": _TEXT_LENGTH}, {"type": "integer"}]}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: Any, path: Path) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise Refusal(f"{shown(value)} is none of: {', '.join(self.words)}", path)
        return value

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, value: Any, path: Path) -> bool:
        if not isinstance(value, bool):
            raise Refusal(f"{shown(value)} is neither true nor false", path)
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from 0 to a limit, which is that of all numbers if nothing else is said."""

    most: int = _LIMIT - 1

    def read(self, value: Any, path: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= self.most:
            raise Refusal(f"{shown(value)} is not a whole number from 0 to {self.most}", path)
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 0, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 元: a whole number, or text with at most two places."""

    def read(self, value: Any, path: Path) -> Decimal:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LIMIT:
            return Decimal(value)
        if isinstance(value, str) and _AMOUNT.fullmatch(value):
            return Decimal(value)
        raise Refusal(f"{shown(value)} is not an amount in 元 from 0 to below 10^13", path)

    def schema(self) -> Schema:
        whole = {"type": "integer", "minimum": 0, "exclusiveMaximum": _LIMIT}
        return {"anyOf": [whole, {"type": "string", "pattern": f"^{_AMOUNT.pattern}$"}]}


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: ``register``, ``gazette``, ``database`` or ``owner``, the last two also with a name."""

    def read(self, value: Any, path: Path) -> str:
        source = Text().read(value, path)
        base, colon, name = source.partition(":")
        if base not in SOURCE_RANKS or (colon and (base not in NAMED_SOURCES or not name.strip())):
            named = (f"{word}:NAME" for word in NAMED_SOURCES)
            raise Refusal(f"{shown(value)} is none of: {', '.join((*SOURCE_RANKS, *named))}", path)
        return source

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^({'|'.join(SOURCE_RANKS)}|({'|'.join(NAMED_SOURCES)}):.*\\S.*)$"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind of value; ``least`` is how many it has at least."""

    item: ValueKind
    least: int = 0

    def read(self, value: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise Refusal(f"{shown(value)} is not a list", path)
        if len(value) < self.least:
            raise Refusal("the list is empty", path)
        return tuple(self.item.read(entry, (*path, index)) for index, entry in enumerate(value))

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema()} | ({"minItems": self.least} if self.least else {})


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a reading: the word ``all`` (the register's) or a list."""

    every: tuple[str, ...]
    register: tuple[str, ...]

    def read(self, value: Any, path: Path) -> tuple[str, ...]:
        return self.register if value == "all" else self._list().read(value, path)

    def schema(self) -> Schema:
        return {"anyOf": [{"const": "all"}, self._list().schema()]}

    def _list(self) -> ListOf:
        return ListOf(Choice(self.every), least=1)


@dataclass(frozen=True, slots=True)
class MappingOf:
    """
    A mapping with these keys; keys that are left out are missing in what is read.

    Notes for people (``text``, ``note``, ``notes``, keys that end in ``_note``) may stand in any mapping and are
    left out too, as section 8 of the policy format has it for all files.
    """

    fields: Mapping[str, Field]

    def read(self, value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refusal(f"{shown(value)} is not a mapping", path)
        refuse_unknown_keys(value, tuple(self.fields), path)
        found = {}
        for key, field in self.fields.items():
            if value.get(key) is not None:
                found[key] = field.kind.read(value[key], (*path, key))
            elif field.required:
                raise Refusal(f"the key {key!r} is missing", path)
            elif key in value:
                found[key] = None
        return found

    def schema(self) -> Schema:
        properties = {key: field.schema() for key, field in self.fields.items()}
        required = [key for key, field in self.fields.items() if field.required]
        schema: Schema = {
            "type": "object",
            "properties": properties,
            "patternProperties": NOTES_SCHEMA,
            "additionalProperties": False,
        }
        return schema | ({"required": required} if required else {})


def refuse_unknown_keys(value: Mapping[Any, Any], known: tuple[str, ...], path: Path) -> None:
    """Refuse a mapping with a key that is neither known nor a note."""
    for key, entry in value.items():
        if key in known:
            continue
        if not (isinstance(key, str) and _NOTE.fullmatch(key)):
            raise Refusal(f"the key {shown(key)} is not known here; known: {', '.join(known)}", (*path, key))
        for text in entry if isinstance(entry, list) else [entry]:
            if text is not None:
                Text().read(text, (*path, key))


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping. A key that is not required may be null, which says that the value is not known."""

    kind: ValueKind
    required: bool = True

    def schema(self) -> Schema:
        """Give the schema of the value, with null where the key is not required."""
        schema = self.kind.schema()
        return schema if self.required else {"anyOf": [schema, {"type": "null"}]}


optional: Final = partial(Field, required=False)
"""A key that may be left out, or null."""


def shown(value: Any) -> str:
    """Write a value into an error, short."""
    text = str(value) if isinstance(value, date) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
