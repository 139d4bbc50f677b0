"""Check digits of application numbers (ZC 0006-2003) and unified social credit codes (GB 32100-2015)."""

from __future__ import annotations

import re
from operator import mul
from typing import Final
from unicodedata import normalize

from listings.patents.numbers import check_digit

_SHAPE: Final = re.compile(r"([0-9]{12}|[0-9]{8})([0-9X])")
_KIND_DIGITS: Final = {"invention": "18", "utility_model": "29", "design": "3"}
_OLD_LENGTH: Final = 8

_USCC_VALUES: Final = {character: value for value, character in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def plain_number(text: str) -> str:
    """Write an application number without ZL, CN, dots and white space: 13 or 9 characters if it is one."""
    plain = "".join(normalize("NFKC", text).split()).upper().replace(".", "")
    return re.sub(r"^(ZL|CN)+", "", plain)


def number_problem(text: str, kind: str) -> str | None:
    """Tell what is wrong with an application number: ``shape``, ``check_digit`` or ``kind_digit``."""
    match = _SHAPE.fullmatch(plain_number(text))
    if match is None:
        return "shape"
    digits, check = match.groups()
    if check != check_digit(digits):
        return "check_digit"
    # Two digits of the year before October 2003, four since; the kind digit follows them.
    kind_digit = digits[2] if len(digits) == _OLD_LENGTH else digits[4]
    return None if kind_digit in _KIND_DIGITS[kind] else "kind_digit"


def uscc_holds(text: str) -> bool:
    """Tell whether a unified social credit code has its 18 characters and the right last one."""
    # The standard lets letters stand in all places; the check that accounts use asks for digits in the first eight.
    code = "".join(normalize("NFKC", text).split()).upper()
    if len(code) != 18 or not set(code) <= _USCC_VALUES.keys():
        return False
    *values, last = (_USCC_VALUES[character] for character in code)
    total: int = sum(map(mul, values, _USCC_WEIGHTS))
    return last == -total % 31
