"""
Shapes: what may stand at a place of a policy file, checked, converted and written as JSON Schema from one definition.

A shape's ``take`` gives the converted value or raises ``Refusal`` with the path of the first thing that is wrong;
its ``schema`` says the same as JSON Schema (draft 2020-12).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

Path = tuple[str | int, ...]
Schema = dict[str, Any]

TEXT_KEYS: Final = r"open_questions|notes|note|text|related_branch|route|factors|[a-z0-9_]+_note"
_TEXT_KEY: Final = re.compile(TEXT_KEYS)
FIELD_PATTERN: Final = r"(deal|applicant)\.[A-Za-z][A-Za-z0-9_]*"


class Refusal(Exception):
    """Raised inside the package for a value that does not fit its place; the reader adds the line."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class Shape(Protocol):
    """What may stand at one place."""

    def take(self, value: Any, path: Path, /) -> Any:
        """Check and convert; raises ``Refusal``."""

    def schema(self) -> Schema:
        """Write the shape as JSON Schema."""


def is_text_key(key: str) -> bool:
    """Tell whether a key is one of those that hold text for the reviewer and may stand in any mapping."""
    return _TEXT_KEY.fullmatch(key) is not None


def said_value(value: Any) -> str:
    """Write a value for an error message: short, without its inside."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


@dataclass(frozen=True)
class Anything:
    """Text for the reviewer: any plain value, kept as it stands."""

    def take(self, value: Any, _path: Path) -> Any:
        return value

    def schema(self) -> Schema:
        return {}


@dataclass(frozen=True)
class Text:
    """Words. A number is taken as its digits where ``digits`` says so (identifiers); ``empty`` takes no words too."""

    pattern: str = ""
    meaning: str = "text"
    digits: bool = False
    empty: bool = False

    def take(self, value: Any, path: Path) -> str:
        if self.digits and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or (self.pattern and not re.fullmatch(self.pattern, value)):
            raise Refusal(path, f"{self.meaning} is wanted, not {said_value(value)}")
        if not value and not self.empty:
            raise Refusal(path, f"{self.meaning} is wanted, not {said_value(value)}")
        return value

    def schema(self) -> Schema:
        text: Schema = {"type": "string"} if self.empty else {"type": "string", "minLength": 1}
        if self.pattern:
            text["pattern"] = f"^(?:{self.pattern})$"
        return {"anyOf": [text, {"type": "integer"}]} if self.digits else text


@dataclass(frozen=True)
class Choice:
    """One word out of a few."""

    words: tuple[str, ...]

    def take(self, value: Any, path: Path) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise Refusal(path, f"{said_value(value)} is not one of {', '.join(self.words)}")
        return value

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Exactly:
    """One value and no other."""

    value: int

    def take(self, value: Any, path: Path) -> int:
        if isinstance(value, bool) or value != self.value:
            raise Refusal(path, f"{said_value(value)} is not known here; this reader knows {self.value}")
        return self.value

    def schema(self) -> Schema:
        return {"type": "integer", "const": self.value}


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def take(self, value: Any, path: Path) -> bool:
        if not isinstance(value, bool):
            raise Refusal(path, f"true or false is wanted, not {said_value(value)}")
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class ListOf:
    """A list of one shape."""

    of: Shape
    least: int = 0
    most: int | None = None

    def take(self, value: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Refusal(path, f"a list is wanted, not {said_value(value)}")
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            raise Refusal(path, f"a list of {self._wanted(len(value))} is wanted, not of {len(value)}")
        return tuple(self.of.take(item, (*path, index)) for index, item in enumerate(value))

    def _wanted(self, count: int) -> str:
        if self.least == self.most:
            return str(self.least)
        return f"at least {self.least}" if count < self.least else f"at most {self.most}"

    def schema(self) -> Schema:
        bounds: Schema = {"minItems": self.least} if self.least else {}
        if self.most is not None:
            bounds["maxItems"] = self.most
        return {"type": "array", "items": self.of.schema(), **bounds}


@dataclass(frozen=True)
class Record:
    """
    A mapping with known keys; an optional key that is ``null`` counts as absent. Text keys may always stand.

    ``make`` turns the converted keys into what the engine works with.
    """

    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    make: Callable[[dict[str, Any], Path], Any] | None = None
    exactly_one_of: tuple[str, ...] = ()

    def take(self, value: Any, path: Path) -> Any:
        if not isinstance(value, Mapping):
            raise Refusal(path, f"a mapping is wanted, not {said_value(value)}")
        for key in self.required:
            if key not in value:
                raise Refusal(path, f"the key {key!r} is missing")
        taken = {key: taken for key, item in value.items() for taken in self._key(key, item, path)}
        if self.exactly_one_of and len([key for key in self.exactly_one_of if key in taken]) != 1:
            raise Refusal(path, f"exactly one of {', '.join(self.exactly_one_of)} is wanted")
        return self.make(taken, path) if self.make else taken

    def _key(self, key: str, item: Any, path: Path) -> tuple[Any, ...]:
        shape = self.required.get(key)
        if shape is not None:
            return (shape.take(item, (*path, key)),)
        shape = self.optional.get(key)
        if shape is not None:
            return () if item is None else (shape.take(item, (*path, key)),)
        if is_text_key(key):
            return (item,)
        known = ", ".join([*self.required, *self.optional])
        raise Refusal((*path, key), f"the key {key!r} is not known here; known are {known}")

    def schema(self) -> Schema:
        written: Schema = {
            "type": "object",
            "properties": {key: shape.schema() for key, shape in self.required.items()}
            | {key: {"anyOf": [{"type": "null"}, shape.schema()]} for key, shape in self.optional.items()},
            "patternProperties": {f"^(?:{TEXT_KEYS})$": {}},
            "additionalProperties": False,
        }
        if self.required:
            written["required"] = list(self.required)
        if self.exactly_one_of:
            written["oneOf"] = [
                {"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in self.exactly_one_of
            ]
        return written


@dataclass(frozen=True)
class Table:
    """A mapping from values of a field to one shape; a text key whose value does not fit the shape is text."""

    of: Shape
    least: int = 0

    def take(self, value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refusal(path, f"a table (a mapping) is wanted, not {said_value(value)}")
        taken: dict[str, Any] = {}
        for key, item in value.items():
            try:
                taken[key] = self.of.take(item, (*path, key))
            except Refusal:
                if not is_text_key(key):
                    raise
        if len(taken) < self.least:
            raise Refusal(path, "the table is empty")
        return taken

    def schema(self) -> Schema:
        written: Schema = {
            "type": "object",
            "patternProperties": {f"^(?:{TEXT_KEYS})$": {}},
            "additionalProperties": self.of.schema(),
        }
        return written | ({"minProperties": self.least} if self.least else {})


@dataclass(frozen=True)
class Either:
    """One of several shapes; ``pick`` looks at the value and says which, so that the error is that shape's own."""

    pick: Callable[[Any], int]
    shapes: tuple[Shape, ...]

    def take(self, value: Any, path: Path) -> Any:
        return self.shapes[self.pick(value)].take(value, path)

    def schema(self) -> Schema:
        return {"anyOf": [shape.schema() for shape in self.shapes]}


