"""Make patents, owners and facts from staged rows, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from listings.eligibility.facts import new_fact
from listings.eligibility.selectors import with_evidence
from listings.eligibility.services import check_many
from listings.imports.matching import Known, Match, known_for, match, plain_name
from listings.imports.models import ImportRow, PatentImport
from listings.imports.records import Record
from listings.offers.consequences import facts_changed
from listings.offers.services.facts import record_added
from listings.patents import topics
from listings.patents.models import LegalFact, Patent, PatentHolder, PatentOwner
from marketplace import events
from marketplace.accounts.models import Organization
from marketplace.events import Acting

_BATCH: Final = 200


def apply_rows(*, staged: PatentImport, rows: Sequence[ImportRow], actor: Acting, now: datetime) -> None:
    """Apply rows that were staged; one that no longer fits becomes a refusal."""
    records = [Record(**row.record) for row in rows]
    # Locked by id, so that two imports of one patent wait for each other in the same order.
    list(_locked(records))
    known = known_for(records, importer=staged.organization)
    fresh: list[tuple[ImportRow, Record]] = []
    for row, record in zip(rows, records, strict=True):
        found = match(record, known=known, importer=staged.organization, transferred=staged.is_transferred)
        row.outcome = found.outcome
        row.patent = found.patent
        if found.outcome == ImportRow.Outcome.NEW:
            fresh.append((row, record))
        elif found.outcome == ImportRow.Outcome.CHANGED:
            _amend(staged, found, actor, now)
    for start in range(0, len(fresh), _BATCH):
        _add(staged, fresh[start : start + _BATCH], known, actor, now)
    ImportRow.objects.bulk_update(rows, ["outcome", "patent"], batch_size=500)


def _locked(records: Iterable[Record]) -> Iterator[Patent]:
    numbers = {number for each in records for number in (each.application_number, each.publication_number) if number}
    found = Patent.objects.filter(Q(application_number__in=numbers) | Q(publication_number__in=numbers))
    yield from found.select_for_update().order_by("pk")


def _add(
    staged: PatentImport, pairs: Sequence[tuple[ImportRow, Record]], known: Known, actor: Acting, now: datetime
) -> None:
    patents = [_patent(staged, record, now) for _, record in pairs]
    Patent.objects.bulk_create(patents)
    owners: list[PatentOwner] = []
    holders: list[PatentHolder] = []
    facts: list[LegalFact] = []
    for patent, (row, record) in zip(patents, pairs, strict=True):
        row.patent = patent
        mine = list(_owners(patent, record, known))
        owners += mine
        added = list(_facts(staged, patent, record, known, now))
        facts += added
        holders += _holders(staged, patent, record, mine, known, changed=any(f.kind == "owner_change" for f in added))
    PatentOwner.objects.bulk_create(owners)
    PatentHolder.objects.bulk_create(holders)
    events.record_many(
        topics.PATENT_ADDED,
        actor=actor,
        happenings=[(patent, {"number": patent.number, "source": staged.source}) for patent in patents],
        at=now,
    )
    LegalFact.objects.bulk_create(facts)
    record_added(rows=facts, actor=actor, now=now)
    check_many(patents=with_evidence(patents), now=now)


def _patent(staged: PatentImport, record: Record, now: datetime) -> Patent:
    return Patent(
        application_number=record.application_number,
        publication_number=record.publication_number,
        kind=record.kind,
        invention_title=record.invention_title,
        abstract=record.abstract,
        claims_text=record.claims_text,
        inventors=record.inventors,
        filing_date=_day(record.filing_date),
        grant_date=_day(record.grant_date),
        ipc=record.ipc,
        source=staged.source,
        source_as_of=staged.source_as_of,
        created_at=now,
    )


def _owners(patent: Patent, record: Record, known: Known) -> Iterator[PatentOwner]:
    codes = record.owner_codes if len(record.owner_codes) == len(record.owners) else [""] * len(record.owners)
    for place, (name, code) in enumerate(zip(record.owners, codes, strict=True), start=1):
        body = known.organization(name, code)
        yield PatentOwner(patent=patent, position=place, organization=body, name=name, uscc=body.uscc if body else code)


def _facts(staged: PatentImport, patent: Patent, record: Record, known: Known, now: datetime) -> Iterator[LegalFact]:
    """Give the facts that a row states: that the status was read, and who owns the patent now."""
    as_of = staged.source_as_of
    plain: list[dict[str, Any]] = []
    if record.is_in_force:
        plain.append({"kind": "checked", "topics": ["status"], "source": staged.source, "as_of": as_of})
    now_owning = [_reference(name, known) for name in record.current_owners]
    at_grant = [_reference(name, known) for name in record.owners]
    importer = staged.organization
    if staged.is_transferred and importer.uscc not in {*now_owning, *at_grant}:
        plain.append(_change(as_of, [importer.uscc], f"owner:{importer.name}"))
    elif now_owning and set(now_owning) != set(at_grant):
        plain.append(_change(as_of, now_owning, staged.source))
    for each in plain:
        yield new_fact(patent=patent, plain=each, document_sha256="", recorded_by=None, now=now)


def _change(on: date, owners: list[str], source: str) -> dict[str, Any]:
    return {"kind": "owner_change", "on": on, "owners": owners, "reason": "transfer", "source": source, "as_of": on}


def _reference(name: str, known: Known) -> str:
    body = known.organization(name)
    return body.uscc if body else name


def _holders(
    staged: PatentImport,
    patent: Patent,
    record: Record,
    owners: Iterable[PatentOwner],
    known: Known,
    *,
    changed: bool,
) -> list[PatentHolder]:
    """Give the organizations that hold a new patent here: its owners now, the importer among them."""
    bodies: dict[object, Organization] = {
        owner.organization.pk: owner.organization for owner in owners if owner.organization
    }
    if changed:
        named = [known.organization(name) for name in record.current_owners]
        bodies = {body.pk: body for body in named if body is not None}
    bodies.setdefault(staged.organization_id, staged.organization)
    return [PatentHolder(patent=patent, organization=body, since=staged.source_as_of) for body in bodies.values()]


def _amend(staged: PatentImport, found: Match, actor: Acting, now: datetime) -> None:
    """Fill in what was missing on a known patent, and make the importer a holder where it is named."""
    patent = found.patent
    if patent is None:
        raise ValueError("a change is of a known patent")
    for name, value in found.values.items():
        setattr(patent, name, value)
    if found.values:
        patent.save(update_fields=list(found.values))
        fields = sorted(found.values)
        events.record(topics.PATENT_AMENDED, actor=actor, subject=patent, at=now, fields=fields, source=staged.source)
    if not patent.holders.filter(organization=staged.organization, until=None).exists():
        mine = [
            owner for owner in patent.owners.all() if plain_name(owner.name) == plain_name(staged.organization.name)
        ]
        for owner in mine:
            owner.organization, owner.uscc = staged.organization, staged.organization.uscc
            owner.save(update_fields=["organization", "uscc"])
        PatentHolder.objects.create(patent=patent, organization=staged.organization, since=staged.source_as_of)
    facts_changed(patent=patent, actor=actor, now=now)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
