import pytest

from search.engines import engine
from search.indexing.rebuild import rebuild
from tests.e2e.axe import scrolls_sideways, violations
from tests.e2e.conftest import DESKTOP, PHONE
from tests.licensing.factories import make_policy
from tests.listings.making import make_desk, published_listing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listing(transactional_db):
    desk = make_desk(name="哈尔滨示例大学")
    made = published_listing(desk)
    published_listing(desk)
    rebuild(engine())
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_pages_of_offers_break_no_rule_of_accessibility(
    new_context, open_page, screenshot, listing, scheme, size, prefix
):
    page = new_context(color_scheme=scheme, viewport=size).new_page()
    policy = make_policy(body={"line_cap_confirmed": False})
    addresses = {
        "home-with-offers": "/",
        "results": "/listings/?q=轴承&track=negotiated_ordinary",
        "results-none": "/listings/?q=轴承&industry=27",
        "listing": f"/listings/{listing.number}/",
        "price-help": "/price-help/",
        "statistics": "/statistics/",
        "policies": "/policies/",
        "policy": f"/policies/{policy.key}/",
        "check": f"/check/{listing.patent.application_number}/",
    }

    for name, address in addresses.items():
        open_page(page, prefix + address)

        assert violations(page) == [], address
        assert not scrolls_sideways(page), address
        screenshot(page, f"{name}-{prefix.strip('/') or 'zh'}-{scheme}-{size['width']}")


def test_choosing_a_filter_swaps_the_list_and_moves_the_focus_to_its_heading(page, open_page, listing):
    open_page(page, "/en/listings/?q=轴承")

    page.get_by_label("General machinery").check()

    page.locator(".chip").wait_for()
    page.wait_for_function("document.activeElement.hasAttribute('data-focus')")
    assert "industry=34" in page.url
    assert page.locator(".result").count() == 2


def test_somebody_finds_a_patent_and_its_check_without_scripts(plain_page, open_page, listing):
    page = open_page(plain_page, "/en/")

    page.locator("#need").fill("轴承")
    page.locator("main button[type=submit]").first.click()
    page.locator(".result a").first.click()
    assert "/en/listings/HLJ-L-" in page.url
    page.get_by_role("link", name="See it rule by rule").click()

    assert "/en/check/" in page.url
    assert page.locator(".checks li").count() > 6


def test_a_listing_prints_with_its_terms(page, open_page, listing):
    open_page(page, f"/en/listings/{listing.number}/")
    page.emulate_media(media="print")

    assert page.locator(".header").is_hidden()
    assert page.locator("#terms table").first.is_visible()


def test_large_text_stays_on_the_page(new_context, open_page, listing, live_server, screenshot):
    context = new_context(viewport=PHONE)
    context.add_cookies([{"name": "size", "value": "large", "url": live_server.url}])
    page = context.new_page()

    open_page(page, f"/en/listings/{listing.number}/")

    assert not scrolls_sideways(page)
    screenshot(page, "listing-en-large-360")
