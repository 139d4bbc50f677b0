"""The one table of the web edge: answers that are kept for a repeated call."""

from __future__ import annotations

from django.db import models


class KeptAnswer(models.Model):
    """The answer to a call with an ``Idempotency-Key``, written in the transaction of its effect."""

    caller = models.UUIDField(help_text="Pseudonym of the person.")
    organization = models.UUIDField(help_text="The organization acted for.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 over method, address and body.")
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="", blank=True)
    headers = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "organization", "key"], name="kept_answer_once_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.status} for {self.key}"
