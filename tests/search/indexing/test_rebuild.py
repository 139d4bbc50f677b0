"""Commands over the index: rebuild, verify, status."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from listings.offers.models import Listing
from marketplace.events.models import ConsumerCursor
from search.engines import engine
from search.engines.contract import Scope, SearchUnavailable
from search.engines.documents import Document
from search.indexing.rebuild import RebuildRunning, rebuild
from search.indexing.source import documents, head_position
from search.indexing.tasks import tidy_search
from search.selectors import find
from tests.listings.making import draft_listing, make_desk, published_listing

pytestmark = pytest.mark.django_db


def run(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_fills_the_index_from_the_tables():
    published_listing()
    draft_listing(make_desk())

    said = run("search_rebuild")

    assert said.startswith(f"{engine().name}: 2 listings up to position {head_position()} in ")
    assert find("轴承", scope=Scope.public()).total == 1


def test_takes_in_what_is_committed_meanwhile(monkeypatch):
    desk = make_desk()
    first = published_listing(desk)
    later = []

    def documents_with_a_late_comer(ids):
        found = list(ids)
        if not later:
            later.append(published_listing())
        return documents(found)

    monkeypatch.setattr("search.indexing.rebuild.documents", documents_with_a_late_comer)
    position = rebuild(engine())

    assert position == head_position()
    assert {entry.id for entry in engine().entries()} == {str(first.pk), str(later[0].pk)}


def test_names_what_differs_and_repairs_it():
    good, changed, lost = published_listing(), published_listing(), published_listing()
    rebuild(engine())
    ghost = Document(id="00000000-0000-4000-8000-00000000dead", version=head_position(), is_public=True)
    engine().index([ghost])
    engine().delete([str(lost.pk)], version=head_position())
    engine().refresh()
    Listing.objects.filter(pk=changed.pk).update(plain_title="一种新标题")

    with pytest.raises(CommandError, match="1 missing, 1 surplus, 1 different"):
        run("search_verify")

    assert run("search_verify", repair=True).splitlines() == [
        f"missing {lost.pk}",
        f"surplus {ghost.id}",
        f"different {changed.pk}",
        "1 missing, 1 surplus, 1 different, all indexed anew",
    ]
    assert run("search_verify") == "0 missing, 0 surplus, 0 different\n"
    assert find("新标题", scope=Scope.public()).hits[0].id == str(changed.pk)
    assert {one.id for one in engine().entries() if one.is_live} == {str(one.pk) for one in (good, changed, lost)}


def test_says_how_far_the_index_is_behind(consume):
    published_listing()
    before = run("search_status")
    consume()
    after = run("search_status")

    assert f"events behind: {head_position()}\n" in before
    assert "advice: run search_rebuild\n" in before
    assert "events behind: 0\n" in after
    assert "advice: none\n" in after


def test_is_tidied_only_when_it_has_to_be():
    published_listing()

    assert [tidy_search(), tidy_search()] == [True, False]


def test_an_index_never_filled_is_said_to_be_unavailable():
    published_listing()

    with pytest.raises(SearchUnavailable, match="being built"):
        find("轴承", scope=Scope.public())


def test_two_never_rebuild_at_once(monkeypatch):
    published_listing()
    refused = []

    def documents_while_another_tries(ids):
        with pytest.raises(RebuildRunning):
            rebuild(engine())
        with pytest.raises(CommandError, match="another process rebuilds"):
            run("search_rebuild")
        tidy_search()
        refused.append(True)
        yield from documents(ids)

    monkeypatch.setattr("search.indexing.rebuild.documents", documents_while_another_tries)
    rebuild(engine())

    assert refused == [True] * 3  # Filling, and catching up before and after the exchange.
    assert find("轴承", scope=Scope.public()).total == 1


def test_a_killed_rebuild_holds_up_the_next_for_a_minute_at_most():
    published_listing()
    long_ago = datetime.now(UTC) - timedelta(seconds=1)
    ConsumerCursor.objects.create(name="search.rebuild", lease_owner="killed", lease_until=long_ago)

    rebuild(engine())

    assert find("轴承", scope=Scope.public()).total == 1
    assert ConsumerCursor.objects.get(name="search.rebuild").lease_until is None
