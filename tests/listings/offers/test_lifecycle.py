"""Walks through the services in any order: no undeclared state is reached, and a refusal changes nothing."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listings.offers import services
from listings.offers.models import Declaration, LicenseTerms, Listing, ListingDocument, PriceNotice, Track
from listings.offers.rows import newest_terms
from marketplace.events.models import Event
from marketplace.problems import DomainError
from tests.listings.making import CONTENT, NOW, choice, make_desk, make_patent, read_register

pytestmark = pytest.mark.django_db


class Walk:
    """One listing, its people, and a clock that only goes on."""

    def __init__(self, track):
        self.desk = make_desk()
        self.patent = make_patent(self.desk.university)
        self.now = NOW
        self.track = track
        self.pk = services.create_draft(actor=self.desk.officer, patent_id=self.patent.pk, now=NOW).pk

    @property
    def listing(self) -> Listing:
        return Listing.objects.get(pk=self.pk)

    @property
    def terms(self) -> LicenseTerms:
        return newest_terms(self.listing) or LicenseTerms(pk=None)

    def edit(self):
        listing = self.listing
        services.edit_content(
            actor=self.desk.officer,
            listing_id=self.pk,
            version=listing.version,
            content={**CONTENT, "problem": f"问题 {listing.version}"},
            now=self.now,
        )

    def choose(self):
        services.choose_terms(actor=self.desk.officer, listing_id=self.pk, choice=choice(self.track), now=self.now)

    def submit(self):
        services.submit_for_review(actor=self.desk.officer, listing_id=self.pk, now=self.now)

    def approve(self):
        services.approve(actor=self.desk.approver, listing_id=self.pk, now=self.now)

    def approve_terms(self):
        services.approve_terms(actor=self.desk.approver, terms_id=self.terms.pk, now=self.now)

    def give_back(self):
        services.return_to_draft(actor=self.desk.approver, listing_id=self.pk, reason="请补充", now=self.now)

    def start_notice(self):
        services.start_price_notice(
            actor=self.desk.officer, listing_id=self.pk, terms_id=self.terms.pk, place="公告栏", now=self.now
        )

    def end_notice(self):
        notice = PriceNotice.objects.filter(listing=self.pk).order_by("-created_at").first() or PriceNotice()
        self.wait(16)
        services.end_price_notice(actor=self.desk.officer, notice_id=notice.pk, now=self.now)

    def sign(self):
        services.sign_terms(
            actor=self.desk.signatory,
            terms_id=self.terms.pk,
            sha256=self.terms.sha256,
            person_name="李明",
            capacity="校长",
            now=self.now,
        )

    def declare(self):
        services.file_declaration(
            actor=self.desk.officer, terms_id=self.terms.pk, filed_on=self.now.date(), now=self.now
        )

    def announce(self):
        services.announce_declaration(
            actor=self.desk.officer, declaration_id=self.declaration.pk, announced_on=self.now.date(), now=self.now
        )

    def announce_withdrawal(self):
        services.announce_withdrawal(
            actor=self.desk.officer, declaration_id=self.declaration.pk, announced_on=self.now.date(), now=self.now
        )

    @property
    def declaration(self) -> Declaration:
        return Declaration.objects.filter(patent=self.patent).order_by("-created_at").first() or Declaration()

    def publish(self):
        services.publish(actor=self.desk.approver, listing_id=self.pk, now=self.now)

    def suspend(self):
        services.suspend(actor=self.desk.officer, listing_id=self.pk, now=self.now)

    def resume(self):
        services.resume(actor=self.desk.officer, listing_id=self.pk, now=self.now)

    def withdraw(self):
        services.withdraw(actor=self.desk.officer, listing_id=self.pk, now=self.now)

    def lose_the_right(self):
        fact = {"kind": "invalidated_full", "on": self.now.date().isoformat(), "source": "register"}
        services.record_fact(actor=self.desk.officer, patent_id=self.patent.pk, fact=fact, now=self.now)

    def wait(self, days: int = 1):
        self.now += timedelta(days=days)
        read_register(self.patent, on=self.now.date(), now=self.now)


FORWARD = [
    "edit",
    "choose",
    "submit",
    "approve",
    "start_notice",
    "end_notice",
    "sign",
    "declare",
    "announce",
    "publish",
]
ASIDE = ["suspend", "resume", "withdraw", "give_back", "approve_terms", "announce_withdrawal", "lose_the_right", "wait"]
# Steps in their order with others strewn in, so that a walk gets somewhere and still goes astray.
walks = st.lists(st.sampled_from([*FORWARD, *ASIDE]), max_size=6).flatmap(
    lambda astray: st.permutations(range(len(FORWARD) + 1)).map(
        lambda places: [
            act
            for place, step in enumerate([*FORWARD, None])
            for act in [*(one for index, one in enumerate(astray) if places[index] == place), step]
            if act
        ]
    )
)


def seen(walk: Walk) -> tuple:
    listing = walk.listing
    return (
        listing.status,
        listing.version,
        listing.revision,
        Event.objects.count(),
        ListingDocument.objects.count(),
        LicenseTerms.objects.count(),
        PriceNotice.objects.count(),
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(track=st.sampled_from(Track.values), acts=walks)
def test_no_walk_reaches_an_undeclared_state(track, acts):
    walk = Walk(track)

    for act in acts:
        before = seen(walk)
        try:
            getattr(walk, act)()
        except DomainError:
            if act not in {"end_notice", "wait"}:
                assert seen(walk) == before, act
            continue
        listing = walk.listing
        assert listing.status == before[0] or listing.status in Listing.TRANSITIONS[before[0]], act
        documents = list(ListingDocument.objects.filter(listing=listing).order_by("revision"))
        assert [document.revision for document in documents] == list(range(1, listing.revision + 1))
        assert bool(documents) == (listing.published_at is not None)
        if documents:
            assert (documents[-1].method == "DELETE") == (listing.status in Listing.ENDED)
        if listing.is_public:
            assert listing.current_terms.signatures.exists()
            assert listing.approved_by != listing.submitted_by


def test_the_straight_walk_arrives_on_both_tracks():
    for track in Track.values:
        walk = Walk(track)
        for act in FORWARD:
            if act in {"declare", "announce"} and track != Track.STATUTORY_OPEN:
                continue
            getattr(walk, act)()

        assert walk.listing.status == "published"


def test_every_status_is_named_in_the_table():
    reached = {status for targets in Listing.TRANSITIONS.values() for status in targets}

    assert reached | {"draft"} == set(Listing.Status.values)
    assert set(Listing.TRANSITIONS) == set(Listing.Status.values) - Listing.ENDED
