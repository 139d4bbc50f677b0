"""Gates: one fact against one value. A missing fact never passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from licensing.subsidy.rules.amounts import number_of
from licensing.subsidy.rules.facts import Field, Look, field_named, key_text
from licensing.subsidy.rules.periods import Period, RoundValue, period_of
from licensing.subsidy.rules.shapes import FIELD_PATTERN, Path, Record, Refusal, Schema, Shape, Text
from licensing.subsidy.rules.value_shapes import round_schema, round_value
from licensing.subsidy.rules.worksheet import Input


@dataclass(frozen=True, slots=True)
class Operand:
    """A value in all the ways in which it may be compared."""

    raw: Any
    number: Decimal | None
    period: Period | None


def operand(value: Any) -> Operand:
    """Read a value once for all comparisons."""
    return Operand(value, number_of(value), period_of(value))


Wanted = Operand | RoundValue | None
Test = Callable[[Operand, "tuple[Operand | None, ...]"], bool]


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition: ``[field, op, value]``."""

    field: Field
    test: Test
    wanted: tuple[Wanted, ...]
    text: str


def equal(fact: Operand, wanted: Operand) -> bool:
    """Compare as numbers, else as dates (a full date is inside a year or month that is named), else as text."""
    if isinstance(fact.raw, bool) or isinstance(wanted.raw, bool):
        return fact.raw is wanted.raw
    if fact.number is not None and wanted.number is not None:
        return fact.number == wanted.number
    if fact.period is not None and wanted.period is not None:
        return wanted.period.holds(fact.period)
    return bool(fact.raw == wanted.raw)


def at_least(fact: Operand, wanted: Operand) -> bool:
    """Tell whether the fact is not below the value; what has no order is not."""
    if fact.number is not None and wanted.number is not None:
        return fact.number >= wanted.number
    if fact.period is not None and wanted.period is not None:
        return fact.period.first >= wanted.period.first
    return False


def at_most(fact: Operand, wanted: Operand) -> bool:
    """Tell whether the fact is not above the value; what has no order is not."""
    if fact.number is not None and wanted.number is not None:
        return fact.number <= wanted.number
    if fact.period is not None and wanted.period is not None:
        return fact.period.last <= wanted.period.last
    return False


def gate_eq(fact: Operand, wanted: tuple[Operand | None, ...]) -> bool:
    """``eq``: the fact is the value."""
    return wanted[0] is not None and equal(fact, wanted[0])


def gate_in(fact: Operand, wanted: tuple[Operand | None, ...]) -> bool:
    """``in``: the fact is one of the values."""
    return any(one is not None and equal(fact, one) for one in wanted)


def gate_gte(fact: Operand, wanted: tuple[Operand | None, ...]) -> bool:
    """``gte``: the fact is the value or above."""
    return wanted[0] is not None and at_least(fact, wanted[0])


def gate_lte(fact: Operand, wanted: tuple[Operand | None, ...]) -> bool:
    """``lte``: the fact is the value or below."""
    return wanted[0] is not None and at_most(fact, wanted[0])


def gate_between(fact: Operand, wanted: tuple[Operand | None, ...]) -> bool:
    """``between``: both ends in; an end that is ``null`` is open."""
    low, high = wanted
    return (low is None or at_least(fact, low)) and (high is None or at_most(fact, high))


@dataclass(frozen=True)
class Value:
    """A value that a gate compares with: a word, number, boolean or date, or one that the round brings."""

    ordered: bool = False
    nullable: bool = False

    def take(self, value: Any, path: Path) -> Wanted:
        if isinstance(value, Mapping):
            return round_value(value, path)
        if value is None and self.nullable:
            return None
        if not isinstance(value, str | int | bool):
            raise Refusal(path, "a word, a number, true or false, or a date is wanted")
        made = operand(value)
        if self.ordered and made.period is None and made.number is None:
            raise Refusal(path, f"{value!r} has no order: a number or a date is wanted")
        return made

    def schema(self) -> Schema:
        kinds = ["string", "integer"] if self.ordered else ["string", "integer", "boolean"]
        return {"anyOf": [{"type": [*kinds, "null"] if self.nullable else kinds}, round_schema()]}


