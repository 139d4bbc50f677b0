import pytest

from marketplace.accounts.roles import Role
from tests.factories import make_actor, make_enterprise

pytestmark = pytest.mark.django_db


def test_names_the_organizations_and_what_may_be_done_there(client):
    actor = make_actor(make_enterprise(verified=False), Role.FINANCE)
    client.force_login(actor.person)

    answer = client.get("/api/v1/me/")

    assert answer["Cache-Control"] == "no-store"
    (place,) = answer.json()["places"]
    assert (place["uscc"], place["desk"], place["is_verified"]) == (actor.organization.uscc, "enterprise", False)
    assert (place["roles"], place["permissions"]) == (["finance"], sorted(actor.permissions))
