"""Keep documents: what people upload, and what the product makes itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from django.core.files.base import File
from django.db import models

from marketplace import events
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.documents import files, topics
from marketplace.documents.media_types import EXTENSIONS
from marketplace.documents.models import Document, StoredFile
from marketplace.events import SYSTEM, Acting, Subject, subject_of
from marketplace.problems import DomainError

_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')


class AlreadyReplaced(DomainError):
    """Raised when a document was already replaced by another one."""

    code = "document_already_replaced"
    status = 409


class NotReplaceable(DomainError):
    """Raised when a document should replace one of another owner, subject or kind."""

    code = "document_not_replaceable"


def store_upload(
    *,
    actor: Actor,
    upload: File[bytes],
    kind: str,
    title: str,
    at: datetime,
    subject: models.Model | Subject | None = None,
    replaces: Document | None = None,
) -> Document:
    """
    Keep what somebody uploaded as a document of their organization.

    The caller has checked that the actor may do so for this subject. The bytes are written before any transaction
    of this call is opened.

    :raises FileTooLarge, EmptyFile, UnknownType, DangerousFile: if the file is refused; nothing is kept.
    :raises AlreadyReplaced, NotReplaceable: as their names say.
    """
    return _store(
        organization=actor.organization,
        actor=actor,
        chunks=upload.chunks(),
        kind=kind,
        title=title,
        file_name=upload.name or "",
        at=at,
        subject=subject,
        replaces=replaces,
    )


def store_generated(
    *,
    organization: Organization,
    content: bytes,
    kind: str,
    title: str,
    at: datetime,
    actor: Acting = SYSTEM,
    subject: models.Model | Subject | None = None,
    replaces: Document | None = None,
) -> Document:
    """Keep what the product made, such as a contract's PDF, as a document of an organization."""
    return _store(
        organization=organization,
        actor=actor,
        chunks=[content],
        kind=kind,
        title=title,
        file_name=title,
        at=at,
        subject=subject,
        replaces=replaces,
    )


def _store(  # noqa: PLR0913 - The two services above name every part.
    *,
    organization: Organization,
    actor: Acting,
    chunks: Iterable[bytes],
    kind: str,
    title: str,
    file_name: str,
    at: datetime,
    subject: models.Model | Subject | None,
    replaces: Document | None,
) -> Document:
    about = subject_of(subject) if isinstance(subject, models.Model) else subject or Subject("", "")
    kept = files.keep(chunks)
    with events.transaction():
        if replaces is not None:
            _require_replaceable(replaces, organization=organization, kind=kind, about=about)
        stored, _ = StoredFile.objects.get_or_create(
            sha256=kept.sha256, defaults={"media_type": kept.media_type, "size": kept.size, "stored_at": at}
        )
        document = Document.objects.create(
            organization=organization,
            kind=kind,
            title=title,
            file_name=safe_name(file_name, media_type=kept.media_type),
            file=stored,
            subject_kind=about.kind,
            subject_id=about.id,
            replaces=replaces,
            created_by=actor.pseudonym,
            created_at=at,
        )
        events.record(
            topics.DOCUMENT_STORED,
            actor=actor,
            subject=document,
            at=at,
            kind=kind,
            sha256=kept.sha256,
            media_type=kept.media_type,
            size=kept.size,
            subject_kind=about.kind,
            subject_id=about.id,
            replaces=replaces.pk if replaces else None,
        )
    return document


def _require_replaceable(replaces: Document, *, organization: Organization, kind: str, about: Subject) -> None:
    # The row is locked, so that two uploads cannot both replace it.
    older = Document.objects.select_for_update().get(pk=replaces.pk)
    if (older.organization_id, older.kind, older.subject_kind, older.subject_id) != (
        organization.pk,
        kind,
        about.kind,
        about.id,
    ):
        raise NotReplaceable("it belongs to another organization, subject or kind")
    if Document.objects.filter(replaces=older).exists():
        raise AlreadyReplaced("another document has replaced it")


def safe_name(name: str, *, media_type: str) -> str:
    """Give the name a download gets: no folders, no control characters, and the extension of what it is."""
    extension = EXTENSIONS[media_type]
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = _NOT_IN_NAMES.sub("_", last).strip(" ._")
    if PurePosixPath(stem).suffix.lower() in {*EXTENSIONS.values(), ".jpeg", ".txt"}:
        stem = PurePosixPath(stem).stem
    return (stem[: 120 - len(extension)] or "document") + extension
