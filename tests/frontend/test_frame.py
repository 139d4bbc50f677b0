import re

import pytest

from frontend.display import Display, display_of, in_language
from marketplace.accounts.roles import Role
from tests.factories import add_roles, make_actor, make_enterprise, make_person, make_university

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language", "address"),
    [
        ("/listings/?q=a", "en", "/en/listings/?q=a"),
        ("/en/listings/", "zh-hans", "/listings/"),
        ("/en/", "en", "/en/"),
        ("/english/", "zh-hans", "/english/"),
    ],
)
def test_the_other_language_has_the_same_address(path, language, address):
    assert in_language(path, language) == address


def test_strange_cookies_count_as_no_choice():
    assert display_of({"theme": '"><script>', "size": "huge"}) == Display()
    assert display_of({"theme": "dark", "size": "large"}) == Display("dark", "large")


def test_language_and_display_stand_on_the_root(client):
    client.cookies.load({"theme": "dark", "size": "large"})

    html = client.get("/en/").content.decode()

    assert '<html lang="en" data-theme="dark" data-size="large">' in html
    assert '<html lang="zh-CN"' in client.get("/").content.decode()


def test_the_address_decides_the_language_whatever_the_browser_prefers(client):
    html = client.get("/", headers={"Accept-Language": "en"}).content.decode()

    assert '<html lang="zh-CN"' in html


def test_a_page_depends_on_cookies_and_fragments(client):
    assert {"Cookie", "HX-Request"} <= set(re.split(r", ", client.get("/")["Vary"]))


def test_pages_of_somebody_signed_in_are_never_stored(client):
    client.force_login(make_person())

    assert "no-store" in client.get("/")["Cache-Control"]
    assert "no-store" in client.get("/accounts/2fa/")["Cache-Control"]


def test_htmx_runs_without_eval_and_keeps_no_pages(client):
    html = client.get("/").content.decode()

    for option in ("includeIndicatorStyles", "allowEval", "allowScriptTags"):
        assert f'"{option}":false' in html
    assert '"historyCacheSize":0' in html
    assert '"code":"409|422","swap":true' in html


def test_display_is_kept_in_cookies_and_leads_back(client):
    answer = client.post("/display/", {"theme": "dark", "size": "large", "language": "en", "next": "/listings/?q=a"})

    assert answer["Location"] == "/en/listings/?q=a"
    assert (client.cookies["theme"].value, client.cookies["size"].value) == ("dark", "large")
    assert client.cookies["theme"]["httponly"]


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_display_never_leads_to_another_site(client, address):
    answer = client.post("/display/", {"theme": "light", "size": "normal", "language": "zh-hans", "next": address})

    assert answer["Location"] == "/display/"


def test_a_wrong_choice_changes_nothing(client):
    answer = client.post("/display/", {"theme": "pink", "size": "large", "language": "en"})

    assert answer.status_code == 422
    assert "theme" not in client.cookies


def test_the_list_of_desks_names_organization_and_roles(client):
    person = make_person()
    add_roles(person, make_university(name="乙大学"), Role.OFFICER, Role.INVENTOR)
    add_roles(person, make_enterprise(name="甲公司"), Role.APPLICANT)
    make_actor(make_enterprise(name="丙公司"), Role.APPLICANT)
    client.force_login(person)

    html = client.get("/en/desks/").content.decode()

    assert "乙大学" in html
    assert "甲公司" in html
    assert "丙公司" not in html
    assert "Inventor / Technology-transfer officer" in html


def test_with_one_desk_only_one_goes_there(client):
    actor = make_actor(make_enterprise(), Role.APPLICANT)
    client.force_login(actor.person)

    assert client.get("/en/desks/")["Location"] == f"/en/enterprise/{actor.organization.uscc}/"


def test_without_a_desk_the_page_says_how_to_get_one(client):
    client.force_login(make_person())

    assert "can invite you by e-mail" in client.get("/en/desks/").content.decode()


def test_echoes_are_text_and_never_markup(client):
    assert client.get("/echo/money/", {"amount": "12.5万"}).content.decode() == "125,000.00\u00a0元 · 壹拾贰万伍仟元整"
    assert client.get("/echo/money/", {"amount": "<b>"}).content == b""
    assert client.get("/echo/nothing/").status_code == 404


def test_a_missing_page_tells_no_foreign_from_missing_and_offers_the_number_search(client):
    actor = make_actor(make_enterprise(), Role.APPLICANT)
    client.force_login(actor.person)

    def page(address):
        answer = client.get(address)
        assert answer.status_code == 404
        html = answer.content.decode()
        return html.replace(address, "").replace(f"/en{address}", "")

    def without_address(html):
        return re.sub(r'(?:href|action)="[^"]*"|<code>.*?</code>|class="code">[^<]*<', "", html)

    foreign = without_address(page(f"/files/{make_university().uscc}/00000000-0000-0000-0000-000000000000/"))
    assert foreign == without_address(page("/files/nowhere/00000000-0000-0000-0000-000000000000/"))
    assert 'id="number-search"' in foreign
