import json
from datetime import timedelta

import pytest

from listings.eligibility.facts import FactRefused
from listings.eligibility.models import EligibilityCheck
from listings.offers import services
from listings.offers.models import Listing, ListingDocument, Track
from listings.offers.nightly import check_all
from listings.patents.models import LegalFact
from listings.patents.selectors import PatentNotFound
from marketplace.accounts.actors import NotPermitted
from marketplace.events.models import Event
from tests.factories import make_university
from tests.listings.making import AFTER_NOTICE, choice, make_desk, make_patent, published_listing, read_register

pytestmark = pytest.mark.django_db


def record(desk, listing, **fact) -> LegalFact:
    return services.record_fact(
        actor=desk.officer, patent_id=listing.patent_id, fact={"source": "register", **fact}, now=AFTER_NOTICE
    )


def types() -> list[str]:
    return list(ListingDocument.objects.order_by("revision").values_list("type", flat=True))


def test_a_fact_raises_the_revision_and_writes_its_document():
    desk = make_desk()
    listing = published_listing(desk)

    record(desk, listing, kind="fee_paid", on="2026-03-10", paid_until="2028-03-10")

    assert types() == ["published", "legal_status_changed"]
    legal = json.loads(ListingDocument.objects.get(revision=2).body)["patents"][0]["legal"]
    assert legal["fee_paid_until"] == "2028-03-10"
    assert Event.objects.filter(topic="legal_fact.recorded").count() == 1


def test_an_obstacle_suspends_at_once():
    desk = make_desk()
    listing = published_listing(desk)

    record(desk, listing, kind="pledge", ref="P1", on="2026-03-10")

    assert types() == ["published", "legal_status_changed"]
    record(desk, listing, kind="preservation", ref="B1", basis="court", on="2026-03-11")

    listing.refresh_from_db()
    assert types() == ["published", "legal_status_changed", "suspended"]
    assert (listing.status, listing.suspension_reason) == ("suspended", "preservation")


def test_the_end_of_the_right_closes_the_listing():
    desk = make_desk()
    listing = published_listing(desk)

    record(desk, listing, kind="invalidated_full", on="2026-03-12")

    listing.refresh_from_db()
    assert (listing.status, listing.end_reason, types()[-1]) == ("closed", "patent_invalidated", "closed")


def test_a_private_license_shows_only_that_the_patent_is_used():
    desk = make_desk()
    listing = published_listing(desk)

    services.record_deal_facts(
        actor=desk.signatory,
        patent=listing.patent,
        ref="HLJ-2026-000001",
        license_kind="ordinary",
        from_date=AFTER_NOTICE.date(),
        to_date=AFTER_NOTICE.date() + timedelta(days=365),
        now=AFTER_NOTICE,
    )

    before, after = (
        json.loads(document.body)["patents"][0] for document in ListingDocument.objects.order_by("revision")
    )
    assert after["legal"] == before["legal"]
    changed = [answer["purpose"] for answer in after["eligibility"] if answer not in before["eligibility"]]
    assert changed == ["programme"]


def test_a_filed_license_is_counted():
    desk = make_desk()
    listing = published_listing(desk)

    services.record_license_filing(
        actor=desk.officer,
        patent=listing.patent,
        ref="HLJ-2026-000001",
        license_kind="ordinary",
        from_date=AFTER_NOTICE.date(),
        to_date=None,
        filed_on=AFTER_NOTICE.date(),
        now=AFTER_NOTICE,
    )

    legal = json.loads(ListingDocument.objects.get(revision=2).body)["patents"][0]["legal"]
    assert legal["ordinary_licenses"] == 1
    assert legal["events"][0] == {
        "date": "2026-03-18",
        "event": "license_filed",
        "detail": "专利实施许可合同备案的生效",
    }


def test_the_same_fact_twice_is_one():
    desk = make_desk()
    listing = published_listing(desk)
    fact = {"kind": "fee_paid", "on": "2026-03-10", "paid_until": "2028-03-10"}

    record(desk, listing, **fact)
    record(desk, listing, **fact)

    assert types() == ["published", "legal_status_changed"]


