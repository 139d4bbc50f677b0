from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from listings.offers import plans, selectors, services
from listings.offers.plan_figures import plan_figures
from listings.offers.rows import ListingNotFound
from search.indexing.document import SearchSource, build
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


def test_search_gets_exactly_what_it_asks_for(django_assert_num_queries):
    listing = published_listing()
    published_listing()

    with django_assert_num_queries(6):
        source = selectors.search_sources([listing.pk])[listing.pk]

    assert sorted(source) == sorted(field.name for field in fields(SearchSource))
    assert (source["price"], source["first_payment_months"], source["fee_pattern"]) == (Decimal("50000.00"), 12, "P1")
    assert (source["expiry_date"], source["published_date"]) == (date(2036, 3, 10), date(2026, 3, 18))
    assert source["published_position"] is not None
    assert build(SearchSource(**source), version=1).is_public


@pytest.mark.parametrize(
    ("template", "price", "on_signing", "months"),
    [
        ("P1", "50000.00", "0.00", 12),
        ("P3", None, "0.00", 24),
        ("P4", "60000.00", "0.00", 24),
        ("P11", "100000.00", "100000.00", 0),
        ("P12", "0.00", "0.00", None),
    ],
)
def test_a_plan_is_told_in_figures(template, price, on_signing, months):
    figures = plan_figures(plans.templates()[template])

    assert figures.price == (Decimal(price) if price else None)
    assert (figures.on_signing, figures.first_payment_months) == (Decimal(on_signing), months)
