"""
Make organizations, people and actors for tests.

Plain functions that write rows directly and record no events, so that a test sees only the events it causes itself.
Every organization has a valid code of its own; signatories hold mandates for what their role signs.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from uuid import uuid4

from stdnum.cn import uscc as standard

from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Mandate, Membership, Organization, Person
from marketplace.accounts.roles import Kind, Role

LONG_AGO = date(2020, 1, 1)
LONG_AGO_AT = datetime(2020, 1, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery"
HARBIN = "230100"
HEILONGJIANG = "230000"

_numbers = itertools.count(1)

# Registering department and kind of body, the first two characters of GB 32100-2015.
_CODE_HEAD = {
    Kind.UNIVERSITY: "12",
    Kind.RESEARCH_INSTITUTE: "12",
    Kind.ENTERPRISE: "91",
    Kind.BUREAU_OFFICE: "11",
    Kind.PLATFORM: "91",
}
_NAMES = {
    Kind.UNIVERSITY: "示例大学",
    Kind.RESEARCH_INSTITUTE: "示例研究院",
    Kind.ENTERPRISE: "示例科技有限公司",
    Kind.BUREAU_OFFICE: "示例市知识产权局",
    Kind.PLATFORM: "示例交易平台",
}
_SIGNS = {
    Role.OWNER_SIGNATORY: (Mandate.Act.SIGN_TERMS, Mandate.Act.SIGN_DEAL),
    Role.SIGNATORY: (Mandate.Act.SIGN_DEAL, Mandate.Act.SUBMIT_CLAIM),
}


def make_uscc(kind: Kind = Kind.ENTERPRISE, region: str = HARBIN) -> str:
    """Give a code that no other call gave, with both check characters right."""
    body = f"{next(_numbers):08d}"
    # GB 11714: the ninth character of the organization code.
    rest = -sum(weight * int(digit) for weight, digit in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True)) % 11
    code = f"{_CODE_HEAD[kind]}{region}{body}{'X' if rest == 10 else rest}"
    return code + standard.calc_check_digit(code)


def make_organization(
    kind: Kind = Kind.ENTERPRISE,
    *,
    verified: bool = True,
    region: str = HARBIN,
    name: str = "",
    level: str = "",
    **fields: object,
) -> Organization:
    """Make an organization. A bureau office is of the province where its region ends in 0000, else of a city."""
    uscc = make_uscc(kind, region)
    if kind == Kind.BUREAU_OFFICE and not level:
        level = Organization.Level.PROVINCE if region.endswith("0000") else Organization.Level.CITY
    values: dict[str, object] = {
        "uscc": uscc,
        "name": name or f"{_NAMES[kind]}{uscc[8:16]}",
        "kind": kind,
        "region": region,
        "level": level,
        "is_public_body": kind in {Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE, Kind.BUREAU_OFFICE},
        "is_small_or_medium": True if kind == Kind.ENTERPRISE else None,
        "bank_name": "示例银行哈尔滨分行",
        "bank_account": uscc[1:17],
        "verified_at": LONG_AGO_AT if verified else None,
        "verified_by": uuid4() if verified else None,
        "created_at": LONG_AGO_AT,
    }
    return Organization.objects.create(**{**values, **fields})


def make_person(*, name: str = "", email: str = "", password: str | None = None) -> Person:
    """Make somebody who belongs nowhere yet. Without a password they can only be signed in by ``force_login``."""
    number = next(_numbers)
    return Person.objects.create_user(email or f"person{number}@example.cn", password, name=name or f"王{number}")


def add_roles(person: Person, organization: Organization, *roles: Role, mandates: bool = True) -> Actor:
    """Give a person roles in an organization and, for signatories, the mandates that go with them."""
    for role in roles:
        Membership.objects.create(person=person, organization=organization, role=role, valid_from=LONG_AGO)
    acts = [act for role in roles for act in _SIGNS.get(role, ())]
    if acts and mandates:
        Mandate.objects.create(
            organization=organization,
            person=person,
            acts=sorted({str(act) for act in acts}),
            valid_from=LONG_AGO,
            granted_by=uuid4(),
            granted_at=LONG_AGO_AT,
        )
    return Actor(person, organization, frozenset(roles))


def make_actor(organization: Organization, *roles: Role, name: str = "", mandates: bool = True) -> Actor:
    """Make a new person with these roles in an organization."""
    return add_roles(make_person(name=name), organization, *roles, mandates=mandates)


def make_university(**fields: object) -> Organization:
    """Make a verified public university."""
    return make_organization(Kind.UNIVERSITY, **fields)


def make_enterprise(**fields: object) -> Organization:
    """Make a verified small enterprise."""
    return make_organization(Kind.ENTERPRISE, **fields)


def make_office(*, region: str = HARBIN, **fields: object) -> Organization:
    """Make an office of the bureau: of a city, or of the province with ``region=HEILONGJIANG``."""
    return make_organization(Kind.BUREAU_OFFICE, region=region, **fields)
