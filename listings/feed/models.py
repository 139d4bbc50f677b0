"""Tables of the exchange feed: its entries, its head, and the keys of its readers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Organization


class FeedEntry(models.Model):
    """
    One public event as it is served. Only ``superseded_by`` is set later, once.

    ``sequence`` is the feed's own count: the log's position counts private events too, and gaps would show them.
    """

    sequence = models.BigIntegerField(primary_key=True)
    log_position = models.BigIntegerField(unique=True)
    subject = models.CharField(max_length=80)
    revision = models.PositiveIntegerField()
    type = models.CharField(max_length=80)
    method = models.CharField(max_length=6, choices=[("PUT", "PUT"), ("DELETE", "DELETE")])
    at = models.DateTimeField()
    body = models.TextField(help_text="The data in RFC 8785 form, byte for byte as served.")
    contenthash = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    superseded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "revision"], name="feed_revision_once")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.subject} {self.revision}"


class FeedHead(models.Model):
    """The one row with the feed's epoch, newest sequence and chain."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=6)
    sequence = models.BigIntegerField(default=0)
    chain = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="feed_head_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.epoch} {self.sequence}"


class ExchangeKey(models.Model):
    """A reader's key. The secret is shown once; its prefix and hash stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="exchange_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=8, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_sequence = models.BigIntegerField(default=0, help_text="Of the last event that was asked from.")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
