"""
Base expressions: what money a rate is taken of.

A field that is missing counts as 0, and so does a ``by`` value without an entry. Each kind is one function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from licensing.subsidy.rules.amounts import LIMIT, total_of
from licensing.subsidy.rules.facts import (
    ONE,
    PAYMENTS,
    ZERO,
    Field,
    Look,
    UnusableFact,
    field_named,
    key_text,
    payments_of,
)
from licensing.subsidy.rules.gates import FIELD
from licensing.subsidy.rules.periods import Period, RoundValue, period_of
from licensing.subsidy.rules.shapes import ListOf, Named, Path, Record, Refusal, Schema, Shape, Table
from licensing.subsidy.rules.value_shapes import When

Run = Callable[[Any, Look], Decimal]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression, ready to be worked out. ``fields``: all that it may read."""

    kind: str
    run: Run
    args: Any
    fields: tuple[Field, ...]

    def value(self, look: Look) -> Decimal:
        """Work it out for one deal. Raises ``UnusableFact`` where it leaves the range of amounts."""
        value = self.run(self.args, look)
        if not -LIMIT < value < LIMIT:
            raise UnusableFact(f"the expression {self.kind} leaves the range of amounts below 10^13", kind=self.kind)
        return value

    @property
    def of_applicant_only(self) -> bool:
        """Tell whether it reads no field of a deal, so that it is one amount however many deals there are."""
        return all(one.owner != "deal" for one in self.fields)


def field_value(args: Field, look: Look) -> Decimal:
    """``field``: the amount as it stands."""
    return look.number(args)


def by_value(args: tuple[Field, Mapping[str, Expression]], look: Look) -> Decimal:
    """``{by, table}``: the expression that the table names for the field's value; none: 0."""
    key, table = args
    value = key_text(look.fact(key))
    found = table.get(value)
    if found is None:
        if value:
            look.missing.append(f"{key.text} = {value}")
        return ZERO
    return found.value(look)


def min_value(args: tuple[Expression, ...], look: Look) -> Decimal:
    """``{min}``: the smallest."""
    return min(one.value(look) for one in args)


def mul_value(args: tuple[Expression, ...], look: Look) -> Decimal:
    """``{mul}``: the product."""
    product = ONE
    for one in args:
        product *= one.value(look)
    return product


def sub_value(args: tuple[Expression, ...], look: Look) -> Decimal:
    """``{sub}``: the first less the others, never below 0."""
    first, *others = (one.value(look) for one in args)
    return max(ZERO, first - total_of(others))


def until_value(args: Period | RoundValue | None, look: Look) -> Decimal:
    """``{payments_until}``: payments up to a day, that day included."""
    return _paid(look, None, args)


def between_value(args: tuple[Period | RoundValue | None, Period | RoundValue | None], look: Look) -> Decimal:
    """``{payments_between}``: payments in a period, both ends included."""
    return _paid(look, *args)


def _paid(look: Look, low: Period | RoundValue | None, high: Period | RoundValue | None) -> Decimal:
    payments = payments_of(look)
    first, last = _day(look, low), _day(look, high)
    if (low is not None and first is None) or (high is not None and last is None):
        return ZERO
    total = ZERO
    for day, amount in payments:
        if day is None:
            look.missing.append("deal.payments.paid_on")
        elif (first is None or first.first <= day.first) and (last is None or day.last <= last.last):
            total += amount
    return total


def _day(look: Look, wanted: Period | RoundValue | None) -> Period | None:
    if isinstance(wanted, RoundValue):
        return period_of(look.of_round(wanted.name))
    return wanted


@dataclass(frozen=True)
class BaseKind:
    """One row of the table of expressions: its key, the shape of its parts, its function."""

    name: str
    run: Run
    shape: Shape
    fields: Callable[[Any], Iterable[Field]]


