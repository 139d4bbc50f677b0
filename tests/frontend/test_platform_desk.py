import re

import pytest

from listings.feed.models import ExchangeKey
from marketplace.accounts.roles import Kind, Role
from tests.factories import make_actor, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    actor = make_actor(make_organization(Kind.PLATFORM), Role.ADMINISTRATOR)
    client.force_login(actor.person)
    return actor


def page(actor, rest=""):
    return f"/en/platform/{actor.organization.uscc}/{rest}"


def test_the_feed_page_says_whether_anything_is_missing(client, administrator):
    html = client.get(page(administrator)).content.decode()

    assert "Every change is in the feed." in html
    assert "Nobody has read the feed yet." in html
    assert "/api/v1/exchange/events/" in html


def test_a_new_key_is_shown_once(client, administrator):
    shown = client.post(page(administrator, "keys/new/"), {"name": "reader", "days": "30"}).content.decode()
    listed = client.get(page(administrator, "keys/")).content.decode()

    secret = re.search(r"hlx_[a-z0-9]{8}_[A-Za-z0-9]{40}", shown)
    assert secret
    assert secret[0] not in listed
    assert f"hlx_{ExchangeKey.objects.get().prefix}…" in listed


def test_an_unverified_platform_gets_no_key_and_keeps_what_was_typed(client, administrator):
    administrator.organization.verified_at = administrator.organization.verified_by = None
    administrator.organization.save()

    answer = client.post(page(administrator, "keys/new/"), {"name": "reader", "days": "30"})

    assert answer.status_code == 422
    assert 'value="reader"' in answer.content.decode()
    assert not ExchangeKey.objects.exists()


def test_a_key_is_revoked_after_a_look(client, administrator):
    client.post(page(administrator, "keys/new/"), {"name": "reader", "days": "30"})
    key = ExchangeKey.objects.get()

    asked = client.get(page(administrator, f"keys/{key.pk}/revoke/")).content.decode()
    client.post(page(administrator, f"keys/{key.pk}/revoke/"))

    assert "Revoke the key reader?" in asked
    key.refresh_from_db()
    assert key.revoked_at is not None
