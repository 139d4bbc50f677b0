"""What the log says is found, and what it withdraws is found no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from listings.offers import services
from listings.offers.models import Listing, Track
from marketplace.events.models import ConsumerCursor, EventHead, ParkedEvent
from search.engines import engine
from search.engines.contract import Scope
from search.indexing.tasks import tidy_search
from search.selectors import find
from tests.listings.making import (
    AFTER_NOTICE,
    CONTENT,
    choice,
    draft_listing,
    make_desk,
    make_patent,
    published_listing,
)

pytestmark = pytest.mark.django_db

PUBLIC = Scope.public()


def ids(text, scope=PUBLIC, **more):
    return [hit.id for hit in find(text, scope=scope, **more).hits]


def test_a_published_listing_is_found_by_word_number_and_class(consume):
    desk = make_desk()
    patent = make_patent(desk.university, application_number="201710601862.3", publication_number="CN107000001B")
    listing = published_listing(desk, patent)

    assert consume() > 0

    spellings = [
        "201710601862.3",
        "CN201710601862.3",
        "ZL2017106018623",
        "２０１７１０６０１８６２．３",
        "ZL 2017 1 0601862.3",
    ]
    words = ["轴承", "严寒", "风电", "CN107000001B", "107000001", listing.number, "F16C", "F16C33/10", "分类号:F16"]
    assert [ids(text) for text in [*spellings, *words]] == [[str(listing.pk)]] * 14
    assert ids("齿轮") == []


def test_facets_say_what_the_terms_say(consume):
    published_listing()
    consume()

    found = find("轴承", scope=PUBLIC, facets=("track", "fee_pattern", "first_payment", "ipc_subclass", "industry"))

    assert {name: [(one.value, one.count) for one in counts] for name, counts in found.facets.items()} == {
        "track": [("negotiated_ordinary", 1)],
        "fee_pattern": [("P1", 1)],
        "first_payment": [("12-23", 1)],
        "ipc_subclass": [("F16C", 1)],
        "industry": [("34", 1)],
    }


def test_a_draft_is_found_by_its_owner_only(consume):
    desk = make_desk()
    listing = draft_listing(desk)
    consume()

    assert (ids("轴承"), ids("轴承", Scope.own(str(desk.university.pk))), ids("轴承", Scope.own("other"))) == (
        [],
        [str(listing.pk)],
        [],
    )


def test_the_new_words_of_an_edited_draft_are_found(consume):
    desk = make_desk()
    listing = draft_listing(desk)
    consume()
    services.edit_content(
        actor=desk.officer,
        listing_id=listing.pk,
        version=listing.version,
        content={**CONTENT, "product": "齿轮箱"},
        now=AFTER_NOTICE,
    )

    consume()

    assert ids("齿轮箱", Scope.own(str(desk.university.pk))) == [str(listing.pk)]


def test_a_suspended_listing_is_found_by_number_or_when_asked_for(consume):
    desk = make_desk()
    listing = published_listing(desk)
    services.suspend(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)

    consume()

    assert ids("轴承") == []
    assert ids("轴承", filters={"status": "suspended"}) == [str(listing.pk)]
    assert ids(listing.number) == [str(listing.pk)]


def test_a_withdrawn_listing_stays_as_a_tombstone(consume):
    desk = make_desk()
    listing = published_listing(desk)
    consume()
    services.withdraw(actor=desk.officer, listing_id=listing.pk, reason="owner_request", now=AFTER_NOTICE)

    consume()

    assert (ids("轴承"), ids(listing.number), ids("", Scope.own(str(desk.university.pk)))) == ([], [], [])
    (entry,) = engine().entries()
    assert (entry.id, entry.is_live) == (str(listing.pk), False)


def test_both_tracks_are_told_apart(consume):
    ordinary = published_listing()
    statutory = published_listing(chosen=choice(Track.STATUTORY_OPEN))
    consume()

    assert ids("", filters={"track": "statutory_open"}) == [str(statutory.pk)]
    assert ids("", filters={"track": ["statutory_open", "negotiated_ordinary"]}, sort="newest") == [
        str(statutory.pk),
        str(ordinary.pk),
    ]


def test_a_lost_index_is_rebuilt_whole_by_the_next_event(consume, settings, tmp_path):
    first = published_listing()
    consume()
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/elsewhere/search.sqlite3"
    second = published_listing(now=AFTER_NOTICE + timedelta(hours=1))

    consume()

    assert ids("轴承", sort="newest") == [str(second.pk), str(first.pk)]


def test_reading_the_log_again_changes_nothing(consume):
    published_listing()
    consume()
    before = list(engine().entries())
    ConsumerCursor.objects.filter(name="search").update(position=0)

    consume()

    assert [(one.id, one.digest) for one in engine().entries()] == [(one.id, one.digest) for one in before]
    assert engine().status().dead_rows == 0


def test_an_older_position_never_overwrites_a_newer_document(consume):
    listing = published_listing()
    consume()
    Listing.objects.filter(pk=listing.pk).update(plain_title="一种旧标题")
    EventHead.objects.update(position=1)

    ConsumerCursor.objects.filter(name="search").update(position=0)
    consume()

    assert ids("旧标题") == []


def test_what_was_parked_while_the_engine_was_down_is_taken_up_again(consume, settings):
    there = settings.SEARCH_URL
    listing = published_listing()
    consume()
    changed = published_listing(now=AFTER_NOTICE + timedelta(hours=1))
    settings.SEARCH_URL = "http://127.0.0.1:9"
    while ConsumerCursor.objects.get(name="search").position < EventHead.objects.get().position:
        consume()
    settings.SEARCH_URL = there
    assert ids("轴承") == [str(listing.pk)]
    assert ParkedEvent.objects.filter(consumer="search").exists()

    assert tidy_search() is True

    assert ids("轴承", sort="newest") == [str(changed.pk), str(listing.pk)]
    assert not ParkedEvent.objects.filter(consumer="search").exists()
