"""Tables of requests: an enterprise asks for a license under published terms."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CaseSeries(models.Model):
    """The newest case number of a year. One number serves a case from request to subsidy."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class LicenseRequest(models.Model):
    """A wish for a license under one terms version, and what became of it (design: two tracks)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AWAITING_PAYMENT = "awaiting_payment", _("Awaiting first payment")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.AWAITING_PAYMENT, Status.ACCEPTED, Status.WITHDRAWN, Status.EXPIRED}),
        Status.AWAITING_PAYMENT: frozenset({Status.ACCEPTED, Status.WITHDRAWN, Status.EXPIRED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="HLJ-2026-000123; the deal keeps it.")
    listing = models.ForeignKey("offers.Listing", on_delete=models.PROTECT, related_name="requests")
    terms = models.ForeignKey("offers.LicenseTerms", on_delete=models.PROTECT, related_name="requests")
    enterprise = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="requests")
    track = models.CharField(max_length=24)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    product = models.CharField(_("product or use"), max_length=300)
    starts_on = models.DateField(_("start of use"))
    related_party = models.BooleanField(_("related to the owner"))
    small_or_medium = models.BooleanField(_("small or medium enterprise"))
    prepared_by = models.UUIDField(help_text="Pseudonym of the applicant.")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, help_text="When it was accepted, withdrawn or expired.")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "enterprise"],
                condition=Q(status__in=["draft", "awaiting_payment"]),
                name="request_open_once_per_listing",
            ),
            models.CheckConstraint(
                name="request_decided_at_its_end",
                condition=Q(status__in=["draft", "awaiting_payment"], decided_at=None)
                | Q(status__in=["accepted", "withdrawn", "expired"], decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Notice(models.Model):
    """What was sent to whom about a case, and when it was delivered."""

    class Kind(models.TextChoices):
        OPEN_LICENSE = "open_license", _("Notice of use of the open license (Patent Law art. 51)")
        DEMAND = "demand", _("Demand for payment")
        TERMINATION = "termination", _("Notice of termination")
        EXIT = "exit", _("Notice of exit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(LicenseRequest, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind)
    sender = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} in {self.request_id}"
