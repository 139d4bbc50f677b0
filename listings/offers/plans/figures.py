"""Figures in sentences: money, percentages and days in Chinese and in English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, Literal

Language = Literal["zh", "en"]
# Stands between a figure and its unit, so that a line never breaks there.
SPACE: Final = "\u00a0"
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def money(amount: Decimal, language: Language) -> str:
    """Write an amount with two places: ``1,234.00 元``, ``CNY 1,234.00``."""
    return f"{amount:,.2f}{SPACE}元" if language == "zh" else f"CNY{SPACE}{amount:,.2f}"


def short_money(amount: Decimal, language: Language) -> str:
    """Write an amount for a line with little room: without places if there are none."""
    written = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{written}{SPACE}元" if language == "zh" else f"CNY{SPACE}{written}"


def months(number: int, language: Language) -> str:
    """Write a number of months: ``12 个月``, ``12 months``, ``1 month``."""
    return f"{number}{SPACE}个月" if language == "zh" else _counted(number, "month")


def days(number: int, language: Language) -> str:
    """Write a number of days: ``30 天``, ``30 days``, ``1 day``."""
    return f"{number}{SPACE}天" if language == "zh" else _counted(number, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def percent(rate: Decimal) -> str:
    """Write a rate as a percentage without rounding anything away."""
    return f"{(rate * 100).normalize():f}%"


def day(value: date, language: Language) -> str:
    """Write a day: ``2026年3月1日``, ``1 March 2026``."""
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date, language: Language) -> str:
    """Write a month: ``2027年3月``, ``March 2027``."""
    return f"{value.year}年{value.month}月" if language == "zh" else f"{_MONTHS[value.month - 1]} {value.year}"
