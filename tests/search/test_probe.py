import pytest

from search.engines.contract import SearchUnavailable
from search.indexing import probes


@pytest.mark.django_db
def test_search_is_looked_at(client):
    check = client.get("/readyz").json()["checks"]["search"]

    assert (check["works"], check["needed"]) == (True, False)


@pytest.mark.django_db
def test_the_site_goes_on_without_search(client, monkeypatch):
    class Away:
        def search(self, *_, **__):
            raise SearchUnavailable("away")

    monkeypatch.setattr(probes, "engine", Away)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
