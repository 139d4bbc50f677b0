"""The layout of the cases of a policy file, and of the file as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from licensing.subsidy.rules.amounts import LIMIT, number_of
from licensing.subsidy.rules.bases import EXPRESSION
from licensing.subsidy.rules.layout import CONDITION, IDENTITY, NAME, NAMED_RULE, ROUNDING, SCHEME
from licensing.subsidy.rules.shapes import (
    Anything,
    Choice,
    Either,
    Exactly,
    Flag,
    ListOf,
    Named,
    Path,
    Record,
    Refusal,
    Schema,
    Shape,
    Table,
    Text,
    Unconverted,
    by_list,
    by_mapping,
    said_value,
)
from licensing.subsidy.rules.value_shapes import Amount, Count, Rate, Unit
from marketplace.money import RoundingMode

MOST_COPIES: Final = 10_000


@dataclass(frozen=True)
class _Scalar:
    """A word, a number, true or false, a date, or nothing."""

    def take(self, value: Any, path: Path) -> Any:
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= LIMIT:
            raise Refusal(path, "a number below 10^13 is wanted; quote it if it is a code")
        if isinstance(value, str | int) or value is None:
            return value
        raise Refusal(path, f"a word, a number, true or false, or a date is wanted, not {said_value(value)}")

    def schema(self) -> Schema:
        number = {"type": "integer", "exclusiveMinimum": -int(LIMIT), "exclusiveMaximum": int(LIMIT)}
        return {"anyOf": [{"type": ["string", "boolean", "null"]}, number]}


@dataclass(frozen=True)
class _Money:
    """An amount in a case: it may be negative (a refund)."""

    def take(self, value: Any, path: Path) -> Any:
        number = number_of(value)
        if number is None or not -LIMIT < number < LIMIT:
            raise Refusal(path, f"an amount between -10^13 and 10^13 is wanted, not {said_value(value)}")
        return value

    def schema(self) -> Schema:
        number = {"type": "integer", "exclusiveMinimum": -int(LIMIT), "exclusiveMaximum": int(LIMIT)}
        return {"anyOf": [number, {"type": "string", "pattern": r"^-?[0-9]{1,13}(\.[0-9]{1,12})?$"}]}


SCALAR: Final = _Scalar()
PAYMENT: Final = Record(optional={"paid_on": SCALAR, "amount": _Money()})
FACT: Final = Either(by_list, (SCALAR, ListOf(Either(by_mapping, (SCALAR, PAYMENT)))))
FACTS: Final = Named("facts", lambda: Table(FACT))


@dataclass(frozen=True)
class _Whole:
    """An amount in a case, kept as its decimal."""

    def take(self, value: Any, path: Path) -> Decimal:
        return Amount().take(value, path)

    def schema(self) -> Schema:
        return Amount().schema()


AMOUNT: Final = _Whole()
ROUND_DAY: Final = r"[a-z][a-z_]*_on"


@dataclass(frozen=True)
class _Round:
    """What the round of a case brings; any further ``…_on`` is a day that a ``version_date`` may name."""

    known: Record

    def take(self, value: Any, path: Path) -> Any:
        days = [key for key in value if re.fullmatch(ROUND_DAY, key)] if isinstance(value, Mapping) else []
        return replace(self.known, optional={**self.known.optional, **dict.fromkeys(days, SCALAR)}).take(value, path)

    def schema(self) -> Schema:
        written = self.known.schema()
        days = {f"^{ROUND_DAY}$": SCALAR.schema()}
        return written | {"patternProperties": written["patternProperties"] | days}


ROUND: Final = _Round(
    Record(optional={"cutoff": SCALAR, "year": SCALAR, "opens_on": SCALAR, "rate": Rate(), "id": NAME, "cycle": NAME})
)


def _flag_or_list(value: Any) -> int:
    return 2 if isinstance(value, bool) else by_list(value)


EXPECT: Final = Record(
    optional={
        "total": AMOUNT,
        "awards": ListOf(AMOUNT),
        "eligible": Flag(),
        "plan_ok": Flag(),
        "delegated": Either(_flag_or_list, (NAME, ListOf(NAME), Flag())),
        "split": Table(AMOUNT),
        "earmark_min": AMOUNT,
    }
)
OVERRIDE: Final = Unconverted(Record(optional={**IDENTITY, **NAMED_RULE, "scheme": SCHEME}))
CASE_TEXT: Final[Mapping[str, Shape]] = {
    "origin": Choice(("published", "derived", "interpretation")),
    "reading": Anything(),
    "source": Anything(),
}
CASE: Final = Record(
    required={"id": NAME, "expect": EXPECT},
    optional={
        **CASE_TEXT,
        "applicant": FACTS,
        "deals": ListOf(FACTS, most=MOST_COPIES),
        "deals_repeat": Record(
            required={"count": Count(0, MOST_COPIES), "deal": FACTS},
            optional={"vary": Text(r"(?:deal\.)?[A-Za-z][A-Za-z0-9_]*", meaning="a field of the deal")},
        ),
        "plan": ListOf(AMOUNT),
        "entitlements": ListOf(AMOUNT),
        "already": ListOf(AMOUNT),
        "pool": AMOUNT,
        "others_base": AMOUNT,
        "prior": Table(AMOUNT),
        "round": ROUND,
        "override": OVERRIDE,
    },
)
POLICY: Final = Record(
    required={"id": NAME, "scheme": SCHEME},
    optional={
        **IDENTITY,
        **NAMED_RULE,
        "case_defaults": Record(optional={"applicant": FACTS, "deal": FACTS}),
        "cases": ListOf(CASE),
    },
)
RATE_CASE: Final = Record(
    required={"id": NAME, "base": AMOUNT, "rate": Rate(), "expect": AMOUNT},
    optional={"mode": Choice((RoundingMode.DOWN.value, RoundingMode.HALF_UP.value)), "unit": Unit()},
)
POOL_CASE: Final = Record(
    required={"id": NAME, "pool": AMOUNT, "entitlements": ListOf(AMOUNT), "expect": ListOf(AMOUNT)},
    optional={"method": Choice(("largest_remainder",)), "unit": Unit()},
)
ROUNDING_CASE: Final = Either(lambda value: int(isinstance(value, Mapping) and "pool" in value), (RATE_CASE, POOL_CASE))


@dataclass(frozen=True)
class _CrossExpect:
    """``{policy id: amount, both: forbidden}``."""

    def take(self, value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refusal(path, "a mapping from policy ids to amounts is wanted")
        both = {"both": value["both"]} if "both" in value else {}
        Record(optional={"both": Choice(("forbidden", "allowed"))}).take(both, path)
        return {
            "both": both.get("both"),
            "amounts": Table(AMOUNT, least=1).take({k: v for k, v in value.items() if k != "both"}, path),
        }

    def schema(self) -> Schema:
        table = Table(AMOUNT).schema()
        return table | {"properties": {"both": {"enum": ["forbidden", "allowed"]}}}


@dataclass(frozen=True)
class _CrossCase:
    """``{id, paid, type, expect}``; every further key is a fact of the deal."""

    def take(self, value: Any, path: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refusal(path, "a case is a mapping")
        known = {key: value[key] for key in CROSS_KEYS if key in value}
        taken: dict[str, Any] = CROSS_CASE.take(known, path)
        return {**taken, "deal": FACTS.take({k: v for k, v in value.items() if k not in CROSS_KEYS}, path)}

    def schema(self) -> Schema:
        return CROSS_CASE.schema() | {"additionalProperties": FACT.schema()}


CROSS_CASE: Final = Record(
    required={"id": NAME, "expect": _CrossExpect()}, optional={**CASE_TEXT, "applicant": FACTS, "round": ROUND}
)
CROSS_KEYS: Final = (*CROSS_CASE.required, *CROSS_CASE.optional)
FILE: Final = Record(
    required={"schema_version": Exactly(1), "policies": ListOf(POLICY)},
    optional={
        "defaults": Record(optional={"rounding": ROUNDING, "currency_unit": Anything()}),
        "rounding_cases": ListOf(ROUNDING_CASE),
        "cross_policy_cases": ListOf(Record(required={"id": NAME, "cases": ListOf(_CrossCase())})),
    },
)


NAMED: Final = (EXPRESSION, CONDITION, SCHEME, FACTS, *NAMED_RULE.values())


def json_schema() -> Schema:
    """Write the layout as JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Subsidy policy file",
        "$defs": {one.name: one.shape().schema() for one in NAMED},
        **FILE.schema(),
    }
