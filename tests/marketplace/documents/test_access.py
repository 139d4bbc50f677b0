from datetime import UTC, datetime

import pytest

from marketplace import events
from marketplace.accounts.roles import Role
from marketplace.documents import access
from marketplace.documents.services import store_generated
from tests.factories import make_actor, make_enterprise, make_university

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
BARGAIN = events.Subject("bargain", "7")

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_actor(make_university(), Role.OFFICER)


@pytest.fixture
def document(owner):
    return store_generated(
        organization=owner.organization, content=b"%PDF-1", kind="contract", title="合同", at=NOW, subject=BARGAIN
    )


def address(actor, document):
    return f"/files/{actor.organization.uscc}/{document.pk}/"


def test_the_owner_downloads_it_as_an_attachment(client, owner, document):
    client.force_login(owner.person)

    response = client.get(address(owner, document))

    assert b"".join(response.streaming_content) == b"%PDF-1"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_for_everybody_else_it_does_not_exist(client, document):
    other = make_actor(make_enterprise(), Role.FINANCE)
    client.force_login(other.person)

    assert client.get(address(other, document)).status_code == 404
    assert client.get(f"/files/{document.organization.uscc}/{document.pk}/").status_code == 404
    headers = {"X-Organization": other.organization.uscc}
    assert client.get(f"/api/v1/documents/{document.pk}/", headers=headers).status_code == 404
    assert client.get(f"/api/v1/documents/{document.pk}/content/", headers=headers).status_code == 404


def test_the_rule_of_the_subject_decides_alone(client, monkeypatch, owner, document):
    other = make_actor(make_enterprise(), Role.FINANCE)
    monkeypatch.setitem(access._RULES, "bargain", lambda actor, _: actor.may("payment.record"))
    client.force_login(other.person)

    assert client.get(address(other, document)).status_code == 200
    assert access.may_read(other, document)
    with pytest.raises(access.NoSuchDocument):
        access.readable(owner, document.pk)


def test_the_api_gives_what_is_known_and_the_bytes(client, owner, document):
    client.force_login(owner.person)
    headers = {"X-Organization": owner.organization.uscc}

    known = client.get(f"/api/v1/documents/{document.pk}/", headers=headers).json()
    content = client.get(f"/api/v1/documents/{document.pk}/content/", headers=headers)

    assert (known["sha256"], known["media_type"], known["size"]) == (document.file_id, "application/pdf", 6)
    assert b"".join(content.streaming_content) == b"%PDF-1"
    assert content["Content-Disposition"].startswith("attachment;")
