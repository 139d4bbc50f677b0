"""Tables of money that moved and the invoices for it. The platform never holds anyone's money."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Payment(models.Model):
    """A transfer that the payer recorded; it counts once the receiver has confirmed its arrival."""

    class Method(models.TextChoices):
        BANK_TRANSFER = "bank_transfer", _("Bank transfer")

    class Status(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Not found")
        REVERSED = "reversed", _("Reversed")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.RECORDED: frozenset({Status.CONFIRMED, Status.REFUSED}),
        Status.CONFIRMED: frozenset({Status.REVERSED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=26, unique=True, help_text="HLJ-2026-000123-P1")
    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(max_length=16, choices=Method, default=Method.BANK_TRANSFER)
    status = models.CharField(max_length=10, choices=Status, default=Status.RECORDED)
    amount = models.DecimalField(max_digits=15, decimal_places=2)
    currency = models.CharField(max_length=3, default="CNY")
    paid_on = models.DateField(help_text="The day the money left the payer and arrived (bank transfer).")
    bank_reference = models.CharField(max_length=80)
    voucher = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    confirmed_amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="payment_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_confirmed_by_somebody",
                condition=Q(status__in=["recorded", "refused"], confirmed_amount=None)
                | Q(status__in=["confirmed", "reversed"], confirmed_amount__gt=0, confirmed_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["deal", "bank_reference"], condition=~Q(status="refused"), name="payment_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Invoice(models.Model):
    """发票: what the licensor invoiced for a payment, with net amount, tax and date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="invoices")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40, unique=True)
    issued_on = models.DateField()
    net = models.DecimalField(max_digits=15, decimal_places=2)
    tax = models.DecimalField(max_digits=15, decimal_places=2)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    filed_by = models.UUIDField()
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="invoice_amounts_not_negative", condition=Q(net__gt=0, tax__gte=0))]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Decimal:
        """Give net amount and tax together."""
        return self.net + self.tax
