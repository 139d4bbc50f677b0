"""One id per request, in the logs, in every error that a person sees, and in the answer's ``X-Request-ID``."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

_GIVEN: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Keep the id that a proxy gave if it is well formed, else make one. Must stand before the structured logs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if _GIVEN.fullmatch(given) else str(uuid.uuid4())
        request.META["HTTP_X_REQUEST_ID"] = number
        response = self.get_response(request)
        response["X-Request-ID"] = number
        return response


def request_id_of(request: HttpRequest) -> str:
    """Give the id of a request, or nothing where the middleware did not run."""
    return str(request.META.get("HTTP_X_REQUEST_ID", ""))
