"""Tables of deals: what was agreed, who signed which hash, and what the register says of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Deal(models.Model):
    """A license, transfer or equity deal with its frozen terms. Effective when all required signatures exist."""

    class Kind(models.TextChoices):
        LICENSE = "license", _("License")
        TRANSFER = "transfer", _("Transfer")
        EQUITY = "equity", _("Equity")

    class Status(models.TextChoices):
        SIGNING = "signing", _("Signing")
        IN_EFFECT = "in_effect", _("In effect")
        IN_DEFAULT = "in_default", _("In default")
        COMPLETED = "completed", _("Completed")
        TERMINATED = "terminated", _("Terminated")
        ABANDONED = "abandoned", _("Never signed")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.SIGNING: frozenset({Status.IN_EFFECT, Status.ABANDONED}),
        Status.IN_EFFECT: frozenset({Status.IN_DEFAULT, Status.COMPLETED, Status.TERMINATED}),
        Status.IN_DEFAULT: frozenset({Status.IN_EFFECT, Status.TERMINATED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LICENSE)
    license_kind = models.CharField(max_length=10, default="ordinary")
    track = models.CharField(max_length=24)
    status = models.CharField(max_length=12, choices=Status)
    request = models.OneToOneField("requests.LicenseRequest", on_delete=models.PROTECT, related_name="deal")
    listing = models.ForeignKey("offers.Listing", on_delete=models.PROTECT, related_name="deals")
    patent = models.ForeignKey("patents.Patent", on_delete=models.PROTECT, related_name="deals")
    terms = models.ForeignKey("offers.LicenseTerms", on_delete=models.PROTECT, related_name="deals")
    # Frozen copies: what the parties signed, whatever becomes of the listing.
    plan = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    licensor = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="deals_given")
    licensee = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="deals_taken")
    product = models.CharField(max_length=300)
    related_party = models.BooleanField()
    contract = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    contract_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True, help_text="First day of the license: of signing, or a later start.")
    ended_at = models.DateTimeField(null=True)
    recordal_number = models.CharField(max_length=60, blank=True, help_text="Filing number of CNIPA, free text.")
    recorded_on = models.DateField(null=True)
    recordal_proof = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    contract_registration_number = models.CharField(max_length=16, blank=True, help_text="技术合同登记编号, 16 digits.")
    contract_registered_on = models.DateField(null=True)
    high_value_classes = models.JSONField(default=list, help_text="Classes met on the day of effect.")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deal_in_effect_is_signed",
                condition=Q(status__in=["signing", "abandoned"])
                | Q(signed_at__isnull=False, effective_on__isnull=False),
            ),
            models.CheckConstraint(name="deal_has_two_parties", condition=~Q(licensor=models.F("licensee"))),
            models.CheckConstraint(
                name="deal_recordal_is_whole",
                condition=Q(recordal_number="", recorded_on=None)
                | (~Q(recordal_number="") & Q(recorded_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="deal_registration_is_whole",
                condition=Q(contract_registration_number="", contract_registered_on=None)
                | (~Q(contract_registration_number="") & Q(contract_registered_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Signature(models.Model):
    """Who signed which hash, for whom, in which capacity, under which mandate and by which method."""

    class Method(models.TextChoices):
        STANDING_OFFER = "standing_offer", _("Signed in advance as a standing offer")
        SECOND_FACTOR = "second_factor", _("Signed in the product with a second factor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="signatures")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField(help_text="Pseudonym.")
    person_name = models.CharField(max_length=80, help_text="As written on the contract.")
    capacity = models.CharField(max_length=120)
    mandate = models.ForeignKey("accounts.Mandate", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=20, choices=Method)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "organization"], name="signature_once_per_party")]

    def __str__(self) -> str:
        return f"{self.person_name} signed {self.deal_id}"
