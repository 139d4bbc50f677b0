from datetime import UTC, datetime, timedelta

import pytest
from django.urls import path
from rest_framework.response import Response

from marketplace import events
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from marketplace.events.topics import declare
from marketplace.problems import DomainError
from marketplace.urls import urlpatterns as product_urls
from marketplace.web.idempotency import IdempotentMixin, forget_kept_answers
from marketplace.web.models import KeptAnswer
from tests.factories import add_roles, make_actor, make_enterprise

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEY = "01jd2x6w-8r4t"

declare("order.placed", "count")

pytestmark = pytest.mark.django_db


class TooMany(DomainError):
    code = "too_many"


class Orders(IdempotentMixin):
    def post(self, request):
        with events.transaction():
            events.record(
                "order.placed",
                actor=self.actor,
                subject=events.Subject("order", "1"),
                at=NOW,
                count=request.data["count"],
            )
            if request.data["count"] > 9:
                raise TooMany("no")
        return Response({"number": Event.objects.count()}, status=201, headers={"Location": "/orders/1/"})


urlpatterns = [path("api/v1/orders/", Orders.as_view()), *product_urls]


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def actor(client):
    actor = make_actor(make_enterprise(), Role.APPLICANT)
    client.force_login(actor.person)
    return actor


def order(client, actor, count=1, key=KEY, query=""):
    return client.post(
        f"/api/v1/orders/{query}",
        {"count": count},
        content_type="application/json",
        headers={"X-Organization": actor.organization.uscc, **({"Idempotency-Key": key} if key else {})},
    )


def test_a_repeated_call_acts_once_and_gets_the_same_answer(client, actor):
    first, second = order(client, actor), order(client, actor)

    assert Event.objects.count() == 1
    assert (first.status_code, first.json()) == (second.status_code, second.json()) == (201, {"number": 1})
    assert (second["Location"], second["Idempotency-Replayed"]) == ("/orders/1/", "true")
    assert not first.has_header("Idempotency-Replayed")


def test_without_a_key_each_call_acts(client, actor):
    order(client, actor, key=None)
    order(client, actor, key=None)

    assert (Event.objects.count(), KeptAnswer.objects.count()) == (2, 0)


@pytest.mark.parametrize("changes", [{"count": 2}, {"query": "?other=1"}])
def test_another_call_under_the_same_key_is_refused(client, actor, changes):
    order(client, actor)

    answer = order(client, actor, **changes)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Event.objects.count() == 1


def test_the_key_belongs_to_caller_and_organization(client, actor):
    order(client, actor)
    elsewhere = add_roles(actor.person, make_enterprise(), Role.APPLICANT)

    answers = [order(client, elsewhere)]
    somebody_else = make_actor(actor.organization, Role.APPLICANT)
    client.force_login(somebody_else.person)
    answers.append(order(client, somebody_else))

    assert [answer.json() for answer in answers] == [{"number": 2}, {"number": 3}]


def test_a_refused_call_keeps_nothing_and_may_be_corrected(client, actor):
    refused = order(client, actor, count=10)

    assert (refused.status_code, refused.json()["code"]) == (422, "too_many")
    assert (Event.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    assert order(client, actor, count=9).status_code == 201


@pytest.mark.parametrize("key", ["short", "with space", "x" * 256])
def test_refuses_a_malformed_key(client, actor, key):
    answer = order(client, actor, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")
    assert Event.objects.count() == 0


def test_forgets_after_a_week(client, actor):
    order(client, actor)
    assert forget_kept_answers() == 0

    KeptAnswer.objects.update(kept_at=datetime.now(UTC) - timedelta(days=8))

    assert forget_kept_answers() == 1
