import pytest
from django.http import HttpResponse
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.accounts.roles import Desk, Role
from marketplace.problems import DomainError, FieldProblem
from marketplace.urls import urlpatterns as product_urls
from marketplace.web.acting import ActingMixin, desk_page
from tests.factories import make_actor, make_enterprise, make_university

pytestmark = pytest.mark.django_db


@desk_page(Desk.ENTERPRISE)
def greet(request, actor):
    return HttpResponse(actor.organization.name)


@desk_page(Desk.ENTERPRISE, "deal.sign")
def sign(request, actor):
    return HttpResponse("signed")


class CannotWait(DomainError):
    code = "cannot_wait"
    status = 409


class Broken(DomainError):
    code = "broken"


@desk_page(Desk.ENTERPRISE)
def refuse(request, actor):
    raise CannotWait("not now")


class Greeting(ActingMixin, APIView):
    permission_of = {"post": "deal.sign"}

    def get(self, request):
        return Response({"name": self.actor.organization.name})

    def post(self, request):
        raise Broken("no", problems=[FieldProblem("/items/0", "too_small", "too small")], limit=3, status=1)


urlpatterns = [
    path("enterprise/<str:uscc>/", greet),
    path("enterprise/<str:uscc>/sign/", sign),
    path("enterprise/<str:uscc>/refuse/", refuse),
    path("api/v1/greeting/", Greeting.as_view()),
    *product_urls,
]
handler404 = "marketplace.web.errors.page_not_found"


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def applicant(client):
    actor = make_actor(make_enterprise(), Role.APPLICANT)
    client.force_login(actor.person)
    return actor


def page(actor, rest=""):
    return f"/enterprise/{actor.organization.uscc}/{rest}"


def test_a_page_gets_its_actor_and_is_not_kept(client, applicant):
    response = client.get(page(applicant))

    assert response.content.decode() == applicant.organization.name
    assert response["Cache-Control"] == "no-store"
    assert "HX-Request" in response["Vary"]


def test_somebody_who_is_not_signed_in_goes_to_sign_in_and_comes_back(client):
    actor = make_actor(make_enterprise(), Role.APPLICANT)

    response = client.get(page(actor))

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={page(actor)}")


def test_a_fragment_makes_the_browser_sign_in_as_a_whole(client):
    response = client.get(page(make_actor(make_enterprise(), Role.APPLICANT)), headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, "/accounts/login/")


def test_a_stranger_finds_nothing(client, applicant):
    other = make_actor(make_enterprise(), Role.APPLICANT)

    assert client.get(page(other)).status_code == 404
    assert client.get("/enterprise/nonsense/").status_code == 404


def test_another_desk_is_nothing(client):
    officer = make_actor(make_university(), Role.OFFICER)
    client.force_login(officer.person)

    assert client.get(page(officer)).status_code == 404


def test_a_member_without_the_right_reads_who_has_it(client, applicant):
    response = client.get(page(applicant, "sign/"))

    assert response.status_code == 403
    assert "签署人" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_a_refusal_of_the_domain_is_a_page_with_its_status(client, applicant):
    assert client.get(page(applicant, "refuse/")).status_code == 409


def test_the_api_says_for_which_organization(client, applicant):
    answer = client.get("/api/v1/greeting/", headers={"X-Organization": applicant.organization.uscc})

    assert (answer.status_code, answer.json()) == (200, {"name": applicant.organization.name})
    assert answer["Cache-Control"] == "no-store"


def test_the_api_refuses_a_call_that_does_not_say_it(client, applicant):
    answer = client.get("/api/v1/greeting/")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "organization_required"
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_a_foreign_organization_is_nothing_in_the_api(client, applicant):
    answer = client.get("/api/v1/greeting/", headers={"X-Organization": make_enterprise().uscc})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_caller_without_a_session_gets_a_challenge(client):
    answer = client.get("/api/v1/greeting/", headers={"X-Organization": make_enterprise().uscc})

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Session")
    assert answer.json()["code"] == "not_authenticated"


def test_the_api_names_the_roles_that_may(client, applicant):
    answer = client.post("/api/v1/greeting/", headers={"X-Organization": applicant.organization.uscc})

    assert answer.status_code == 403
    assert (answer.json()["permission"], answer.json()["roles"]) == ("deal.sign", ["owner_signatory", "signatory"])


def test_a_refusal_of_the_domain_is_a_problem_with_pointers(client):
    signatory = make_actor(make_enterprise(), Role.SIGNATORY)
    client.force_login(signatory.person)

    answer = client.post(
        "/api/v1/greeting/", headers={"X-Organization": signatory.organization.uscc, "Accept-Language": "en"}
    )

    assert answer.status_code == 422
    assert answer.json() == {
        "type": "/problems/broken",
        "title": "Something does not fit yet",
        "status": 422,
        "code": "broken",
        "detail": "no",
        "request_id": answer["X-Request-ID"],
        "errors": [{"pointer": "/items/0", "code": "too_small", "detail": "too small"}],
        "limit": 3,
    }


def test_an_address_that_is_none_is_a_problem_below_the_api_and_a_page_elsewhere(client):
    below, elsewhere = client.get("/api/v1/nothing/"), client.get("/nothing/")

    assert (below.status_code, below["Content-Type"]) == (404, "application/problem+json")
    assert elsewhere.status_code == 404
    assert not elsewhere["Content-Type"].startswith("application/")


def test_a_given_request_id_is_kept_if_it_is_well_formed(client):
    assert client.get("/nothing/", headers={"X-Request-ID": "proxy-12345678"})["X-Request-ID"] == "proxy-12345678"
    assert client.get("/nothing/", headers={"X-Request-ID": "<script>"})["X-Request-ID"] != "<script>"
