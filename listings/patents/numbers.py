"""
Chinese patent numbers in every spelling that people and exports use.

Application numbers follow ZC 0006-2003 (12 digits, a dot, a check digit) and the older form (8 digits, a dot, a
check digit); a patent number is ``ZL`` and the same. Publication numbers are ``CN``, 7 or 9 digits and a kind code.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["invention", "utility_model", "design"]

_SEPARATORS: Final = re.compile(r"[\s.．。·・,\-‐-―_/]+")
_APPLICATION: Final = re.compile(r"(?:ZL|CN)?(?P<body>\d{12}|\d{8})(?P<check>[\dX])")
_UNCHECKED: Final = re.compile(r"(?:ZL|CN)?(?P<body>\d{12})")
_PUBLICATION: Final = re.compile(
    r"CN(?P<bare>[123]\d{8}|[123]\d{6})|(?:CN)?(?P<serial>[123]\d{8}|[123]\d{6})(?P<code>[ABCDUYS]\d?)"
)
# Kind codes of ZC 0008 that each kind's first publications carry; what people type often lacks them.
_CODES: Final = {"1": "BCA", "2": "UY", "3": "SD"}
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_KIND_OF_DIGIT: Final[dict[str, Kind]] = {
    "1": "invention",
    "8": "invention",
    "2": "utility_model",
    "9": "utility_model",
    "3": "design",
}


class NotANumber(ValueError):
    """Raised when a text has the shape of no Chinese patent number."""


class WrongCheckDigit(NotANumber):
    """Raised when the check digit does not fit; ``expected`` is the one that would."""

    def __init__(self, text: str, expected: str) -> None:
        super().__init__(f"the check digit of {text!r} should be {expected}")
        self.expected = expected


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """An application number whose check digit holds."""

    body: str
    check: str

    def __str__(self) -> str:
        return f"{self.body}.{self.check}"

    @property
    def patent_number(self) -> str:
        """Give the number of the granted patent."""
        return f"ZL{self}"

    @property
    def plain(self) -> str:
        """Give the form of exports without the check digit."""
        return f"CN{self.body}"

    @property
    def year(self) -> int:
        """Give the year of filing; two digits mean 1985 to 2003."""
        return int(self.body[:4]) if len(self.body) == 12 else 1900 + int(self.body[:2]) + 100 * (self.body[0] == "0")

    @property
    def kind(self) -> Kind | None:
        """Give the kind that the kind digit says, None for a digit that has none."""
        return _KIND_OF_DIGIT.get(self.body[4] if len(self.body) == 12 else self.body[2])


@dataclass(frozen=True, slots=True)
class PublicationNumber:
    """A publication number; the serial's first digit tells the kind since July 2007."""

    serial: str
    code: str

    def __str__(self) -> str:
        return f"CN{self.serial}{self.code}"

    @property
    def kind(self) -> Kind | None:
        """Give the kind that the serial and the code say."""
        return _KIND_OF_DIGIT.get(self.serial[0])

    @property
    def is_grant(self) -> bool:
        """Tell whether it is the publication of a grant; a number without kind code does not say so."""
        return bool(self.code) and not self.code.startswith("A")


def squeezed(text: str) -> str:
    """Give a number without spelling: half-width, upper case, no dots, dashes or spaces."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).upper())


def check_digit(body: str) -> str:
    """Give the check digit of 8 or 12 digits: weights 2 to 9 and again, modulo 11, ten is X."""
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def parse_application_number(text: str) -> ApplicationNumber:
    """
    Read an application or patent number in any spelling.

    :raises WrongCheckDigit: if only the check digit is wrong.
    :raises NotANumber: for anything else.
    """
    found = _APPLICATION.fullmatch(squeezed(text))
    if found is None:
        raise NotANumber(f"{text!r} is no application number")
    expected = check_digit(found["body"])
    if found["check"] != expected:
        raise WrongCheckDigit(text, expected)
    return ApplicationNumber(found["body"], expected)


def parse_publication_number(text: str) -> PublicationNumber:
    """
    Read a publication number in any spelling.

    :raises NotANumber: if it has another shape.
    """
    found = _PUBLICATION.fullmatch(squeezed(text))
    if found is None:
        raise NotANumber(f"{text!r} is no publication number")
    return PublicationNumber(found["serial"] or found["bare"], found["code"] or "")


def grouped(number: str) -> str:
    """Write an application number as patents are cited to people: ZL 2017 1 0601862.3."""
    body, _, check = number.partition(".")
    if not check or not body.isdigit():
        return number
    year = 4 if len(body) == 12 else 2
    return f"ZL {body[:year]} {body[year]} {body[year + 1 :]}.{check}"


def lookup_forms(text: str) -> tuple[str, ...]:
    """
    Give the stored forms that a typed number may mean, most likely first; empty if it is no number at all.

    Twelve digits without a check digit, as some exports print them, get theirs.
    """
    forms: list[str] = []
    with suppress(NotANumber):
        forms.append(str(parse_application_number(text)))
    with suppress(NotANumber):
        publication = parse_publication_number(text)
        forms.append(str(publication))
        if not publication.code:
            forms.extend(f"{publication}{code}" for code in _CODES[publication.serial[0]])
    bare = _UNCHECKED.fullmatch(squeezed(text))
    if bare is not None:
        forms.append(str(ApplicationNumber(bare["body"], check_digit(bare["body"]))))
    return tuple(dict.fromkeys(forms))
