from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from marketplace.accounts.models import JoinRequest, Mandate, Membership
from marketplace.accounts.roles import Role
from tests.factories import make_actor, make_enterprise, make_person
from tests.licensing.factories import make_upload

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def administrator(client):
    made = make_actor(make_enterprise(name="甲公司"), Role.ADMINISTRATOR, name="管理员")
    client.force_login(made.person)
    return made


@pytest.fixture
def at(administrator):
    def address(route, **values):
        with override("en"):
            return reverse(f"organization:{route}", kwargs={"uscc": administrator.organization.uscc, **values})

    return address


def test_the_page_shows_people_with_roles_and_powers(client, administrator, at):
    make_actor(administrator.organization, Role.SIGNATORY, name="签约人")

    page = client.get(at("home")).content.decode()

    assert all(words in page for words in ("管理员", "签约人", "Signatory", "Sign contracts · Submit subsidy claims"))


def test_an_administrator_alone_is_told_that_two_are_needed(client, administrator, at):
    assert "You are the only one here." in client.get(at("home")).content.decode()


def test_the_page_asks_the_database_as_often_for_many_people(client, administrator, at, django_assert_num_queries):
    for _ in range(5):
        make_actor(administrator.organization, Role.SIGNATORY)

    with django_assert_num_queries(7):
        client.get(at("home"))


def test_a_member_gets_one_more_role_and_loses_it(client, administrator, at):
    member = make_actor(administrator.organization, Role.APPLICANT).person

    client.post(at("grant_role", person_id=member.pk), {"role": "finance"})
    row = Membership.objects.get(person=member, role=Role.FINANCE)
    twice = client.post(at("grant_role", person_id=member.pk), {"role": "finance"})
    client.post(at("end_role", membership_id=row.pk))

    row.refresh_from_db()
    assert twice.status_code == 409
    assert str(row.valid_until) == "2026-03-02"


def test_the_last_administrator_stays(client, administrator, at):
    row = Membership.objects.get(person=administrator.person)

    answer = client.post(at("end_role", membership_id=row.pk))

    row.refresh_from_db()
    assert (answer.status_code, row.valid_until) == (409, None)
    assert "The last administrator cannot be removed" in answer.content.decode()


@pytest.mark.parametrize(("given", "status"), [("yes", "accepted"), ("no", "declined")])
def test_a_request_to_join_is_decided(client, administrator, at, given, status):
    person = make_person(name="想加入的人")
    asked = JoinRequest.objects.create(
        organization=administrator.organization, person=person, role=Role.FINANCE, created_at=NOW
    )
    assert "想加入的人" in client.get(at("home")).content.decode()

    client.post(at("join_request", request_id=asked.pk), {"accept": given})

    asked.refresh_from_db()
    assert asked.status == status
    assert Membership.objects.filter(person=person).exists() is (given == "yes")


def test_a_power_to_sign_is_given_with_its_paper_and_ended(client, administrator, at):
    member = make_actor(administrator.organization, Role.SIGNATORY, mandates=False).person
    data = {"acts": ["sign_deal"], "valid_from": "2026-03-02", "document": make_upload("letter.pdf")}

    client.post(at("grant_mandate", person_id=member.pk), data)
    mandate = Mandate.objects.get()
    assert (mandate.acts, len(mandate.document_sha256)) == (["sign_deal"], 64)
    client.post(at("end_mandate", mandate_id=mandate.pk))

    mandate.refresh_from_db()
    assert str(mandate.valid_until) == "2026-03-02"


def test_nobody_gives_themselves_a_power_without_a_paper(client, administrator, at):
    data = {"acts": ["sign_deal"], "valid_from": "2026-03-02"}

    answer = client.post(at("grant_mandate", person_id=administrator.person.pk), data)

    assert answer.status_code == 422
    assert "For a power of your own, add the paper that gives it" in answer.content.decode()
    assert not Mandate.objects.exists()
