"""Shapes of single values: numbers with their bounds, and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from licensing.subsidy.rules.amounts import LIMIT, number_of
from licensing.subsidy.rules.periods import DATE_PATTERN, Period, RoundValue, period_of
from licensing.subsidy.rules.shapes import Choice, Path, Record, Refusal, Schema, said_value


@dataclass(frozen=True)
class Count:
    """A whole number between two bounds."""

    least: int
    most: int

    def take(self, value: Any, path: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise Refusal(path, f"a whole number from {self.least} to {self.most} is wanted, not {said_value(value)}")
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Amount:
    """An amount of yuan that is not negative, below 10^13."""

    def take(self, value: Any, path: Path) -> Decimal:
        number = number_of(value)
        if number is None or not 0 <= number < LIMIT or str(value).startswith("-"):
            raise Refusal(path, f"an amount from 0 to below 10^13 is wanted, not {said_value(value)}")
        return number

    def schema(self) -> Schema:
        whole = {"type": "integer", "minimum": 0, "exclusiveMaximum": int(LIMIT)}
        return {"anyOf": [whole, {"type": "string", "pattern": r"^[0-9]{1,13}(\.[0-9]{1,12})?$"}]}


@dataclass(frozen=True)
class Unit:
    """A rounding unit: a positive number of whole 分."""

    def take(self, value: Any, path: Path) -> Decimal:
        number = number_of(value)
        if number is None or not 0 < number < LIMIT or number % Decimal("0.01"):
            raise Refusal(path, f"a multiple of 0.01 above 0 and below 10^13 is wanted, not {said_value(value)}")
        return number

    def schema(self) -> Schema:
        whole = {"type": "integer", "minimum": 1, "exclusiveMaximum": int(LIMIT)}
        return {"anyOf": [whole, {"type": "string", "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2}0{0,10})?$"}]}


@dataclass(frozen=True)
class Rate:
    """A rate from 0 to 1."""

    def take(self, value: Any, path: Path) -> Decimal:
        number = number_of(value)
        if number is None or not 0 <= number <= 1 or str(value).startswith("-"):
            raise Refusal(path, f"a rate from 0 to 1 is wanted, as text in quotes, not {said_value(value)}")
        return number

    def schema(self) -> Schema:
        text = r"^0*(0(\.[0-9]{1,12})?|1(\.0{1,12})?)$"
        return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": text}]}


@dataclass(frozen=True)
class When:
    """A date, whole or partial; ``from_round`` lets the round bring it."""

    from_round: bool = True

    def take(self, value: Any, path: Path) -> Period | RoundValue:
        if self.from_round and isinstance(value, Mapping):
            return round_value(value, path)
        period = period_of(value)
        if period is None:
            raise Refusal(path, f"a date (2024, 2024-06 or 2024-06-01) is wanted, not {said_value(value)}")
        return period

    def schema(self) -> Schema:
        forms: list[Schema] = [
            {"type": "string", "pattern": f"^{DATE_PATTERN}$"},
            {"type": "integer", "minimum": 1000, "maximum": 9999},
        ]
        return {"anyOf": [*forms, round_schema()] if self.from_round else forms}


ROUND_NAMES: Final = ("cutoff", "year", "opens_on")


def round_value(value: Mapping[str, Any], path: Path) -> RoundValue:
    """Take ``{round: cutoff}`` and its like."""
    Record(required={"round": Choice(ROUND_NAMES)}).take(value, path)
    return RoundValue(value["round"])


def round_schema() -> Schema:
    """Write ``{round: …}`` as JSON Schema."""
    return Record(required={"round": Choice(ROUND_NAMES)}).schema()
