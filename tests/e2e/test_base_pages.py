import pytest

from marketplace.accounts.roles import Role
from tests.e2e.axe import scrolls_sideways, violations
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories import PASSWORD, add_roles, make_actor, make_enterprise, make_person, make_university

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = [
    "/",
    "/listings/",
    "/check/",
    "/check/201710601862.3/",
    "/display/",
    "/accessibility/",
    "/accounts/login/",
    "/accounts/password/reset/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_public_pages_break_no_rule_of_accessibility(new_context, open_page, screenshot, scheme, size, prefix):
    page = new_context(color_scheme=scheme, viewport=size).new_page()

    for address in ADDRESSES:
        open_page(page, prefix + address)

        assert violations(page) == [], address
        assert not scrolls_sideways(page), address
        name = address.strip("/").replace("/", "-") or "home"
        screenshot(page, f"{name}-{prefix.strip('/') or 'zh'}-{scheme}-{size['width']}")


def test_a_missing_page_offers_the_number_search(page, open_page, screenshot):
    open_page(page, "/nothing/", status=404)

    assert violations(page) == []
    screenshot(page, "errors-404")
    page.get_by_role("searchbox").last.fill("ZL201710601862.3")
    page.get_by_role("button").last.click()
    assert page.url.endswith("/listings/?q=ZL201710601862.3")


def test_signing_in_with_a_wrong_password_puts_the_focus_on_the_summary(page, open_page, screenshot):
    make_person(email="a@example.cn", password=PASSWORD)
    open_page(page, "/en/accounts/login/")

    page.get_by_label("Email").fill("a@example.cn")
    page.get_by_label("Password", exact=True).fill("wrong password")
    page.locator("main").get_by_role("button", name="Sign in").click()

    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert violations(page) == []
    screenshot(page, "sign-in-error-en")


def test_one_signs_in_and_chooses_a_desk_without_scripts(plain_page, open_page, screenshot):
    person = make_person(email="a@example.cn", password=PASSWORD)
    add_roles(person, make_enterprise(name="甲公司"), Role.APPLICANT)
    add_roles(person, make_university(name="乙大学"), Role.OFFICER, Role.INVENTOR)
    open_page(plain_page, "/accounts/login/?next=/desks/")

    plain_page.locator("#id_login").fill("a@example.cn")
    plain_page.locator("#id_password").fill(PASSWORD)
    plain_page.locator("main button[type=submit]").click()

    assert plain_page.locator("main h2 a").all_inner_texts() == ["乙大学", "甲公司"]
    screenshot(plain_page, "desks")


def test_the_choice_of_display_holds_on_the_next_page(page, open_page):
    open_page(page, "/en/display/?next=/en/listings/")

    page.get_by_label("Dark").check()
    page.get_by_label("Large").check()
    page.get_by_role("button", name="Save display").click()

    assert page.url.endswith("/en/listings/")
    html = page.locator("html")
    assert (html.get_attribute("data-theme"), html.get_attribute("data-size")) == ("dark", "large")


def test_the_other_language_is_the_same_page(page, open_page):
    open_page(page, "/listings/?q=pump")

    page.get_by_role("link", name="English").click()

    assert page.url.endswith("/en/listings/?q=pump")
    assert page.locator("html").get_attribute("lang") == "en"


def test_setting_up_the_second_factor_breaks_no_rule(page, open_page, sign_in, screenshot):
    actor = make_actor(make_enterprise(), Role.SIGNATORY)
    sign_in(page, actor.person)

    open_page(page, "/accounts/2fa/")

    assert violations(page) == []
    screenshot(page, "account")
