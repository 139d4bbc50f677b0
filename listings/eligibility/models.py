"""Tables of worked-out answers. They are kept as evidence; the facts remain what counts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from listings.patents.models import Patent


class Answer(models.TextChoices):
    """The three answers. Unknown never passes."""

    YES = "yes", _("Met")
    NO = "no", _("Not met")
    UNKNOWN = "unknown", _("Unknown")


class EligibilityAnswer(models.Model):
    """
    What one patent may be used for, from a day on.

    A row is added when a check gives another result than the newest row of that purpose, so ``on`` is the first day
    on which this answer was found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="answers")
    purpose = models.CharField(max_length=24)
    on = models.DateField()
    known_at = models.DateTimeField(help_text="Facts recorded later were not looked at.")
    rule_set = models.CharField(max_length=32)
    answer = models.CharField(max_length=8, choices=Answer)
    result = models.JSONField(help_text="The answer rule by rule, as eligibility.py writes it.")
    next_change = models.DateField(null=True, help_text="The day on which time alone changes the answer.")
    worked_out_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patent", "purpose", "-worked_out_at"], name="eligibility_newest")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.answer} from {self.on}"


class EligibilityCheck(models.Model):
    """One nightly check: when it ended, how many patents it looked at and how many listings it suspended."""

    on = models.DateField(primary_key=True)
    patents = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    suspended = models.PositiveIntegerField()
    finished_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"check of {self.on}"
