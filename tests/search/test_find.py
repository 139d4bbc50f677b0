"""Search as pages and the API ask for it."""

from __future__ import annotations

import pytest

from search.engines import engine
from search.engines.contract import CursorRefused, Scope, SearchUnavailable
from search.indexing.rebuild import rebuild
from search.selectors import BadFilterValue, UnknownFilter, find
from tests.listings.making import published_listing

pytestmark = pytest.mark.django_db

PUBLIC = Scope.public()


@pytest.fixture
def listing():
    made = published_listing()
    rebuild(engine())
    return made


def test_answers_in_the_api(client, listing):
    response = client.get("/api/v1/search/", {"q": "轴承", "facets": "track,division", "size": "5"})

    body = response.json()
    assert response.status_code == 200
    assert (body["total"], body["is_exact"], body["mode"], body["next_cursor"]) == (1, True, "all", None)
    assert body["facets"] == {
        "track": [{"value": "negotiated_ordinary", "count": 1, "selected": False}],
        "division": [{"value": "230100", "count": 1, "selected": False}],
    }
    (hit,) = body["hits"]
    assert (hit["id"], hit["shown"]["listing_number"]) == (str(listing.pk), listing.number)
    assert hit["fragments"][0] == {"field": "plain_title", "text": "零下四十度不发硬的轴承", "marks": [[9, 11]]}


def test_says_in_the_api_how_a_number_was_read(client, listing):
    body = client.get("/api/v1/search/", {"q": "201710601862.4"}).json()

    assert (body["total"], body["notes"]) == (0, [{"code": "wrong_check_digit", "value": "3"}])


@pytest.mark.parametrize(
    ("query", "code", "named"),
    [
        ({"colour": "red"}, "unknown_filter", "price_max"),
        ({"facets": "colour"}, "unknown_filter", "track"),
        ({"sort": "colour"}, "unknown_filter", "relevance"),
        ({"mode": "colour"}, "unknown_filter", "need"),
        ({"price_max": "cheap"}, "malformed", None),
        ({"granted_min": "2019-13-01"}, "malformed", None),
        ({"size": "0"}, "malformed", None),
        ({"size": "many"}, "malformed", None),
        ({"cursor": "nonsense"}, "cursor_refused", None),
    ],
)
def test_refuses_in_the_api_what_does_not_exist(client, listing, query, code, named):
    response = client.get("/api/v1/search/", {"q": "轴承", **query})

    assert (response.status_code, response.json()["code"]) == (400, code)
    assert named is None or named in response.json()["known"]


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({}, 1),
        ({"ipc_subclass": "F16C"}, 1),
        ({"ipc_subclass": ["F16C", "H01M"], "track": "statutory_open"}, 0),
        ({"granted_min": "2018", "granted_max": "2018"}, 1),
        ({"granted_min": "2018-05-09"}, 0),
        ({"expires_min": "2036-03-10"}, 1),
        ({"first_payment_months_min": "12"}, 1),
        ({"price_max": ""}, 1),
    ],
)
def test_filters(listing, filters, total):
    assert find("轴承", scope=PUBLIC, filters=filters).total == total


@pytest.mark.parametrize(
    "more", [{"filters": {"colour": "red"}}, {"facets": ["colour"]}, {"sort": "colour"}, {"mode": "colour"}]
)
def test_names_what_there_is(more):
    with pytest.raises(UnknownFilter) as refused:
        find("轴承", scope=PUBLIC, **more)

    assert refused.value.values["known"]


@pytest.mark.parametrize(
    "more", [{"size": 101}, *({"filters": {"price_min": bad}} for bad in ("1e999999", "1e30", "NaN", "x"))]
)
def test_refuses_values_that_cannot_be(more):
    with pytest.raises(BadFilterValue):
        find("轴承", scope=PUBLIC, **more)


def test_refuses_a_cursor_it_did_not_give(listing):
    with pytest.raises(CursorRefused):
        find("轴承", scope=PUBLIC, cursor="nonsense")


def test_says_so_when_the_engine_is_down(client, settings):
    settings.SEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(SearchUnavailable):
        find("轴承", scope=PUBLIC)
    response = client.get("/api/v1/search/", {"q": "轴承"})
    assert (response.status_code, response.json()["code"]) == (503, "search_unavailable")