@dataclass(frozen=True)
class ExpressionShape:
    """A field, or a mapping whose key names the kind of expression."""

    kinds: Mapping[str, BaseKind]

    def take(self, value: Any, path: Path) -> Expression:
        name = _kind_named(value, self.kinds, path)
        kind = self.kinds[name]
        taken = kind.shape.take(value, path)
        args = taken if isinstance(taken, Field) else _ARGS[name](taken) if name in _ARGS else taken[name]
        return Expression(name, kind.run, args, tuple(dict.fromkeys(kind.fields(args))))

    def schema(self) -> Schema:
        return {"anyOf": [kind.shape.schema() for kind in self.kinds.values()]}


def _kind_named(value: Any, kinds: Mapping[str, BaseKind], path: Path) -> str:
    if isinstance(value, str):
        return "field"
    if isinstance(value, Mapping):
        for name in kinds:
            if name != "field" and name in value:
                return name
    known = ", ".join(name for name in kinds if name != "field")
    raise Refusal(path, f"an expression is a field or a mapping with one of {known}")


_ARGS: dict[str, Callable[[dict[str, Any]], Any]] = {"by": lambda taken: (field_named(taken["by"]), taken["table"])}


@dataclass(frozen=True)
class FieldShape:
    """A field by its name."""

    def take(self, value: Any, path: Path) -> Field:
        return field_named(FIELD.take(value, path))

    def schema(self) -> Schema:
        return FIELD.schema()


@dataclass(frozen=True)
class OpenWhen:
    """A date, or ``null`` for an open end."""

    def take(self, value: Any, path: Path) -> Period | RoundValue | None:
        return None if value is None else When().take(value, path)

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "null"}, When().schema()]}


def _of_many(args: tuple[Expression, ...]) -> list[Field]:
    return [one for arg in args for one in arg.fields]


def _of_by(args: tuple[Field, Mapping[str, Expression]]) -> list[Field]:
    key, table = args
    return [key, *_of_many(tuple(table.values()))]


def _many(name: str) -> Shape:
    return Record(required={name: ListOf(EXPRESSION, least=1)})


EXPRESSION = Named("expression", lambda: ExpressionShape(BASES))
BASES: Mapping[str, BaseKind] = {
    kind.name: kind
    for kind in (
        BaseKind("field", field_value, FieldShape(), lambda args: (args,)),
        BaseKind("by", by_value, Record(required={"by": FIELD, "table": Table(EXPRESSION, least=1)}), _of_by),
        BaseKind("min", min_value, _many("min"), _of_many),
        BaseKind("mul", mul_value, _many("mul"), _of_many),
        BaseKind("sub", sub_value, _many("sub"), _of_many),
        BaseKind("payments_until", until_value, Record(required={"payments_until": OpenWhen()}), lambda _: (PAYMENTS,)),
        BaseKind(
            "payments_between",
            between_value,
            Record(required={"payments_between": ListOf(OpenWhen(), least=2, most=2)}),
            lambda _: (PAYMENTS,),
        ),
    )
}


def deducted(expression: Expression) -> tuple[Expression, ...]:
    """Give what the outermost ``sub`` of an expression takes off: the part that another scheme covered."""
    if expression.kind == "sub":
        taken_off: tuple[Expression, ...] = expression.args[1:]
        return taken_off
    if expression.kind == "field" or expression.kind.startswith("payments"):
        return ()
    parts = expression.args[1].values() if expression.kind == "by" else expression.args
    return tuple(one for part in parts for one in deducted(part))


def payment_windows(expression: Expression) -> list[tuple[Any, Any]]:
    """Give the (from, to) of every payments expression inside an expression."""
    if expression.kind == "payments_until":
        return [(None, expression.args)]
    if expression.kind == "payments_between":
        return [expression.args]
    if expression.kind == "field":
        return []
    parts = expression.args[1].values() if expression.kind == "by" else expression.args
    return [window for part in parts for window in payment_windows(part)]
