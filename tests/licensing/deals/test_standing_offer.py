from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from licensing.deals import selectors, services
from licensing.deals.models import Deal, Signature
from licensing.requests import services as requests
from licensing.requests.models import LicenseRequest
from listings.offers.models import Listing
from listings.patents.models import LegalFact
from marketplace.accounts.actors import NoMandate, NotPermitted, NotVerified
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from marketplace.lifecycle import InvalidTransition
from tests.factories import make_actor, make_enterprise, make_university
from tests.licensing.factories import NOW, TODAY, add_fact, make_listing, make_terms

pytestmark = pytest.mark.django_db

WISH = requests.Wish(product="圆锥滚子轴承", starts_on=TODAY, related_party=False, small_or_medium=True)


@pytest.fixture
def enterprise():
    return make_enterprise()


@pytest.fixture
def signatory(enterprise):
    return make_actor(enterprise, Role.APPLICANT, Role.SIGNATORY)


@pytest.fixture
def listing():
    return make_listing()


def drawn_up(signatory, listing, wish=WISH):
    request = requests.prepare_request(actor=signatory, listing_number=listing.number, wish=wish, now=NOW)
    return services.draw_up_contract(actor=signatory, request_id=request.pk, now=NOW)


def sign(signatory, deal, sha256=None):
    return services.sign_deal(actor=signatory, deal_id=deal.pk, sha256=sha256 or deal.contract_sha256, now=NOW)


def nothing_signed(deal):
    deal.refresh_from_db()
    return (deal.status, Signature.objects.count(), LegalFact.objects.filter(kind="license").count()) == (
        "signing",
        0,
        0,
    )


def test_is_in_force_with_the_enterprises_signature(signatory, listing):
    deal = sign(signatory, drawn_up(signatory, listing))

    deal.refresh_from_db()
    assert (deal.status, deal.effective_on, deal.number) == ("in_effect", TODAY, deal.request.number)
    assert deal.request.status == "accepted"
    assert sorted(deal.signatures.values_list("organization__kind", "method")) == [
        ("enterprise", "second_factor"),
        ("university", "standing_offer"),
    ]
    assert deal.high_value_classes == ["hv_maintained"]


def test_writes_the_license_into_the_patents_facts(signatory, listing):
    deal = sign(signatory, drawn_up(signatory, listing))

    fact = LegalFact.objects.get(kind="license")
    assert (fact.from_date, fact.to_date, fact.payload["ref"]) == (TODAY, date(2029, 3, 1), deal.number)


def test_records_each_step(signatory, listing):
    sign(signatory, drawn_up(signatory, listing))

    topics = Event.objects.order_by("position").values_list("topic", flat=True)
    assert [topic for topic in topics if topic.startswith(("deal.", "license_request."))] == [
        "license_request.prepared",
        "deal.drawn_up",
        "deal.signed",
        "license_request.accepted",
        "deal.took_effect",
    ]


def test_the_contract_is_a_chinese_pdf_with_its_facts(signatory, listing):
    deal = drawn_up(signatory, listing)

    assert deal.contract is not None
    text = "".join(page.extract_text() for page in PdfReader(deal.contract.file.path).pages)
    flat = "".join(text.split())
    for part in ("专利实施许可合同", deal.number, listing.owner.name, signatory.organization.uscc, "50,000.00"):
        assert "".join(part.split()) in flat


def test_draws_up_one_contract_however_often_it_is_asked(signatory, listing):
    deal = drawn_up(signatory, listing)

    again = services.draw_up_contract(actor=signatory, request_id=deal.request_id, now=NOW)

    assert (again.pk, Deal.objects.count()) == (deal.pk, 1)


def test_refuses_another_hash_than_the_one_shown(signatory, listing):
    deal = drawn_up(signatory, listing)

    with pytest.raises(services.HashChanged):
        sign(signatory, deal, sha256="0" * 64)

    assert nothing_signed(deal)


def test_refuses_a_second_signature(signatory, listing):
    deal = sign(signatory, drawn_up(signatory, listing))

    with pytest.raises(InvalidTransition):
        sign(signatory, deal)

    assert Signature.objects.count() == 2


def test_checks_the_listing_again_in_the_second_of_signing(signatory, listing):
    deal = drawn_up(signatory, listing)
    Listing.objects.filter(pk=listing.pk).update(
        status="suspended", suspension_reason="owner_request", suspended_since=TODAY
    )

    with pytest.raises(requests.NotAvailable):
        sign(signatory, deal)

    assert nothing_signed(deal)


def test_checks_the_rules_again_in_the_second_of_signing(signatory, listing):
    deal = drawn_up(signatory, listing)
    add_fact(listing.patent, "pledge", on=TODAY, payload={"ref": "Y1"})

    with pytest.raises(requests.NotAvailable) as refusal:
        sign(signatory, deal)

    assert refusal.value.values["unknown"] == ["pledge"]
    assert nothing_signed(deal)


