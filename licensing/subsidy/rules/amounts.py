"""Numbers of policy files and facts: exact decimals below 10^13, written plainly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

LIMIT: Final = Decimal(10) ** 13
NUMBER_PATTERN: Final = r"-?[0-9]{1,13}(\.[0-9]{1,12})?"
_NUMBER: Final = re.compile(NUMBER_PATTERN)


def number_of(value: Any) -> Decimal | None:
    """Give the number that a value states (an integer or a decimal string); ``None`` for anything else."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else Decimal(value)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    return None


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """Sum amounts; of none the sum is 0, as a decimal too."""
    return sum(amounts, Decimal(0))


def plain(amount: Decimal) -> str:
    """Write a number without exponent and without idle zeros: ``1200000``, ``0.2``."""
    text = format(amount, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_rounded(amount: Decimal) -> str:
    """Write a number for a reader: at most eight places, so that a quotient does not fill the line."""
    text = plain(amount)
    whole, point, places = text.partition(".")
    return text if len(places) <= 8 else f"{whole}{point}{places[:8]}…"
