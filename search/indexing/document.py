"""The document of one listing, built by one function from plain values. Pure but for its imports of other values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from search.engines.documents import Document, tombstone
from search.language import ipc
from search.language.analyser import bigrams, words
from search.language.numbers import codes_of

# Stands between two texts of one field, so that no phrase is found across them. No query can hold it.
_APART: Final = "¦"
_PRICE_BANDS: Final = (
    (Decimal(0), "0"),
    (Decimal(10_000), "0-10000"),
    (Decimal(50_000), "10000-50000"),
    (Decimal(200_000), "50000-200000"),
    (Decimal(1_000_000), "200000-1000000"),
)
_FIRST_PAYMENT_BANDS: Final = ((0, "0"), (11, "1-11"), (23, "12-23"))
_SEARCHABLE: Final = frozenset({"draft", "in_review", "price_notice", "published", "suspended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """
    What search knows of one listing.

    :ivar organization: id of the offering organization; its own scope finds the listing in every status.
    :ivar published_position: position in the log at which it was published.
    :ivar price: the fixed fees together, in yuan; None where there are royalties only.
    :ivar first_payment_months: months from signing to the first money owed; None where no date is agreed.
    :ivar division: six digits of GB/T 2260.
    """

    id: str
    listing_number: str
    status: str
    is_public: bool
    organization: str
    published_position: int | None = None
    published_date: date | None = None
    filing_date: date | None = None
    grant_date: date | None = None
    expiry_date: date | None = None
    invention_title: str = ""
    plain_title: str = ""
    problem: str = ""
    solution: str = ""
    advantages: str = ""
    application_field: str = ""
    product: str = ""
    abstract: str = ""
    claims: str = ""
    owners: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    application_number: str | None = None
    publication_number: str | None = None
    ipc: tuple[str, ...] = ()
    gbt4754: tuple[str, ...] = ()
    owner_uscc: str = ""
    division: str = ""
    track: str = ""
    fee_pattern: str = ""
    first_payment_months: int | None = None
    price: Decimal | None = None
    trl: int | None = None
    is_in_programme: bool = False
    high_value: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Give the texts of the title field."""
        return self.plain_title, self.invention_title

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the texts of the text field."""
        return (
            self.product,
            self.application_field,
            self.problem,
            self.solution,
            self.advantages,
            self.abstract,
        )


def build(source: SearchSource, *, version: int) -> Document:
    """Give the document of a listing, or its tombstone once it has ended. ``version`` was read before ``source``."""
    if source.status not in _SEARCHABLE:
        return tombstone(source.id, version=version)
    return Document(
        id=source.id,
        version=version,
        is_public=source.is_public,
        organization=source.organization,
        streams=_streams(source),
        values={name: values for name, values in _values(source).items() if values},
        numbers=_numbers(source),
        shown=_shown(source),
    )


def _streams(source: SearchSource) -> Mapping[str, str]:
    return {
        "t_b": _bigrams(source.titles),
        "x_b": _bigrams(source.texts),
        "c_b": _bigrams([source.claims]),
        "n_b": _bigrams(source.owners),
        "v_b": _bigrams(source.inventors),
        "codes": " ".join(_codes(source)),
        "t_w": _words(source.titles),
        "x_w": _words(source.texts),
    }


def _bigrams(texts: Iterable[str]) -> str:
    return f" {_APART} ".join(" ".join(bigrams(text)) for text in texts if text)


def _words(texts: Iterable[str]) -> str:
    return " ".join(" ".join(words(text)) for text in texts if text)


def _codes(source: SearchSource) -> list[str]:
    classes = dict.fromkeys(f"ic:{level}" for symbol in source.ipc for level in ipc.levels(symbol))
    numbers = codes_of(
        application_number=source.application_number,
        publication_number=source.publication_number,
        listing_number=source.listing_number,
    )
    return [*numbers, *classes]


def _values(source: SearchSource) -> dict[str, tuple[str, ...]]:
    levels = [ipc.levels(symbol) for symbol in source.ipc]
    return {
        "industry": _distinct(digits[:2] for code in source.gbt4754 if (digits := code.lstrip("ABCDEFGHIJKLMNOPQRST"))),
        "fee_pattern": _one(source.fee_pattern),
        "first_payment": _one(_band(source.first_payment_months, _FIRST_PAYMENT_BANDS, "24-")),
        "price_band": _one(_band(source.price, _PRICE_BANDS, "1000000-")),
        "maturity": _one(source.trl),
        # A county is counted with its prefecture.
        "division": _one(f"{source.division[:4]}00" if len(source.division) == 6 else ""),
        "owner": _one(source.owner_uscc),
        "track": _one(source.track),
        "programme": _one("yes" if source.is_in_programme else ""),
        "high_value": _distinct(source.high_value),
        "grant_year": _one(source.grant_date.year if source.grant_date else ""),
        "ipc_section": _distinct(found[0].upper() for found in levels if found),
        "ipc_class": _distinct(found[1].upper() for found in levels if len(found) > 1),
        "ipc_subclass": _distinct(found[2].upper() for found in levels if len(found) > 2),
        "status": (source.status,),
    }


def _one(value: object) -> tuple[str, ...]:
    return () if value in {None, ""} else (str(value),)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _band(value: Decimal | int | None, bands: tuple[tuple[Decimal | int, str], ...], above: str) -> str:
    if value is None:
        return ""
    at = bisect_left([top for top, _ in bands], value)
    return bands[at][1] if at < len(bands) else above


def _numbers(source: SearchSource) -> Mapping[str, int | None]:
    return {
        "price": None if source.price is None else int(source.price * 100),
        "first_payment_months": source.first_payment_months,
        "filing_date": _day(source.filing_date),
        "grant_date": _day(source.grant_date),
        "expiry_date": _day(source.expiry_date),
        "published_date": _day(source.published_date),
        "published_position": source.published_position,
    }


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _shown(source: SearchSource) -> Mapping[str, str]:
    texts = {
        "listing_number": source.listing_number,
        "status": source.status,
        "plain_title": source.plain_title,
        "invention_title": source.invention_title,
        "product": source.product,
        "application_field": source.application_field,
        "problem": source.problem,
        "solution": source.solution,
        "advantages": source.advantages,
        "abstract": source.abstract,
        "owners": "；".join(source.owners),
        "application_number": source.application_number or "",
        "publication_number": source.publication_number or "",
    }
    return {name: text for name, text in texts.items() if text}
