"""
The permission matrix: one entry per route and desk, and what everybody else gets.

Each package lists its routes in ``tests/contracts/permission_entries/<package>.py`` as ``ENTRIES``; the file is found
by itself. A route that no entry names fails the test. An entry is one of:

    public("healthz")                            anybody, signed in or not
    signed_in("desks")                           anybody who is signed in
    library("account_signup")                    a library's own page, tested there; only named here
    at_desk("deal", Desk.UNIVERSITY,             a page (address with <uscc>) or a call of the API
        get={Role.OFFICER, Role.OWNER_FINANCE},  roles of the organization that may, per method
        post={Role.OFFICER},
        thing=lambda organization: {"deal_id": make_deal(owner=organization).pk},
        data=lambda organization: {"reason": "x"})

``thing`` makes the object *of that organization* and gives the rest of the address; it is called anew for every
role. A route that two desks use has an entry for each. For every method of an entry the machinery then asks as

- each role of the own organization: the roles named reach the view (anything but 401, 403, 404, 405, 5xx and the
  sign-in page counts: without ``data`` an allowed POST may well answer 400 or 422), all others get 403;
- every role of another organization of the same kind (for the bureau: another office), and of the other desks,
  acting for themselves and pretending to act for the owner: 404, unless ``open_to_others``;
- a person without any organization: 404; nobody: the sign-in page, or 401 from the API;
- methods that are not named: 405.

Nobody who is refused leaves an event.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Desk, Role

Thing = Callable[[Organization], Mapping[str, Any]]

API_PREFIX = "/api/"


class Who(Enum):
    """For whom a route is at all."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    MEMBERS = "members"
    LIBRARY = "library"


def _nothing(_organization: Organization) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one route gives whom. Made by the functions below."""

    route: str
    who: Who
    desk: Desk | None = None
    methods: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    thing: Thing = _nothing
    data: Thing = _nothing
    without_role: int = 403
    open_to_others: bool = False
    of_every_desk: bool = False
    query: str = ""

    def __str__(self) -> str:
        return f"{self.route}@{self.desk}" if self.desk else self.route


def public(route: str, *, thing: Thing = _nothing, methods: tuple[str, ...] = ("GET",), query: str = "") -> Entry:
    """Name a route for anybody."""
    return Entry(
        route=route, who=Who.PUBLIC, thing=thing, methods=dict.fromkeys(methods, frozenset[Role]()), query=query
    )


def signed_in(route: str, *, thing: Thing = _nothing, methods: tuple[str, ...] = ("GET",)) -> Entry:
    """Name a route for anybody who is signed in."""
    return Entry(route=route, who=Who.SIGNED_IN, thing=thing, methods=dict.fromkeys(methods, frozenset[Role]()))


def library(*routes: str) -> list[Entry]:
    """Name routes of a library, whose guards are tested there."""
    return [Entry(route=route, who=Who.LIBRARY) for route in routes]


def at_desk(  # noqa: PLR0913 - One argument per column of the matrix.
    route: str,
    desk: Desk,
    *,
    get: set[Role] | None = None,
    post: set[Role] | None = None,
    put: set[Role] | None = None,
    patch: set[Role] | None = None,
    delete: set[Role] | None = None,
    thing: Thing = _nothing,
    data: Thing = _nothing,
    without_role: int = 403,
    open_to_others: bool = False,
    of_every_desk: bool = False,
    query: str = "",
) -> Entry:
    """
    Name a route at which people act for an organization.

    :param thing: makes an object of the organization and gives the address's values beside ``uscc``.
    :param data: gives the body of POST, PUT and PATCH.
    :param without_role: what a member without the role gets: 403, or 404 where the object is hidden from them.
    :param open_to_others: every organization may, as for published listings.
    :param of_every_desk: the same page serves organizations of all desks; there is an entry for each.
    """
    given = {"GET": get, "POST": post, "PUT": put, "PATCH": patch, "DELETE": delete}
    return Entry(
        route=route,
        who=Who.MEMBERS,
        desk=desk,
        methods={method: frozenset(roles) for method, roles in given.items() if roles is not None},
        thing=thing,
        data=data,
        without_role=without_role,
        open_to_others=open_to_others,
        of_every_desk=of_every_desk,
        query=query,
    )


def entries() -> list[Entry]:
    """Give all entries of all packages."""
    folder = Path(__file__).parent / "permission_entries"
    found: list[Entry] = []
    for file in sorted(folder.glob("*.py")):
        found += importlib.import_module(f"tests.contracts.permission_entries.{file.stem}").ENTRIES
    return found


def routes() -> dict[str, str]:
    """Give the pattern of every named route; a route without a name stands under its pattern, with a ``?``."""
    return dict(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield (f"{namespace}{pattern.name}" if pattern.name else f"? {address}"), address
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, address, inner)
