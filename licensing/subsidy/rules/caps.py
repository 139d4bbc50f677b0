"""Caps: of one line, of the lines of a group, and what an add-on may bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from licensing.subsidy.rules.amounts import plain, total_of
from licensing.subsidy.rules.bases import Expression
from licensing.subsidy.rules.facts import ONE, ZERO, ClaimFacts, Field, Granted, amount_of, key_text
from licensing.subsidy.rules.gates import Gate
from licensing.subsidy.rules.lines import Line, group_value


@dataclass(frozen=True, slots=True)
class CapTable:
    """A cap that depends on the value of a field; a value without an entry has no cap."""

    key: Field
    table: Mapping[str, Decimal]


Cap = Decimal | CapTable


@dataclass(frozen=True, slots=True)
class Limit:
    """What a cap says to one line, and the value that chose it. ``amount`` None: no cap for this value."""

    amount: Decimal | None
    value: str
    working: str = ""


@dataclass(frozen=True, slots=True)
class AddOn:
    """A rate of its own on top of the capped amount, with its own cap."""

    when: tuple[Gate, ...]
    rate: Decimal
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class GroupCap:
    """A cap on the sum of the lines that share the values of ``by``."""

    by: tuple[Field, ...]
    cap: Decimal | None
    table: Mapping[str, Decimal] | None
    lifetime: bool


def line_cap(cap: Cap, line: Line, **_: bool) -> Limit:
    """``line_cap``: a number, or a number by the value of a field."""
    return _limit(cap, line, ONE)


def cap_field(cap: Expression, line: Line, **_: bool) -> Limit:
    """``cap_fields``: an amount of the facts that the line may not exceed; a missing one is 0."""
    amount = line.summed(cap)
    return Limit(amount, "?", plain(amount))


def per_patent_cap(cap: Cap, line: Line, *, one_item: bool) -> Limit:
    """``per_patent_cap``: a number by patent, times the patents; a package may be one item."""
    return _limit(cap, line, line.patents(one_item=one_item))


LINE_CAPS: Mapping[str, Callable[..., Limit]] = {
    "line_cap": line_cap,
    "cap_fields": cap_field,
    "per_patent_cap": per_patent_cap,
}


def _limit(cap: Cap, line: Line, count: Decimal) -> Limit:
    amount: Decimal | None
    if isinstance(cap, CapTable):
        found = key_text(line.look.fact(cap.key))
        amount, value = cap.table.get(found), found or "?"
    else:
        amount, value = cap, "?"
    if amount is None:
        return Limit(None, value)
    if count == ONE:
        return Limit(amount, value, plain(amount))
    return Limit(amount * count, value, f"{plain(count)} × {plain(amount)}")


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one group under one cap. ``limit`` None: the table has no entry for them."""

    name: str
    lines: tuple[Line, ...]
    limit: Decimal | None
    before: Decimal

    @property
    def left(self) -> Decimal | None:
        """What the cap leaves after what was granted before."""
        return None if self.limit is None else max(ZERO, self.limit - self.before)


def groups_under(cap: GroupCap, lines: Sequence[Line], facts: ClaimFacts, cycle: str) -> list[Group]:
    """Sort lines into the groups of one cap; lines that lack a value form one group."""
    sorted_lines: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        sorted_lines.setdefault(tuple(group_value(by, line, cycle) for by in cap.by), []).append(line)
    return [_group(cap, values, members, facts) for values, members in sorted_lines.items()]


def _group(cap: GroupCap, values: tuple[str, ...], members: list[Line], facts: ClaimFacts) -> Group:
    limit = cap.cap if cap.table is None else cap.table.get(values[-1])
    name = ", ".join(f"{by.text}={value or '?'}" for by, value in zip(cap.by, values, strict=True))
    return Group(name, tuple(members), limit, granted_before(cap, values, members[0].look.year, facts))


def granted_before(cap: GroupCap, values: tuple[str, ...], year: str, facts: ClaimFacts) -> Decimal:
    """
    Sum what comes off a group cap.

    An entry of ``prior`` counts when its key equals one of the group's values. An entry of ``granted`` counts when
    it agrees with all of them, and, unless the cap is for life, comes from the same year.
    """
    total = total_of(amount_of(given, "prior") for key, given in facts.prior.items() if key in values and key)
    for one in facts.granted:
        if _agrees(cap, values, year, one):
            total += one.amount
    return max(ZERO, total)


def _agrees(cap: GroupCap, values: tuple[str, ...], year: str, before: Granted) -> bool:
    pairs = zip(cap.by, values, strict=True)
    if any(before.values.get(by.text, "") != value for by, value in pairs):
        return False
    return cap.lifetime or "year" not in before.values or before.values["year"] == year


def shrink(amounts: Sequence[Decimal], limit: Decimal, unit: Decimal, *, whole_units: bool) -> list[Decimal]:
    """
    Shrink amounts in proportion so that they sum to a limit that they exceed.

    Each is cut down to the unit; what is left goes out by largest remainder, ties in the order given, and never
    above what the line had. ``whole_units``: only whole units are handed out; else the odd part goes out too.
    """
    # Remainders of whole products, not of quotients: a third has more places in 33.33… than in 133.33…, and equal
    # remainders have to tie.
    whole = total_of(amounts) * unit
    shares = [amount * limit // whole * unit for amount in amounts]
    remainders = [amount * limit % whole for amount in amounts]
    left = limit - total_of(shares)
    order = sorted(range(len(shares)), key=lambda index: (-remainders[index], index))
    moved = True
    while moved and left > 0:
        moved = False
        for index in order:
            step = unit if whole_units else min(unit, left, amounts[index] - shares[index])
            if step <= 0 or step > left or shares[index] + step > amounts[index]:
                continue
            shares[index] += step
            left -= step
            moved = True
    return shares
