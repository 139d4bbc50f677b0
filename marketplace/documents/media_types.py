"""
Find out what bytes are, and refuse what is not on the list.

Only the content counts: a name or a declared type says nothing. Archives are looked into under limits of number,
size and ratio; nothing is unpacked to disk, no entity of XML is ever resolved.
"""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

from marketplace.problems import DomainError

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
XML: Final = "application/xml"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD: Final = "application/ofd"

EXTENSIONS: Final = {
    PDF: ".pdf",
    PNG: ".png",
    JPEG: ".jpg",
    CSV: ".csv",
    TSV: ".tsv",
    XML: ".xml",
    XLSX: ".xlsx",
    DOCX: ".docx",
    OFD: ".ofd",
}

_SIGNATURES: Final = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
# The entry that only this kind of package has.
_PACKAGES: Final = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX), ("OFD.xml", OFD))

MAX_ENTRIES: Final = 5000
MAX_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MAX_RATIO: Final = 200

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.:-]*)")
_PROLOGUE: Final = re.compile(r"\A\s*(?:<\?.*?\?>|<!--.*?-->|\s)*", re.DOTALL)


class UnknownType(DomainError):
    """Raised for bytes that are none of the types on the list."""

    code = "file_type_not_allowed"


class DangerousFile(DomainError):
    """Raised for a file that has the right type and a content that could do harm."""

    code = "file_dangerous"


def media_type_of(content: BinaryIO) -> str:
    """
    Give the media type of some bytes, read from their start.

    :raises UnknownType: if it is not on the list.
    :raises DangerousFile: for encrypted or exploding archives, macros, entities and document types.
    """
    content.seek(0)
    head = content.read(16)
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return _package_type(content)
    content.seek(0)
    return _text_type(content.read())


def _package_type(content: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnknownType("not a whole archive") from error
    _refuse_harm(entries)
    names = {entry.filename for entry in entries}
    for mark, media_type in _PACKAGES:
        if mark in names:
            return media_type
    raise UnknownType("an archive that is no workbook, document or OFD")


def _refuse_harm(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(packed, 1):
        raise DangerousFile("the archive grows too large", entries=len(entries), unpacked_bytes=unpacked)
    for entry in entries:
        if entry.flag_bits & 1:
            raise DangerousFile("the archive is encrypted")
        if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
            raise DangerousFile("the archive names a place outside itself")
        if entry.filename.lower().endswith("vbaproject.bin"):
            raise DangerousFile("the file has macros")


def _text_type(content: bytes) -> str:
    text = _decoded(content)
    start = text[_PROLOGUE.match(text).end() :] if _PROLOGUE.match(text) else text  # type: ignore[union-attr]
    if not start.startswith("<"):
        if not text.strip():
            raise UnknownType("the file is empty")
        return TSV if "\t" in text.split("\n", 1)[0] else CSV
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DangerousFile("the XML declares a document type or entities")
    root = _ROOT.match(start)
    if root is None or root.group(1).lower().rpartition(":")[2] in {"html", "svg", "script"}:
        raise UnknownType("a page or drawing, not a record")
    if not text.lstrip().startswith("<?xml"):
        raise UnknownType("markup without an XML declaration")
    return XML


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnknownType("neither a known file nor text")
