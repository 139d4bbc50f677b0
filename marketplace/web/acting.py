"""
Who acts, at the edge: pages name the organization in their address, the API in the header ``X-Organization``.

Nothing is guessed: somebody who belongs to two organizations always says for which one they act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar, Final

import structlog
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.accounts.actors import Actor, NoSuchActor, acting, require
from marketplace.accounts.models import Person
from marketplace.accounts.roles import Desk, can_have
from marketplace.accounts.uscc import normalized
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.second_factor import require_second_factor

HEADER: Final = "X-Organization"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

View = Callable[..., HttpResponseBase]


class OrganizationRequired(DomainError):
    """Raised when a call does not say for which organization it acts."""

    code = "organization_required"
    status = 400


def desk_page(
    desk: Desk | None = None,
    permission: str | None = None,
    *,
    act_permission: str | None = None,
    second_factor: bool = False,
) -> Callable[[View], View]:
    """
    Make a page of a desk: its view gets ``actor=`` in place of the ``uscc`` of its address.

    Strangers, and organizations of another desk, get a 404; a member without the permission a 403 that names the
    roles that have it; somebody who is not signed in is sent to sign in and comes back. A request that changes
    something needs ``act_permission`` as well, and with ``second_factor`` it asks for a fresh code.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, uscc: str, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Person):
                return _sign_in_first(request)
            actor = actor_at_desk(person=request.user, uscc=uscc, desk=desk)
            if permission is not None:
                require(actor, permission)
            if request.method not in SAFE_METHODS:
                if act_permission is not None:
                    require(actor, act_permission)
                if second_factor:
                    require_second_factor(request)
            return private(view(request, *args, actor=actor, **kwargs))

        return page

    return decorate


def signed_in_page(view: View) -> View:
    """Make a page for anybody who is signed in; its view gets ``person=``."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            return _sign_in_first(request)
        return private(view(request, *args, person=request.user, **kwargs))

    return page


def actor_at_desk(*, person: Person, uscc: str, desk: Desk | None) -> Actor:
    """
    Give the actor that a person is for the organization with this code, today.

    :raises NoSuchActor: for strangers and for an organization of another desk.
    """
    actor = acting(person=person, organization_uscc=normalized(uscc), on=clock.today())
    if desk is not None and actor.organization.desk != desk:
        raise NoSuchActor("this organization has no such desk")
    structlog.contextvars.bind_contextvars(organization=str(actor.organization_id), actor=str(actor.pseudonym))
    return actor


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page behind sign-in out of every cache, and apart from its fragment."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        # A fragment cannot show the form; the browser goes there as a whole.
        return HttpResponseClientRedirect(resolve_url("account_login"))
    return redirect_to_login(request.get_full_path())


class ActingMixin(APIView):
    """
    A view of the API that acts for an organization: ``self.actor`` (and ``request.actor``).

    :cvar permission_of: permission per action (or per method in lower case) that is asked before the handler runs.
    """

    actor: Actor
    permission_of: ClassVar[Mapping[str, str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the actor after the caller is known. A missing header is a 400, a foreign organization a 404."""
        super().initial(request, *args, **kwargs)
        uscc = request.headers.get(HEADER)
        if not uscc:
            raise OrganizationRequired(f"say in {HEADER} for which organization you act")
        if not isinstance(request.user, Person):
            raise NoSuchActor("nobody acts")
        self.actor = actor_at_desk(person=request.user, uscc=uscc, desk=None)
        request.actor = self.actor  # type: ignore[attr-defined]
        action = getattr(self, "action", None) or (request.method or "").lower()
        if permission := self.permission_of.get(action):
            if not can_have(self.actor.organization.desk, permission):
                raise NoSuchActor("no desk of this organization has such a thing")
            require(self.actor, permission)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache unless the view said otherwise."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
