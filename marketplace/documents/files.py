"""
Bytes on disk: written once under their hash, whole or not at all.

The hash is taken while writing; the file gets its name only when it is on the disk. A file without a row (a
transaction that was rolled back) does no harm and is found again by the next upload of the same bytes.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from marketplace.documents.media_types import media_type_of
from marketplace.documents.models import path_of
from marketplace.problems import DomainError


class FileTooLarge(DomainError):
    """Raised as soon as more than the limit has arrived."""

    code = "file_too_large"


class EmptyFile(DomainError):
    """Raised for a file without a byte."""

    code = "file_empty"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found out while the bytes were written."""

    sha256: str
    size: int
    media_type: str


def keep(chunks: Iterable[bytes], *, limit: int | None = None) -> Kept:
    """
    Write bytes under their hash and say what they are.

    :raises FileTooLarge: beyond the limit, by default the one of uploads.
    :raises EmptyFile: for nothing.
    :raises UnknownType, DangerousFile: as ``media_type_of``.
    """
    most = settings.UPLOAD_LIMIT_BYTES if limit is None else limit
    with _draft() as (draft, file):
        digest, size = sha256(), 0
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise FileTooLarge(f"more than {most} bytes", limit_bytes=most)
            digest.update(chunk)
            file.write(chunk)
        if not size:
            raise EmptyFile("the file is empty")
        file.flush()
        kept = Kept(digest.hexdigest(), size, media_type_of(file))
        os.fsync(file.fileno())
        _name(draft, path_of(kept.sha256))
    return kept


@contextmanager
def _draft() -> Iterator[tuple[Path, BinaryIO]]:
    folder = Path(settings.DOCUMENTS_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / uuid.uuid4().hex
    try:
        # Exclusive, readable by the service alone, never executable.
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            yield draft, file
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if place.exists():
        return
    draft.chmod(0o400)
    draft.replace(place)
    for folder in (place.parent, place.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hash_on_disk(place: Path) -> str:
    """Give the hash of the bytes that stand at a place."""
    digest = sha256()
    with place.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
