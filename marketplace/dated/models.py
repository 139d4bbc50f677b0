"""Tables of dated configuration. A value that was in force is never overwritten: a later row replaces it."""

from __future__ import annotations

from django.db import models


class WorkingYear(models.Model):
    """The published arrangement of holidays and worked weekends of one year (国务院办公厅 notice)."""

    year = models.PositiveSmallIntegerField()
    closed = models.JSONField(help_text="ISO dates that are no working days, beyond Saturdays and Sundays.")
    open = models.JSONField(help_text="ISO dates of weekends that are worked.")
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["year", "-recorded_at"], name="working_year_newest")]

    def __str__(self) -> str:
        return f"{self.year} ({self.source})"


class DatedSetting(models.Model):
    """A switch or number that an office sets from a day on, with its source and whether it is confirmed."""

    name = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    set_by = models.UUIDField(null=True, help_text="Pseudonym of the person; null for the seed.")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["name", "-valid_from", "-recorded_at"], name="dated_setting_newest")]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"


class DemoClock(models.Model):
    """How far the demo's clock is ahead of the real one, in seconds. Read only where DEMO is on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ahead_s = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.ahead_s} s ahead"
