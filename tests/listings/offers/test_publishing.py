import json
from datetime import date, timedelta

import pytest

from listings.offers import services
from listings.offers.models import Listing, ListingDocument, Track
from listings.offers.readiness import NotReady
from listings.offers.rows import ListingNotFound
from marketplace.accounts.actors import NotPermitted
from marketplace.events.models import Event
from marketplace.lifecycle import InvalidTransition
from tests.listings.making import (
    AFTER_NOTICE,
    approved_listing,
    choice,
    draft_listing,
    make_desk,
    make_patent,
    published_listing,
    read_register,
    signed_listing,
)

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return sorted({problem.code for problem in refused.value.problems})


def state(listing):
    listing = Listing.objects.get(pk=listing.pk)
    return (listing.status, listing.version, listing.revision, Event.objects.count(), ListingDocument.objects.count())


def test_writes_revision_one_with_its_document_and_event():
    listing = published_listing()

    listing.refresh_from_db()
    assert (listing.status, listing.revision, listing.published_at) == ("published", 1, AFTER_NOTICE)
    document = ListingDocument.objects.get(listing=listing)
    assert (document.revision, document.type, document.method) == (1, "published", "PUT")
    event = Event.objects.get(topic="listing.published")
    assert event.changes == {
        "number": listing.number,
        "revision": 1,
        "contenthash": document.contenthash,
        "terms_version": 1,
    }
    body = json.loads(document.body)
    assert body["listing_id"] == "HLJ-L-2026-000001"
    assert body["patents"][0]["patent_number"] == f"ZL{listing.patent.application_number}"
    assert body["offer"]["terms_hash"] == listing.current_terms.sha256
    assert body["offer"]["price_notice"] == {"start": "2026-03-02", "end": "2026-03-17", "objections": 0}


def test_a_draft_is_told_everything_that_is_missing():
    desk = make_desk(verified=False)
    patent = make_patent(desk.university, healthy=False)
    listing = approved_listing(desk, patent)
    before = state(listing)

    with pytest.raises(NotReady) as refused:
        services.publish(actor=desk.approver, listing_id=listing.pk, now=AFTER_NOTICE)

    assert codes(refused) == [
        "owner_not_verified",
        "price_notice_not_ended",
        "rule_unknown",
        "terms_not_signed",
    ]
    assert state(listing) == before


def test_unknown_never_passes():
    desk = make_desk()
    listing = signed_listing(desk)
    late = AFTER_NOTICE + timedelta(days=60)

    with pytest.raises(NotReady) as refused:
        services.publish(actor=desk.approver, listing_id=listing.pk, now=late)

    assert codes(refused) == ["rule_unknown"]
    assert Listing.objects.get(pk=listing.pk).status == "price_notice"


def test_a_listing_not_approved_is_not_published():
    desk = make_desk()
    listing = draft_listing(desk)

    with pytest.raises(InvalidTransition):
        services.publish(actor=desk.approver, listing_id=listing.pk, now=AFTER_NOTICE)

    assert Listing.objects.get(pk=listing.pk).status == "draft"


def test_the_open_license_waits_for_the_announcement():
    desk = make_desk()
    listing = signed_listing(desk, chosen=choice(Track.STATUTORY_OPEN))

    with pytest.raises(NotReady) as refused:
        services.publish(actor=desk.approver, listing_id=listing.pk, now=AFTER_NOTICE)

    assert codes(refused) == ["declaration_not_announced"]


def test_the_open_license_is_public_once_announced():
    listing = published_listing(chosen=choice(Track.STATUTORY_OPEN))

    body = json.loads(ListingDocument.objects.get(listing=listing).body)
    assert body["patents"][0]["declaration"] == {
        "state": "announced",
        "filed_date": "2026-03-18",
        "announcement_date": "2026-03-18",
        "withdrawal_filed_date": None,
        "terms_hash": listing.current_terms.sha256,
    }
    assert body["offer"]["track"] == "statutory_open"
    assert body["offer"]["standing_offer"] is None


def test_who_may_not_publish_changes_nothing():
    desk = make_desk()
    listing = signed_listing(desk)
    before = state(listing)

    with pytest.raises(NotPermitted):
        services.publish(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)
    with pytest.raises(ListingNotFound):
        services.publish(actor=make_desk().approver, listing_id=listing.pk, now=AFTER_NOTICE)

    assert state(listing) == before


def test_a_listing_rests_and_comes_back():
    desk = make_desk()
    listing = published_listing(desk)

    services.suspend(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)
    services.resume(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE + timedelta(days=1))

    types = list(ListingDocument.objects.order_by("revision").values_list("revision", "type"))
    assert types == [(1, "published"), (2, "suspended"), (3, "resumed")]
    rest = json.loads(ListingDocument.objects.get(revision=2).body)["suspension"]
    assert rest == {"reason": "owner_request", "since_date": "2026-03-18", "expected_until": None, "note": None}