def by_mapping(value: Any) -> int:
    """Pick the second shape for a mapping, the first for anything else."""
    return int(isinstance(value, Mapping))


def by_list(value: Any) -> int:
    """Pick the second shape for a list, the first for anything else."""
    return int(isinstance(value, list))


@dataclass(frozen=True)
class Named:
    """A shape that stands in the schema's ``$defs`` under a name, so that it may contain itself."""

    name: str
    shape: Callable[[], Shape]

    def take(self, value: Any, path: Path) -> Any:
        return self.shape().take(value, path)

    def schema(self) -> Schema:
        return {"$ref": f"#/$defs/{self.name}"}


def named(name: str, shape: Shape) -> Named:
    """Give a shape a name, so that the schema writes it once."""
    return Named(name, lambda: shape)


@dataclass(frozen=True)
class Unconverted:
    """A shape that is checked where it stands and kept as it is, to be taken again later."""

    of: Shape

    def take(self, value: Any, path: Path) -> Any:
        self.of.take(value, path)
        return value

    def schema(self) -> Schema:
        return self.of.schema()


@dataclass(frozen=True)
class Converted:
    """A shape whose taken value is turned into something else."""

    of: Shape
    make: Callable[[Any, Path], Any]

    def take(self, value: Any, path: Path) -> Any:
        return self.make(self.of.take(value, path), path)

    def schema(self) -> Schema:
        return self.of.schema()
