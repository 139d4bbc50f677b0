"""
Money in CNY: exact decimals, one rounding, parts that sum to the whole.

Amounts are ``Decimal`` yuan. No float enters: every constructor takes text or integers. Arithmetic runs in a
context of its own, so that no caller's precision can change a result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal, localcontext
from enum import StrEnum
from typing import Final

CENT: Final = Decimal("0.01")
YUAN: Final = Decimal(1)
ZERO: Final = Decimal("0.00")
# Wide enough that no product or quotient of amounts below 10^13 and long rates is cut before it is rounded.
CONTEXT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)

_MONEY = re.compile(r"-?(?:0|[1-9][0-9]{0,12})\.[0-9]{2}")


class RoundingMode(StrEnum):
    """The modes that plans and policies may name."""

    DOWN = "DOWN"
    UP = "UP"
    HALF_UP = "HALF_UP"
    HALF_EVEN = "HALF_EVEN"


_DECIMAL_MODES: Final = {
    RoundingMode.DOWN: ROUND_DOWN,
    RoundingMode.UP: ROUND_UP,
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
}


def parse_money(text: str) -> Decimal:
    """
    Read an amount written with two places, such as ``"50000.00"``.

    :raises ValueError: for any other form: no thousands separators, no bare integers, below 10^13.
    """
    if not isinstance(text, str) or not _MONEY.fullmatch(text):
        raise ValueError(f"not an amount with two places: {text!r}")
    return Decimal(text)


def money_text(amount: Decimal) -> str:
    """Write an amount with exactly two places. An amount with a part of a 分 raises ``ValueError``."""
    with localcontext(CONTEXT):
        written = amount.quantize(CENT)
        if written != amount:
            raise ValueError(f"{amount} has a part of a 分")
        return str(written or abs(written))


def round_to(amount: Decimal, *, unit: Decimal = CENT, mode: RoundingMode = RoundingMode.HALF_UP) -> Decimal:
    """Round to a multiple of ``unit``; the result has at least two places."""
    with localcontext(CONTEXT):
        steps = (amount / unit).quantize(Decimal(1), rounding=_DECIMAL_MODES[mode])
        return (steps * unit).quantize(min(CENT, unit))


def round_up(amount: Decimal, *, unit: Decimal) -> Decimal:
    """Give the smallest multiple of ``unit`` that is not below the amount."""
    with localcontext(CONTEXT):
        steps = (amount / unit).quantize(Decimal(1), rounding=ROUND_CEILING)
        return (steps * unit).quantize(min(CENT, unit))


def largest_remainder(total: Decimal, weights: Sequence[Decimal], *, unit: Decimal = CENT) -> list[Decimal]:
    """
    Share ``total`` in proportion to ``weights`` in multiples of ``unit`` that sum to it exactly.

    Each share is cut down to the unit; what is left goes out one unit at a time to the largest remainders,
    ties in the order given. A total that is no multiple of the unit leaves its odd part to the last one served.

    :raises ValueError: if the weights do not sum to something positive while there is something to share.
    """
    with localcontext(CONTEXT):
        whole = sum(weights, Decimal(0))
        if total == 0:
            return [Decimal(0).quantize(min(CENT, unit)) for _ in weights]
        if whole <= 0:
            raise ValueError("nothing to share by: the weights sum to zero")
        # Remainders of whole products, not of quotients: a third has more places in 33.33… than in 133.33…, and
        # equal remainders have to tie.
        shares = [total * weight // (whole * unit) * unit for weight in weights]
        remainders = [total * weight % (whole * unit) for weight in weights]
        left = total - sum(shares, Decimal(0))
        by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
        for index in by_remainder:
            step = min(unit, left)
            shares[index] += step
            left -= step
        return [share.quantize(min(CENT, unit)) for share in shares]
