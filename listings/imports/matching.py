"""What a record would become: a new patent, an addition to a known one, nothing, or a refusal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q

from listings.imports.models import ImportRow
from listings.imports.records import Record, RowProblem
from listings.patents.models import Patent
from marketplace.accounts.models import Organization

# Filled where they are empty; what is stored already is never replaced by an export.
_FILLED: Final = (
    "application_number",
    "publication_number",
    "abstract",
    "claims_text",
    "filing_date",
    "grant_date",
    "ipc",
    "inventors",
)
_COMPARED: Final = ("application_number", "publication_number", "filing_date", "grant_date", "kind")


@dataclass(frozen=True, slots=True)
class Known:
    """Patents and organizations that the records of one import may name."""

    patents: Mapping[str, Patent]
    by_name: Mapping[str, Organization]
    by_code: Mapping[str, Organization]

    def patent(self, record: Record) -> Patent | None:
        """Give the stored patent that a record names by either number."""
        for number in (record.application_number, record.publication_number):
            if number and number in self.patents:
                return self.patents[number]
        return None

    def organization(self, name: str, code: str = "") -> Organization | None:
        """Give the organization that a name or code stands for."""
        return self.by_code.get(code) or self.by_name.get(plain_name(name))


def known_for(records: Iterable[Record], *, importer: Organization) -> Known:
    """Look up everything that records name, in three queries."""
    rows = list(records)
    numbers = {number for row in rows for number in (row.application_number, row.publication_number) if number}
    found = Patent.objects.filter(Q(application_number__in=numbers) | Q(publication_number__in=numbers))
    patents: dict[str, Patent] = {}
    for patent in found.prefetch_related("owners", "holders"):
        for number in (patent.application_number, patent.publication_number):
            if number:
                patents[number] = patent
    names = {name for row in rows for name in (*row.owners, *row.current_owners)}
    codes = {code for row in rows for code in row.owner_codes}
    # A name counts only where the bureau has verified whose it is.
    bodies = list(Organization.objects.filter(Q(name__in=names) | Q(uscc__in=codes), verified_at__isnull=False))
    bodies.append(importer)
    return Known(patents, {plain_name(body.name): body for body in bodies}, {body.uscc: body for body in bodies})


def plain_name(name: str) -> str:
    """Give a name for comparison: half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def names_importer(record: Record, importer: Organization) -> bool:
    """Tell whether the record names the importing organization as an owner, then or now."""
    names = {plain_name(name) for name in (*record.owners, *record.current_owners)}
    return plain_name(importer.name) in names or importer.uscc in record.owner_codes


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome of a record, the values it would add, and what is wrong with it beside its cells."""

    outcome: str
    patent: Patent | None
    values: Mapping[str, Any]
    problems: tuple[RowProblem, ...] = ()


def match(record: Record, *, known: Known, importer: Organization, transferred: bool) -> Match:
    """
    Tell what a record becomes for an organization.

    :param transferred: the importer states that patents which name others were transferred to it.
    """
    patent = known.patent(record)
    named = names_importer(record, importer)
    if patent is None:
        if not named and not transferred:
            return _refused("owner_not_named", "Your organization is not among the owners.", record)
        return Match(ImportRow.Outcome.NEW, None, {})
    holders = {holder.organization_id for holder in patent.holders.all() if holder.until is None}
    stored_names = {plain_name(owner.name) for owner in patent.owners.all()}
    if importer.pk not in holders:
        if holders and plain_name(importer.name) not in stored_names:
            return _refused("held_by_another", "Another organization holds this patent here.", record, patent)
        if not named and not transferred:
            return _refused("owner_not_named", "Your organization is not among the owners.", record, patent)
    values = _additions(record, patent)
    problems = tuple(_differences(record, patent))
    same = not values and importer.pk in holders
    return Match(ImportRow.Outcome.UNCHANGED if same else ImportRow.Outcome.CHANGED, patent, values, problems)


def _differences(record: Record, patent: Patent) -> Iterator[RowProblem]:
    for name in _COMPARED:
        new, stored = getattr(record, name), getattr(patent, name)
        if new and stored and str(new) != str(stored):
            yield RowProblem(
                name, "", str(new), "differs", f"Stored is {stored}.", blocks=False, values={"stored": str(stored)}
            )


def _additions(record: Record, patent: Patent) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in _FILLED:
        new = getattr(record, name)
        if new and not getattr(patent, name):
            values[name] = date.fromisoformat(new) if name.endswith("_date") else new
    return values


def _refused(code: str, fix: str, record: Record, patent: Patent | None = None) -> Match:
    problem = RowProblem("", "", "；".join(record.owners)[:120], code, fix)
    return Match(ImportRow.Outcome.REFUSED, patent, {}, (problem,))
