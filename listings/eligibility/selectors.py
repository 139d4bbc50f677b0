"""Read what the engine needs from rows, and the answers it gave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import prefetch_related_objects

from listings.eligibility import rules
from listings.eligibility.facts import plain_fact
from listings.eligibility.models import EligibilityAnswer
from listings.patents.models import LegalFact, Patent, PatentOwner
from marketplace.dated.models import DatedSetting
from marketplace.dated.selectors import working_days
from marketplace.dates import WorkingDays, days_between

_SETTINGS: Final = "eligibility."


def engine_patent(
    patent: Patent,
    *,
    facts: Iterable[LegalFact] | None = None,
    owners: Iterable[PatentOwner] | None = None,
) -> rules.Patent:
    """Give a patent as the engine takes it, with its stored facts and owners where none are given."""
    rows = patent.facts.all() if facts is None else facts
    return rules.patent_from(
        {
            "application_number": patent.application_number,
            "publication_number": patent.publication_number,
            "kind": patent.kind,
            "filing_date": patent.filing_date,
            "grant_date": patent.grant_date,
            "owners": [
                {"id": owner.reference, "name": owner.name} | ({"uscc": owner.uscc} if owner.uscc else {})
                for owner in (patent.owners.all() if owners is None else owners)
            ],
            "facts": [plain_fact(row) for row in rows],
        }
    )


def with_evidence(patents: Iterable[Patent]) -> list[Patent]:
    """Load owners and facts of many patents in two queries."""
    loaded = list(patents)
    prefetch_related_objects(loaded, "owners", "facts")
    return loaded


def parameters_on(on: date, **asked: Any) -> rules.Parameters:
    """
    Give the parameters in force on a day: dated settings ``eligibility.<name>``, and the published rest days.

    :param asked: ``license_until`` and ``terms_hash``, where a license is asked for.
    """
    values: dict[str, Any] = {}
    settings = DatedSetting.objects.filter(name__startswith=_SETTINGS, valid_from__lte=on)
    for row in settings.order_by("valid_from", "recorded_at", "pk"):
        values[row.name.removeprefix(_SETTINGS)] = row.value
    calendar = working_days()
    values["closed_days"] = _closed_days(
        tuple(sorted((year, table.closed, table.open) for year, table in calendar.tables.items()))
    )
    return rules.parameters_from({**values, **{name: value for name, value in asked.items() if value is not None}})


@lru_cache(maxsize=8)
def _closed_days(years: tuple[tuple[int, frozenset[date], frozenset[date]], ...]) -> list[date]:
    """Give the rest days of the years that have a published table (细则 5)."""
    from marketplace.dates import YearTable

    calendar = WorkingDays({year: YearTable(closed, opened) for year, closed, opened in years})
    return [
        day
        for year, _, _ in years
        for day in days_between(date(year, 1, 1), date(year, 12, 31))
        if calendar.is_rest_day(day)
    ]


def newest_answers(patents: Iterable[Patent]) -> dict[object, dict[str, EligibilityAnswer]]:
    """Give per patent id and purpose the newest stored answer."""
    found: dict[object, dict[str, EligibilityAnswer]] = {}
    rows = EligibilityAnswer.objects.filter(patent__in=[patent.pk for patent in patents])
    for row in rows.order_by("worked_out_at", "on"):
        found.setdefault(row.patent_id, {})[row.purpose] = row
    return found
