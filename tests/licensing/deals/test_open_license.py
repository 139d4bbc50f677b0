from datetime import date
from uuid import uuid4

import pytest

from licensing.deals import services
from licensing.deals.models import Deal
from licensing.requests import services as requests
from licensing.requests.models import Notice
from licensing.requests.tracks import notice_makes_license
from listings.offers.models import Declaration
from listings.patents.models import LegalFact
from marketplace.accounts.roles import Role
from marketplace.dated.models import DatedSetting
from marketplace.dated.names import DEFERRED_COUNTS
from tests.factories import make_actor, make_enterprise
from tests.licensing.factories import NOW, PLAN, TODAY, make_listing

pytestmark = pytest.mark.django_db

WISH = requests.Wish(product="轴承", starts_on=TODAY, related_party=False, small_or_medium=True)


@pytest.fixture
def signatory():
    return make_actor(make_enterprise(), Role.APPLICANT, Role.SIGNATORY)


@pytest.fixture
def listing():
    listing = make_listing(track="statutory_open")
    terms = listing.current_terms
    assert terms is not None
    Declaration.objects.create(
        patent=listing.patent,
        terms=terms,
        status=Declaration.Status.ANNOUNCED,
        terms_hash=terms.sha256,
        filed_on=date(2026, 1, 5),
        announced_on=date(2026, 2, 27),
        announcement_number="42-0901",
        created_by=uuid4(),
        created_at=NOW,
    )
    return listing


def prepared(signatory, listing):
    return requests.prepare_request(actor=signatory, listing_number=listing.number, wish=WISH, now=NOW)


def switch_on():
    DatedSetting.objects.create(
        name=DEFERRED_COUNTS, value=True, valid_from=date(2026, 1, 1), source="示例函", recorded_at=NOW
    )


def test_waits_for_the_first_payment_while_the_switch_is_off(signatory, listing):
    request = services.give_notice(actor=signatory, request_id=prepared(signatory, listing).pk, now=NOW)

    assert (request.status, Deal.objects.count()) == ("awaiting_payment", 0)
    notice = Notice.objects.get()
    assert (notice.receiver, notice.delivered_at) == (listing.owner, NOW)
    assert notice.document is not None
    assert notice.sha256 == notice.document.file_id
    assert LegalFact.objects.filter(kind="license").count() == 0


def test_makes_the_license_while_the_switch_is_on(signatory, listing):
    switch_on()

    request = services.give_notice(actor=signatory, request_id=prepared(signatory, listing).pk, now=NOW)

    deal = Deal.objects.get()
    assert (request.status, deal.status, deal.track, deal.effective_on) == (
        "accepted",
        "in_effect",
        "statutory_open",
        TODAY,
    )
    assert LegalFact.objects.filter(kind="license").count() == 1


def test_refuses_terms_that_were_not_announced(signatory, listing):
    request = prepared(signatory, listing)
    Declaration.objects.update(terms_hash="f" * 64)

    with pytest.raises(services.DeclarationDoesNotFit):
        services.give_notice(actor=signatory, request_id=request.pk, now=NOW)

    request.refresh_from_db()
    assert (request.status, Notice.objects.count()) == ("draft", 0)


def test_refuses_a_notice_where_a_contract_is_signed(signatory):
    request = prepared(signatory, make_listing())

    with pytest.raises(services.WrongTrack):
        services.give_notice(actor=signatory, request_id=request.pk, now=NOW)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("plan", "deferral_counts", "at_once"),
    [
        (PLAN, False, False),
        (PLAN, True, True),
        ({"free": True, "items": []}, False, True),
        ({"items": [{"trigger": {"event": "signing"}}]}, True, False),
        ({"items": [{"trigger": {"event": "signing", "days_after": 30}}]}, True, True),
    ],
)
def test_the_plan_and_the_switch_decide(plan, deferral_counts, at_once):
    assert notice_makes_license(plan, deferral_counts=deferral_counts) is at_once
