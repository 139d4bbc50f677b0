"""
Tables of patents: bibliographic facts in place, legal facts as dated rows that are only ever added.

The current state of a patent (in force, fee paid until, owners, pledge...) is worked out from its legal facts.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Organization


class PatentKind(models.TextChoices):
    """The three kinds of Patent Law art. 2."""

    INVENTION = "invention", _("Invention")
    UTILITY_MODEL = "utility_model", _("Utility model")
    DESIGN = "design", _("Design")


class FactSource(models.TextChoices):
    """Where a legal fact was read; the rank among them is the eligibility engine's."""

    REGISTER = "register", _("Patent register")
    GAZETTE = "gazette", _("Patent gazette")
    DATABASE = "database", _("Commercial database")
    OWNER = "owner", _("Statement of the owner")


class Patent(models.Model):
    """One Chinese patent: its numbers and what is printed on its first page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application_number = models.CharField(
        _("application number"), max_length=14, null=True, unique=True, help_text="Normalized, such as 201710601862.3."
    )
    publication_number = models.CharField(
        _("publication number"), max_length=14, null=True, unique=True, help_text="Of the grant, such as CN107000001B."
    )
    kind = models.CharField(_("kind"), max_length=14, choices=PatentKind)
    invention_title = models.CharField(_("title"), max_length=400)
    abstract = models.TextField(_("abstract"), blank=True)
    claims_text = models.TextField(_("claims"), blank=True)
    inventors = models.JSONField(_("inventors"), default=list, help_text="Names as printed in the gazette.")
    filing_date = models.DateField(_("filing date"), null=True)
    grant_date = models.DateField(_("grant announcement date"), null=True)
    ipc = models.JSONField(_("IPC"), default=list, help_text="Symbols such as F16C33/10, main class first.")
    source = models.CharField(max_length=80, help_text="Where the bibliographic facts come from.")
    source_as_of = models.DateField(null=True, help_text="The day on which that source was read.")
    recheck_on = models.DateField(
        null=True, db_index=True, help_text="The first day on which time alone changes an eligibility answer."
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="patent_has_a_number",
                condition=Q(application_number__isnull=False) | Q(publication_number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.application_number or self.publication_number or str(self.pk)

    @property
    def number(self) -> str:
        """Give the number by which people name the patent: the application number where it is known."""
        return self.application_number or self.publication_number or ""


class PatentOwner(models.Model):
    """An owner at grant, in the order of the gazette. Later changes are legal facts."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="owners")
    position = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(
        Organization,
        null=True,
        on_delete=models.PROTECT,
        related_name="owned",
        help_text="Where registered here.",
    )
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, blank=True)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, help_text="From 0 to 1; null: not stated.")

    class Meta:
        ordering = ["patent", "position"]
        constraints = [
            models.UniqueConstraint(fields=["patent", "position"], name="patent_owner_position_once"),
            models.CheckConstraint(
                name="patent_owner_share_is_a_part", condition=Q(share=None) | Q(share__gt=0, share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """Give the id by which legal facts (consents, changes of owner) name this owner."""
        return self.uscc or self.name


class PatentHolder(models.Model):
    """An organization that acts for a patent here because it owns it, or a part of it, by the newest facts."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="holders")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="held_patents")
    since = models.DateField()
    until = models.DateField(null=True, help_text="First day on which it no longer owned.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patent", "organization"], condition=Q(until=None), name="patent_holder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} holds {self.patent_id}"


class LegalFact(models.Model):
    """
    One dated legal fact of one patent, with its source and the day it was read.

    Rows are only added; triggers see to it. A correction is a newer fact or a reading of a better source.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patent = models.ForeignKey(Patent, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=32, help_text="A kind of the table in facts.py.")
    on = models.DateField(null=True, help_text="The day of an event or paper.")
    from_date = models.DateField(null=True, help_text="The first day of a state.")
    to_date = models.DateField(null=True, help_text="The last day on which it holds; null: open.")
    source = models.CharField(max_length=80, help_text="register, gazette, database[:NAME] or owner[:NAME].")
    as_of = models.DateField(help_text="The day on which the source was read.")
    recorded_at = models.DateTimeField()
    payload = models.JSONField(default=dict, help_text="The other fields of this kind of fact.")
    document_sha256 = models.CharField(max_length=64, blank=True, help_text="The paper that proves it, where one does.")
    recorded_by = models.UUIDField(null=True, help_text="Pseudonym of the person; null for an import or the clock.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="legal_fact_starts_once", condition=Q(on__isnull=True) | Q(from_date__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["patent", "kind"], name="legal_fact_of_patent")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.patent_id}"
