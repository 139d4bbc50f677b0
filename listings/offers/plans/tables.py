"""Tables of fields: mappings with known keys, lists of them, and the values they are built into."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from listings.offers.plans.problems import Findings, child
from listings.offers.plans.values import Kind, Schema


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping. ``missing`` is the refusal when it is absent; without one it may be left out."""

    kind: Kind
    missing: str | None = None


Fields = Mapping[str, Field]


def read_fields(fields: Fields, value: Mapping[Any, Any], at: str, findings: Findings) -> dict[str, Any]:
    """Read a mapping by its table; keys that are null count as absent, unknown ones are noted."""
    for key, given in value.items():
        if key not in fields and given is not None:
            findings.add(child(at, key), "unknown_key", f"the key {key!r} is not known here", key=str(key))
    read: dict[str, Any] = {}
    for key, field in fields.items():
        given = value.get(key)
        if given is None:
            if field.missing:
                findings.add(f"{at}/{key}", field.missing, f"{key} is missing", key=key)
            continue
        result = field.kind.read(given, f"{at}/{key}", findings)
        if result is not None:
            read[key] = result
    return read


def write_fields(fields: Fields, value: object) -> dict[str, Any]:
    """Write a dataclass by its table, leaving out what is null or the default."""
    defaults = _defaults(type(value))
    written: dict[str, Any] = {}
    for key, field in fields.items():
        part = getattr(value, attribute(key))
        if part is not None and part != defaults.get(attribute(key)):
            written[key] = field.kind.write(part)
    return written


def schema_of(fields: Fields) -> Schema:
    """Give the JSON Schema of a mapping; any key may also be null, which counts as absent."""
    properties = {key: _or_null(field.kind.schema()) for key, field in fields.items()}
    required = [key for key, field in fields.items() if field.missing]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def attribute(key: str) -> str:
    """Give the Python name of a key (``from`` is a word of the language)."""
    return "from_" if key == "from" else key


def _defaults(cls: type) -> dict[str, Any]:
    return {field.name: field.default for field in dataclasses.fields(cls) if field.default is not dataclasses.MISSING}


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping that is built into a value once all of it is in order. ``unfit`` is said when it is no mapping."""

    fields: Fields
    build: Callable[..., Any]
    unfit: str = "value_unfit"

    def read(self, value: Any, at: str, findings: Findings) -> Any:
        if not isinstance(value, Mapping):
            findings.add(at, self.unfit, f"not a mapping: {value!r}"[:200], value=str(value)[:100])
            return None
        known = len(findings.problems)
        read = read_fields(self.fields, value, at, findings)
        if len(findings.problems) > known:
            return None
        return self.build(**{attribute(key): part for key, part in read.items()})

    def write(self, value: Any) -> Any:
        return write_fields(self.fields, value)

    def schema(self) -> Schema:
        return schema_of(self.fields)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of mappings. ``unfit`` is said when it is no list or, with ``filled``, when it is empty."""

    record: Kind
    unfit: str = "value_unfit"
    filled: bool = False

    def read(self, value: Any, at: str, findings: Findings) -> tuple[Any, ...] | None:
        if not isinstance(value, list | tuple) or (self.filled and not value):
            findings.add(at, self.unfit, "not a list" if value else "an empty list", value=str(value)[:100])
            return None
        rows = [self.record.read(row, child(at, index), findings) for index, row in enumerate(value)]
        return tuple(rows) if all(row is not None for row in rows) else None

    def write(self, value: Any) -> Any:
        return [self.record.write(row) for row in value]

    def schema(self) -> Schema:
        schema: Schema = {"type": "array", "items": self.record.schema()}
        return schema | ({"minItems": 1} if self.filled else {})


@dataclass(frozen=True, slots=True)
class Amounts:
    """Names with amounts, such as deductions by kind."""

    amount: Kind

    def read(self, value: Any, at: str, findings: Findings) -> dict[str, Any] | None:
        if not isinstance(value, Mapping):
            findings.add(at, "value_unfit", "not names with amounts", value=str(value)[:100])
            return None
        read = {
            str(key): self.amount.read(part, child(at, key), findings)
            for key, part in value.items()
            if part is not None
        }
        return {key: part for key, part in read.items() if part is not None}

    def write(self, value: Any) -> Any:
        return {key: self.amount.write(part) for key, part in value.items()}

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"anyOf": [self.amount.schema(), {"type": "null"}]}}
