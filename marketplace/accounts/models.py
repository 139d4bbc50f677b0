"""Tables of people and organizations."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import DESK_OF, Desk, Kind, Role


class PersonManager(BaseUserManager["Person"]):
    """Makes people; sign-in is by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """
    Somebody who signs in.

    The event log knows a person only by ``pseudonym``; name and e-mail stand here alone and can be erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Organization(models.Model):
    """A body with a unified social credit code. Only a verified one may publish, contract or claim."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    region = models.CharField(_("administrative division"), max_length=6, help_text="GB/T 2260, six digits.")
    address = models.CharField(_("address"), max_length=300, blank=True)
    contact_desk = models.CharField(_("contact office"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    is_public_body = models.BooleanField(
        default=False, help_text="A public university or institute: price notices bind it."
    )
    is_small_or_medium = models.BooleanField(null=True, help_text="中小微企业; null where it was never stated.")
    level = models.CharField(max_length=10, choices=Level, blank=True, help_text="Of a bureau office only.")
    uscc_holds = models.BooleanField(default=True, help_text="Whether the check character of the code holds.")
    bank_name = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=40, blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True, help_text="Pseudonym of the person of the bureau.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organization_verified_by_somebody",
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="organization_level_of_offices_only",
                condition=Q(kind=Kind.BUREAU_OFFICE.value) ^ Q(level=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def desk(self) -> Desk:
        """Give the desk at which this organization's people work."""
        return DESK_OF[Kind(self.kind)]

    @property
    def is_verified(self) -> bool:
        """Tell whether the bureau has verified this organization."""
        return self.verified_at is not None

    @property
    def city(self) -> str:
        """Give the division code of the prefecture, from the region."""
        return self.region[:4] + "00"


class Membership(models.Model):
    """One role of one person in one organization, from a day on."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    office = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="First day without the role.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role"], condition=Q(valid_until=None), name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role} of {self.organization_id}"


class Mandate(models.Model):
    """A stored power to sign for an organization: for which acts, from when to when, by which paper."""

    class Act(models.TextChoices):
        SIGN_TERMS = "sign_terms", _("Sign license terms as a standing offer")
        SIGN_DEAL = "sign_deal", _("Sign contracts")
        SUBMIT_CLAIM = "submit_claim", _("Submit subsidy claims")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    acts = models.JSONField(help_text="The acts covered, as in Act.")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="First day without the power.")
    document_sha256 = models.CharField(max_length=64, blank=True)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} may sign for {self.organization_id}"


class Invitation(models.Model):
    """An administrator asks somebody by e-mail to take a role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.organization_id} as {self.role}"


class JoinRequest(models.Model):
    """Somebody asks to join; the organization's administrator decides."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="join_requests")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"], condition=Q(status="open"), name="join_request_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks to join {self.organization_id}"
