"""What the law or the bureau may set otherwise. Defaults and their sources: the table of parameters in the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from listings.eligibility.rules.fields import Amount, Choice, Code, Flag, ListOf, MappingOf, Whole, WholeDay, optional
from listings.eligibility.rules.vocabulary import AGING_TOPICS, PATENT_KINDS
from marketplace.strict_yaml import Path

DESIGN_CHANGE: Final = date(2021, 6, 1)
"""Designs filed from this day on live fifteen years (Patent Law of 2020, art. 42)."""


def _term_years() -> Mapping[str, int]:
    return MappingProxyType({"invention": 20, "utility_model": 10, "design": 15})


def _stale_days() -> Mapping[str, int]:
    long = {"license": 90, "owner": 90, "family": 365, "award": 365}
    return MappingProxyType({topic: long.get(topic, 30) for topic in AGING_TOPICS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The numbers of the rules; periods in years, months or days as the names say."""

    grant_years: int = 3
    term_years: Mapping[str, int] = field(default_factory=_term_years)
    design_years_before_2021_06_01: int = 10
    grace_months: int = 6
    non_use_months: int = 12
    review_all_reasons: bool = False
    maintained_years: int = 10
    maintained_from: str = "filing"
    pledge_amount_min: Decimal | None = None
    unconfirmed_offices: frozenset[str] = frozenset({"HK", "MO", "TW"})
    compulsory_grant_years: int = 3
    compulsory_filing_years: int = 4
    stale_days: Mapping[str, int] = field(default_factory=_stale_days)
    closed_days: frozenset[date] = frozenset()
    license_until: date | None = None
    terms_hash: str | None = None


_WHOLE: Final = Whole()

PARAMETERS: Final = MappingOf(
    {
        "grant_years": optional(_WHOLE),
        "term_years": optional(MappingOf({kind: optional(_WHOLE) for kind in PATENT_KINDS})),
        "design_years_before_2021_06_01": optional(_WHOLE),
        "grace_months": optional(_WHOLE),
        "non_use_months": optional(_WHOLE),
        "review_all_reasons": optional(Flag()),
        "maintained_years": optional(_WHOLE),
        "maintained_from": optional(Choice(("filing", "grant"))),
        "pledge_amount_min": optional(Amount()),
        "unconfirmed_offices": optional(ListOf(Code())),
        "compulsory_grant_years": optional(_WHOLE),
        "compulsory_filing_years": optional(_WHOLE),
        "stale_days": optional(MappingOf({topic: optional(_WHOLE) for topic in AGING_TOPICS})),
        "closed_days": optional(ListOf(WholeDay())),
        "license_until": optional(WholeDay()),
        "terms_hash": optional(Code()),
    }
)


def read_parameters(value: Any, path: Path) -> Parameters:
    """Read parameters; those that are not given, or null, keep their defaults."""
    return parameters_with(PARAMETERS.read(value, path))


def parameters_with(read: Mapping[str, Any]) -> Parameters:
    """Give the defaults with what was read in the place of single ones."""
    given = {key: entry for key, entry in read.items() if entry is not None}
    base = Parameters()
    for key in ("term_years", "stale_days"):
        if key in given:
            single = {name: entry for name, entry in given[key].items() if entry is not None}
            given[key] = MappingProxyType({**getattr(base, key), **single})
    for key in ("unconfirmed_offices", "closed_days"):
        if key in given:
            given[key] = frozenset(given[key])
    return replace(base, **given)
