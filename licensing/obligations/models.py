"""Tables of duties: the stream of what happened in a deal, and the duties worked out from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DealEvent(models.Model):
    """
    One dated event of a deal as the payment-plan format defines it (its section 5).

    Rows are only added. Signature and effect stand on the deal itself and are not repeated here.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="events")
    day = models.DateField(help_text="The day it happened, Asia/Shanghai.")
    kind = models.CharField(max_length=40)
    payload = models.JSONField(help_text="The event's other keys, as the format names them.")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["deal", "day", "id"], name="deal_event_stream")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


class Obligation(models.Model):
    """
    A duty of a deal as worked out on ``as_of``: kept so that lists and reminders can ask the database.

    The row is replaced whenever the deal's events change; the truth is plan, events and calendar.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="obligations")
    item = models.CharField(max_length=60)
    period = models.PositiveIntegerField(default=0, help_text="0 where the duty has no period.")
    kind = models.CharField(max_length=20)
    due_date = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    movable = models.BooleanField(default=False)
    amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    allocated = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    open_amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    status = models.CharField(max_length=12)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="obligation_allocated_within_due",
                condition=Q(amount=None) | Q(allocated__gte=0, allocated__lte=models.F("amount")),
            ),
            models.UniqueConstraint(fields=["deal", "item", "period", "kind"], name="obligation_once"),
        ]
        indexes = [
            # The ledger's list of what falls due, and the reminders.
            models.Index(fields=["status", "due_date"], name="obligation_by_due_date"),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.deal_id}"
