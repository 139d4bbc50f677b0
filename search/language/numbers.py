"""Numbers as codes: what a document is found by, and what a typed number may mean, in any spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from listings.patents.numbers import (
    NotANumber,
    WrongCheckDigit,
    parse_application_number,
    parse_publication_number,
    squeezed,
)
from search.language.analyser import unify
from search.language.tree import Code

_LISTING: Final = re.compile(r"[A-Z]{2,8}-L-\d{4}-\d{4,8}")
_BODY: Final = re.compile(r"(?:CN|ZL)?((?:19|20)\d{2}[12389]\d{7}|(?:8[5-9]|9\d|0[0-3])[12389]\d{5})")
_SERIAL: Final = re.compile(r"(?:CN)?([123]\d{8}|[123]\d{6})(?:[ABCUYS]\d?)?")
_BEGINNING: Final = re.compile(r"(?:CN|ZL)?(\d+[\dX]?)")


@dataclass(frozen=True, slots=True)
class NumberReading:
    """
    What a text means as a number.

    :ivar codes: any one of them; empty if it is no number.
    :ivar expected_check_digit: set where only the check digit is wrong.
    """

    codes: tuple[Code, ...] = ()
    expected_check_digit: str | None = None


def codes_of(*, application_number: str | None, publication_number: str | None, listing_number: str) -> tuple[str, ...]:
    """Give the codes by which a document is found: with and without check digit; a publication without its kind."""
    found = [f"ln:{listing_number.lower()}"]
    if application_number:
        digits = squeezed(application_number).removeprefix("CN").removeprefix("ZL").lower()
        found += [f"an:{digits}", f"an:{digits[:-1]}"]
    if publication_number and (serial := re.search(r"\d+", squeezed(publication_number))):
        found.append(f"pn:{serial.group()}")
    return tuple(found)


def read_number(text: str) -> NumberReading:
    """Read a whole text as the number of an application, a patent, a publication or a listing."""
    plain = unify(text).strip().upper()
    if _LISTING.fullmatch(plain):
        return NumberReading((Code(f"ln:{plain.lower()}"),))
    codes: list[Code] = []
    expected: str | None = None
    try:
        number = parse_application_number(plain)
        codes.append(Code(f"an:{number.body}{number.check.lower()}"))
    except WrongCheckDigit as wrong:
        expected = wrong.expected
    except NotANumber:
        if body := _BODY.fullmatch(squeezed(plain)):
            codes.append(Code(f"an:{body[1]}"))
    codes += read_publication(plain)
    return NumberReading(tuple(codes), expected if not codes else None)


def read_publication(text: str) -> list[Code]:
    """Read a publication number with or without ``CN`` and kind letter."""
    try:
        return [Code(f"pn:{parse_publication_number(text).serial}")]
    except NotANumber:
        serial = _SERIAL.fullmatch(squeezed(text))
        return [Code(f"pn:{serial[1]}")] if serial else []


def beginning_of(text: str, kind: str) -> Code | None:
    """Give the code that stands for all numbers of a kind (``an`` or ``pn``) that begin so."""
    match = _BEGINNING.fullmatch(squeezed(text))
    return Code(f"{kind}:{match[1].lower()}", prefix=True) if match else None
