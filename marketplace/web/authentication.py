"""Who calls the API: the session of the pages. Without one the answer is 401, not 403."""

from __future__ import annotations

from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """Accept the session of the pages, with CSRF check, and name the scheme so that strangers get a 401."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - The base class asks for it.
        """Give the scheme of the challenge."""
        return "Session"
