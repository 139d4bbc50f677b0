"""
Import patents from a file: stage it with a report per row, then apply it or throw it away.

Staging writes nothing but the staging itself, so it is the dry run. Bad rows never stop good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import File

from listings.imports import applying, topics
from listings.imports.layouts import recognized
from listings.imports.matching import known_for, match
from listings.imports.models import ImportRow, PatentImport
from listings.imports.records import Record, RowProblem, read_row
from listings.imports.tables import TableTooLarge, cell_name, read_table
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.problems import DomainError, FieldProblem

TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {
    PatentImport.Status.STAGED: frozenset({PatentImport.Status.APPLIED, PatentImport.Status.DISCARDED})
}


class ImportNotFound(DomainError):
    """Raised for an import that is not known, or not of the actor's organization."""

    code = "not_found"
    status = 404


class ImportRefused(DomainError):
    """Raised when a file cannot be staged as stated."""

    code = "import_refused"


def read_upload(upload: File[bytes]) -> bytes:
    """
    Give the bytes of an uploaded table.

    :raises TableTooLarge: above the limit of uploads.
    """
    if (upload.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise TableTooLarge("the file is too large", bytes=settings.UPLOAD_LIMIT_BYTES)
    content: bytes = upload.read()
    return content


@events.transaction()
def stage_import(
    *,
    actor: Actor,
    file_name: str,
    content: bytes,
    source_as_of: date,
    now: datetime,
    transferred: bool = False,
) -> PatentImport:
    """
    Read a file and say, row by row, what it would do.

    :param source_as_of: the day of the export; its facts are as of then.
    :param transferred: the organization states that patents which name other owners were transferred to it.
    :raises NoTable, TableTooLarge, UnknownLayout: if it cannot be read as a table of patents.
    """
    require(actor, "patent.import")
    today = shanghai_day(now)
    if source_as_of > today:
        problem = FieldProblem("/source_as_of", "in_the_future", "Write the day of the export.")
        raise ImportRefused("the export cannot come from the future", problems=[problem])
    table = read_table(content)
    layout = recognized(table.headers)
    staged = PatentImport.objects.create(
        organization=actor.organization,
        file_name=file_name[:200],
        file_sha256=sha256(content).hexdigest(),
        layout=layout.name,
        source=layout.source,
        source_as_of=source_as_of,
        columns=dict.fromkeys(table.headers) | {table.headers[place]: field for field, place in layout.columns.items()},
        is_transferred=transferred,
        uploaded_by=actor.pseudonym,
        created_at=now,
    )
    read = [
        (number, *read_row(layout=layout, headers=table.headers, row=number, cells=cells, today=today))
        for number, cells in table.rows
    ]
    place = layout.columns.get("application_number", layout.columns.get("publication_number", 0))
    ImportRow.objects.bulk_create(_staged_rows(staged, read, header=table.headers[place], place=place), batch_size=500)
    events.record(
        topics.IMPORT_STAGED, actor=actor, subject=staged, at=now, rows=len(read), file_sha256=staged.file_sha256
    )
    return staged


@events.transaction()
def apply_import(*, actor: Actor, import_id: UUID, now: datetime) -> PatentImport:
    """
    Do what the staging said, all at once, looking at every row again.

    :raises InvalidTransition: if it was applied or discarded before.
    """
    staged = _locked_import(actor, import_id)
    require_transition(TRANSITIONS, current=staged.status, target=PatentImport.Status.APPLIED)
    rows = list(staged.rows.exclude(outcome=ImportRow.Outcome.REFUSED).order_by("number"))
    applying.apply_rows(staged=staged, rows=rows, actor=actor, now=now)
    staged.status = PatentImport.Status.APPLIED
    staged.applied_at = now
    staged.save(update_fields=["status", "applied_at"])
    counted = Counter(staged.rows.values_list("outcome", flat=True))
    events.record(
        topics.IMPORT_COMPLETED,
        actor=actor,
        subject=staged,
        at=now,
        **{outcome.value: counted[outcome.value] for outcome in ImportRow.Outcome},
    )
    return staged


@events.transaction()
def discard_import(*, actor: Actor, import_id: UUID, now: datetime) -> PatentImport:
    """Throw a staged file away."""
    staged = _locked_import(actor, import_id)
    require_transition(TRANSITIONS, current=staged.status, target=PatentImport.Status.DISCARDED)
    staged.status = PatentImport.Status.DISCARDED
    staged.save(update_fields=["status"])
    staged.rows.all().delete()
    events.record(topics.IMPORT_DISCARDED, actor=actor, subject=staged, at=now)
    return staged


def _locked_import(actor: Actor, import_id: UUID) -> PatentImport:
    found = PatentImport.objects.select_for_update().filter(pk=import_id, organization=actor.organization).first()
    if found is None:
        raise ImportNotFound(str(import_id))
    require(actor, "patent.import")
    return found


def _staged_rows(
    staged: PatentImport, read: list[tuple[int, Record, list[RowProblem]]], *, header: str, place: int
) -> Iterable[ImportRow]:
    known = known_for((record for _, record, _ in read), importer=staged.organization)
    seen: dict[str, int] = {}
    for number, record, problems in read:
        earlier = next((seen[each] for each in _numbers(record) if each in seen), None)
        if earlier is not None:
            fix = f"Row {earlier} has the same number: keep one of them."
            cell, values = cell_name(place, number), {"row": str(earlier)}
            problems.append(RowProblem(header, cell, record.number, "twice_in_file", fix, values=values))
        seen |= {each: seen.get(each, number) for each in _numbers(record)}
        outcome, patent = ImportRow.Outcome.REFUSED.value, None
        if not any(problem.blocks for problem in problems):
            found = match(record, known=known, importer=staged.organization, transferred=staged.is_transferred)
            outcome, patent = found.outcome, found.patent
            problems.extend(found.problems)
        yield ImportRow(
            patent_import=staged,
            number=number,
            record=asdict(record),
            problems=[problem.plain() for problem in problems],
            outcome=outcome,
            patent=patent,
        )


def _numbers(record: Record) -> list[str]:
    return [number for number in (record.application_number, record.publication_number) if number]
