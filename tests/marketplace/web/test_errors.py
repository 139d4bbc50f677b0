import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.template import TemplateDoesNotExist
from django.test import Client
from django.urls import path
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from marketplace.problems import DomainError, FieldProblem
from marketplace.urls import urlpatterns as product_urls
from marketplace.web import errors
from tests.factories import make_person

pytestmark = pytest.mark.django_db


class Fragile(DomainError):
    code = "fragile"


def fail(request):
    raise ZeroDivisionError("secret detail")


def lose_the_database(request):
    raise OperationalError("secret host")


def refuse(request):
    raise Fragile("no", problems=[FieldProblem("/name", "too_long", "the name is too long")])


class Narrow(UserRateThrottle):
    rate = "1/min"


class Often(APIView):
    throttle_classes = [Narrow]

    def get(self, request):
        return Response({})


urlpatterns = [
    path("fail/", fail),
    path("lose/", lose_the_database),
    path("refuse/", refuse),
    path("api/v1/fail/", fail),
    path("api/v1/lose/", lose_the_database),
    path("api/v1/often/", Often.as_view()),
    *product_urls,
]
handler403 = "marketplace.web.errors.permission_denied"
handler404 = "marketplace.web.errors.page_not_found"
handler500 = "marketplace.web.errors.server_error"


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = __name__
    cache.clear()


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, headers={"Accept-Language": "en"})


def test_what_nobody_anticipated_is_told_without_detail_and_with_a_reference(visitor):
    answer = visitor.get("/fail/")

    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert answer["X-Request-ID"].encode() in answer.content


def test_the_same_in_the_api(visitor):
    answer = visitor.get("/api/v1/fail/")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json() == {
        "type": "/problems/internal_error",
        "title": "Something went wrong here",
        "status": 500,
        "code": "internal_error",
        "request_id": answer["X-Request-ID"],
    }


@pytest.mark.parametrize("address", ["/lose/", "/api/v1/lose/"])
def test_a_database_that_is_away_is_a_503(visitor, address):
    answer = visitor.get(address)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert b"secret" not in answer.content


def test_a_page_that_fails_itself_is_told_in_plain_text(visitor, monkeypatch):
    def broken(*_):
        raise RuntimeError("the template is broken too")

    monkeypatch.setattr(errors, "select_template", broken)

    answer = visitor.get("/fail/")

    assert (answer.status_code, answer["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert "系统出了问题" in answer.content.decode()


def test_without_templates_the_words_are_the_same(visitor, monkeypatch):
    def missing(names):
        raise TemplateDoesNotExist(str(names))

    monkeypatch.setattr(errors, "select_template", missing)

    answer = visitor.get("/refuse/")

    assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert "the name is too long" in answer.content.decode()


def test_a_form_that_was_open_for_too_long_changes_nothing():
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    strict.force_login(make_person())

    answer = strict.post("/en/accounts/logout/")

    assert answer.status_code == 403
    assert "This form was open for too long" in answer.content.decode()
    assert "_auth_user_id" in strict.session


def test_too_many_calls_are_told_when_to_come_back(visitor):
    visitor.force_login(make_person())
    visitor.get("/api/v1/often/")

    answer = visitor.get("/api/v1/often/")

    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer.json()["code"] == "throttled"
    assert 0 < int(answer["Retry-After"]) <= 61
