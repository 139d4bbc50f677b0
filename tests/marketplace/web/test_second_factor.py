import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import path

from marketplace.accounts.roles import Desk, Role
from marketplace.urls import urlpatterns as product_urls
from marketplace.web.acting import desk_page
from marketplace.web.second_factor import confirm_second_factor
from tests.factories import PASSWORD, add_roles, make_enterprise, make_person

NOW = 1_772_355_600  # 2026-03-01 09:00 UTC

pytestmark = pytest.mark.django_db


@desk_page(Desk.ENTERPRISE, "deal.sign", second_factor=True)
def sign(request, actor):
    return HttpResponse(f"signed {request.POST.get('what', '')}")


@desk_page(Desk.ENTERPRISE, "deal.sign")
def sign_with_code(request, actor):
    confirm_second_factor(request, code=request.POST["code"])
    return HttpResponse("signed")


urlpatterns = [
    path("enterprise/<str:uscc>/sign/", sign),
    path("enterprise/<str:uscc>/code/", sign_with_code),
    *product_urls,
]


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = __name__
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class Signer:
    """A signatory in a browser, with or without an authenticator."""

    def __init__(self, client, *, totp=True):
        self.client = client
        person = make_person(password=PASSWORD)
        self.actor = add_roles(person, make_enterprise(), Role.SIGNATORY)
        self.secret = generate_totp_secret()
        if totp:
            TOTP.activate(person, self.secret)

    def sign_in(self, at):
        answer = self.client.post("/accounts/login/", {"login": self.actor.person.email, "password": PASSWORD})
        if Authenticator.objects.exists():
            assert answer["Location"] == "/accounts/2fa/authenticate/"
            answer = self.client.post(answer["Location"], {"code": self.code(at)})
        assert answer["Location"] == "/desks/"

    def code(self, at):
        return format_hotp_value(hotp_value(self.secret, int(at) // 30))

    def post(self, rest="sign/", **data):
        return self.client.post(f"/enterprise/{self.actor.organization.uscc}/{rest}", data)


def test_a_code_of_the_last_five_minutes_is_enough(client, clock):
    signer = Signer(client)
    signer.sign_in(NOW)

    clock.move_to(NOW + 299)

    assert signer.post().content == b"signed "


def test_later_a_new_code_is_asked_and_the_same_act_goes_on(client, clock):
    signer = Signer(client)
    signer.sign_in(NOW)
    clock.move_to(NOW + 301)

    asked = signer.post(what="the contract")
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/2fa/reauthenticate/?next=")

    wrong = client.post(asked["Location"], {"code": "000000"})
    right = client.post(asked["Location"], {"code": signer.code(NOW + 301)})

    assert b"signed" not in wrong.content
    assert right.content == b"signed the contract"


def test_looking_needs_no_code(client, clock):
    signer = Signer(client)
    signer.sign_in(NOW)
    clock.move_to(NOW + 3600)

    answer = client.get(f"/enterprise/{signer.actor.organization.uscc}/sign/")

    assert answer.status_code == 200


def test_without_an_authenticator_nobody_decides(client, clock):
    signer = Signer(client, totp=False)
    signer.sign_in(NOW)

    answer = signer.post()

    assert answer.status_code == 403
    assert b"signed" not in answer.content


def test_a_code_in_a_form_of_ours_counts_once(client, clock):
    signer = Signer(client)
    signer.sign_in(NOW)
    clock.move_to(NOW + 600)

    assert signer.post("code/", code="123456").status_code == 422
    assert signer.post("code/", code=signer.code(NOW + 600)).content == b"signed"
    # The same code again is refused, but the one just given is still fresh.
    assert signer.post("code/", code=signer.code(NOW + 600)).status_code == 422
    assert signer.post().content == b"signed "


def test_too_many_codes_are_refused_even_when_one_is_right(client, clock):
    signer = Signer(client)
    signer.sign_in(NOW)
    clock.move_to(NOW + 600)

    for _ in range(5):
        assert signer.post("code/", code="123456").status_code == 422

    assert signer.post("code/", code=signer.code(NOW + 600)).status_code == 422


def test_it_can_be_switched_off_for_a_demo(client, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    signer = Signer(client, totp=False)
    signer.sign_in(NOW)

    assert signer.post().content == b"signed "


def test_guessing_a_password_is_slowed_down(client, clock):
    signer = Signer(client, totp=False)
    guess = {"login": signer.actor.person.email, "password": "wrong password"}

    for _ in range(5):
        assert client.post("/accounts/login/", guess).status_code == 200
    client.post("/accounts/login/", {**guess, "password": PASSWORD})

    assert "_auth_user_id" not in client.session
