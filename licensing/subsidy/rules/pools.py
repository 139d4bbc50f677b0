"""
Pools: the money of the round, acting where each mode belongs.

``ratio_from_base`` and ``float_rate`` set the rate at the scheme step; ``pro_rata`` and ``hard_cap`` share out at the
end. A pool hands out multiples of the unit, but never of less than 1 yuan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from licensing.subsidy.rules.amounts import plain, plain_rounded, total_of
from licensing.subsidy.rules.caps import shrink
from licensing.subsidy.rules.facts import ONE, ZERO

Part = tuple[Decimal, Decimal]
"""A part of a base, and the rate of the rule for it."""


@dataclass(frozen=True, slots=True)
class Rates:
    """
    How the rates of a rule are applied in one round.

    :ivar apply: gives what the parts of a base bring.
    :ivar used: gives the rate that one of the rule comes to, and how a working writes it.
    """

    apply: Callable[[Sequence[Part]], Decimal]
    used: Callable[[Decimal], tuple[Decimal, str]]


def _as_stated(rate: Decimal) -> tuple[Decimal, str]:
    return rate, plain(rate)


PLAIN_RATES: Final = Rates(lambda parts: total_of(part * rate for part, rate in parts), _as_stated)
"""The rule's own rates."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool of one policy; the round may bring another amount."""

    mode: str
    amount: Decimal | None
    plan_item_cap: Decimal | None


@dataclass(frozen=True, slots=True)
class PoolLine:
    """
    One line that waits for money, in the order of application (then of id).

    :ivar rank: place of its kind in ``priority``; the lowest is served first.
    """

    amount: Decimal
    rank: int = 0


@dataclass(frozen=True, slots=True)
class RateSource:
    """What a pool at the scheme step works with: its amount and the sum of bases, or the year's rate."""

    amount: Decimal | None
    bases: Decimal
    year_rate: Decimal | None


def ratio_from_base(source: RateSource) -> Rates | None:
    """``ratio_from_base``: rate = min(rate, pool / sum of bases), multiplied before it is divided."""
    pool, bases = source.amount, source.bases
    if pool is None or bases <= 0:
        return None

    def apply(parts: Sequence[Part]) -> Decimal:
        # What the pool binds is divided once: three thirds of a bracket, divided one by one, miss the whole.
        bound = total_of(part for part, rate in parts if rate * bases > pool)
        return total_of(part * rate for part, rate in parts if rate * bases <= pool) + bound * pool / bases

    def used(rate: Decimal) -> tuple[Decimal, str]:
        binds = rate * bases > pool
        return (pool / bases, f"{plain(pool)} / {plain_rounded(bases)}") if binds else _as_stated(rate)

    return Rates(apply, used)


def float_rate(source: RateSource) -> Rates | None:
    """``float_rate``: the smaller of the rule's rate and the year's."""
    year_rate = source.year_rate
    if year_rate is None:
        return None

    def apply(parts: Sequence[Part]) -> Decimal:
        return total_of(part * min(rate, year_rate) for part, rate in parts)

    return Rates(apply, lambda rate: _as_stated(min(rate, year_rate)))


def pro_rata(lines: Sequence[PoolLine], pool: Decimal, unit: Decimal) -> list[Decimal]:
    """``pro_rata``: k = min(1, pool / sum), the rest by largest remainder."""
    amounts = [line.amount for line in lines]
    if total_of(amounts) <= pool:
        return amounts
    return shrink(amounts, pool, unit, whole_units=True)


def hard_cap(lines: Sequence[PoolLine], pool: Decimal, unit: Decimal) -> list[Decimal]:
    """``hard_cap``: served by priority, then by time; the first that does not fit gets what is left."""
    awards = [ZERO] * len(lines)
    left = pool
    for index in sorted(range(len(lines)), key=lambda index: (lines[index].rank, index)):
        amount = lines[index].amount
        if amount <= left:
            awards[index] = amount
            left -= amount
        else:
            awards[index] = (left / unit).quantize(ONE, rounding=ROUND_DOWN) * unit
            left = ZERO
    return awards


RATE_POOLS: Mapping[str, Callable[[RateSource], Rates | None]] = {
    "ratio_from_base": ratio_from_base,
    "float_rate": float_rate,
}
END_POOLS: Mapping[str, Callable[[Sequence[PoolLine], Decimal, Decimal], list[Decimal]]] = {
    "pro_rata": pro_rata,
    "hard_cap": hard_cap,
}


def pool_unit(unit: Decimal) -> Decimal:
    """Give the unit in which a pool hands out: the policy's, but at least 1 yuan."""
    return max(unit, ONE)


def rank_of(kind: str, priority: Sequence[str]) -> int:
    """Give the place of a deal kind in ``priority``; what is not named comes last."""
    return priority.index(kind) if kind in priority else len(priority)
