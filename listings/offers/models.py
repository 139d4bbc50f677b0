"""Tables of offers: the listing, its terms in numbered versions, declaration, price notice, public documents."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from listings.patents.models import Patent
from marketplace.accounts.models import Mandate, Organization


class Track(models.TextChoices):
    """By which rule of law a license comes about (Patent Law art. 51(1) and (2), art. 51(3))."""

    STATUTORY_OPEN = "statutory_open", _("Open license")
    NEGOTIATED_ORDINARY = "negotiated_ordinary", _("Negotiated ordinary license")


class LicenseKind(models.TextChoices):
    """The kinds of license; only the ordinary one is offered to all comers."""

    ORDINARY = "ordinary", _("Ordinary license")
    SOLE = "sole", _("Sole license")
    EXCLUSIVE = "exclusive", _("Exclusive license")


class SuspensionReason(models.TextChoices):
    """Why a listing rests, in the words of the feed."""

    ANNUAL_FEE_OVERDUE = "annual_fee_overdue", _("Annual fee overdue")
    PLEDGE_WITHOUT_CONSENT = "pledge_without_consent", _("Pledged without consent of the pledgee")
    PRESERVATION = "preservation", _("Preserved by a court")
    OWNERSHIP_DISPUTE = "ownership_dispute", _("Ownership dispute")
    EXCLUSIVE_LICENSE_FOUND = "exclusive_license_found", _("A sole or exclusive license is in force")
    SOURCES_DISAGREE = "sources_disagree", _("Sources disagree")
    OWNER_REQUEST = "owner_request", _("At the owner's request")
    AUTHORITY_ORDER = "authority_order", _("By order of an authority")


class EndReason(models.TextChoices):
    """Why a listing ended, in the words of the feed."""

    OWNER_REQUEST = "owner_request", _("At the owner's request")
    CO_OWNER_CONSENT_ENDED = "co_owner_consent_ended", _("Consent of a co-owner ended")
    PATENT_EXPIRED = "patent_expired", _("Patent expired")
    PATENT_LAPSED = "patent_lapsed", _("Patent lapsed")
    PATENT_ABANDONED = "patent_abandoned", _("Patent abandoned")
    PATENT_INVALIDATED = "patent_invalidated", _("Patent invalidated")
    PATENT_TRANSFERRED = "patent_transferred", _("Patent transferred")
    REPLACED = "replaced", _("Replaced by another listing")
    LISTED_IN_ERROR = "listed_in_error", _("Listed in error")
    AUTHORITY_ORDER = "authority_order", _("By order of an authority")


class Listing(models.Model):
    """The offer of one patent by its owner: plain-language content here, legal terms apart in versions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PRICE_NOTICE = "price_notice", _("In price notice")
        PUBLISHED = "published", _("Open for licensing")
        SUSPENDED = "suspended", _("Suspended")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed")

    # An approved listing is in ``price_notice`` until it is published, also where no notice has to run.
    TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.IN_REVIEW, Status.WITHDRAWN}),
        Status.IN_REVIEW: frozenset({Status.DRAFT, Status.PRICE_NOTICE, Status.WITHDRAWN}),
        Status.PRICE_NOTICE: frozenset({Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN}),
        Status.PUBLISHED: frozenset({Status.SUSPENDED, Status.WITHDRAWN, Status.CLOSED}),
        Status.SUSPENDED: frozenset({Status.PUBLISHED, Status.WITHDRAWN, Status.CLOSED}),
    }
    PUBLIC: Final = frozenset({Status.PUBLISHED, Status.SUSPENDED})
    ENDED: Final = frozenset({Status.WITHDRAWN, Status.CLOSED})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("listing number"), max_length=24, unique=True)
    patent = models.ForeignKey(Patent, on_delete=models.PROTECT, related_name="listings")
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="listings")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1, help_text="Grows with every change; guards two editors.")
    revision = models.PositiveIntegerField(
        default=0, help_text="Of the public document: 0 before publication, then one more with every public change."
    )

    plain_title = models.CharField(_("title in plain words"), max_length=120, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    advantages = models.TextField(_("advantages"), blank=True)
    application_field = models.CharField(_("field of application"), max_length=300, blank=True)
    product = models.CharField(_("product"), max_length=300, blank=True)
    trl = models.PositiveSmallIntegerField(_("technology readiness level"), null=True)
    gbt4754 = models.JSONField(_("industries"), default=list, help_text="Classes of GB/T 4754-2017, such as 3451.")
    sei = models.JSONField(_("strategic emerging industries"), default=list)
    know_how = models.TextField(_("know-how"), blank=True)
    routes = models.JSONField(_("routes"), default=list, help_text="Of license, transfer, equity.")
    contact_desk = models.CharField(_("contact office"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    show_inventors = models.BooleanField(_("show the inventors as printed in the gazette"), default=False)

    current_terms = models.ForeignKey(
        "LicenseTerms", null=True, on_delete=models.PROTECT, related_name="+", help_text="In force once published."
    )
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=500, blank=True, help_text="Why the approver gave it back.")
    published_at = models.DateTimeField(null=True)
    published_position = models.BigIntegerField(
        null=True, help_text="Of the first publication in the event log; written by the feed's consumer."
    )
    suspension_reason = models.CharField(max_length=24, choices=SuspensionReason, blank=True)
    suspended_since = models.DateField(null=True)
    end_reason = models.CharField(max_length=24, choices=EndReason, blank=True)
    end_text = models.CharField(max_length=300, blank=True)
    end_decided_on = models.DateField(null=True)
    end_effective_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    revised_at = models.DateTimeField(help_text="Of the last change of what the public sees or will see.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="listing_open_once_per_owner",
                fields=["patent", "owner"],
                condition=~Q(status__in=["withdrawn", "closed"]),
            ),
            models.CheckConstraint(
                name="listing_approved_by_another", condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by"))
            ),
            models.CheckConstraint(
                name="listing_public_has_date_terms_and_approver",
                condition=~Q(status__in=["published", "suspended"])
                | Q(
                    published_at__isnull=False,
                    current_terms__isnull=False,
                    approved_by__isnull=False,
                    revision__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="listing_suspended_says_why",
                condition=(Q(status="suspended") & ~Q(suspension_reason="") & Q(suspended_since__isnull=False))
                | (~Q(status="suspended") & Q(suspension_reason="", suspended_since=None)),
            ),
            models.CheckConstraint(name="listing_trl_from_1_to_9", condition=Q(trl=None) | Q(trl__gte=1, trl__lte=9)),
        ]
        indexes = [
            models.Index(fields=["owner", "status"], name="listing_of_owner"),
            models.Index(fields=["status", "-published_at"], name="listing_newest"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may read it now."""
        return self.status in self.PUBLIC


class LicenseTerms(models.Model):
    """One numbered version of the terms. Once signed it never changes; triggers see to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=20, choices=Track)
    license_kind = models.CharField(max_length=10, choices=LicenseKind, default=LicenseKind.ORDINARY)
    term_months = models.PositiveSmallIntegerField()
    territory = models.CharField(max_length=2, default="CN")
    field_of_use = models.CharField(max_length=300, blank=True, help_text="Empty: every use.")
    plan = models.JSONField(help_text="The payment plan, canonical (payment-plans.md 3).")
    text_zh = models.TextField(help_text="The terms in words, as they are signed.")
    sha256 = models.CharField(max_length=64, help_text="Over the canonical terms with plan and text.")
    conditions = models.JSONField(
        default=dict,
        help_text='Whom the standing offer is for, such as {"region_prefix": "23", "small_or_medium": true}.',
    )
    standing_offer_until = models.DateField(null=True, help_text="Last day of the standing offer; null: none.")
    fee_basis = models.TextField(blank=True, help_text="How the fee was worked out.")
    ceiling_reason = models.TextField(blank=True, help_text="Why a fee above the usual ceiling is asked.")
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["listing", "version"]
        constraints = [
            models.CheckConstraint(
                name="license_terms_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")),
            ),
            models.UniqueConstraint(fields=["listing", "version"], name="license_terms_version_once"),
            models.CheckConstraint(name="license_terms_have_a_term", condition=Q(term_months__gte=1)),
            models.CheckConstraint(name="license_terms_offer_ordinary_licenses", condition=Q(license_kind="ordinary")),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.listing_id}"


class TermsSignature(models.Model):
    """Who signed which terms by which hash, in which capacity, under which mandate. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    terms = models.ForeignKey(LicenseTerms, on_delete=models.PROTECT, related_name="signatures")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField(help_text="Pseudonym.")
    person_name = models.CharField(max_length=80, help_text="As the signatory wrote it.")
    capacity = models.CharField(max_length=80)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=24)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terms", "organization"], name="terms_signed_once_per_organization")
        ]

    def __str__(self) -> str:
        return f"signature of {self.terms_id}"


class Declaration(models.Model):
    """The open-license declaration of one patent at CNIPA (Patent Law art. 50)."""

    class Status(models.TextChoices):
        FILED = "filed", _("Filed")
        ANNOUNCED = "announced", _("Announced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {
        Status.FILED: frozenset({Status.ANNOUNCED, Status.WITHDRAWN}),
        Status.ANNOUNCED: frozenset({Status.WITHDRAWN}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patent = models.ForeignKey(Patent, on_delete=models.PROTECT, related_name="declarations")
    terms = models.ForeignKey(LicenseTerms, on_delete=models.PROTECT, related_name="declarations")
    status = models.CharField(max_length=10, choices=Status, default=Status.FILED)
    terms_hash = models.CharField(max_length=64, help_text="SHA-256 of the terms that were declared.")
    filed_on = models.DateField()
    announced_on = models.DateField(null=True)
    announcement_number = models.CharField(max_length=40, blank=True)
    withdrawal_filed_on = models.DateField(null=True)
    withdrawal_announced_on = models.DateField(null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="declaration_standing_once", fields=["patent"], condition=~Q(status="withdrawn")
            ),
            models.CheckConstraint(
                name="declaration_announced_has_date",
                condition=~Q(status="announced") | Q(announced_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"declaration of {self.patent_id}: {self.status}"


class PriceNotice(models.Model):
    """The public notice of a price inside the owner's house: of a terms version, or of a deal draft."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        STOPPED = "stopped", _("Stopped")

    TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {Status.RUNNING: frozenset({Status.ENDED, Status.STOPPED})}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="price_notices")
    terms = models.ForeignKey(LicenseTerms, null=True, on_delete=models.PROTECT, related_name="price_notices")
    deal_reference = models.CharField(max_length=40, blank=True, help_text="Of a deal draft, where it is not terms.")
    place = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day of the notice.")
    required_days = models.PositiveSmallIntegerField()
    provisional = models.BooleanField(default=False, help_text="A day counted lies in a year without a calendar.")
    objections = models.PositiveSmallIntegerField(default=0)
    answers = models.TextField(blank=True, help_text="How the objections were answered, or why the notice was stopped.")
    status = models.CharField(max_length=8, choices=Status, default=Status.RUNNING)
    started_by = models.UUIDField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="price_notice_covers_one_thing",
                condition=(Q(terms__isnull=False) & Q(deal_reference="")) | (Q(terms=None) & ~Q(deal_reference="")),
            ),
            models.UniqueConstraint(
                name="price_notice_runs_once_per_terms", fields=["terms"], condition=Q(status="running")
            ),
        ]

    def __str__(self) -> str:
        return f"price notice of {self.listing_id} to {self.ends_on}"


class ListingDocument(models.Model):
    """One public revision of a listing, stored as the bytes that are served. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="documents")
    revision = models.PositiveIntegerField()
    type = models.CharField(max_length=24, help_text="What the feed calls it: published, suspended, revised...")
    method = models.CharField(max_length=6, choices=[("PUT", "PUT"), ("DELETE", "DELETE")])
    body = models.TextField(help_text="RFC 8785 JSON: listing/1.0 or tombstone/1.0.")
    contenthash = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "revision"], name="listing_document_revision_once")]

    def __str__(self) -> str:
        return f"revision {self.revision} of {self.listing_id}"


class NumberSeries(models.Model):
    """The last number given in one series, such as HLJ-L-2026. Its row is locked while one is taken."""

    name = models.CharField(max_length=24, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}-{self.last:06}"
