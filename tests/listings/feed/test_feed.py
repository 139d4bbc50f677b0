import json
from datetime import timedelta

import pytest
from django.test import Client

from listings.feed.consumer import CONSUMER
from listings.feed.envelope import GENESIS, chained
from listings.feed.keys import issue_key, revoke_key
from listings.feed.models import FeedEntry, FeedHead
from listings.offers import services
from listings.offers.models import Listing
from marketplace.accounts.roles import Kind, Role
from marketplace.events.consumers import run
from tests.factories import make_actor, make_organization
from tests.listings.making import AFTER_NOTICE, draft_listing, make_desk, published_listing

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/exchange/events/"


def consume() -> None:
    run(CONSUMER, clock=lambda: AFTER_NOTICE)


@pytest.fixture
def reader():
    platform = make_organization(Kind.PLATFORM)
    _, key = issue_key(actor=make_actor(platform, Role.ADMINISTRATOR), name="reader", now=AFTER_NOTICE)
    return Client(headers={"Authorization": f"Bearer {key}"})


@pytest.fixture(autouse=True)
def _present(monkeypatch):
    monkeypatch.setattr("marketplace.dated.clock.now", lambda: AFTER_NOTICE)


def three_revisions() -> Listing:
    desk = make_desk()
    listing = published_listing(desk)
    services.suspend(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)
    services.resume(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)
    return listing


def test_every_public_revision_becomes_one_entry_in_order():
    listing = three_revisions()
    draft_listing(make_desk())

    consume()
    consume()

    rows = list(FeedEntry.objects.order_by("sequence").values_list("sequence", "revision", "type", "superseded_by"))
    assert rows == [
        (1, 1, "cn.hlj.exchange.listing.published.v1", 2),
        (2, 2, "cn.hlj.exchange.listing.suspended.v1", 3),
        (3, 3, "cn.hlj.exchange.listing.resumed.v1", None),
    ]
    listing.refresh_from_db()
    assert listing.published_position is not None


def test_a_later_batch_supersedes_what_was_stored_before():
    desk = make_desk()
    listing = published_listing(desk)
    consume()

    services.withdraw(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)
    consume()

    assert list(FeedEntry.objects.order_by("sequence").values_list("superseded_by", "method")) == [
        (2, "PUT"),
        (None, "DELETE"),
    ]


def test_a_reader_gets_the_events_with_a_chain_that_fits(reader):
    listing = three_revisions()
    consume()

    answer = reader.get(EVENTS)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/cloudevents-batch+json")
    batch = json.loads(answer.content)
    assert [event["sequence"] for event in batch] == ["000000000001", "000000000002", "000000000003"]
    assert {event["subject"] for event in batch} == {f"listings/{listing.number}"}
    chain = GENESIS
    for event in batch:
        chain = chained(
            previous=chain,
            event_id=event["id"],
            event_type=event["type"],
            subject=event["subject"],
            revision=event["revision"],
            contenthash=event["contenthash"],
        )
        assert event["chain"] == chain
    assert f"lastEventId={batch[-1]['id']}" in answer["Link"]
    assert answer["Cache-Control"] == "no-store"


def test_a_reader_goes_on_by_the_link(reader):
    three_revisions()
    consume()

    first = reader.get(EVENTS, {"limit": 2})
    address = first["Link"].split(">")[0].removeprefix("<")
    second = reader.get(address)
    third = reader.get(second["Link"].split(">")[0].removeprefix("<"))

    assert [len(json.loads(answer.content)) for answer in (first, second, third)] == [2, 1, 0]
    assert first["Cache-Control"] == "private, max-age=3600"
    assert reader.get(EVENTS, {"limit": 2}, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"lastEventId": "zzzzzz-000000000001"}, 410, "cursor_gone"),
        ({"lastEventId": "nonsense"}, 400, "bad_parameter"),
        ({"limit": "0"}, 400, "bad_parameter"),
        ({"limit": "many"}, 400, "bad_parameter"),
        ({"descending": "1"}, 400, "bad_parameter"),
    ],
)
def test_what_cannot_be_read_is_told(reader, query, status, code):
    three_revisions()
    consume()

    answer = reader.get(EVENTS, query)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_cursor_ahead_of_the_head_is_gone(reader):
    three_revisions()
    consume()
    epoch = FeedHead.objects.get().epoch

    answer = reader.get(EVENTS, {"lastEventId": f"{epoch}-000000000009"})

    assert (answer.status_code, answer.json()["reason"]) == (410, "ahead_of_head")


def test_one_event_is_found_by_its_id(reader):
    three_revisions()
    consume()
    epoch = FeedHead.objects.get().epoch

    assert reader.get(f"{EVENTS}{epoch}-000000000002/").json()["revision"] == 2
    assert reader.get(f"{EVENTS}{epoch}-000000000009/").status_code == 404


def test_nobody_reads_without_a_good_key():
    platform = make_organization(Kind.PLATFORM)
    administrator = make_actor(platform, Role.ADMINISTRATOR)
    row, key = issue_key(actor=administrator, name="old", lasts=timedelta(days=1), now=AFTER_NOTICE)
    _, expired = issue_key(
        actor=administrator, name="over", lasts=timedelta(days=1), now=AFTER_NOTICE - timedelta(days=2)
    )
    _, other = issue_key(actor=administrator, name="push", scopes=["exchange:push"], now=AFTER_NOTICE)
    revoke_key(actor=administrator, key_id=row.pk, now=AFTER_NOTICE)

    def status(header: str) -> int:
        return Client(headers={"Authorization": header} if header else {}).get(EVENTS).status_code

    assert [status(header) for header in ("", "Bearer x", f"Bearer {key}", f"Bearer {expired}")] == [401] * 4
    assert status(f"Bearer {other}") == 403


def test_an_administrator_issues_and_revokes_keys():
    actor = make_actor(make_organization(Kind.PLATFORM), Role.ADMINISTRATOR)
    client = Client(headers={"X-Organization": actor.organization.uscc})
    client.force_login(actor.person)

    issued = client.post("/api/v1/exchange/keys/", {"name": "reader"}, content_type="application/json").json()
    headers = {"Authorization": f"Bearer {issued['key']}"}
    before = Client(headers=headers).get(EVENTS).status_code
    client.post(f"/api/v1/exchange/keys/{issued['id']}/revoke/")

    assert (before, Client(headers=headers).get(EVENTS).status_code) == (200, 401)
    listed = client.get("/api/v1/exchange/keys/").json()
    assert [(key["prefix"], "key" in key, key["revoked_at"] is None) for key in listed] == [
        (issued["prefix"], False, False)
    ]


def test_an_integrator_reads_with_a_session():
    actor = make_actor(make_organization(Kind.PLATFORM), Role.INTEGRATOR)
    client = Client()
    client.force_login(actor.person)

    assert client.get(EVENTS, headers={"X-Organization": actor.organization.uscc}).status_code == 200
    assert client.get(EVENTS).status_code == 400


def test_the_status_counts_what_waits(client):
    three_revisions()

    before = client.get("/api/v1/exchange/status/").json()
    consume()
    after = client.get("/api/v1/exchange/status/").json()

    assert (before["lag"]["waiting"] > 0, before["head"]["sequence"]) == (True, 0)
    assert (after["lag"]["waiting"], after["head"]["sequence"], after["listings"]) == (0, 3, 1)
