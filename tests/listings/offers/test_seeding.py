import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from listings.eligibility.models import EligibilityAnswer
from listings.eligibility.services import answer_row, answers_for
from listings.offers.models import LicenseTerms, Listing, ListingDocument
from listings.offers.public_document import body_of, listing_document
from listings.offers.publication import public_rows
from listings.offers.seeding import generating
from listings.offers.seeding.writing import write_listings
from listings.offers.wording import canonical_terms, terms_hash
from listings.patents.models import Patent
from listings.patents.numbers import parse_application_number, parse_publication_number
from marketplace.accounts.models import Organization
from marketplace.accounts.uscc import check_holds
from marketplace.events.verification import verify
from tests.listings.making import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_the_same_seed_gives_the_same_listings():
    one, same, other = (list(generating.listings(count=50, seed=seed, on=TODAY)) for seed in (7, 7, 8))

    assert one == same
    assert one != other


def test_numbers_hold_and_dates_are_in_order():
    made = list(generating.listings(count=300, seed=1, on=TODAY))

    for each in made:
        assert parse_application_number(each.application_number).kind == each.profile.kind
        assert parse_publication_number(each.publication_number).kind == each.profile.kind
        assert date(1990, 1, 1) < each.profile.filing_date < each.profile.grant_date <= each.created_on
        assert each.profile.grant_date < TODAY < each.profile.paid_until
    assert len({each.application_number for each in made}) == 300


def test_states_owners_and_patterns_are_spread():
    made = list(generating.listings(count=2000, seed=1, on=TODAY))

    states = Counter(each.state for each in made)
    owners = Counter(each.owner for each in made)
    assert set(states) == {"published", "draft", "suspended", "withdrawn", "price_notice", "in_review", "closed"}
    assert 1500 < states["published"] < 1700
    assert len(owners) == generating.ORGANIZATIONS
    assert owners[0] > 5 * owners[50]
    assert len({each.pattern for each in made}) == 9


def test_rows_are_as_the_services_would_write_them():
    written = write_listings(count=60, seed=3, now=NOW)

    assert (written, Patent.objects.count(), Listing.objects.count()) == (60, 60, 60)
    public = 0
    for listing in Listing.objects.filter(status__in=Listing.PUBLIC).select_related("patent", "owner"):
        stored = ListingDocument.objects.filter(listing=listing).latest("revision")
        listing.current_terms.signatures.get()
        body, contenthash = body_of(listing_document(public_rows(listing, None)))
        assert json.loads(body) == json.loads(stored.body)
        assert contenthash == stored.contenthash
        public += 1
    assert public > 40
    for terms in LicenseTerms.objects.select_related("listing"):
        assert terms.sha256 == terms_hash(canonical_terms(terms))


def test_answers_are_those_of_the_engine():
    write_listings(count=20, seed=3, now=NOW)

    for patent in Patent.objects.all():
        answers = answers_for(patent, on=TODAY)
        for purpose in answers.purposes:
            fresh = answer_row(patent=patent, purpose=purpose, answers=answers, now=NOW)
            stored = EligibilityAnswer.objects.get(patent=patent, purpose=purpose)
            assert (stored.answer, stored.result["failed"]) == (fresh.answer, fresh.result["failed"])


def test_the_log_is_whole_and_the_feed_follows():
    from listings.feed.consumer import CONSUMER
    from listings.feed.models import FeedEntry
    from marketplace.events.consumers import run

    write_listings(count=60, seed=3, now=NOW)
    run(CONSUMER, clock=lambda: NOW)

    assert verify().bad_position is None
    assert FeedEntry.objects.count() == ListingDocument.objects.count()
    live = FeedEntry.objects.filter(superseded_by=None, method="PUT").count()
    assert live == Listing.objects.filter(status__in=Listing.PUBLIC).count()


def test_more_can_be_added():
    write_listings(count=10, seed=3, now=NOW)
    write_listings(count=10, seed=4, now=NOW)

    assert Listing.objects.count() == 20
    assert Organization.objects.count() == generating.ORGANIZATIONS
    assert all(check_holds(code) for code in Organization.objects.values_list("uscc", flat=True))


def test_the_command_tells_what_it_did(capsys):
    call_command("seed", "--listings", "12", "--seed", "5")

    assert capsys.readouterr().out.startswith("12 listings in ")
