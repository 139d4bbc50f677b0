"""Pages of the desk as one of its people, on the day on which the tests' patents were last read."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.listings.making import NOW, make_desk


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def go(client):
    """Give the pages of the desk as one person: ``go(actor, "edit", number=...)`` reads, with ``data`` it sends."""

    def ask(actor, route, data=None, *, language="en", query="", **values):
        client.force_login(actor.person)
        with override("en" if language == "en" else "zh-hans"):
            address = reverse(f"university:{route}", kwargs={"uscc": actor.organization.uscc, **values}) + query
        return client.get(address) if data is None else client.post(address, data)

    return ask


@pytest.fixture
def queries(client):
    """Give how often a page asks the database, without the signing in."""

    def count(actor, route):
        client.force_login(actor.person)
        address = reverse(f"university:{route}", kwargs={"uscc": actor.organization.uscc})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return count
