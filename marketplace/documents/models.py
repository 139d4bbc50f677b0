"""Tables of files and documents. A file is its bytes; a document says whose they are and what they are about."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Organization


class StoredFile(models.Model):
    """Bytes outside the web root, named by their hash. Never changed; two documents may share one."""

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    media_type = models.CharField(max_length=100, help_text="Found in the bytes, never taken from the sender.")
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> Path:
        """Give the place of the bytes."""
        return path_of(self.sha256)


def path_of(sha256: str) -> Path:
    """Give the place of bytes with this hash; two levels of folders keep each small."""
    return Path(settings.DOCUMENTS_DIR) / sha256[:2] / sha256[2:4] / sha256


class Document(models.Model):
    """A file with an owner, a meaning and a subject. A newer one replaces it; the older one stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40, help_text="What it is to its subject, such as contract or voucher.")
    title = models.CharField(_("title"), max_length=200)
    file_name = models.CharField(max_length=120, help_text="The name it is downloaded under.")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")
    subject_kind = models.CharField(max_length=40, blank=True, help_text="As in the event log; empty for none.")
    subject_id = models.CharField(max_length=64, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    created_by = models.UUIDField(null=True, help_text="Pseudonym of the person; null for the clock.")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "created_at"], name="document_by_subject")]

    def __str__(self) -> str:
        return self.title
