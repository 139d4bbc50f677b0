"""The way of a listing through the pages, act by act, by the people of one university."""

from datetime import timedelta

import pytest
import time_machine

from listings.offers.models import Declaration, Listing, PriceNotice
from listings.offers.rows import newest_terms
from marketplace.accounts.roles import Role
from tests.factories import add_roles
from tests.listings.making import (
    AFTER_NOTICE,
    CONTENT,
    approved_listing,
    choice,
    draft_listing,
    make_desk,
    make_patent,
    published_listing,
    signed_listing,
)

pytestmark = pytest.mark.django_db


def content_data(listing, **changed):
    data = {**CONTENT, "gbt4754": "3451", "routes": ["license"], "version": listing.version, **changed}
    return {name: value for name, value in data.items() if value is not None}


def terms_data(**changed):
    data = {
        "template": "P2",
        "track": "negotiated_ordinary",
        "term_months": "36",
        "items_0_amount": "7.5万",
        "items_0_trigger_months_after": "12",
        "field_of_use": "轴承制造",
        "region_prefix": "23",
        "small_or_medium": "on",
        "standing_offer_until": "2027-12-31",
        "fee_basis": "",
        "ceiling_reason": "",
        "checked": "1",
    }
    return {name: value for name, value in {**data, **changed}.items() if value is not None}


def test_make_a_draft_and_go_on_to_its_content(go, desk):
    patent = make_patent(desk.university)

    answer = go(desk.officer, "new_listing", {}, patent_id=patent.pk)

    listing = Listing.objects.get(patent=patent)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/listings/{listing.number}/edit/")
    assert listing.status == "draft"


def test_a_second_draft_is_refused_in_words(go, desk):
    listing = draft_listing(desk)

    answer = go(desk.officer, "new_listing", {}, patent_id=listing.patent_id)

    assert answer.status_code == 409
    assert "Go on with listing" in answer.content.decode()
    assert Listing.objects.count() == 1


def test_the_content_is_saved(go, desk):
    listing = draft_listing(desk)

    answer = go(desk.officer, "edit", content_data(listing, product="深沟球轴承"), number=listing.number)

    after = Listing.objects.get()
    assert answer.status_code == 302
    assert (after.product, after.gbt4754, after.trl, after.version) == ("深沟球轴承", ["3451"], 7, listing.version + 1)


