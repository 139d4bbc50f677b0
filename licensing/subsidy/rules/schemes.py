"""
Schemes: from the base of a line to its amount, before caps.

Each type is one function. Rates are applied through ``Rates``, so that a pool which sets the rate of the round acts
here and nowhere else (``ratio_from_base``, ``float_rate``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from licensing.subsidy.rules.amounts import plain, plain_rounded
from licensing.subsidy.rules.bases import EXPRESSION, Expression, FieldShape
from licensing.subsidy.rules.facts import ZERO, Field, key_text
from licensing.subsidy.rules.gates import Gate, all_met
from licensing.subsidy.rules.lines import Line
from licensing.subsidy.rules.pools import Rates
from licensing.subsidy.rules.shapes import Choice, Either, Flag, ListOf, Path, Record, Refusal, Shape, Table, Text
from licensing.subsidy.rules.value_shapes import Amount, Rate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scheme gives one line. ``closed``: it ends at 0 here, without caps and add-ons."""

    amount: Decimal
    reason: str
    working: str
    values: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    tier: int | None = None
    delegated: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """One part of a base and its rate; ``upto`` None is the last."""

    upto: Decimal | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Tier:
    """One class of deals and what it gets."""

    id: str
    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool
    when: tuple[Gate, ...]
    rate: Decimal | None
    fixed: Decimal | None
    delegate_to: str
    cap: Decimal | None
    group_cap: Decimal | None

    def fits(self, value: Decimal) -> bool:
        """Tell whether a value lies between the bounds; an absent bound is open."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_in)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_in)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The scheme of one policy."""

    type: str
    run: Callable[[Any, Line, Rates], Outcome]
    args: Any
    confirmed: bool


def flat(args: Decimal | None, line: Line, rates: Rates) -> Outcome:
    """``flat``: base x rate; a rate that was never confirmed gives no amount."""
    if args is None:
        return Outcome(ZERO, "rate_not_confirmed", "?", closed=True)
    return _rated(line, args, rates, "flat_rate", {})


def lookup(args: tuple[Field, Mapping[str, Decimal]], line: Line, rates: Rates) -> Outcome:
    """``lookup``: base x the rate that the table has for a value."""
    key, table = args
    value = key_text(line.look.fact(key))
    rate = table.get(value)
    named = {"key": key.text, "value": value or "?"}
    if rate is None:
        return Outcome(ZERO, "lookup_no_entry", "0", named, closed=True)
    return _rated(line, rate, rates, "lookup_rate", named)


def marginal(args: tuple[Bracket, ...], line: Line, rates: Rates) -> Outcome:
    """``marginal``: each part of the base at its own rate."""
    below, parts = ZERO, []
    for bracket in args:
        top = line.base if bracket.upto is None else min(line.base, bracket.upto)
        if top <= below:
            break
        parts.append((top - below, bracket.rate))
        below = top
    working = " + ".join(f"{plain(part)} × {rates.used(rate)[1]}" for part, rate in parts)
    return Outcome(rates.apply(parts), "marginal_rates", working or "0", {"parts": str(len(parts))})


def tiers(args: tuple[Expression | None, tuple[Tier, ...]], line: Line, rates: Rates) -> Outcome:
    """``tiers``: the first tier that fits sets one rate for the whole base."""
    classify_by, listed = args
    value = line.base if classify_by is None else line.summed(classify_by)
    for index, tier in enumerate(listed):
        if tier.fits(value) and all_met(tier.when, line.look):
            return _of_tier(tier, index, value, line, rates)
    return Outcome(ZERO, "tier_none", plain(value), {"value": plain(value)}, closed=True)


def _of_tier(tier: Tier, index: int, value: Decimal, line: Line, rates: Rates) -> Outcome:
    named = {"tier": tier.id or str(index + 1), "value": plain(value)}
    if tier.delegate_to:
        named["policy"] = tier.delegate_to
        return Outcome(ZERO, "tier_delegated", plain(value), named, closed=True, delegated=tier.delegate_to)
    if tier.rate is None:
        amount, working, reason = tier.fixed or ZERO, plain(tier.fixed or ZERO), "tier_fixed"
    else:
        rate, said = rates.used(tier.rate)
        amount, working, reason = rates.apply([(line.base, tier.rate)]), f"{plain(line.base)} × {said}", "tier_rate"
        named["rate"] = plain_rounded(rate)
    if tier.cap is not None:
        working = f"min({working}, {plain(tier.cap)})"
        reason = f"{reason}_capped" if amount > tier.cap else reason
        named["cap"] = plain(tier.cap)
        amount = min(amount, tier.cap)
    return Outcome(amount, reason, working, named, tier=index)


def given(_args: None, line: Line, _rates: Rates) -> Outcome:
    """``given``: the entitlement comes from outside; what was granted already is taken off."""
    if line.entitlement is None:
        return Outcome(ZERO, "given_nothing", "0", closed=True)
    amount = max(ZERO, line.entitlement - line.already)
    named = {"entitlement": plain(line.entitlement), "already": plain(line.already)}
    if not line.already:
        return Outcome(amount, "given_amount", plain(line.entitlement), named)
    return Outcome(amount, "given_less_already", f"{plain(line.entitlement)} − {plain(line.already)}", named)


def bureau_plan(_args: None, line: Line, _rates: Rates) -> Outcome:
    """``bureau_plan``: no formula; an item of the plan stands as the bureau wrote it."""
    if line.entitlement is None:
        return Outcome(ZERO, "plan_nothing", "0", closed=True)
    return Outcome(line.entitlement, "plan_item", plain(line.entitlement))


