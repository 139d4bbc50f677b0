"""Tables of claims: rounds, claims with their lines, frozen worksheets, awards, money paid."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """When claims under a policy are taken, and how much money there is."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        FROZEN = "frozen", _("Frozen")
        PAID = "paid", _("Paid")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.OPEN: frozenset({Status.FROZEN}),
        Status.FROZEN: frozenset({Status.PAID}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.ForeignKey("policies.SubsidyPolicy", on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    cutoff_on = models.DateField(help_text="Last day on which a claim can be submitted.")
    budget = models.DecimalField(max_digits=15, decimal_places=2, null=True, help_text="Null: no budget was set.")
    awarded = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "year"], name="round_once_a_year"),
            models.CheckConstraint(name="round_opens_before_it_ends", condition=Q(cutoff_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="round_awards_within_budget",
                condition=Q(awarded__gte=0) & (Q(budget=None) | Q(awarded__lte=F("budget"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.year}"


class Claim(models.Model):
    """An applicant x one policy x one round."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned for completion")
        RECOMMENDED = "recommended", _("Recommended")
        COMPUTED = "computed", _("Computed")
        APPROVED = "approved", _("Approved")
        DISBURSED = "disbursed", _("Paid")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
        Status.SUBMITTED: frozenset({Status.RETURNED, Status.RECOMMENDED, Status.REJECTED, Status.WITHDRAWN}),
        Status.RETURNED: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
        Status.RECOMMENDED: frozenset({Status.RETURNED, Status.COMPUTED, Status.REJECTED, Status.WITHDRAWN}),
        Status.COMPUTED: frozenset({Status.APPROVED, Status.RECOMMENDED, Status.REJECTED}),
        Status.APPROVED: frozenset({Status.DISBURSED}),
    }
    ENDED: ClassVar[frozenset[str]] = frozenset({Status.DISBURSED, Status.REJECTED, Status.WITHDRAWN})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=26, unique=True, help_text="HLJ-2026-000123-C1")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="claims")
    applicant = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="claims")
    city = models.CharField(max_length=6, help_text="The prefecture whose office checks it, GB/T 2260.")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    declarations = models.JSONField(help_text="What the applicant declares, by the name of the fact.")
    bank_name = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was returned or rejected, as told to the applicant.")
    prepared_by = models.UUIDField()
    created_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    reviewed_by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "applicant"],
                condition=~Q(status__in=["rejected", "withdrawn"]),
                name="claim_once_per_round",
            ),
            models.CheckConstraint(
                name="claim_checked_and_reviewed_by_two",
                condition=Q(checked_by=None) | Q(reviewed_by=None) | ~Q(checked_by=F("reviewed_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ClaimLine(models.Model):
    """One deal in a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="claim_lines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "deal"], name="claim_line_once")]

    def __str__(self) -> str:
        return f"{self.deal_id} in {self.claim_id}"


class Reservation(models.Model):
    """One contract, one subsidy: a submitted claim holds its deals until it is refused or withdrawn."""

    deal = models.ForeignKey("deals.Deal", on_delete=models.PROTECT, related_name="reservations")
    scope = models.CharField(max_length=60, help_text="The exclusion scope, such as contract.")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reservations")
    exclusive = models.BooleanField(help_text="Whether the claim's own policy excludes others.")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "scope"],
                condition=Q(released_at=None, exclusive=True),
                name="reservation_exclusive_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} held by {self.claim_id}"


class Worksheet(models.Model):
    """How one amount was worked out, frozen at submission (claimed) or at the run (awarded)."""

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("As claimed")
        AWARDED = "awarded", _("As awarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="worksheets")
    kind = models.CharField(max_length=8, choices=Kind)
    policy_sha256 = models.CharField(max_length=64)
    body = models.JSONField(help_text="The engine's worksheet with the facts it was worked out from.")
    total = models.DecimalField(max_digits=15, decimal_places=2)
    provisional = models.BooleanField()
    worked_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} worksheet of {self.claim_id}"


class Award(models.Model):
    """What was granted. Prepared by one person, approved by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="award")
    worksheet = models.OneToOneField(Worksheet, on_delete=models.PROTECT, related_name="award")
    amount = models.DecimalField(max_digits=15, decimal_places=2)
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="award_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="award_approved_by_second_person",
                condition=Q(approved_by=None, approved_at=None)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("prepared_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.claim_id}"


class Disbursement(models.Model):
    """Money that the bureau's finance paid for an award."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="disbursement")
    amount = models.DecimalField(max_digits=15, decimal_places=2)
    paid_on = models.DateField()
    bank_reference = models.CharField(max_length=80, unique=True)
    approved_by = models.UUIDField(help_text="Copied from the award, so that the database can compare.")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="disbursement_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="disbursement_by_another_than_approver", condition=~Q(recorded_by=F("approved_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.paid_on}"
