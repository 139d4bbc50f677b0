import pytest

from listings.offers import selectors, services
from listings.offers.rows import ListingNotFound
from tests.listings.making import AFTER_NOTICE, draft_listing, make_desk, make_patent, published_listing

pytestmark = pytest.mark.django_db


def test_an_organization_sees_its_own_only():
    desk, other = make_desk(), make_desk()
    listing = draft_listing(desk)
    draft_listing(other)

    assert list(selectors.visible_to(desk.officer)) == [listing]
    with pytest.raises(ListingNotFound):
        selectors.own_listing(other.officer, listing.number)


@pytest.mark.parametrize("spelling", ["{}", "ZL{}", " zl {} ", "CN{}", "ＺＬ{}"])
def test_the_public_finds_a_listing_by_any_number(spelling):
    desk = make_desk()
    patent = make_patent(desk.university, publication_number="CN107000001B")
    listing = published_listing(desk, patent)

    assert selectors.find_public(spelling.format(patent.application_number)) == [listing]
    assert selectors.find_public("CN 107000001") == [listing]
    assert selectors.find_public(listing.number.lower()) == [listing]


def test_the_public_finds_no_draft():
    listing = draft_listing(make_desk())

    assert selectors.find_public(listing.number) == []
    with pytest.raises(ListingNotFound):
        selectors.public_listing(listing.number)


def test_a_listing_that_ended_says_so():
    desk = make_desk()
    listing = published_listing(desk)
    services.withdraw(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)

    with pytest.raises(selectors.ListingEnded) as ended:
        selectors.public_listing(listing.number)

    assert ended.value.values["tombstone"]["reason"] == "owner_request"
