"""The layout of a policy file: which keys stand where, in one definition for reading and for the JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from licensing.subsidy.rules.bases import EXPRESSION, FieldShape
from licensing.subsidy.rules.caps import AddOn, CapTable, GroupCap
from licensing.subsidy.rules.constructs import GATE, SCHEMES
from licensing.subsidy.rules.facts import Field, field_named
from licensing.subsidy.rules.gates import WindowShape
from licensing.subsidy.rules.payers import Earmark, Payer
from licensing.subsidy.rules.policy import DedupeRule, Floor, MinGroup, Rounding, Validity
from licensing.subsidy.rules.pools import END_POOLS, RATE_POOLS, Pool
from licensing.subsidy.rules.schemes import SchemeShape
from licensing.subsidy.rules.shapes import (
    FIELD_PATTERN,
    Choice,
    Converted,
    Either,
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
    by_list,
    by_mapping,
    named,
)
from licensing.subsidy.rules.stacking import SCOPE_WORDS, STACKING, Stacking
from licensing.subsidy.rules.value_shapes import Amount, Count, Rate, Unit, When
from marketplace.money import RoundingMode

NAME: Final = Text(meaning="a name", digits=True)
WORD: Final = Text(meaning="a word")
LABEL: Final = Text(meaning="text", digits=True, empty=True)
WORDS: Final = ListOf(WORD)
CONDITION: Final = Named("gate", lambda: GATE)
FIELDS: Final = ListOf(FieldShape(), least=1)
ROUND_FIELD: Final = rf"{FIELD_PATTERN}|round\.[A-Za-z][A-Za-z0-9_]*"
BY_FIELD: Final = rf"{FIELD_PATTERN}|year|cycle"


def one_or_many(shape: Shape) -> Shape:
    """Take one, or a list of any number, as a tuple."""
    listed = Converted(shape, lambda taken, _: (taken,))
    return Either(by_list, (listed, ListOf(shape)))


def _floor(taken: dict[str, Any], _path: Path) -> Floor:
    return Floor(taken["value"], taken.get("inclusive", True), taken.get("scope", ""), taken.get("field"))


def _valid(taken: dict[str, Any], path: Path) -> Validity:
    first, last = taken.get("from"), taken.get("to")
    validity = Validity(first and first.first, last and last.last)
    if validity.first and validity.last and validity.first > validity.last:
        raise Refusal((*path, "to"), "the period ends before it begins")
    return validity


def _cap_table(taken: dict[str, Any], _path: Path) -> CapTable:
    return CapTable(taken["key"], taken["table"])


def _group_cap(taken: dict[str, Any], path: Path) -> GroupCap:
    by = tuple(field_named(name) for name in taken["by"])
    if len(set(by)) < len(by):
        raise Refusal((*path, "by"), "a field stands twice")
    return GroupCap(by, taken.get("cap"), taken.get("cap_table"), taken.get("lifetime", False))


def _dedupe(taken: dict[str, Any], _path: Path) -> DedupeRule:
    return DedupeRule(taken.get("types", ()), taken["key"])


def _min_group(taken: dict[str, Any], path: Path) -> MinGroup:
    has_field, has_value = "field" in taken, "value" in taken
    if has_field != has_value:
        raise Refusal(path, "field and value stand together")
    if not has_field and "min_count" not in taken:
        raise Refusal(path, "min_group needs a field with a value, or a min_count")
    floor = Floor(taken["value"], taken.get("inclusive", True)) if has_value else None
    return MinGroup(taken.get("field"), floor, taken.get("min_count", 0))


def _stacking(taken: dict[str, Any], path: Path) -> Stacking:
    scope = taken.get("scope", "")
    if scope == "clause_pair" and "with" not in taken:
        raise Refusal(path, "clause_pair needs `with`: the other policy's id")
    words = taken.get("text")
    return Stacking(
        mode=taken["mode"],
        scope=scope,
        with_policy=taken.get("with", ""),
        level=taken.get("level", ""),
        type=taken.get("type", ""),
        text=words if isinstance(words, str) else "",
    )


def _pool(taken: dict[str, Any], _path: Path) -> Pool:
    return Pool(taken.get("mode", ""), taken.get("amount"), taken.get("plan_item_cap"))


def _payer(taken: dict[str, Any], _path: Path) -> Payer:
    return Payer(share=taken.get("share"), rate=taken.get("rate"), cap=taken.get("cap"))


def _split(taken: Mapping[str, Any], path: Path) -> tuple[Payer, ...]:
    payers = tuple(replace(payer, level=level) for level, payer in taken.items())
    rest = sum(payer.pays_rest for payer in payers)
    shares = [payer.share for payer in payers if payer.share is not None]
    rates = [payer for payer in payers if payer.rate is not None]
    if shares and rates:
        raise Refusal(path, "shares and rates do not stand in one split")
    if rest > 1 or (rates and not rest):
        raise Refusal(path, "a split by rates has exactly one level that pays the rest")
    if shares and not rest and not sum(shares):
        raise Refusal(path, "the shares are all 0")
    if shares and sum(shares) > 1:
        raise Refusal(path, "the shares sum to more than 1")
    return payers


def _earmark(taken: dict[str, Any], _path: Path) -> Earmark:
    return Earmark(taken.get("to", ""), taken["min_share"])


def _addon(taken: dict[str, Any], _path: Path) -> AddOn:
    return AddOn(taken.get("when", ()), taken["rate"], taken.get("cap"))


@dataclass(frozen=True)
class _Rest:
    def take(self, value: Any, path: Path) -> Payer:
        Choice(("rest",)).take(value, path)
        return Payer()

    def schema(self) -> Schema:
        return {"const": "rest"}


@dataclass(frozen=True)
class _VersionDate:
    def take(self, value: Any, path: Path) -> Field:
        return field_named(Text(ROUND_FIELD, meaning="a field (deal.name, round.name)").take(value, path))

    def schema(self) -> Schema:
        return Text(ROUND_FIELD).schema()


ROUNDING: Final = Record(
    optional={
        "mode": Choice((RoundingMode.DOWN.value, RoundingMode.HALF_UP.value)),
        "unit": Unit(),
        "stage": Choice(("line",)),
    }
)
CAP: Final = Either(
    by_mapping,
    (Amount(), Record(required={"key": FieldShape(), "table": Table(Amount())}, make=_cap_table)),
)
DEDUPE_RULE: Final = Record(
    required={"key": FIELDS}, optional={"types": WORDS, "keep": Choice(("first",))}, make=_dedupe
)
DEDUPE: Final = Either(
    lambda value: int(isinstance(value, Mapping) and "rules" in value),
    (
        Converted(DEDUPE_RULE, lambda taken, _: (taken,)),
        Record(required={"rules": ListOf(DEDUPE_RULE, least=1)}, make=lambda taken, _: taken["rules"]),
    ),
)
INCLUSIVE: Final = {"inclusive": Flag()}
SCOPE: Final = Text(
    rf"{'|'.join(SCOPE_WORDS)}|{FIELD_PATTERN}", meaning="contract, applicant_deal, clause_pair or a field"
)
STACKING_RULE: Final = Record(
    required={"mode": Choice(tuple(STACKING))},
    optional={"scope": SCOPE, "with": NAME, "level": NAME, "type": NAME},
    make=_stacking,
)
PAYER: Final = Either(
    lambda value: int(not isinstance(value, Mapping)),
    (
        Record(
            optional={"share": Rate(), "rate": Rate(), "cap": Amount()}, make=_payer, exactly_one_of=("share", "rate")
        ),
        _Rest(),
    ),
)

ADDON: Final = Record(required={"rate": Rate()}, optional={"when": ListOf(CONDITION), "cap": Amount()}, make=_addon)

IDENTITY: Final[Mapping[str, Shape]] = {
    "jurisdiction": LABEL,
    "title": LABEL,
    "doc_no": LABEL,
    "issuer": one_or_many(LABEL),
    "evidence": Record(optional={"level": LABEL, "urls": one_or_many(LABEL)}),
    "family": NAME,
    "supersedes": one_or_many(NAME),
    "documents": one_or_many(LABEL),
}
RULE: Final[Mapping[str, Shape]] = {
    "valid": Record(optional={"from": When(from_round=False), "to": When(from_round=False)}, make=_valid),
    "version_date": _VersionDate(),
    "side": Choice(("buyer", "seller", "agent", "any")),
    "deal_types": WORDS,
    "gates": ListOf(CONDITION),
    "window": WindowShape(GATE),
    "min_class": Record(required={"field": FieldShape(), "value": Amount()}, optional=INCLUSIVE, make=_floor),
    "dedupe": DEDUPE,
    "granularity": Choice(("deal", "patent", "applicant_year")),
    "base": EXPRESSION,
    "min_base": Record(
        required={"value": Amount()}, optional={**INCLUSIVE, "scope": Choice(("deal", "group"))}, make=_floor
    ),
    "min_group": Record(
        optional={"field": FieldShape(), "value": Amount(), **INCLUSIVE, "min_count": Count(0, 1_000_000)},
        make=_min_group,
    ),
    "semantics": Choice(("exact", "ceiling")),
    "line_cap": CAP,
    "line_cap_confirmed": Flag(),
    "cap_fields": ListOf(EXPRESSION),
    "per_patent_cap": CAP,
    "bundle": Choice(("average", "one_item")),
    "addons": ListOf(ADDON),
    "group_caps": ListOf(
        Record(
            required={"by": ListOf(Text(BY_FIELD, meaning="a field, year or cycle"), least=1)},
            optional={"cap": Amount(), "cap_table": Table(Amount()), "lifetime": Flag()},
            make=_group_cap,
            exactly_one_of=("cap", "cap_table"),
        )
    ),
    "min_payout": Record(required={"value": Amount()}, optional={**INCLUSIVE, "scope": one_or_many(WORD)}, make=_floor),
    "stacking": one_or_many(STACKING_RULE),
    "pool": Record(
        optional={"mode": Choice((*RATE_POOLS, *END_POOLS)), "amount": Amount(), "plan_item_cap": Amount()}, make=_pool
    ),
    "plan_item_cap": Amount(),
    "priority": WORDS,
    "split": Converted(Table(PAYER, least=1), _split),
    "earmark": Record(required={"min_share": Rate()}, optional={"to": WORD}, make=_earmark),
    "rounding": ROUNDING,
}
NAMED_RULE: Final[Mapping[str, Named]] = {key: named(key, shape) for key, shape in RULE.items()}
SCHEME: Final = Named("scheme", lambda: SchemeShape(SCHEMES))


def rounding_of(*layers: Mapping[str, Any]) -> Rounding:
    """Merge the rounding of the defaults, the policy and the case, the later over the earlier."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged |= layer
    plain = Rounding()
    return Rounding(RoundingMode(merged.get("mode", plain.mode)), merged.get("unit", plain.unit))