FIELD = Text(FIELD_PATTERN, meaning="a field (deal.name or applicant.name)")


@dataclass(frozen=True)
class Single:
    """One value, taken as a list of one."""

    of: Shape

    def take(self, value: Any, path: Path) -> tuple[Any, ...]:
        return (self.of.take(value, path),)

    def schema(self) -> Schema:
        return self.of.schema()


@dataclass(frozen=True)
class GateShape:
    """``[field, op, value]``, with the operators of a table of constructs."""

    ops: Mapping[str, tuple[Shape, Test]]

    def take(self, value: Any, path: Path) -> Gate:
        if not isinstance(value, list) or len(value) != 3:
            raise Refusal(path, "a gate is a list [field, op, value]")
        return self.made(value[0], value[1], value[2], (path, 0, 1, 2))

    def made(self, name: Any, op: Any, value: Any, places: tuple[Path, Any, Any, Any]) -> Gate:
        """Make a gate of its three parts; ``places`` are the path and the keys of the parts."""
        path, name_key, op_key, value_key = places
        field = field_named(FIELD.take(name, (*path, name_key)))
        if not isinstance(op, str) or op not in self.ops:
            raise Refusal((*path, op_key), f"{op!r} is not one of {', '.join(self.ops)}")
        shape, test = self.ops[op]
        wanted = shape.take(value, (*path, value_key))
        return Gate(field, test, wanted, gate_text(field.text, op, value))

    def schema(self) -> Schema:
        forms = [
            {"prefixItems": [FIELD.schema(), {"const": op}, shape.schema()]} for op, (shape, _) in self.ops.items()
        ]
        return {"type": "array", "minItems": 3, "maxItems": 3, "anyOf": forms}


@dataclass(frozen=True)
class WindowShape:
    """``{field, op, value}``: a gate written as a mapping."""

    gate: GateShape

    def take(self, value: Any, path: Path) -> Gate:
        anything = _AnyValue()
        Record(required={"field": anything, "op": anything, "value": anything}).take(value, path)
        return self.gate.made(value["field"], value["op"], value["value"], (path, "field", "op", "value"))

    def schema(self) -> Schema:
        forms = [
            Record(required={"field": FIELD, "op": _Word(op), "value": shape}).schema()
            for op, (shape, _) in self.gate.ops.items()
        ]
        return {"anyOf": forms}


@dataclass(frozen=True)
class _Word:
    word: str

    def take(self, value: Any, path: Path) -> str:
        if value != self.word:
            raise Refusal(path, f"{self.word} is wanted")
        return self.word

    def schema(self) -> Schema:
        return {"const": self.word}


@dataclass(frozen=True)
class _AnyValue:
    def take(self, value: Any, _path: Path) -> Any:
        return value

    def schema(self) -> Schema:
        return {}


def gate_text(field: str, op: str, value: Any) -> str:
    """Write a gate as its file does: ``deal.size in [small, micro]``."""
    return f"{field} {op} {_value_text(value)}"


def _value_text(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value_text(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"round.{value.get('round')}"
    return "null" if value is None else key_text(value)


def judge(gate: Gate, look: Look) -> tuple[bool, tuple[Input, ...]]:
    """
    Hold one gate against one deal.

    Gives the fact, marked met, not met or missing, and what the round brought for the comparison; where the round did
    not bring it, that is marked missing and the fact is neither met nor not met.
    """
    at = len(look.inputs)
    value = look.fact(gate.field)
    wanted = tuple(operand(look.of_round(one.name)) if isinstance(one, RoundValue) else one for one in gate.wanted)
    asked, *brought = look.inputs[at:]
    if isinstance(value, str | int) and gate.test(operand(value), wanted):
        return True, (asked._replace(mark="met"), *brought)
    absent = tuple(one if one.value else one._replace(mark="missing") for one in brought)
    if value is None:
        return False, (asked._replace(mark="missing"), *absent)
    return False, (asked if any(one.mark for one in absent) else asked._replace(mark="not_met"), *absent)


def all_met(gates: tuple[Gate, ...], look: Look) -> bool:
    """Tell whether all gates hold."""
    # Each gate is looked at, so that the row names every input and not only those up to the first failure.
    results = [judge(gate, look)[0] for gate in gates]
    return all(results)
