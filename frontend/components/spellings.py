"""
How people type figures and days: full-width digits, separators, Chinese units, days as they stand on papers.

Pure. These are the only Chinese characters in the sources of the pages: they are read, never shown.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from marketplace.money import CENT, CONTEXT

_FIGURE: Final = re.compile(r"(?:[¥]|CNY|RMB)?([0-9]+(?:,[0-9]{3})*|[0-9]*)(?:\.([0-9]+))?(万|亿)?(?:元)?")
_UNITS: Final = {None: Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_DAY: Final = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
LARGEST: Final = Decimal(10) ** 13


def _half_width(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())


def read_money(text: str) -> Decimal:
    """
    Read an amount in yuan as people type it: ``1,234.5``, ``１２３４元``, ``12.5万``.

    :raises ValueError: if it is not an amount, has a part of a 分, is negative or too large.
    """
    found = _FIGURE.fullmatch(_half_width(text).upper())
    if not found or not (found[1] or found[2]):
        raise ValueError(f"not an amount: {text!r}")
    amount = CONTEXT.multiply(Decimal(f"{found[1].replace(',', '') or 0}.{found[2] or 0}"), _UNITS[found[3]])
    written = amount.quantize(CENT, context=CONTEXT)
    if written != amount:
        raise ValueError(f"a part of a 分: {text!r}")
    if written >= LARGEST:
        raise ValueError(f"too large: {text!r}")
    return written


def read_percent(text: str) -> Decimal:
    """
    Read a rate as people type it in percent, ``3``, ``3.5%``, full-width digits too, and give it as a share of one.

    :raises ValueError: for what is no rate from 0 to 100 percent with at most four decimal places.
    """
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)%?", _half_width(text))
    if found is None or Decimal(found[1]) > 100:
        raise ValueError(text)
    return Decimal(found[1]) / 100


def read_day(text: str) -> date:
    """
    Read a day as it stands on papers: 2026-03-01, 2026/3/1, 20260301, 2026年3月1日.

    :raises ValueError: if it is none.
    """
    found = _DAY.fullmatch(_half_width(text))
    if not found:
        raise ValueError(f"not a day: {text!r}")
    year, month, day_of_month, month_tight, day_tight = found.groups()
    return date(int(year), int(month or month_tight), int(day_of_month or day_tight))