def test_a_listing_does_not_come_back_while_a_rule_is_not_met():
    desk = make_desk()
    listing = published_listing(desk)
    services.suspend(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)

    with pytest.raises(NotReady):
        services.resume(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE + timedelta(days=90))

    assert Listing.objects.get(pk=listing.pk).status == "suspended"


def test_a_withdrawal_leaves_a_tombstone():
    desk = make_desk()
    listing = published_listing(desk)

    services.withdraw(actor=desk.officer, listing_id=listing.pk, text="拟转让", now=AFTER_NOTICE)

    document = ListingDocument.objects.get(revision=2)
    assert (document.type, document.method) == ("withdrawn", "DELETE")
    assert json.loads(document.body) == {
        "schema": "tombstone/1.0",
        "listing_id": listing.number,
        "revision": 2,
        "patent_numbers": [f"ZL{listing.patent.application_number}"],
        "reason": "owner_request",
        "reason_text": "拟转让",
        "decided_date": "2026-03-18",
        "effective_date": "2026-03-18",
        "announcement": None,
        "existing_licenses": "continue",
    }


def test_an_open_license_is_not_withdrawn_before_the_announcement():
    desk = make_desk()
    listing = published_listing(desk, chosen=choice(Track.STATUTORY_OPEN))
    before = state(listing)

    with pytest.raises(services.publishing.DeclarationStands):
        services.withdraw(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)

    assert state(listing) == before


def test_an_announced_withdrawal_ends_the_open_license():
    desk = make_desk()
    listing = published_listing(desk, chosen=choice(Track.STATUTORY_OPEN))
    declaration = listing.patent.declarations.get()

    services.file_withdrawal(
        actor=desk.officer,
        declaration_id=declaration.pk,
        filed_on=date(2026, 3, 18),
        reason="拟转让",
        now=AFTER_NOTICE,
    )
    services.announce_withdrawal(
        actor=desk.officer,
        declaration_id=declaration.pk,
        announced_on=date(2026, 4, 10),
        announcement_number="42-1501",
        now=AFTER_NOTICE + timedelta(days=30),
    )

    listing.refresh_from_db()
    assert (listing.status, listing.end_effective_on) == ("withdrawn", date(2026, 4, 10))
    types = list(ListingDocument.objects.order_by("revision").values_list("type", flat=True))
    assert types == ["published", "revised", "withdrawn"]
    tombstone = json.loads(ListingDocument.objects.get(revision=3).body)
    assert tombstone["announcement"] == {"number": "42-1501", "date": "2026-04-10"}


def test_a_further_version_of_the_terms_comes_into_force():
    desk = make_desk(is_public_body=False)
    listing = published_listing(desk)
    terms = services.choose_terms(
        actor=desk.officer, listing_id=listing.pk, choice=choice(field_of_use="农业机械"), now=AFTER_NOTICE
    )
    assert json.loads(ListingDocument.objects.get().body)["offer"]["field_of_use"] == "轴承制造"

    services.approve_terms(actor=desk.approver, terms_id=terms.pk, now=AFTER_NOTICE)
    services.sign_terms(
        actor=desk.signatory,
        terms_id=terms.pk,
        sha256=terms.sha256,
        person_name="李明",
        capacity="校长",
        now=AFTER_NOTICE,
    )
    services.publish(actor=desk.approver, listing_id=listing.pk, now=AFTER_NOTICE)

    document = ListingDocument.objects.get(revision=2)
    assert document.type == "terms_changed"
    offer = json.loads(document.body)["offer"]
    assert (offer["terms_version"], offer["field_of_use"]) == (2, "农业机械")


@pytest.mark.parametrize("track", Track.values)
def test_the_same_terms_for_all_until_the_declaration_is_withdrawn(track):
    desk = make_desk(is_public_body=False)
    listing = published_listing(desk, chosen=choice(Track.STATUTORY_OPEN))
    terms = services.choose_terms(
        actor=desk.officer, listing_id=listing.pk, choice=choice(track, field_of_use="农业机械"), now=AFTER_NOTICE
    )
    services.approve_terms(actor=desk.approver, terms_id=terms.pk, now=AFTER_NOTICE)
    services.sign_terms(
        actor=desk.signatory,
        terms_id=terms.pk,
        sha256=terms.sha256,
        person_name="李明",
        capacity="校长",
        now=AFTER_NOTICE,
    )
    before = state(listing)

    with pytest.raises(NotReady) as refused:
        services.publish(actor=desk.approver, listing_id=listing.pk, now=AFTER_NOTICE)

    assert codes(refused) == ["other_terms_declared"]
    assert state(listing) == before


def test_reading_the_register_again_keeps_a_listing_licensable():
    desk = make_desk()
    listing = published_listing(desk)
    read_register(listing.patent, on=date(2026, 5, 1), now=AFTER_NOTICE + timedelta(days=60))
    services.suspend(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE)

    services.resume(actor=desk.officer, listing_id=listing.pk, now=AFTER_NOTICE + timedelta(days=60))

    assert Listing.objects.get(pk=listing.pk).status == "published"
