import html as markup
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.utils.translation import override

from frontend.components.plans import terms_of
from listings.offers import plans, services
from listings.offers.models import Track
from marketplace.accounts.roles import Role
from marketplace.dates import WorkingDays
from search.engines import engine
from search.engines.contract import SearchUnavailable
from search.indexing.rebuild import rebuild
from tests.factories import add_roles, make_actor, make_enterprise, make_person
from tests.licensing.factories import make_policy
from tests.listings.making import CONTENT, choice, draft_listing, make_desk, make_patent, published_listing

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(datetime(2026, 3, 20, 2, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk(name="甲大学")


@pytest.fixture
def listing(desk):
    made = published_listing(desk)
    rebuild(engine())
    return made


def text_of(response):
    body = response.content.decode()
    plain = re.sub(r"<(script|svg)[\s\S]*?</\1>|<[^>]+>", " ", body[body.index("<main") :])
    return re.sub(r"[\s]+", " ", markup.unescape(plain))


def test_the_home_page_counts_and_shows_the_newest_offers(client, listing):
    text = text_of(client.get("/en/"))

    assert "1 patents on offer" in text
    assert "0 licenses made" in text
    assert "as of 20 March 2026" in text
    assert CONTENT["plain_title"] in text


def test_the_home_page_without_offers_says_why(client):
    assert "The first patents are being reviewed." in text_of(client.get("/en/"))


def test_a_listing_shows_terms_facts_and_who_has_signed(client, listing):
    text = text_of(client.get(f"/en/listings/{listing.number}/"))

    assert "Nothing to pay on signing. Deferred fee of CNY 50,000.00: 12 months after the effective date" in text
    assert "Late money bears simple interest of 3.65% a year of 365 days, from the day after the due date." in text
    assert "within 30 days after the first revenue, whichever is earlier" in text
    assert "The owner has signed in advance, valid until 31 December 2027." in text
    assert "Source: patent register of CNIPA · as of 1 March 2026" in text
    assert "Licenses are offered since 18 March 2026 on the terms of version 1." in text
    assert "Get a license on the published terms" in text
    assert "Electrical" not in text
    assert "General machinery" in text


def test_a_listing_is_the_same_in_chinese(client, listing):
    text = text_of(client.get(f"/listings/{listing.number}/"))

    assert "签约时不用付款。" in text
    assert "自2026年3月18日起按第 1 版条件提供许可。" in text
    assert "通用设备制造业" in text


def test_facts_read_long_ago_are_marked(client, listing):
    with time_machine.travel(datetime(2026, 4, 20, tzinfo=UTC)):
        text = text_of(client.get(f"/en/listings/{listing.number}/"))

    assert "Out of date" in text


def test_an_announced_declaration_says_when_the_license_exists(client, desk):
    listing = published_listing(desk, chosen=choice(Track.STATUTORY_OPEN))

    text = text_of(client.get(f"/en/listings/{listing.number}/"))

    assert "Open-license declaration announced on 18 March 2026, with these very terms." in text
    assert "the license exists when the first payment arrives" in text


def test_a_draft_is_no_page(client, desk):
    listing = draft_listing(desk)

    assert client.get(f"/listings/{listing.number}/").status_code == 404


def test_a_suspended_listing_says_why_and_offers_no_license(client, desk, listing):
    services.suspend(actor=desk.officer, listing_id=listing.pk, now=datetime(2026, 3, 19, tzinfo=UTC))

    text = text_of(client.get(f"/en/listings/{listing.number}/"))

    assert "Suspended since 19 March 2026: At the owner's request. For licenses already made: they go on." in text
    assert "Get a license" not in text


def test_results_show_cards_counts_and_filters(client, listing):
    text = text_of(client.get("/en/listings/", {"q": "轴承"}))

    assert "1 patent on offer" in text
    assert "甲大学 · Harbin · 9 years left" in text
    assert "CNY 0 on signing · first payment March 2027 · 3% of net sales" in text
    assert "General machinery (1)" in text
    assert "All words must occur" in text


def test_a_filter_is_a_chip_that_can_be_removed(client, listing):
    body = client.get("/en/listings/", {"q": "轴承", "industry": "34"}).content.decode()

    assert '<a class="chip" href="/en/listings/?q=%E8%BD%B4%E6%89%BF">' in body


def test_nothing_found_tells_which_filter_to_drop(client, listing):
    text = text_of(client.get("/en/listings/", {"q": "轴承", "industry": "27"}))

    assert "Nothing matches." in text
    assert "Without “Industry”: 1" in text


def test_htmx_gets_the_list_alone(client, listing):
    answer = client.get("/en/listings/", {"q": "轴承"}, headers={"HX-Request": "true", "HX-Target": "results"})

    body = answer.content.decode()
    assert "<html" not in body
    assert "data-focus" in body


@pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"sort": "colour"}, {"track": "'"}, {"q": "(((" * 50}])
def test_no_query_breaks_the_page(client, listing, query):
    assert client.get("/en/listings/", query).status_code == 200


