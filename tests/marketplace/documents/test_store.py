import os
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError

from marketplace import events
from marketplace.accounts.roles import Role
from marketplace.documents import files
from marketplace.documents.media_types import UnknownType
from marketplace.documents.models import Document, StoredFile
from marketplace.documents.services import (
    AlreadyReplaced,
    NotReplaceable,
    safe_name,
    store_generated,
    store_upload,
)
from marketplace.events.models import Event
from tests.factories import make_actor, make_enterprise

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\nvoucher"
DEAL = events.Subject("deal", "7")

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance():
    return make_actor(make_enterprise(), Role.FINANCE)


def upload(actor, content=PDF, name="凭证.pdf", **fields):
    return store_upload(
        actor=actor,
        upload=ContentFile(content, name=name),
        at=NOW,
        **{"kind": "voucher", "title": "转账凭证", "subject": DEAL, **fields},
    )


def kept(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_keeps_bytes_under_their_hash_and_records_it(finance, documents_dir):
    document = upload(finance)

    digest = sha256(PDF).hexdigest()
    place = documents_dir / digest[:2] / digest[2:4] / digest
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (PDF, 0o400)
    assert kept(documents_dir) == [digest]
    assert (document.file.media_type, document.file.size) == ("application/pdf", len(PDF))
    assert (document.organization, document.created_by) == (finance.organization, finance.pseudonym)
    (event,) = Event.objects.all()
    assert (event.topic, event.changes["sha256"], event.changes["subject_id"]) == ("document.stored", digest, "7")


def test_two_documents_share_the_same_bytes(finance, documents_dir):
    first, second = upload(finance), upload(finance, title="again")

    assert first.pk != second.pk
    assert (StoredFile.objects.count(), len(kept(documents_dir))) == (1, 1)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"", files.EmptyFile), (b"MZ\x90\x00", UnknownType), (b"%PDF-" + b"x" * 200, files.FileTooLarge)],
)
def test_keeps_nothing_of_a_refused_file(finance, documents_dir, settings, content, refusal):
    settings.UPLOAD_LIMIT_BYTES = 100

    with pytest.raises(refusal):
        upload(finance, content)

    assert kept(documents_dir) == []
    assert (Document.objects.count(), StoredFile.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_leaves_no_half_written_file_when_the_sender_stops(finance, documents_dir):
    def broken():
        yield PDF
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        files.keep(broken())

    assert kept(documents_dir) == []


def test_a_replaced_document_stays_and_is_replaced_once(finance):
    older = upload(finance)
    newer = upload(finance, PDF + b"2", replaces=older)

    assert (newer.replaces, older.replaced_by) == (older, newer)
    with pytest.raises(AlreadyReplaced):
        upload(finance, PDF + b"3", replaces=older)
    assert Document.objects.count() == 2


def test_a_document_replaces_only_its_own_kind(finance):
    foreign = upload(make_actor(make_enterprise(), Role.FINANCE))

    with pytest.raises(NotReplaceable):
        upload(finance, replaces=foreign)

    assert Document.objects.count() == 1


def test_keeps_what_the_product_made(finance):
    document = store_generated(
        organization=finance.organization, content=PDF, kind="contract", title="许可合同", at=NOW, subject=DEAL
    )

    assert (document.created_by, document.file_name) == (None, "许可合同.pdf")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("凭证.PDF", "凭证.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\files\\a.exe", "a.exe.pdf"),
        ("evil\u202efdp.exe", "evil_fdp.exe.pdf"),
        ("", "document.pdf"),
        ("x" * 300, "x" * 116 + ".pdf"),
    ],
)
def test_gives_a_harmless_name(given, expected):
    assert safe_name(given, media_type="application/pdf") == expected


def test_check_names_changed_and_missing_files(finance, capsys):
    changed, missing, whole = (upload(finance, PDF + end).file for end in (b"1", b"2", b"3"))
    call_command("check_documents")
    assert capsys.readouterr().out == "3 files, all whole\n"

    os.chmod(changed.path, 0o600)  # noqa: PTH101
    changed.path.write_bytes(b"%PDF-tampered")
    missing.path.unlink()

    with pytest.raises(CommandError) as error:
        call_command("check_documents")

    assert f"{changed.sha256}: changed" in str(error.value)
    assert f"{missing.sha256}: missing" in str(error.value)
    assert whole.sha256 not in str(error.value)
