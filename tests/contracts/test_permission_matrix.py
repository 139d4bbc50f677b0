from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.roles import DESK_OF, ROLES_OF, Desk, Kind
from marketplace.documents import access
from marketplace.events.models import EventHead
from tests.contracts.permissions import API_PREFIX, Who, entries, routes
from tests.factories import make_actor, make_organization, make_person

KIND_AT = {desk: next(kind for kind, its in DESK_OF.items() if its == desk) for desk in Desk}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ALL = entries()
ASKED = [(entry, method) for entry in ALL for method in entry.methods]


def test_every_route_has_an_entry_and_every_entry_a_route():
    named, known = {entry.route for entry in ALL}, routes()

    assert sorted(set(known) - named) == []
    assert sorted(named - set(known)) == []


def outcome(response) -> str:
    """Sort an answer into granted, login, the number of a refusal, or an error."""
    if response.status_code >= 500:
        return f"error {response.status_code}"
    if response.status_code in {302, 303} and response["Location"].startswith("/accounts/login/"):
        return "login"
    if response.status_code in {401, 403, 404, 405}:
        return str(response.status_code)
    return "granted"


class Asking:
    """Asks one route and method as different people."""

    def __init__(self, entry, method):
        self.entry, self.method = entry, method
        self.is_api = routes()[entry.route].startswith(API_PREFIX)
        self.has_uscc = "<str:uscc>" in routes()[entry.route]
        self._clients: dict[object, Client] = {}

    def ask(self, *, owner=None, acting_for=None, person=None) -> str:
        """Ask for a new thing of the owner as a person acting for an organization."""
        thing_of = owner or make_organization()
        return self.ask_for(
            self.entry.thing(thing_of),
            data=self.entry.data(thing_of),
            acting_for=acting_for,
            person=person,
            method=self.method,
        )

    def ask_for(self, values, *, data, acting_for, person, method) -> str:
        """Ask for a thing that exists."""
        client = self._client(person)
        kwargs = dict(values)
        headers = {}
        if acting_for is not None and self.has_uscc:
            kwargs["uscc"] = acting_for.uscc
        if acting_for is not None and self.is_api:
            headers["X-Organization"] = acting_for.uscc
        body = {"data": data}
        if method in {"PUT", "PATCH", "DELETE"} or self.is_api:
            body["content_type"] = "application/json"
        address = reverse(self.entry.route, kwargs=kwargs) + self.entry.query
        send = getattr(client, method.lower())
        response = send(address, headers=headers) if method == "GET" else send(address, headers=headers, **body)
        return outcome(response)

    def _client(self, person) -> Client:
        """Give a browser of the person, who logs in once."""
        if person not in self._clients:
            self._clients[person] = Client(raise_request_exception=False)
            if person is not None:
                self._clients[person].force_login(person)
        return self._clients[person]


def actor_with_all_roles(organization):
    return make_actor(organization, *ROLES_OF[organization.desk])


def head() -> int:
    return EventHead.objects.get().position


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entry", "method"), [pair for pair in ASKED if pair[0].who in {Who.PUBLIC, Who.SIGNED_IN}], ids=str
)
def test_a_route_without_an_organization(entry, method):
    asking = Asking(entry, method)

    answers = {"nobody": asking.ask(), "somebody": asking.ask(person=make_person())}

    nobody = "granted" if entry.who is Who.PUBLIC else "401" if asking.is_api else "login"
    assert answers == {"nobody": nobody, "somebody": "granted"}


@pytest.mark.django_db
@pytest.mark.parametrize(("entry", "method"), [pair for pair in ASKED if pair[0].who is Who.MEMBERS], ids=str)
def test_own_roles(entry, method):
    asking = Asking(entry, method)
    owner = make_organization(KIND_AT[entry.desk])
    allowed = entry.methods[method]

    answers = {}
    for role in ROLES_OF[entry.desk]:
        before = head()
        answers[role.value] = asking.ask(owner=owner, acting_for=owner, person=make_actor(owner, role).person)
        if role not in allowed and not made_something_itself(entry):
            assert head() == before, f"{role} was refused and left an event"

    assert answers == {
        role.value: "granted" if role in allowed else str(entry.without_role) for role in ROLES_OF[entry.desk]
    }


def made_something_itself(entry) -> bool:
    """Tell whether making the thing records events, so that the log's head says nothing about the refusal."""
    before = head()
    entry.thing(make_organization(KIND_AT[entry.desk]))
    return head() != before


@pytest.mark.django_db
@pytest.mark.parametrize(("entry", "method"), [pair for pair in ASKED if pair[0].who is Who.MEMBERS], ids=str)
def test_everybody_else(entry, method):
    asking = Asking(entry, method)
    owner = make_organization(KIND_AT[entry.desk])
    values, data = entry.thing(owner), entry.data(owner)
    actors = [actor_with_all_roles(make_organization(kind)) for kind in Kind]
    before = head()

    def ask(**who) -> str:
        return asking.ask_for(values, data=data, method=method, **who)

    answers = {"nobody": ask(person=None, acting_for=owner), "stranger": ask(person=make_person(), acting_for=owner)}
    expected = {"nobody": "401" if asking.is_api else "login", "stranger": "404"}
    for actor, pretends in product(actors, (True, False)):
        is_own_desk = asking.is_api or entry.of_every_desk or actor.organization.desk == entry.desk
        if not pretends and not values and is_own_desk:
            continue  # It is the other organization's own page: there is no foreign thing in it.
        case = f"{actor.organization.kind} {'pretending' if pretends else 'as itself'}"
        acting_for = owner if pretends else actor.organization
        answers[case] = ask(person=actor.person, acting_for=acting_for)
        opens = entry.open_to_others and not pretends
        expected[case] = "granted" if opens and (asking.is_api or actor.organization.desk == entry.desk) else "404"

    assert answers == expected
    if not entry.open_to_others:
        assert head() == before


@pytest.mark.django_db
@pytest.mark.parametrize("entry", [entry for entry in ALL if entry.who is Who.MEMBERS], ids=str)
def test_methods_that_are_not_named(entry):
    owner = make_organization(KIND_AT[entry.desk])
    person = actor_with_all_roles(owner).person
    asking, values, data = Asking(entry, "GET"), entry.thing(owner), entry.data(owner)
    named = {method for other in ALL if other.route == entry.route for method in other.methods}

    answers = {
        method: asking.ask_for(values, data=data, acting_for=owner, person=person, method=method)
        for method in METHODS
        if method not in named
    }

    assert answers == dict.fromkeys(answers, "405")


@pytest.mark.django_db
def test_the_matrix_notices_a_leak(monkeypatch):
    entry = next(entry for entry in ALL if entry.route == "document")
    monkeypatch.setitem(access._RULES, "", lambda *_: True)

    with pytest.raises(AssertionError):
        test_everybody_else(entry, "GET")