def test_search_that_is_down_names_the_other_way(client, listing, monkeypatch):
    def down(*_arguments, **_options):
        raise SearchUnavailable("down")

    monkeypatch.setattr("frontend.public.results.find", down)

    assert "Search is not available now." in text_of(client.get("/en/listings/", {"q": "轴承"}))


@pytest.mark.parametrize("spelling", ["{n}", "ZL{n}", "CN{n}", "zl {n}"])
def test_a_number_in_any_spelling_leads_to_its_check(client, desk, spelling):
    patent = make_patent(desk.university)

    answer = client.get("/en/check/", {"number": spelling.format(n=patent.application_number)}, follow=True)

    assert answer.redirect_chain == [(f"/en/check/{patent.application_number}/", 302)]
    text = text_of(answer)
    assert "Has the annual fee been paid? Blocking" in text
    assert "Statutory open license" in text


def test_a_check_can_be_seen_as_it_was_known_on_a_day(client, desk):
    patent = make_patent(desk.university)

    text = text_of(client.get(f"/en/check/{patent.application_number}/", {"as_of": "2026-03-01"}))

    assert "As it was known on 1 March 2026" in text
    assert "Answers for 1 March 2026" in text


def test_a_wrong_check_digit_names_the_right_one(client):
    text = text_of(client.get("/en/check/201710601862.4/"))

    assert "the last digit should be 3." in text


def test_an_unknown_patent_says_where_to_look(client):
    assert "We have no record of this patent yet." in text_of(client.get("/en/check/201710601862.3/"))
    assert "This is no Chinese patent number." in text_of(client.get("/en/check/pump/"))


def test_taking_a_license_leads_to_the_enterprise_desk(client, listing):
    person = make_person()
    enterprise = make_enterprise()
    add_roles(person, enterprise, Role.SIGNATORY)
    client.force_login(person)

    answer = client.get(f"/en/listings/{listing.number}/request/")

    assert answer["Location"] == f"/en/enterprise/{enterprise.uscc}/listings/{listing.number}/request/"


def test_somebody_who_cannot_take_a_license_learns_which_roles_can(client, listing):
    actor = make_actor(make_enterprise(), Role.ADMINISTRATOR)
    client.force_login(actor.person)

    text = text_of(client.get(f"/en/listings/{listing.number}/request/"))

    assert "You cannot take a license for any enterprise." in text
    assert "through one of these roles: Applicant, Signatory." in text


def test_a_listing_estimates_subsidies_under_stated_assumptions(client, listing):
    make_policy()

    text = text_of(client.get(f"/en/listings/{listing.number}/"))

    assert "CNY 5,000.00 Provisional" in text
    assert "pays all fixed fees when due" in text


def test_price_help_shows_ceilings_and_no_small_sample(client):
    text = text_of(client.get("/en/price-help/"))

    assert "Fixed fees together CNY 20,000,000.00" in text
    assert "Royalty on net sales 20%" in text
    assert "Licenses made so far: 0." in text


def test_outcomes_have_the_same_numbers_as_the_download(client, listing):
    text = text_of(client.get("/en/statistics/"))
    rows = client.get("/en/statistics/", {"format": "csv"}).content.decode("utf-8-sig").splitlines()

    assert "Offered 1 listings that were ever published" in text
    assert rows[1] == "Offered,1,listings that were ever published"


def test_policies_show_what_nobody_has_confirmed(client):
    policy = make_policy(body={"line_cap_confirmed": False, "open_questions": ["Is it so?"]})

    listed = text_of(client.get("/en/policies/"))
    shown = text_of(client.get(f"/en/policies/{policy.key}/"))

    assert f"{policy.title}" in listed
    assert "Unconfirmed cap" in listed
    assert "Is it so?" in shown
    assert client.get("/en/policies/nothing/").status_code == 404


@pytest.mark.parametrize("pattern", sorted(plans.templates()))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_template_has_words_in_both_languages(pattern, language):
    plan = plans.templates()[pattern]

    with override(language):
        terms = terms_of(plan, start=DAY, calendar=WorkingDays())

    # What proves a milestone is told in the owner's own words.
    ours = terms.sentence
    for item in plan["items"]:
        ours = ours.replace(item.get("evidence", "\n"), "")
    assert ours
    assert len(terms.rows) == len(plan["items"])
    if language == "en":
        assert not re.search(r"[\u4e00-\u9fff]", ours)
    else:
        assert not re.search(r"[A-Za-z]{3}", ours)


def test_the_two_worked_courses_follow_the_plan():
    with override("en"):
        terms = terms_of(plans.templates()["P1"], start=DAY, calendar=WorkingDays())

    sells, never = terms.cases
    assert sells.rows[0] == (date(2026, 12, 21), "Deferred fee", Decimal("50000.00"))
    assert sells.rows[1][2] is None
    assert never.rows == [(date(2027, 3, 22), "Deferred fee", Decimal("50000.00"))]
    assert never.total == Decimal("50000.00")
