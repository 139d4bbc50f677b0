"""Tables of subsidy policies: each published rule as data, immutable once in force."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SubsidyPolicy(models.Model):
    """One version of one published rule, as the policy format defines it, with the office that administers it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_FORCE = "in_force", _("In force")
        RETIRED = "retired", _("No longer in force")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.IN_FORCE}),
        Status.IN_FORCE: frozenset({Status.RETIRED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80, help_text="The rule's id in its file, such as hlj-ip-2021.")
    family = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    doc_no = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=10)
    office = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="policies")
    body = models.JSONField(help_text="The rule as read from its file.")
    defaults = models.JSONField(default=dict, help_text="The file's defaults, merged under the rule.")
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    loaded_by = models.UUIDField()
    loaded_at = models.DateTimeField()
    put_in_force_by = models.UUIDField(null=True)
    put_in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "key", "sha256"], name="policy_text_once_per_office"),
            models.UniqueConstraint(fields=["key"], condition=Q(status="in_force"), name="policy_in_force_once"),
            models.CheckConstraint(
                name="policy_in_force_by_another_person",
                condition=Q(status="draft", put_in_force_by=None)
                | (~Q(status="draft") & Q(put_in_force_by__isnull=False) & ~Q(put_in_force_by=F("loaded_by"))),
            ),
        ]

    def __str__(self) -> str:
        return self.key
