"""Tables of imports: what a file said, row by row, before anything is applied."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from listings.patents.models import Patent
from marketplace.accounts.models import Organization


class PatentImport(models.Model):
    """One uploaded file: staged, looked at, then applied or discarded."""

    class Status(models.TextChoices):
        STAGED = "staged", _("Checked, not yet imported")
        APPLIED = "applied", _("Imported")
        DISCARDED = "discarded", _("Discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="patent_imports")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=24, help_text="The layout recognized by its headers.")
    source = models.CharField(max_length=80, help_text="The source its facts are given, such as database:patsnap.")
    source_as_of = models.DateField(help_text="The day of the export, as the uploader stated.")
    columns = models.JSONField(help_text="Header of the file -> field, null where it is not read.")
    status = models.CharField(max_length=10, choices=Status, default=Status.STAGED)
    is_transferred = models.BooleanField(
        default=False, help_text="The organization states that patents naming others were transferred to it."
    )
    uploaded_by = models.UUIDField()
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-created_at"], name="patent_import_newest")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a file: what was read, what is wrong with it, what it became."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Adds to a known patent")
        UNCHANGED = "unchanged", _("Already known")
        REFUSED = "refused", _("Not imported")

    patent_import = models.ForeignKey(PatentImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row of the file as a spreadsheet counts it.")
    record = models.JSONField(help_text="The fields read, normalized.")
    problems = models.JSONField(default=list, help_text="[{column, value, code, message, fix, blocks}].")
    outcome = models.CharField(max_length=10, choices=Outcome)
    patent = models.ForeignKey(Patent, null=True, on_delete=models.SET_NULL, related_name="import_rows")

    class Meta:
        ordering = ["patent_import", "number"]
        constraints = [models.UniqueConstraint(fields=["patent_import", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"row {self.number}: {self.outcome}"
