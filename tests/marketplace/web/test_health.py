import pytest

from marketplace.web import health


def test_alive_touches_no_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_looks_at_database_and_broker(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "ready"
    assert {name: check["works"] for name, check in response.json()["checks"].items()}.items() >= {
        "database": True,
        "broker": True,
    }.items()


@pytest.mark.django_db
@pytest.mark.parametrize(("needed", "status", "word"), [(True, 503, "not_ready"), (False, 200, "degraded")])
def test_says_what_does_not_work(client, monkeypatch, needed, status, word):
    def broken() -> None:
        raise OSError("no route to the secret host")

    monkeypatch.setitem(health._PROBES, "search", health.Probe("search", broken, needed=needed))

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (status, word)
    assert response.json()["checks"]["search"]["works"] is False
    assert "secret host" not in response.content.decode()
