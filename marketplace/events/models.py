"""Tables of the event log. Rows are never changed once numbered and never deleted; triggers see to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """Something that happened to one subject. ``position`` is null until the transaction that wrote it commits."""

    position = models.BigIntegerField(null=True, unique=True)
    batch = models.UUIDField(help_text="The transaction that wrote the row; all events of one act share it.")
    topic = models.CharField(max_length=80)
    actor = models.UUIDField(null=True, help_text="Pseudonym of the person; null for the clock.")
    organization = models.UUIDField(null=True, help_text="The organization that the person acted for.")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    at = models.DateTimeField(help_text="When it happened by the clock that was passed in.")
    body = models.TextField(help_text="Canonical JSON of the whole event, as hashed.")
    hash = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        indexes = [
            # The history of one thing, oldest first.
            models.Index(fields=["subject_kind", "subject_id", "position"], name="event_by_subject"),
            # Numbering looks for the rows of its own transaction.
            models.Index(fields=["batch"], name="event_unnumbered", condition=Q(position=None)),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.topic} {self.subject_kind}:{self.subject_id}"

    @property
    def changes(self) -> dict[str, object]:
        """Give the recorded changes as plain JSON values."""
        import json

        parsed: dict[str, object] = json.loads(self.body)["changes"]
        return parsed


class EventHead(models.Model):
    """The one row that is locked last in every transaction: the newest position and its hash."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="event_head_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"head {self.position}"


class ConsumerCursor(models.Model):
    """How far one consumer has come, and who may move it until when."""

    name = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    failing_position = models.BigIntegerField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)
    moved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class ParkedEvent(models.Model):
    """An event that a consumer could not take; later events of the same subject wait behind it."""

    consumer = models.CharField(max_length=40)
    position = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    error = models.TextField()
    parked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "position"], name="parked_once_per_consumer")]

    def __str__(self) -> str:
        return f"{self.consumer} parked {self.position}"
