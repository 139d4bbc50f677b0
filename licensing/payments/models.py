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
    """
    Money on its way from payer to receiver; it counts once its arrival is confirmed.

    A bank transfer is recorded by the payer and confirmed by the receiver's finance; Stripe confirms its own.
    """

    class Method(models.TextChoices):
        BANK_TRANSFER = "bank_transfer", _("Bank transfer")
        STRIPE = "stripe", _("Online payment")

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
    paid_on = models.DateField(help_text="The day the money left the payer and arrived.")
    bank_reference = models.CharField(max_length=80, help_text="The bank's, or Stripe's PaymentIntent.")
    voucher = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
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
                | Q(status__in=["confirmed", "reversed"], confirmed_amount__gt=0, confirmed_by__isnull=False)
                | Q(status__in=["confirmed", "reversed"], confirmed_amount__gt=0, method="stripe"),
            ),
            models.CheckConstraint(
                name="payment_transfer_has_voucher", condition=Q(method="stripe") | Q(voucher__isnull=False)
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


class PayeeAccount(models.Model):
    """The connected Stripe account of an organization; money paid online goes there and nowhere else."""

    organization = models.OneToOneField("accounts.Organization", on_delete=models.PROTECT, related_name="payee_account")
    stripe_account = models.CharField(max_length=64, unique=True)
    livemode = models.BooleanField(help_text="False for an account of Stripe's test mode; its money is none.")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.stripe_account


class CheckoutSession(models.Model):
    """
    One try to pay a duty online: our row first, then the session at Stripe, at last the payment.

    Its number names the try at Stripe and is the idempotency key; what was asked for is kept, so that what Stripe
    says can be compared with it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Not confirmed yet")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Expired")
        MISMATCHED = "mismatched", _("Needs a person")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.OPEN, Status.EXPIRED}),
        Status.OPEN: frozenset({Status.PAID, Status.EXPIRED, Status.MISMATCHED}),
    }
    UNFINISHED: ClassVar[frozenset[str]] = frozenset({Status.DRAFT, Status.OPEN})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=26, unique=True, help_text="HLJ-2026-000123-S1")
    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="checkouts")
    account = models.CharField(max_length=64, help_text="The payee's connected account when the try began.")
    livemode = models.BooleanField()
    item = models.CharField(max_length=60)
    period = models.PositiveIntegerField(null=True)
    amount = models.DecimalField(max_digits=15, decimal_places=2)
    currency = models.CharField(max_length=3, default="CNY")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    session_id = models.CharField(max_length=128, unique=True, null=True)
    url = models.URLField(max_length=2000, blank=True, help_text="Stripe's page for the payer.")
    return_url = models.URLField(max_length=500, help_text="Kept, since a second call must be the same in everything.")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="checkout")
    problem = models.CharField(max_length=40, blank=True, help_text="Why the money was not taken as this payment.")
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, help_text="When Stripe was last asked, by the real clock.")

    class Meta:
        constraints = [
            models.CheckConstraint(name="checkout_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="checkout_paid_has_payment",
                condition=Q(status="paid", payment__isnull=False) | (~Q(status="paid") & Q(payment=None)),
            ),
            # Two open payment pages for one deal would take the money twice.
            models.UniqueConstraint(
                fields=["deal"], condition=Q(status__in=["draft", "open"]), name="checkout_one_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StripeEvent(models.Model):
    """The inbox: each event that Stripe sent, stored once. ``error`` says why it changed nothing."""

    account = models.CharField(max_length=64, blank=True, help_text="Empty for events of the platform itself.")
    livemode = models.BooleanField()
    stripe_id = models.CharField(max_length=128)
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "livemode", "stripe_id"], name="stripe_event_once"),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(processed_at=None), name="stripe_event_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.stripe_id}"
