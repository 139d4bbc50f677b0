"""Organizations and people of the demonstration. All names are made up; every code has valid check characters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from stdnum.cn import uscc as standard

from licensing.payments.payees import connect_payee
from marketplace.accounts.actors import Actor, acting
from marketplace.accounts.models import Mandate, Organization, Person
from marketplace.accounts.roles import Kind, Role
from marketplace.accounts.services import (
    Particulars,
    decide_join_request,
    found_office,
    grant_mandate,
    register_organization,
    request_to_join,
    verify_organization,
)
from marketplace.dates import shanghai_day

PASSWORD: Final = "demo-2026-harbin"  # noqa: S105 - Of made-up people on a loopback address.
DOMAIN: Final = "demo.example"
HEILONGJIANG: Final = "230000"
HARBIN: Final = "230100"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to sign in as: the address of the account, the name, the role and the organization."""

    email: str
    name: str
    role: str
    organization: str
    desk: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of the story."""

    administrator: dict[str, Actor]
    by_role: dict[Role, Actor]
    accounts: list[Account]


_NAMES: Final[dict[Role, tuple[str, str]]] = {
    Role.INVENTOR: ("inventor", "林知远"),
    Role.OFFICER: ("officer", "周晓岚"),
    Role.LISTING_APPROVER: ("listing-approver", "郑明哲"),
    Role.OWNER_SIGNATORY: ("owner-signatory", "许建国"),
    Role.OWNER_FINANCE: ("owner-finance", "何雪梅"),
    Role.APPLICANT: ("applicant", "唐若川"),
    Role.SIGNATORY: ("signatory", "高立新"),
    Role.FINANCE: ("finance", "罗素云"),
    Role.CITY_CHECKER: ("city-checker", "孟凡"),
    Role.PROVINCIAL_REVIEWER: ("reviewer", "石磊"),
    Role.APPROVER: ("approver", "宋雅"),
    Role.BUREAU_FINANCE: ("bureau-finance", "白露"),
    Role.POLICY_EDITOR: ("policy-editor", "沈放"),
    Role.INTEGRATOR: ("integrator", "方舟"),
}

_PROVINCE_ROLES: Final = (Role.PROVINCIAL_REVIEWER, Role.APPROVER, Role.BUREAU_FINANCE, Role.POLICY_EDITOR)
_UNIVERSITY_ROLES: Final = (
    Role.INVENTOR,
    Role.OFFICER,
    Role.LISTING_APPROVER,
    Role.OWNER_SIGNATORY,
    Role.OWNER_FINANCE,
)
_ENTERPRISE_ROLES: Final = (Role.APPLICANT, Role.SIGNATORY, Role.FINANCE)


def made_up_code(*, kind: str, region: str, serial: int) -> str:
    """Give a unified social credit code that holds: organization code by GB 11714, check character by GB 32100."""
    body = f"{serial:08d}"
    rest = -sum(weight * int(digit) for weight, digit in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True)) % 11
    code = f"{kind}{region}{body}{'X' if rest == 10 else rest}"
    return code + str(standard.calc_check_digit(code))


def make_cast(*, at: datetime) -> Cast:
    """Found the offices, register and verify the university, the enterprise and the platform, give everybody a role."""
    cast = Cast({}, {}, [])
    province = _office(cast, "province", "示例省知识产权局", HEILONGJIANG, "11", Organization.Level.PROVINCE, at)
    city = _office(cast, "city", "示例市知识产权局", HARBIN, "11", Organization.Level.CITY, at)
    platform = _office(cast, "platform", "示例交易平台", HEILONGJIANG, "91", "", at, kind=Kind.PLATFORM)
    _staff(cast, "province", province, _PROVINCE_ROLES, at)
    _staff(cast, "city", city, (Role.CITY_CHECKER,), at)
    _staff(cast, "platform", platform, (Role.INTEGRATOR,), at)
    university = _register(cast, "university", _UNIVERSITY, at)
    enterprise = _register(cast, "enterprise", _ENTERPRISE, at)
    for organization in (university, enterprise):
        verify_organization(actor=cast.by_role[Role.CITY_CHECKER], organization_id=organization.pk, at=at)
    _staff(cast, "university", university, _UNIVERSITY_ROLES, at)
    _staff(cast, "enterprise", enterprise, _ENTERPRISE_ROLES, at)
    connect_payee(actor=cast.administrator["university"], stripe_account="acct_demo", livemode=False, now=at)
    _mandate(cast, "university", Role.OWNER_SIGNATORY, (Mandate.Act.SIGN_TERMS, Mandate.Act.SIGN_DEAL), at)
    _mandate(cast, "enterprise", Role.SIGNATORY, (Mandate.Act.SIGN_DEAL, Mandate.Act.SUBMIT_CLAIM), at)
    return cast


_UNIVERSITY: Final = Particulars(
    uscc=made_up_code(kind="12", region=HEILONGJIANG, serial=41400401),
    name="示例工业大学",
    kind=Kind.UNIVERSITY,
    region=HARBIN,
    address="示例市学府路 1 号",
    contact_desk="技术转移中心",
    contact_phone="0451-00000001",
    contact_email=f"tto@{DOMAIN}",
    is_public_body=True,
)
_ENTERPRISE: Final = Particulars(
    uscc=made_up_code(kind="91", region=HARBIN, serial=41400402),
    name="示例寒地轴承有限公司",
    kind=Kind.ENTERPRISE,
    region=HARBIN,
    address="示例市工业大街 88 号",
    contact_desk="法务部",
    contact_phone="0451-00000002",
    contact_email=f"legal@{DOMAIN}",
    is_small_or_medium=True,
)


def _office(
    cast: Cast, word: str, name: str, region: str, code: str, level: str, at: datetime, kind: Kind = Kind.BUREAU_OFFICE
) -> Organization:
    administrator = _person(f"{word}-admin", f"{name}管理员")
    serial = 41400403 + len(cast.administrator)
    particulars = Particulars(
        uscc=made_up_code(kind=code, region=region, serial=serial), name=name, kind=kind, region=region
    )
    office = found_office(administrator=administrator, particulars=particulars, level=level, at=at)
    _note_administrator(cast, word, administrator, office, at)
    return office


def _register(cast: Cast, word: str, particulars: Particulars, at: datetime) -> Organization:
    administrator = _person(f"{word}-admin", f"{particulars.name}管理员")
    organization = register_organization(person=administrator, particulars=particulars, at=at)
    _note_administrator(cast, word, administrator, organization, at)
    return organization


def _note_administrator(cast: Cast, word: str, person: Person, organization: Organization, at: datetime) -> None:
    cast.administrator[word] = acting(person=person, organization_uscc=organization.uscc, on=shanghai_day(at))
    _note(cast, person, Role.ADMINISTRATOR, organization)


def _staff(cast: Cast, word: str, organization: Organization, roles: tuple[Role, ...], at: datetime) -> None:
    for role in roles:
        local, name = _NAMES[role]
        person = _person(local, name)
        asked = request_to_join(person=person, uscc=organization.uscc, role=role, at=at)
        decide_join_request(actor=cast.administrator[word], request_id=asked.pk, accept=True, at=at)
        cast.by_role[role] = acting(person=person, organization_uscc=organization.uscc, on=shanghai_day(at))
        _note(cast, person, role, organization)


def _mandate(cast: Cast, word: str, role: Role, acts: tuple[Mandate.Act, ...], at: datetime) -> None:
    grant_mandate(
        actor=cast.administrator[word],
        person_id=cast.by_role[role].person.pk,
        acts=acts,
        valid_from=shanghai_day(at),
        valid_until=date(shanghai_day(at).year + 10, 1, 1),
        at=at,
    )


def _person(local: str, name: str) -> Person:
    return Person.objects.create_user(f"{local}@{DOMAIN}", PASSWORD, name=name)


def _note(cast: Cast, person: Person, role: Role, organization: Organization) -> None:
    cast.accounts.append(Account(person.email, person.name, role.value, organization.name, organization.desk.value))