@pytest.mark.parametrize(
    ("fact", "pointer"),
    [
        ({"kind": "rumour", "on": "2026-03-10"}, "/kind"),
        ({"kind": "fee_paid", "on": "2026-03-10"}, "/kind"),
        ({"kind": "fee_paid", "on": "soon", "paid_until": "2028-03-10"}, "/on"),
        ({"kind": "checked", "topics": "all", "as_of": "2026-03-19"}, "/as_of"),
        ({"kind": "grant", "on": "2026-03-10", "source": "hearsay"}, "/source"),
        ({"kind": "pledge", "on": "2026-03-10", "ref": "P\x00"}, None),
    ],
)
def test_what_is_no_fact_is_refused_and_nothing_changes(fact, pointer):
    desk = make_desk()
    patent = make_patent(desk.university)
    before = (LegalFact.objects.count(), Event.objects.count())

    with pytest.raises(FactRefused) as refused:
        services.record_fact(
            actor=desk.officer, patent_id=patent.pk, fact={"source": "register", **fact}, now=AFTER_NOTICE
        )

    assert [problem.pointer for problem in refused.value.problems] == ([pointer] if pointer else [])
    assert (LegalFact.objects.count(), Event.objects.count()) == before


def test_only_its_holder_records_facts():
    desk, other = make_desk(), make_desk()
    patent = make_patent(desk.university)
    fact = {"kind": "grant", "on": "2018-05-08", "source": "register"}

    with pytest.raises(PatentNotFound):
        services.record_fact(actor=other.officer, patent_id=patent.pk, fact=fact, now=AFTER_NOTICE)
    with pytest.raises(NotPermitted):
        services.record_fact(actor=desk.approver, patent_id=patent.pk, fact=fact, now=AFTER_NOTICE)

    assert LegalFact.objects.filter(kind="grant").count() == 0


def test_a_change_of_owner_hands_the_patent_over():
    desk, other = make_desk(), make_desk()
    listing = published_listing(desk)

    record(desk, listing, kind="owner_change", on="2026-03-12", owners=[other.university.uscc], reason="transfer")

    holders = listing.patent.holders.filter(until=None).values_list("organization", flat=True)
    assert list(holders) == [other.university.pk]
    owners = json.loads(ListingDocument.objects.latest("revision").body)["patents"][0]["owners"]
    assert [owner["name"] for owner in owners] == [other.university.name]


def test_the_night_suspends_what_time_has_changed():
    listing = published_listing(chosen=choice(Track.STATUTORY_OPEN))
    night = AFTER_NOTICE + timedelta(days=400)
    read_register(listing.patent, on=night.date() - timedelta(days=1), now=night)

    check = check_all(now=night)

    listing.refresh_from_db()
    assert (check.patents, check.suspended) == (1, 1)
    assert (listing.status, listing.suspension_reason) == ("suspended", "annual_fee_overdue")
    assert Event.objects.get(topic="listing.suspended").actor is None


def test_a_night_that_changes_nothing_writes_nothing():
    listing = published_listing()
    before = (Event.objects.count(), ListingDocument.objects.count(), Listing.objects.get(pk=listing.pk).version)

    first = check_all(now=AFTER_NOTICE, everything=True)
    second = check_all(now=AFTER_NOTICE + timedelta(days=1))

    after = (Event.objects.count(), ListingDocument.objects.count(), Listing.objects.get(pk=listing.pk).version)
    assert (after, first.changed, second.patents) == (before, 0, 0)
    assert EligibilityCheck.objects.count() == 2


def test_an_unknown_that_is_only_stale_does_not_suspend():
    listing = published_listing()

    check = check_all(now=AFTER_NOTICE + timedelta(days=60))

    listing.refresh_from_db()
    assert (check.changed, check.suspended, listing.status) == (1, 0, "published")
    answers = json.loads(ListingDocument.objects.latest("revision").body)["patents"][0]["eligibility"]
    assert {"purpose": "negotiated_ordinary", "answer": "unknown", "rule_set": "law-2024.1", "as_of": "2026-05-17"} in (
        answers
    )


def test_a_patent_nobody_offers_is_left_alone():
    make_patent(make_university())

    assert check_all(now=AFTER_NOTICE, everything=True).patents == 0
