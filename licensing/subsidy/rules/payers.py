"""Who pays, and what the receiver must pass on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from licensing.subsidy.rules.amounts import total_of
from licensing.subsidy.rules.facts import ONE, ZERO
from licensing.subsidy.rules.lines import Line
from marketplace.money import largest_remainder, round_up


@dataclass(frozen=True, slots=True)
class Payer:
    """One level of government: a share of the total, or a rate of the base with a cap, or the rest."""

    level: str = ""
    share: Decimal | None = None
    rate: Decimal | None = None
    cap: Decimal | None = None

    @property
    def pays_rest(self) -> bool:
        """Tell whether this level pays what the others leave."""
        return self.share is None and self.rate is None


@dataclass(frozen=True, slots=True)
class Earmark:
    """The least part of the total that the receiver passes on."""

    to: str
    min_share: Decimal


def split_by_share(payers: Sequence[Payer], lines: Sequence[Line], unit: Decimal) -> dict[str, Decimal]:
    """``{level: {share}}``: the total by shares, largest remainder, ties in the order written."""
    rest = max(ZERO, ONE - total_of(payer.share or ZERO for payer in payers))
    weights = [rest if payer.share is None else payer.share for payer in payers]
    total = total_of(line.amount for line in lines)
    parts = largest_remainder(total, weights, unit=unit)
    return {payer.level: part for payer, part in zip(payers, parts, strict=True)}


def split_by_rate(payers: Sequence[Payer], lines: Sequence[Line], unit: Decimal) -> dict[str, Decimal]:
    """``{level: {rate, cap}, other: rest}``: by line, base x rate up to cap, never above the line, rounded down."""
    parts = {payer.level: ZERO for payer in payers}
    for line in lines:
        left = line.amount
        for payer in payers:
            if payer.rate is None:
                continue
            part = min(line.base * payer.rate, left)
            part = part if payer.cap is None else min(part, payer.cap)
            part = (part / unit).quantize(ONE, rounding=ROUND_DOWN) * unit
            parts[payer.level] += part
            left -= part
        for payer in payers:
            if payer.pays_rest:
                parts[payer.level] += left
    return parts


SPLITS = {"share": split_by_share, "rate": split_by_rate}


def split_kind(payers: Sequence[Payer]) -> str:
    """Name the form of a split."""
    return "rate" if any(payer.rate is not None for payer in payers) else "share"


def earmark_least(earmark: Earmark, total: Decimal, unit: Decimal) -> Decimal:
    """Give the least part of a total that must be passed on, rounded up to the unit."""
    return round_up(total * earmark.min_share, unit=unit)
