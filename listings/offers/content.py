"""The plain-language content of a listing: its fields, their limits, and what is missing before review."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from listings.offers.models import Listing
from marketplace.problems import DomainError, FieldProblem

ROUTES: Final = ("license", "transfer", "equity")
_TEXT_LIMITS: Final = {
    "plain_title": 120,
    "problem": 2000,
    "solution": 2000,
    "advantages": 2000,
    "application_field": 300,
    "product": 300,
    "know_how": 2000,
    "contact_desk": 120,
    "contact_phone": 30,
    "contact_email": 254,
}
FIELDS: Final = (*_TEXT_LIMITS, "trl", "gbt4754", "sei", "routes", "show_inventors")
# Without these a buyer cannot find or judge the offer (law.md 8); know-how and emerging industries may be none.
_NEEDED: Final = (
    "plain_title",
    "problem",
    "solution",
    "advantages",
    "application_field",
    "product",
    "trl",
    "gbt4754",
    "routes",
    "contact_desk",
    "contact_phone",
    "contact_email",
)
_GBT4754: Final = re.compile(r"[A-T]?\d{2,4}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class ContentRefused(DomainError):
    """Raised with every field of the content that cannot be taken."""

    code = "content_refused"


def read_content(given: Mapping[str, Any]) -> dict[str, Any]:
    """
    Read some fields of the content.

    :raises ContentRefused: with all that is wrong.
    """
    problems: list[FieldProblem] = []
    values: dict[str, Any] = {}
    for key, value in given.items():
        read, problem = _read(key, value)
        if problem is not None:
            problems.append(FieldProblem(f"/{key}", *problem))
        values[key] = read
    if problems:
        raise ContentRefused("the content cannot be taken", problems=problems)
    return values


def missing_content(listing: Listing) -> list[FieldProblem]:
    """Tell every field without which a listing is not published."""
    return [
        FieldProblem(f"/{name}", "content_missing", "Buyers cannot find or judge the offer without it.")
        for name in _NEEDED
        if getattr(listing, name) in (None, "", [])
    ]


def _read(key: str, value: Any) -> tuple[Any, tuple[str, str] | None]:
    if key in _TEXT_LIMITS:
        return _read_text(key, value)
    if key == "trl":
        fits = value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9)
        return value, None if fits else ("not_a_level", "Write a level from 1 to 9.")
    if key == "show_inventors":
        return value, None if isinstance(value, bool) else ("not_a_flag", "Write true or false.")
    if key in {"gbt4754", "sei", "routes"}:
        return _read_list(key, value)
    return None, ("unknown_field", "There is no such field.")


def _read_text(key: str, value: Any) -> tuple[Any, tuple[str, str] | None]:
    if not isinstance(value, str) or _CONTROL.search(value):
        return value, ("not_text", "Write plain text.")
    text = value.strip()
    if len(text) > _TEXT_LIMITS[key]:
        return text, ("too_long", f"Write at most {_TEXT_LIMITS[key]} characters.")
    if key == "contact_email" and text:
        try:
            validate_email(text)
        except ValidationError:
            return text, ("not_an_address", "Write an e-mail address of the office.")
    return text, None


def _read_list(key: str, value: Any) -> tuple[Any, tuple[str, str] | None]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        return value, ("not_a_list", "Write a list of codes.")
    entries = list(dict.fromkeys(entry.strip() for entry in value if entry.strip()))
    if len(entries) > 20:
        return entries, ("too_many", "Write at most 20 codes.")
    if key == "routes" and not set(entries) <= set(ROUTES):
        return entries, ("unknown_route", "Choose among license, transfer and equity.")
    if key == "gbt4754" and not all(_GBT4754.fullmatch(entry) for entry in entries):
        return entries, ("not_a_class", "Write classes of GB/T 4754-2017, such as 3451.")
    return entries, None
