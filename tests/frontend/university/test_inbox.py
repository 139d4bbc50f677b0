from datetime import timedelta

import pytest
import time_machine

from listings.offers import services
from listings.offers.models import Listing
from listings.offers.rows import newest_terms
from tests.listings.making import (
    AFTER_NOTICE,
    NOW,
    approved_listing,
    choice,
    draft_listing,
    make_desk,
    published_listing,
    signed_listing,
)

pytestmark = pytest.mark.django_db


def acts(go, actor):
    return [str(task.act) for task in go(actor, "home").context["tasks"]]


def start_notice(desk, listing):
    terms = newest_terms(listing)
    return services.start_price_notice(
        actor=desk.officer, listing_id=listing.pk, terms_id=terms.pk, place="公告栏", now=NOW
    )


def test_each_step_waits_for_those_who_can_take_it(go, desk):
    listing = draft_listing(desk)
    assert (acts(go, desk.officer), acts(go, desk.approver)) == (["Submit for review"], [])

    services.submit_for_review(actor=desk.officer, listing_id=listing.pk, now=NOW)
    assert (acts(go, desk.officer), acts(go, desk.approver)) == ([], ["Review the listing"])

    services.approve(actor=desk.approver, listing_id=listing.pk, now=NOW)
    assert acts(go, desk.officer) == ["Start the price notice"]

    notice = start_notice(desk, listing)
    assert acts(go, desk.officer) == []
    with time_machine.travel(AFTER_NOTICE, tick=False):
        assert acts(go, desk.officer) == ["End the price notice"]
        services.end_price_notice(actor=desk.officer, notice_id=notice.pk, now=AFTER_NOTICE)
        assert (acts(go, desk.officer), acts(go, desk.signatory)) == ([], ["Sign the terms"])


def test_signed_terms_wait_for_the_approver_and_then_for_nobody(go, desk):
    listing = signed_listing(desk)
    with time_machine.travel(AFTER_NOTICE, tick=False):
        assert acts(go, desk.approver) == ["Publish the listing"]
        services.publish(actor=desk.approver, listing_id=listing.pk, now=AFTER_NOTICE)

        assert [acts(go, who) for who in (desk.officer, desk.approver, desk.signatory)] == [[], [], []]


def test_new_terms_of_a_public_listing_wait_for_their_approval(go, desk):
    listing = published_listing(desk)
    later = AFTER_NOTICE + timedelta(days=1)
    services.choose_terms(actor=desk.officer, listing_id=listing.pk, choice=choice(field_of_use="其他"), now=later)

    with time_machine.travel(later, tick=False):
        assert acts(go, desk.approver) == ["Review the new terms"]
        go(desk.approver, "approve_terms", {}, number=listing.number)

        assert newest_terms(listing).approved_by == desk.approver.pseudonym
        assert acts(go, desk.officer) == ["Start the price notice"]


def test_the_open_license_waits_for_its_declaration(go, desk):
    listing = signed_listing(desk, chosen=choice("statutory_open"))
    with time_machine.travel(AFTER_NOTICE, tick=False):
        assert acts(go, desk.officer) == ["Record the filing of the declaration"]
        terms = newest_terms(listing)
        services.file_declaration(actor=desk.officer, terms_id=terms.pk, filed_on=AFTER_NOTICE.date(), now=AFTER_NOTICE)
        assert acts(go, desk.officer) == ["Record the announcement of the declaration"]


def test_the_inbox_asks_the_database_as_often_for_many_listings(queries, desk):
    draft_listing(desk)
    few = queries(desk.officer, "home")
    for _ in range(5):
        draft_listing(desk)

    assert (few, queries(desk.officer, "home")) == (10, 10)


def test_the_list_of_listings_asks_the_database_as_often_for_many(queries, desk):
    draft_listing(desk)
    few = queries(desk.officer, "listings")
    for _ in range(3):
        draft_listing(desk)
        approved_listing(desk)

    assert (few, queries(desk.officer, "listings")) == (10, 10)


def test_the_list_shows_one_state_where_one_is_picked(go, desk):
    draft, approved = draft_listing(desk), approved_listing(desk)

    page = go(desk.officer, "listings", query="?status=draft").content.decode()

    assert draft.number in page
    assert approved.number not in page


def test_the_list_stands_in_pages_of_twenty(go, desk):
    first = draft_listing(desk)
    for _ in range(20):
        draft_listing(desk)

    page = go(desk.officer, "listings")
    last = go(desk.officer, "listings", query="?page=2")

    assert "1–20 of 21" in page.content.decode()
    assert first.number not in page.content.decode()
    assert first.number in last.content.decode()


def test_without_listings_the_list_leads_to_the_patents(go, desk):
    page = go(desk.officer, "listings").content.decode()

    assert "There is no listing yet." in page


def test_listings_of_others_are_not_counted(go, desk):
    draft_listing(make_desk())

    assert "There is no listing yet." in go(desk.officer, "listings").content.decode()
    assert Listing.objects.count() == 1
