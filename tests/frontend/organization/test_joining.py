import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from marketplace.accounts import services
from marketplace.accounts.models import Invitation, JoinRequest, Membership, Organization
from marketplace.accounts.roles import Role
from tests.factories import make_actor, make_enterprise, make_person, make_uscc

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def person(client):
    made = make_person(name="李明", email="li@example.cn")
    client.force_login(made)
    return made


def address(route, **values):
    with override("en"):
        return reverse(f"organization:{route}", kwargs=values)


def registration(**changed):
    return {
        "uscc": make_uscc(),
        "name": "示例轴承有限公司",
        "kind": "enterprise",
        "region": "230100",
        "is_small_or_medium": "yes",
        **changed,
    }


def test_a_code_that_is_known_leads_to_asking_its_administrator(client, person):
    known = make_enterprise(name="甲公司")

    answer = client.post(address("join"), {"uscc": f" {known.uscc.lower()} "})
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == address("ask", code=known.uscc)
    assert "Ask to join 甲公司" in page
    assert "signs contracts, submits claims" in page


def test_a_code_that_is_not_known_leads_to_registering(client, person):
    code = make_uscc()

    answer = client.post(address("join"), {"uscc": code})

    assert answer["Location"] == f"{address('register')}?uscc={code}"
    assert f'value="{code}"' in client.get(answer["Location"]).content.decode()


def test_a_request_waits_for_the_administrator(client, person):
    known = make_enterprise()

    client.post(address("ask", code=known.uscc), {"role": "applicant"})
    again = client.post(address("ask", code=known.uscc), {"role": "applicant"})

    assert JoinRequest.objects.get().person == person
    assert again.status_code == 409
    assert "waits already" in again.content.decode()


def test_who_registers_an_organization_becomes_its_administrator(client, person):
    data = registration()

    answer = client.post(address("register"), data)

    organization = Organization.objects.get()
    assert answer["Location"] == address("home", uscc=organization.uscc)
    assert (organization.is_verified, organization.is_small_or_medium) == (False, True)
    assert Membership.objects.get(person=person).role == Role.ADMINISTRATOR
    assert "has not verified the organization yet" in client.get(answer["Location"]).content.decode()


def test_a_malformed_region_stands_at_its_field_and_keeps_what_was_typed(client, person):
    answer = client.post(address("register"), registration(region="Harbin"))

    assert answer.status_code == 422
    assert answer.context["form"].errors["region"] == ["The administrative division is a code of six digits"]
    assert 'value="示例轴承有限公司"' in answer.content.decode()
    assert not Organization.objects.exists()


def test_an_office_cannot_be_registered_by_anybody(client, person):
    answer = client.post(address("register"), registration(kind="bureau_office"))

    assert answer.status_code == 422
    assert not Organization.objects.exists()


def test_the_letter_leads_to_the_role(client, person, mailoutbox):
    administrator = make_actor(make_enterprise(name="甲公司"), Role.ADMINISTRATOR)
    client.force_login(administrator.person)
    sent = client.post(
        address("invite", uscc=administrator.organization.uscc), {"email": "Li@Example.cn", "role": "finance"}
    )
    assert sent.status_code == 302
    letter = mailoutbox[0]
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]
    assert letter.to == ["li@example.cn"]

    client.force_login(make_person(email="other@example.cn"))
    assert client.get(link).status_code == 404
    client.force_login(person)
    assert "You are invited as: Finance" in client.get(link).content.decode()
    client.post(link)

    assert Membership.objects.get(person=person).role == Role.FINANCE
    assert client.post(link).status_code == 409


def test_a_letter_that_cannot_be_sent_is_said(client, person, monkeypatch):
    administrator = make_actor(make_enterprise(), Role.ADMINISTRATOR)
    client.force_login(administrator.person)

    def refuse(*_):
        raise ConnectionRefusedError

    monkeypatch.setattr("frontend.organization.members.send_mail", refuse)
    answer = client.post(
        address("invite", uscc=administrator.organization.uscc), {"email": "li@example.cn", "role": "finance"}
    )

    assert answer.status_code == 503
    assert "The letter could not be sent" in answer.content.decode()
    assert 'value="li@example.cn"' in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_an_invitation_that_is_over_says_so(client, person):
    administrator = make_actor(make_enterprise(), Role.ADMINISTRATOR)
    invited = services.invite(actor=administrator, email=person.email, role=Role.FINANCE, at=NOW)

    with time_machine.travel(datetime(2026, 3, 20, tzinfo=UTC), tick=False):
        client.force_login(person)
        answer = client.post(address("invitation", token=invited.token))

    assert answer.status_code == 409
    assert "was used or has expired" in answer.content.decode()
    assert not Membership.objects.filter(person=person).exists()


def test_somebody_without_an_organization_is_led_to_joining(client, person):
    with override("en"):
        page = client.get(reverse("public:desks")).content.decode()

    assert address("join") in page
