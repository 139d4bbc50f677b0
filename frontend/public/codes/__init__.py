"""Names of public codes in both languages: industries (GB/T 4754-2017) and divisions (GB/T 2260)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

from frontend.components.languages import page_language

_FOLDER: Final = Path(__file__).resolve().parent


@cache
def _table(name: str) -> dict[str, tuple[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


def _name(table: str, code: str) -> str:
    found = _table(table).get(code)
    if found is None:
        return code
    return found[1] if page_language() == "en" else found[0]


def industry_name(code: str) -> str:
    """Give the name of an industry from a code of any length, by its first two digits; unknown ones stay codes."""
    return _name("industries", code.lstrip("ABCDEFGHIJKLMNOPQRST")[:2])


def division_name(code: str) -> str:
    """Give the name of the prefecture (or province) that a six-digit code lies in; unknown ones stay codes."""
    whole = _name("divisions", f"{code[:4]}00")
    return code if whole == f"{code[:4]}00" else whole