def _rated(line: Line, rate: Decimal, rates: Rates, reason: str, named: dict[str, str]) -> Outcome:
    used, said = rates.used(rate)
    amount = rates.apply([(line.base, rate)])
    return Outcome(amount, reason, f"{plain(line.base)} × {said}", {**named, "rate": plain_rounded(used)})


@dataclass(frozen=True)
class SchemeKind:
    """One row of the table of schemes: its type, its keys, its function."""

    name: str
    run: Callable[[Any, Line, Rates], Outcome]
    keys: Mapping[str, Shape]
    optional: Mapping[str, Shape]
    args: Callable[[Mapping[str, Any], Path], Any]


def _flat_args(taken: Mapping[str, Any], path: Path) -> Decimal | None:
    rate: Decimal | None = taken.get("rate")
    if rate is None and taken.get("confirmed", True):
        raise Refusal(path, "a flat scheme needs a rate; one that is not known is `rate: null` with `confirmed: false`")
    return rate


def _marginal_args(taken: Mapping[str, Any], path: Path) -> tuple[Bracket, ...]:
    brackets = tuple(Bracket(one.get("upto"), one["rate"]) for one in taken["brackets"])
    bounds = [one.upto for one in brackets[:-1]]
    if brackets[-1].upto is not None:
        raise Refusal((*path, "brackets", len(brackets) - 1, "upto"), "the last bracket is open: `upto: null`")
    below = ZERO
    for index, bound in enumerate(bounds):
        if bound is None or bound <= below:
            raise Refusal((*path, "brackets", index, "upto"), "brackets rise: each upto is above the one before")
        below = bound
    return brackets


def _tiers_args(taken: Mapping[str, Any], _path: Path) -> tuple[Expression | None, tuple[Tier, ...]]:
    return taken.get("classify_by"), taken["tiers"]


def _tier(taken: dict[str, Any], path: Path) -> Tier:
    low, high = taken.get("min"), taken.get("max")
    if low is not None and high is not None and low > high:
        raise Refusal((*path, "max"), "max is below min")
    return Tier(
        id=taken.get("id", ""),
        low=low,
        low_in=taken.get("min_incl", False),
        high=high,
        high_in=taken.get("max_incl", False),
        when=taken.get("when", ()),
        rate=taken.get("rate"),
        fixed=taken.get("fixed"),
        delegate_to=taken.get("delegate_to", ""),
        cap=taken.get("cap"),
        group_cap=taken.get("group_cap"),
    )


def tier_shape(gate: Shape) -> Shape:
    """Give the shape of one tier."""
    bounds: dict[str, Shape] = {
        "min": Amount(),
        "min_incl": Flag(),
        "max": Amount(),
        "max_incl": Flag(),
        "when": ListOf(gate),
    }
    gets: dict[str, Shape] = {"rate": Rate(), "fixed": Amount(), "delegate_to": Text(meaning="a policy id")}
    caps = {"cap": Amount(), "group_cap": Amount()}
    return Record(
        optional={"id": Text(meaning="an id", digits=True), **bounds, **gets, **caps},
        make=_tier,
        exactly_one_of=("rate", "fixed", "delegate_to"),
    )


def base_or_expression() -> Shape:
    """Give the shape of ``classify_by``: the word ``base`` (taken as ``None``) or an expression."""
    return Either(lambda value: int(value != "base"), (_BaseWord(), EXPRESSION))


@dataclass(frozen=True)
class _BaseWord:
    def take(self, _value: Any, _path: Path) -> None:
        """Take the word, which is the only value that comes here."""

    def schema(self) -> dict[str, Any]:
        return {"const": "base"}


def scheme_kinds(gate: Shape) -> Mapping[str, SchemeKind]:
    """Give the table of schemes."""
    bracket = Record(required={"rate": Rate()}, optional={"upto": Amount()})
    rows = (
        SchemeKind("flat", flat, {}, {"rate": Rate()}, _flat_args),
        SchemeKind(
            "lookup",
            lookup,
            {"key": FieldShape(), "table": Table(Rate(), least=1)},
            {},
            lambda taken, _: (taken["key"], taken["table"]),
        ),
        SchemeKind("marginal", marginal, {"brackets": ListOf(bracket, least=1)}, {}, _marginal_args),
        SchemeKind(
            "tiers",
            tiers,
            {"tiers": ListOf(tier_shape(gate), least=1)},
            {"classify_by": base_or_expression()},
            _tiers_args,
        ),
        SchemeKind("given", given, {}, {}, lambda _taken, _path: None),
        SchemeKind(
            "bureau_plan", bureau_plan, {}, {"plan_item_cap": Amount()}, lambda taken, _: taken.get("plan_item_cap")
        ),
    )
    return {row.name: row for row in rows}


@dataclass(frozen=True)
class SchemeShape:
    """A mapping whose ``type`` names the scheme and so the other keys."""

    kinds: Mapping[str, SchemeKind]

    def take(self, value: Any, path: Path) -> Scheme:
        name = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(name, str) or name not in self.kinds:
            raise Refusal((*path, "type"), f"the type of the scheme is one of {', '.join(self.kinds)}")
        kind = self.kinds[name]
        taken = self._record(kind).take(value, path)
        return Scheme(name, kind.run, kind.args(taken, path), taken.get("confirmed", True))

    def _record(self, kind: SchemeKind) -> Record:
        word = Choice((kind.name,))
        return Record(required={"type": word, **kind.keys}, optional={"confirmed": Flag(), **kind.optional})

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self._record(kind).schema() for kind in self.kinds.values()]}
