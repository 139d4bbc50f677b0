"""
Kinds of single values in plans and events.

A kind reads one value and names what is wrong with it, writes it back as JSON, and gives its JSON Schema. The same
tables of kinds serve the reader, the canonical form and the published schema, so the three cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from listings.offers.plans.problems import Findings
from marketplace.money import money_text, parse_money

Schema = dict[str, Any]

# Far beyond any license: they keep every date inside the calendar and every answer short.
MONTHS_MAX: Final = 1200
DAYS_MAX: Final = 36_500
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2999, 12, 31)
TEXT_MAX: Final = 20_000
SLOT_DEPTH: Final = 8

_RATE: Final = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,10})?")
_UNITS: Final = re.compile(r"(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,6})?")
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Kind(Protocol):
    """What every kind of value can do."""

    def read(self, value: Any, at: str, findings: Findings) -> Any:
        """Give the value as the engine uses it, or ``None`` after noting what is wrong."""

    def write(self, value: Any) -> Any:
        """Give the value as JSON holds it."""

    def schema(self) -> Schema:
        """Give the JSON Schema of the value."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in CNY: text with two places."""

    signed: bool = False

    def read(self, value: Any, at: str, findings: Findings) -> Decimal | None:
        try:
            amount = parse_money(value)
        except ValueError:
            findings.add(at, "money_form", f"not an amount with two places: {value!r}", value=str(value))
            return None
        if amount < 0 and not self.signed:
            findings.add(at, "amount_negative", f"an amount below zero: {value}", value=value)
            return None
        return amount or abs(amount)

    def write(self, value: Any) -> str:
        return money_text(value)

    def schema(self) -> Schema:
        sign = "-?" if self.signed else ""
        return {"type": "string", "pattern": f"^{sign}(0|[1-9][0-9]{{0,12}})\\.[0-9]{{2}}$"}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate from 0 to 1 as decimal text, such as ``"0.0300"``."""

    code: str = "rate_out_of_range"

    def read(self, value: Any, at: str, findings: Findings) -> Decimal | None:
        if not isinstance(value, str) or not _RATE.fullmatch(value):
            findings.add(at, "value_unfit", f"not a rate as decimal text: {value!r}", value=str(value))
            findings.add(at, self.code, f"not a rate from 0 to 1: {value!r}", value=str(value))
            return None
        rate = Decimal(value)
        if not 0 <= rate <= 1:
            findings.add(at, self.code, f"not a rate from 0 to 1: {value}", value=value)
            if self.code != "rate_out_of_range":
                findings.add(at, "rate_out_of_range", f"not a rate from 0 to 1: {value}", value=value)
            return None
        return abs(rate)

    def write(self, value: Any) -> str:
        return rate_text(value)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(0(\.[0-9]{1,10})?|1(\.0{1,10})?)$"}


def rate_text(rate: Decimal) -> str:
    """Write a rate with four places, or with as many as it has."""
    text = f"{rate.normalize():f}"
    whole, _, places = text.partition(".")
    return f"{whole}.{places:0<4}"


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number within bounds."""

    low: int = 0
    high: int = MONTHS_MAX
    code: str = "value_unfit"
    also: str | None = None

    def read(self, value: Any, at: str, findings: Findings) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            message = f"not a whole number from {self.low} to {self.high}: {value!r}"
            for code in filter(None, (self.code, self.also)):
                findings.add(at, code, message, value=str(value), low=self.low, high=self.high)
            return None
        return value

    def write(self, value: Any) -> int:
        return int(value)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    code: str = "value_unfit"
    also: str | None = None

    def read(self, value: Any, at: str, findings: Findings) -> str | None:
        if isinstance(value, str) and value in self.words:
            return value
        for code in filter(None, (self.code, self.also)):
            known = ", ".join(self.words)
            findings.add(at, code, f"none of {known}: {value!r}", value=str(value), known=known)
        return None

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that amounts are rounded to: 0.01 or 1."""

    def read(self, value: Any, at: str, findings: Findings) -> Decimal | None:
        if not isinstance(value, bool) and str(value) in {"0.01", "1"}:
            return Decimal(str(value))
        findings.add(at, "value_unfit", f"neither 0.01 nor 1: {value!r}", value=str(value))
        return None

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self) -> Schema:
        return {"enum": ["0.01", "1", 0.01, 1]}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, value: Any, at: str, findings: Findings) -> bool | None:
        if isinstance(value, bool):
            return value
        findings.add(at, "value_unfit", f"neither true nor false: {value!r}", value=str(value))
        return None

    def write(self, value: Any) -> bool:
        return bool(value)

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Text:
    """Words that are shown and never computed with."""

    low: int = 0
    high: int = TEXT_MAX

    def read(self, value: Any, at: str, findings: Findings) -> str | None:
        if isinstance(value, str) and self.low <= len(value) <= self.high:
            return value
        findings.add(at, "value_unfit", f"not a text of {self.low} to {self.high} characters", value=str(value)[:100])
        return None

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self) -> Schema:
        return {"type": "string", "minLength": self.low, "maxLength": self.high}


WORD: Final = Text(low=1, high=100)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as an ISO date; files give dates, JSON gives text."""

    def read(self, value: Any, at: str, findings: Findings) -> date | None:
        day = read_day(value)
        if day is None:
            findings.add(at, "value_unfit", f"not a day from {FIRST_DAY} to {LAST_DAY}: {value!r}", value=str(value))
        return day

    def write(self, value: Any) -> str:
        return str(value.isoformat())

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def read_day(value: Any) -> date | None:
    """Give the day of a date or of ISO text; ``None`` if it is no day that is taken."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is date and FIRST_DAY <= value <= LAST_DAY else None


@dataclass(frozen=True, slots=True)
class Units:
    """A number of pieces sold: decimal text or a whole number."""

    def read(self, value: Any, at: str, findings: Findings) -> Decimal | None:
        if not isinstance(value, bool) and isinstance(value, str | int) and _UNITS.fullmatch(str(value)):
            return Decimal(str(value))
        findings.add(at, "value_unfit", f"not a number of units: {value!r}", value=str(value))
        return None

    def write(self, value: Any) -> str:
        return f"{value:f}"

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "string", "pattern": f"^{_UNITS.pattern}$"}, {"type": "integer", "minimum": 0}]}


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot that is only shown: a text, a number, or lists and names of such values."""

    def read(self, value: Any, at: str, findings: Findings) -> Any:
        try:
            return _as_json(value, SLOT_DEPTH)
        except ValueError as error:
            findings.add(at, "value_unfit", str(error), value=str(value)[:100])
            return None

    def write(self, value: Any) -> Any:
        return value

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean", "object", "array", "null"]}


