"""
How figures, money, days and numbers are written, in the language of the page.

Values arrive exact and leave as text; nothing here rounds an amount away. A figure and its unit are held together
by a no-break space.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import cn2an
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from marketplace.dates import SHANGHAI
from marketplace.money import CONTEXT, money_text

NO_BREAK_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"
_TEN_THOUSAND: Final = Decimal(10_000)
_APPLICATION_NUMBER: Final = re.compile(r"(?:CN|ZL)?(\d{4}|\d{2})(\d)(\d{7}|\d{5})\.?([\dX])")


def held(text: str) -> str:
    """Put no-break spaces where there are spaces."""
    return text.replace(" ", NO_BREAK_SPACE)


def figures(amount: Decimal) -> str:
    """Write an amount with thousands separators and two places; a real minus sign stands before what is negative."""
    written = f"{Decimal(money_text(amount)):,.2f}"
    return written.replace("-", MINUS)


def money(amount: Decimal | None) -> str:
    """Write an amount with its unit; what is not known is never shown as nought."""
    if amount is None:
        return gettext("— (to be settled)")
    return held(gettext("CNY %(amount)s") % {"amount": figures(amount)})


def money_in_words(amount: Decimal) -> str:
    """Write an amount in the capital numerals of Chinese contracts and receipts."""
    return str(cn2an.an2cn(money_text(amount), "rmb"))


def money_in_text(amount: Decimal) -> str:
    """Write an amount for running text: from ten thousand on Chinese readers also get it in units of ten thousand."""
    written = money(amount)
    if abs(amount) < _TEN_THOUSAND:
        return written
    rounded = plain(CONTEXT.divide(amount, _TEN_THOUSAND))
    return pgettext("money with its ten thousands", "%(money)s") % {"money": written, "ten_thousands": rounded}


def plain(number: Decimal) -> str:
    """Write a number without trailing zeros and without an exponent."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def percent(rate: Decimal) -> str:
    """Write a rate such as 0.03 as 3%, nothing rounded away."""
    return plain(CONTEXT.multiply(rate, Decimal(100))) + "%"


def day(value: date) -> str:
    """Write a day; of an instant, its day in Asia/Shanghai."""
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI).date()
    return date_format(value, pgettext("date format", "j F Y"))


def day_and_weekday(value: date) -> str:
    """Write a day with its weekday, as the echo of a date field does."""
    return date_format(value, pgettext("date format", "l, j F Y"))


def moment(instant: datetime) -> str:
    """Write an instant in Asia/Shanghai, to the minute."""
    return held(date_format(instant.astimezone(SHANGHAI), pgettext("date format", "j F Y H:i")))


def days_left(due: date, today: date) -> str:
    """Tell how far a day is off, as it stands in brackets behind the day."""
    off = (due - today).days
    if off == 0:
        return gettext("today")
    if off > 0:
        return held(ngettext("%(n)s day left", "%(n)s days left", off) % {"n": count(off)})
    return held(ngettext("%(n)s day overdue", "%(n)s days overdue", -off) % {"n": count(-off)})


def count(number: int) -> str:
    """Write a count with thousands separators."""
    return f"{number:,}".replace("-", MINUS)


def patent_number(number: str) -> str:
    """Write an application number in groups, behind ZL where the number has it; other numbers stay as they are."""
    found = _APPLICATION_NUMBER.fullmatch(number.replace(" ", "").upper())
    if not found:
        return number
    year, kind, serial, check = found.groups()
    groups = [year, kind, f"{serial}.{check}"]
    return held(" ".join(["ZL", *groups] if number.upper().startswith("ZL") else groups))


def megabytes(size_bytes: int) -> str:
    """Write the size of a file in MB, never as nought."""
    tenths = max(1, -(-size_bytes * 10 // (1024 * 1024)))
    return held(f"{tenths // 10}.{tenths % 10} MB")


def text_of(value: object) -> str:
    """Write any value of a status sentence in the format of its type."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return count(value)
    return str(value)
