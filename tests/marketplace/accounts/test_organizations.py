from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from marketplace.accounts.actors import NotPermitted
from marketplace.accounts.models import Membership, Organization
from marketplace.accounts.organizations import Particulars, register_organization, verify_organization
from marketplace.accounts.refusals import (
    AlreadyRegistered,
    AlreadyVerified,
    KindNotOpen,
    MalformedCode,
    MalformedRegion,
    NoSuchOrganization,
    OwnCase,
)
from marketplace.accounts.roles import Kind, Role
from marketplace.accounts.selectors import organizations_to_verify
from marketplace.events.models import Event
from tests.factories import HEILONGJIANG, add_roles, make_actor, make_enterprise, make_office, make_person, make_uscc

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def register(person=None, **fields):
    values = {"uscc": make_uscc(), "name": "示例公司", "kind": Kind.ENTERPRISE, "region": "230100"}
    return register_organization(
        person=person or make_person(), particulars=Particulars(**{**values, **fields}), at=NOW
    )


def topics() -> list[str]:
    return list(Event.objects.order_by("position").values_list("topic", flat=True))


class TestRegister:
    def test_makes_the_person_its_administrator(self):
        person = make_person()
        organization = register(person)

        membership = Membership.objects.get()
        assert (membership.person, membership.organization, membership.role) == (person, organization, "administrator")
        assert not organization.is_verified
        assert topics() == ["organization.registered", "membership.granted"]

    def test_stores_a_code_as_it_is_written_in_the_standard(self):
        code = make_uscc()

        organization = register(uscc=f" {code[:8].lower()} {code[8:].lower()} ")

        assert (organization.uscc, organization.uscc_holds) == (code, True)

    def test_marks_a_code_whose_check_character_does_not_hold_and_goes_on(self):
        code = make_uscc()
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

        assert register(uscc=wrong).uscc_holds is False

    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"uscc": "1234"}, MalformedCode),
            ({"uscc": "9123010000000000IO"}, MalformedCode),
            ({"region": "2301"}, MalformedRegion),
            ({"kind": Kind.BUREAU_OFFICE}, KindNotOpen),
            ({"kind": Kind.PLATFORM}, KindNotOpen),
        ],
    )
    def test_refuses_and_keeps_nothing(self, fields, refusal):
        with pytest.raises(refusal):
            register(**fields)

        assert (Organization.objects.count(), Membership.objects.count(), topics()) == (0, 0, [])

    def test_a_code_is_registered_once(self):
        code = register().uscc

        with pytest.raises(AlreadyRegistered):
            register(uscc=code)

        assert Organization.objects.count() == 1


class TestVerify:
    def test_is_recorded_with_who_and_when(self):
        checker = make_actor(make_office(), Role.CITY_CHECKER)
        organization = make_enterprise(verified=False)
        assert list(organizations_to_verify(checker)) == [organization]

        verify_organization(actor=checker, organization_id=organization.pk, at=NOW)

        organization.refresh_from_db()
        assert (organization.verified_at, organization.verified_by) == (NOW, checker.pseudonym)
        assert topics() == ["organization.verified"]
        assert list(organizations_to_verify(checker)) == []

    def test_the_province_verifies_in_all_its_cities(self):
        reviewer = make_actor(make_office(region=HEILONGJIANG), Role.PROVINCIAL_REVIEWER)
        organization = make_enterprise(verified=False, region="230200")

        verify_organization(actor=reviewer, organization_id=organization.pk, at=NOW)

        organization.refresh_from_db()
        assert organization.is_verified

    def check_refused(self, actor, organization, refusal):
        before = organization.verified_at
        with pytest.raises(refusal):
            verify_organization(actor=actor, organization_id=organization.pk, at=NOW)
        organization.refresh_from_db()
        assert (organization.verified_at, topics()) == (before, [])

    def test_not_outside_the_place_of_the_office(self):
        checker = make_actor(make_office(region="230200"), Role.CITY_CHECKER)

        self.check_refused(checker, make_enterprise(verified=False, region="230100"), NoSuchOrganization)

    def test_not_by_another_role_of_the_bureau(self):
        self.check_refused(
            make_actor(make_office(), Role.BUREAU_FINANCE), make_enterprise(verified=False), NotPermitted
        )

    def test_not_by_the_organization_itself(self):
        organization = make_enterprise(verified=False)

        self.check_refused(make_actor(organization, Role.ADMINISTRATOR), organization, NotPermitted)

    def test_not_the_own_office(self):
        office = make_office(verified=False)

        self.check_refused(make_actor(office, Role.CITY_CHECKER), office, OwnCase)

    def test_not_by_somebody_who_has_a_role_in_it(self):
        organization = make_enterprise(verified=False)
        checker = make_actor(make_office(), Role.CITY_CHECKER)
        add_roles(checker.person, organization, Role.APPLICANT)

        self.check_refused(checker, organization, OwnCase)
        assert list(organizations_to_verify(checker)) == []

    def test_not_twice(self):
        self.check_refused(make_actor(make_office(), Role.CITY_CHECKER), make_enterprise(), AlreadyVerified)


class TestFoundOffice:
    def found(self, **changes):
        options = {"uscc": make_uscc(), "name": "哈尔滨市知识产权局", "region": "230100", "level": "city"}
        call_command("found_office", **{**options, **changes})

    def test_is_verified_and_has_an_administrator(self, capsys):
        person = make_person(email="zhang@example.cn")

        self.found(administrator="Zhang@example.cn")

        office = Organization.objects.get()
        assert (office.kind, office.level, office.is_verified) == ("bureau_office", "city", True)
        assert Membership.objects.get().person == person
        assert topics() == ["organization.registered", "membership.granted", "organization.verified"]
        assert "哈尔滨市知识产权局" in capsys.readouterr().out

    def test_needs_somebody_who_has_signed_up(self):
        with pytest.raises(CommandError, match="has not signed up"):
            self.found(administrator="nobody@example.cn")

        assert Organization.objects.count() == 0