def test_a_refused_class_stands_at_its_field_and_keeps_what_was_typed(go, desk):
    listing = draft_listing(desk)

    answer = go(
        desk.officer, "edit", content_data(listing, gbt4754="bearings", product="新产品"), number=listing.number
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="BEARINGS"' in page or 'value="bearings"' in page
    assert 'value="新产品"' in page
    assert answer.context["form"].errors["gbt4754"] == ["Please write classes of GB/T 4754-2017, such as 3451."]
    assert Listing.objects.get().product == CONTENT["product"]


def test_two_editors_lose_nothing(go, desk):
    listing = draft_listing(desk)
    go(desk.officer, "edit", content_data(listing, product="先到"), number=listing.number)

    answer = go(desk.officer, "edit", content_data(listing, product="后到"), number=listing.number)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this listing" in page
    assert 'value="后到"' in page
    assert "先到" in page
    newest = Listing.objects.get()
    assert newest.product == "先到"
    again = go(desk.officer, "edit", content_data(newest, product="后到"), number=listing.number)
    assert f'name="version" value="{newest.version}"' in page
    assert again.status_code == 302
    assert Listing.objects.get().product == "后到"


def test_the_templates_are_shown_with_their_sentences(go, desk):
    listing = draft_listing(desk)

    page = go(desk.officer, "terms", number=listing.number).content.decode()

    assert page.count("?template=P") == 12
    assert "A free license: nothing to pay." in page


def test_terms_are_checked_before_they_are_saved(go, desk):
    listing = draft_listing(desk)
    before = newest_terms(listing)

    answer = go(desk.officer, "terms", terms_data(checked=None), number=listing.number)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "75,000.00: 12 months after the effective date" in page
    assert 'name="items_0_amount" value="7.5万"' in page
    assert newest_terms(listing) == before


def test_the_terms_are_saved(go, desk):
    listing = draft_listing(desk)

    answer = go(desk.officer, "terms", terms_data(), number=listing.number)

    terms = newest_terms(listing)
    assert answer.status_code == 302
    assert terms.plan["items"][0]["amount"] == "75000.00"
    assert terms.conditions == {"region_prefix": "23", "small_or_medium": True}
    assert str(terms.standing_offer_until) == "2027-12-31"


def test_terms_with_a_day_that_is_over_are_refused_at_the_field(go, desk):
    listing = draft_listing(desk)
    before = newest_terms(listing).pk

    answer = go(desk.officer, "terms", terms_data(standing_offer_until="2026-01-01"), number=listing.number)

    assert answer.status_code == 422
    assert answer.context["form"].errors["standing_offer_until"] == ["Please choose a day that is still to come."]
    assert newest_terms(listing).pk == before


def test_a_listing_is_submitted_and_approved_by_another_person(go, desk):
    listing = draft_listing(desk)

    assert go(desk.officer, "submit", {}, number=listing.number).status_code == 302
    assert Listing.objects.get().status == "in_review"
    assert go(desk.approver, "approve", {}, number=listing.number).status_code == 302
    assert Listing.objects.get().status == "price_notice"


def test_nobody_approves_what_they_submitted_themselves(go, desk):
    listing = draft_listing(desk)
    both = add_roles(desk.officer.person, desk.university, Role.LISTING_APPROVER)
    go(desk.officer, "submit", {}, number=listing.number)

    answer = go(both, "approve", {}, number=listing.number)

    assert answer.status_code == 403
    assert "Another person has to decide" in answer.content.decode()
    assert Listing.objects.get().status == "in_review"


@pytest.mark.parametrize(
    ("who", "route"), [("approver", "approve"), ("signatory", "sign"), ("approver", "publish"), ("officer", "withdraw")]
)
def test_who_decides_gives_a_fresh_code(go, desk, settings, who, route):
    settings.SECOND_FACTOR_REQUIRED = True
    listing = draft_listing(desk)

    answer = go(getattr(desk, who), route, {"reason": "owner_request"}, number=listing.number)

    assert answer.status_code == 403
    assert "Set up a second factor first" in answer.content.decode()
    assert Listing.objects.get().status == "draft"


def test_what_was_typed_can_be_changed_after_the_check(go, desk):
    listing = draft_listing(desk)

    answer = go(desk.officer, "terms", terms_data(checked=None, change="1"), number=listing.number)

    assert answer.status_code == 200
    assert 'value="7.5万"' in answer.content.decode()
    assert "Go on to check" in answer.content.decode()


def test_a_listing_is_given_back_with_a_reason(go, desk):
    listing = draft_listing(desk)
    go(desk.officer, "submit", {}, number=listing.number)

    empty = go(desk.approver, "return", {"reason": ""}, number=listing.number)
    assert empty.status_code == 422
    assert Listing.objects.get().status == "in_review"
    go(desk.approver, "return", {"reason": "请写明增益的数字。"}, number=listing.number)

    assert Listing.objects.get().status == "draft"
    assert "请写明增益的数字。" in go(desk.officer, "listing", number=listing.number).content.decode()


def test_the_price_notice_runs_and_ends(go, desk):
    listing = approved_listing(desk)

    go(desk.officer, "start_notice", {"place": "公告栏"}, number=listing.number)
    notice = PriceNotice.objects.get()
    early = go(desk.officer, "end_notice", {"objections": "0"}, number=listing.number, notice_id=notice.pk)
    assert (notice.place, early.status_code) == ("公告栏", 409)
    assert "The price notice cannot go on like this" in early.content.decode()
    with time_machine.travel(AFTER_NOTICE, tick=False):
        go(desk.officer, "end_notice", {"objections": "0"}, number=listing.number, notice_id=notice.pk)

    notice.refresh_from_db()
    assert notice.status == "ended"


def test_a_notice_is_stopped_for_an_objection(go, desk):
    listing = approved_listing(desk)
    go(desk.officer, "start_notice", {"place": "公告栏"}, number=listing.number)
    notice = PriceNotice.objects.get()

    data = {"objections": "1", "reason": "价格过低"}
    go(desk.officer, "stop_notice", data, number=listing.number, notice_id=notice.pk)

    notice.refresh_from_db()
    assert (notice.status, Listing.objects.get().status) == ("stopped", "draft")


def test_the_signatory_sees_the_hash_and_signs(go, desk):
    listing = approved_listing(desk)
    go(desk.officer, "start_notice", {"place": "公告栏"}, number=listing.number)
    with time_machine.travel(AFTER_NOTICE, tick=False):
        go(
            desk.officer,
            "end_notice",
            {"objections": "0"},
            number=listing.number,
            notice_id=PriceNotice.objects.get().pk,
        )
        terms = newest_terms(listing)
        page = go(desk.signatory, "sign", number=listing.number).content.decode()
        assert page.count(terms.sha256) == 2
        wrong = {"sha256": "0" * 64, "person_name": "李明", "capacity": "授权代表"}
        assert go(desk.signatory, "sign", wrong, number=listing.number).status_code == 409
        assert not terms.signatures.exists()
        go(desk.signatory, "sign", {**wrong, "sha256": terms.sha256}, number=listing.number)

    assert terms.signatures.get().person_name == "李明"


def test_before_the_notice_ends_the_signing_page_says_what_comes_first(go, desk):
    listing = approved_listing(desk)

    page = go(desk.signatory, "sign", number=listing.number).content.decode()

    assert "Before the signature comes: Start the price notice" in page
    assert "Sign as a standing offer" not in page


def test_the_approver_publishes(go, desk):
    listing = signed_listing(desk)
    with time_machine.travel(AFTER_NOTICE, tick=False):
        assert go(desk.approver, "publish", {}, number=listing.number).status_code == 302

    after = Listing.objects.get()
    assert (after.status, after.revision) == ("published", 1)


def test_publishing_too_early_names_everything_that_is_missing(go, desk):
    listing = approved_listing(desk)

    answer = go(desk.approver, "publish", {}, number=listing.number)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The price notice has to run to its end first." in page
    assert "The signatory has to sign the terms." in page
    assert Listing.objects.get().status == "price_notice"


def test_suspend_resume_withdraw(go, desk):
    listing = published_listing(desk)
    with time_machine.travel(AFTER_NOTICE + timedelta(days=1), tick=False):
        go(desk.officer, "suspend", {}, number=listing.number)
        assert Listing.objects.get().status == "suspended"
        go(desk.officer, "resume", {}, number=listing.number)
        assert Listing.objects.get().status == "published"
        go(desk.officer, "withdraw", {"reason": "owner_request", "text": "不再提供"}, number=listing.number)

    after = Listing.objects.get()
    assert (after.status, after.end_text) == ("withdrawn", "不再提供")


def test_the_declaration_goes_its_way(go, desk):
    listing = signed_listing(desk, chosen=choice("statutory_open"))
    with time_machine.travel(AFTER_NOTICE, tick=False):
        go(desk.officer, "file_declaration", {"filed_on": "2026-03-18"}, number=listing.number)
        declaration = Declaration.objects.get()
        known = {"number": listing.number, "declaration_id": declaration.pk}
        early = go(desk.officer, "announce_declaration", {"announced_on": "2026-03-01"}, **known)
        assert early.status_code == 422
        assert early.context["form"].errors["announced_on"] == ["This cannot have happened before 2026-03-18."]
        data = {"announced_on": "2026-03-18", "announcement_number": "42-0901"}
        go(desk.officer, "announce_declaration", data, **known)
        declaration.refresh_from_db()
        assert (declaration.status, declaration.announcement_number) == ("announced", "42-0901")
        go(desk.officer, "other_declaration", {"filed_on": "2026-03-18", "reason": "改条件"}, **known)
        go(desk.officer, "withdrawal_announced", {"announced_on": "2026-03-18"}, **known)

    declaration.refresh_from_db()
    assert declaration.status == "withdrawn"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_a_listing_says_what_is_next_and_whose_turn_it_is(go, desk, language):
    listing = approved_listing(desk)

    page = go(desk.approver, "listing", number=listing.number, language=language).content.decode()

    expected = (
        ("Start the price notice", "Technology-transfer officer") if language == "en" else ("开始公示", "技术转移")
    )
    assert all(words in page for words in expected)


def test_a_foreign_listing_does_not_exist(go, desk):
    foreign = draft_listing(make_desk())

    for route in ("listing", "edit", "terms"):
        assert go(desk.officer, route, number=foreign.number).status_code == 404
