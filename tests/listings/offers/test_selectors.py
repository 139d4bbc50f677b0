import pytest

from listings.offers import selectors, services
from listings.offers.rows import ListingNotFound
from tests.listings.making import AFTER_NOTICE, draft_listing, make_desk, published_listing

pytestmark = pytest.mark.django_db


def test_an_organization_sees_its_own_only():
    desk, other = make_desk(), make_desk()
    listing = draft_listing(desk)
    draft_listing(other)

    assert list(selectors.visible_to(desk.officer)) == [listing]
    with pytest.raises(ListingNotFound):
        selectors.own_listing(other.officer, listing.number)


def test_the_public_finds_no_draft():
    listing = draft_listing(make_desk())

    with pytest.raises(ListingNotFound):
        selectors.public_listing(listing.number)


def test_a_listing_that_ended_says_so():
    desk = make_desk()
    listing = published_listing(desk)
    services.withdraw(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)

    with pytest.raises(selectors.ListingEnded) as ended:
        selectors.public_listing(listing.number)

    assert ended.value.values["tombstone"]["reason"] == "owner_request"
