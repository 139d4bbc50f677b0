"""Dates of policy files: whole or partial, or brought by the round."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

DATE_PATTERN: Final = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_FORM: Final = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a date names: one day, or the whole month or year when it is partial."""

    first: date
    last: date
    text: str

    def holds(self, other: Period) -> bool:
        """Tell whether all days of the other lie inside."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class RoundValue:
    """A date or year that the round brings, by name (``cutoff``, ``year``, ``opens_on``)."""

    name: str


def period_of(value: Any) -> Period | None:
    """Give the period that a value names: ``2024``, ``"2021-09"``, ``"2024-06-01"``; ``None`` for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) not in _FORM or not value.isascii() or not value[:4].isdigit():
        return None
    return _PARSERS[len(value)](value)


def _year(text: str) -> Period | None:
    year = int(text)
    return Period(date(year, 1, 1), date(year, 12, 31), text) if year else None


def _month(text: str) -> Period | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]), text)


def _day(text: str) -> Period | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return Period(day, day, text)


_PARSERS: Final = {4: _year, 7: _month, 10: _day}
