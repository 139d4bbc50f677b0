"""
Who may do what: one table from role to permissions.

Roles hang on memberships, so a permission always means "for this organization". A permission is ``noun.verb``;
that the thing belongs to the organization, and that nobody decides on their own case, is checked where it happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """Kinds of organizations; the kind decides which desk its people have."""

    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research_institute"
    ENTERPRISE = "enterprise"
    BUREAU_OFFICE = "bureau_office"
    PLATFORM = "platform"


class Desk(StrEnum):
    """The working places; also the first part of their pages' addresses."""

    UNIVERSITY = "university"
    ENTERPRISE = "enterprise"
    BUREAU = "bureau"
    PLATFORM = "platform"


DESK_OF: Final[Mapping[Kind, Desk]] = {
    Kind.UNIVERSITY: Desk.UNIVERSITY,
    Kind.RESEARCH_INSTITUTE: Desk.UNIVERSITY,
    Kind.ENTERPRISE: Desk.ENTERPRISE,
    Kind.BUREAU_OFFICE: Desk.BUREAU,
    Kind.PLATFORM: Desk.PLATFORM,
}


class Role(StrEnum):
    """Roles of all desks. ``administrator`` exists at each."""

    ADMINISTRATOR = "administrator"
    INVENTOR = "inventor"
    OFFICER = "officer"
    LISTING_APPROVER = "listing_approver"
    OWNER_SIGNATORY = "owner_signatory"
    OWNER_FINANCE = "owner_finance"
    APPLICANT = "applicant"
    SIGNATORY = "signatory"
    FINANCE = "finance"
    CITY_CHECKER = "city_checker"
    PROVINCIAL_REVIEWER = "provincial_reviewer"
    APPROVER = "approver"
    BUREAU_FINANCE = "bureau_finance"
    POLICY_EDITOR = "policy_editor"
    INTEGRATOR = "integrator"


ROLE_WORDS: Final = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.INVENTOR: _("Inventor"),
    Role.OFFICER: _("Technology-transfer officer"),
    Role.LISTING_APPROVER: _("Listing approver"),
    Role.OWNER_SIGNATORY: _("Signatory of the owner"),
    Role.OWNER_FINANCE: _("Finance of the owner"),
    Role.APPLICANT: _("Applicant"),
    Role.SIGNATORY: _("Signatory"),
    Role.FINANCE: _("Finance"),
    Role.CITY_CHECKER: _("City checker"),
    Role.PROVINCIAL_REVIEWER: _("Provincial reviewer"),
    Role.APPROVER: _("Approver"),
    Role.BUREAU_FINANCE: _("Finance of the bureau"),
    Role.POLICY_EDITOR: _("Policy editor"),
    Role.INTEGRATOR: _("Integrator"),
}

# Which roles an organization of this desk can give.
ROLES_OF: Final[Mapping[Desk, tuple[Role, ...]]] = {
    Desk.UNIVERSITY: (
        Role.ADMINISTRATOR,
        Role.INVENTOR,
        Role.OFFICER,
        Role.LISTING_APPROVER,
        Role.OWNER_SIGNATORY,
        Role.OWNER_FINANCE,
    ),
    Desk.ENTERPRISE: (Role.ADMINISTRATOR, Role.APPLICANT, Role.SIGNATORY, Role.FINANCE),
    Desk.BUREAU: (
        Role.ADMINISTRATOR,
        Role.CITY_CHECKER,
        Role.PROVINCIAL_REVIEWER,
        Role.APPROVER,
        Role.BUREAU_FINANCE,
        Role.POLICY_EDITOR,
    ),
    Desk.PLATFORM: (Role.ADMINISTRATOR, Role.INTEGRATOR),
}

_CASE_READERS: Final = frozenset({"deal.read", "request.read", "payment.read"})

PERMISSIONS: Final[Mapping[Role, frozenset[str]]] = {
    Role.ADMINISTRATOR: frozenset({"organization.manage", "mandate.grant"}),
    Role.INVENTOR: frozenset({"patent.read", "listing.read", "listing.edit"}),
    Role.OFFICER: _CASE_READERS
    | {
        "patent.read",
        "patent.import",
        "fact.record",
        "listing.read",
        "listing.edit",
        "listing.submit",
        "listing.suspend",
        "price_notice.run",
        "declaration.record",
        "request.answer",
        "recordal.record",
        "report.read",
    },
    Role.LISTING_APPROVER: frozenset({"patent.read", "listing.read", "listing.approve", "listing.publish"}),
    Role.OWNER_SIGNATORY: _CASE_READERS | {"patent.read", "listing.read", "terms.sign", "deal.sign", "deal.end"},
    Role.OWNER_FINANCE: _CASE_READERS | {"payment.confirm", "invoice.file", "payment.allocate"},
    Role.APPLICANT: _CASE_READERS
    | {"license.request", "statement.file", "report.file", "recordal.record", "claim.read", "claim.prepare"},
    Role.SIGNATORY: _CASE_READERS | {"license.request", "deal.sign", "deal.end", "claim.read", "claim.submit"},
    Role.FINANCE: _CASE_READERS | {"payment.record", "claim.read", "claim.prepare"},
    Role.CITY_CHECKER: frozenset({"claim.read", "claim.check", "organization.verify"}),
    Role.PROVINCIAL_REVIEWER: frozenset(
        {"claim.read", "claim.review", "round.run", "policy.read", "organization.verify"}
    ),
    Role.APPROVER: frozenset({"claim.read", "claim.approve", "policy.read", "policy.approve"}),
    Role.BUREAU_FINANCE: frozenset({"claim.read", "award.pay"}),
    Role.POLICY_EDITOR: frozenset({"policy.read", "policy.edit", "setting.set", "calendar.set"}),
    Role.INTEGRATOR: frozenset({"exchange.read"}),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """Give everything that somebody with these roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def roles_with(permission: str) -> list[Role]:
    """Give the roles that have a permission, in the order of the table; pages name them when somebody lacks it."""
    return [role for role, held in PERMISSIONS.items() if permission in held]


def can_have(desk: Desk, permission: str) -> bool:
    """Tell whether any role of a desk has a permission; where none has, the thing does not exist for that desk."""
    return any(permission in PERMISSIONS[role] for role in ROLES_OF[desk])