def _as_json(value: Any, depth: int) -> Any:
    """Write what a slot shows as JSON holds it, names without a value left out."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal | date):
        return str(value)
    if depth == 0:
        raise ValueError(f"deeper than {SLOT_DEPTH} levels")
    if isinstance(value, Mapping):
        return {str(key): _as_json(part, depth - 1) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_as_json(part, depth - 1) for part in value]
    raise ValueError("neither a text nor lists or names of texts")


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words."""

    def read(self, value: Any, at: str, findings: Findings) -> tuple[str, ...] | None:
        if isinstance(value, list | tuple) and all(isinstance(word, str) and word for word in value):
            return tuple(value)
        findings.add(at, "value_unfit", "not a list of words", value=str(value)[:100])
        return None

    def write(self, value: Any) -> list[str]:
        return list(value)

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "string", "minLength": 1}}


@dataclass(frozen=True, slots=True)
class Raw:
    """A mapping that is read later, when it is known what it changes."""

    def read(self, value: Any, at: str, findings: Findings) -> Mapping[str, Any] | None:
        if isinstance(value, Mapping):
            return value
        findings.add(at, "value_unfit", f"not a mapping: {value!r}"[:200], value=str(value)[:100])
        return None

    def write(self, value: Any) -> Any:
        return dict(value)

    def schema(self) -> Schema:
        return {"type": "object"}