def test_refuses_when_the_terms_changed_meanwhile(signatory, listing):
    deal = drawn_up(signatory, listing)
    listing.current_terms = make_terms(listing, version=2)
    listing.save()

    with pytest.raises(services.TermsChanged):
        sign(signatory, deal)

    assert nothing_signed(deal)


def test_needs_a_mandate(enterprise, signatory, listing):
    deal = drawn_up(signatory, listing)
    clerk = make_actor(enterprise, Role.SIGNATORY, mandates=False)

    with pytest.raises(NoMandate):
        sign(clerk, deal)

    assert nothing_signed(deal)


def test_needs_the_role(enterprise, signatory, listing):
    deal = drawn_up(signatory, listing)

    with pytest.raises(NotPermitted):
        sign(make_actor(enterprise, Role.FINANCE), deal)

    assert nothing_signed(deal)


def test_a_stranger_finds_no_deal(signatory, listing):
    deal = drawn_up(signatory, listing)
    stranger = make_actor(make_enterprise(), Role.SIGNATORY)

    with pytest.raises(services.DealNotFound):
        sign(stranger, deal)

    assert nothing_signed(deal)


def test_the_owner_does_not_see_an_unsigned_contract(signatory, listing):
    deal = drawn_up(signatory, listing)
    owner = make_actor(listing.owner, Role.OFFICER)

    assert list(selectors.visible_to(owner)) == []
    sign(signatory, deal)
    assert list(selectors.visible_to(owner)) == [deal]


def test_an_unverified_enterprise_cannot_ask(listing):
    actor = make_actor(make_enterprise(verified=False), Role.APPLICANT)

    with pytest.raises(NotVerified):
        requests.prepare_request(actor=actor, listing_number=listing.number, wish=WISH, now=NOW)

    assert LicenseRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("conditions", "unmet"),
    [
        ({"region_prefix": "22"}, ["region_prefix"]),
        ({"region_prefix": "23", "small_or_medium": True}, []),
        ({"unheard_of": True}, ["unheard_of"]),
    ],
)
def test_the_conditions_of_the_offer_bind(signatory, conditions, unmet):
    listing = make_listing(conditions=conditions)

    if unmet:
        with pytest.raises(requests.ConditionsNotMet) as refusal:
            requests.prepare_request(actor=signatory, listing_number=listing.number, wish=WISH, now=NOW)
        assert refusal.value.values["unmet"] == unmet
    else:
        requests.prepare_request(actor=signatory, listing_number=listing.number, wish=WISH, now=NOW)
    assert LicenseRequest.objects.count() == (0 if unmet else 1)


@pytest.mark.parametrize(("until", "stands"), [(TODAY - timedelta(days=1), False), (TODAY, True)])
def test_the_offer_stands_through_its_last_day(signatory, until, stands):
    listing = make_listing(standing_offer_until=until)

    if stands:
        assert drawn_up(signatory, listing).status == "signing"
    else:
        with pytest.raises(requests.NoStandingOffer):
            drawn_up(signatory, listing)
        assert LicenseRequest.objects.count() == 0


def test_tells_every_wrong_field_at_once(signatory, listing):
    wish = requests.Wish(product=" ", starts_on=date(2026, 3, 1), related_party=False, small_or_medium=True)

    with pytest.raises(requests.RequestInvalid) as refusal:
        requests.prepare_request(actor=signatory, listing_number=listing.number, wish=wish, now=NOW)

    assert [problem.pointer for problem in refusal.value.problems] == ["/product", "/starts_on"]
    assert LicenseRequest.objects.count() == 0


def test_one_open_request_per_listing(signatory, listing):
    first = drawn_up(signatory, listing)

    with pytest.raises(requests.RequestExists) as refusal:
        drawn_up(signatory, listing)

    assert refusal.value.values["number"] == first.number


def test_a_later_start_is_the_day_of_effect(signatory, listing):
    wish = requests.Wish(product="轴承", starts_on=date(2026, 5, 1), related_party=False, small_or_medium=True)

    deal = sign(signatory, drawn_up(signatory, listing, wish))

    assert deal.effective_on == date(2026, 5, 1)


def test_a_withdrawn_request_gives_up_its_contract_and_frees_the_listing(signatory, listing):
    deal = drawn_up(signatory, listing)

    services.abandon_draft(actor=signatory, request_id=deal.request_id, now=NOW)

    deal.refresh_from_db()
    assert (deal.status, deal.request.status) == ("abandoned", "withdrawn")
    assert drawn_up(signatory, listing).status == "signing"


def test_an_owner_cannot_take_its_own_listing():
    university = make_university()
    listing = make_listing(university)
    actor = make_actor(university, Role.APPLICANT)

    with pytest.raises(requests.OwnListing):
        requests.prepare_request(actor=actor, listing_number=listing.number, wish=WISH, now=NOW)
