"""Unified social credit codes (GB 32100-2015)."""

from __future__ import annotations

import unicodedata

from stdnum.cn import uscc as standard


def normalized(text: str) -> str:
    """Give a code as it is stored: half-width, upper case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def has_shape(code: str) -> bool:
    """Tell whether a normalized code has 18 characters of the alphabet."""
    return len(code) == 18 and set(code) <= set("0123456789ABCDEFGHJKLMNPQRTUWXY")


def check_holds(code: str) -> bool:
    """Tell whether the check character holds. Real codes are known that fail: warn, do not block."""
    return bool(standard.is_valid(code))
