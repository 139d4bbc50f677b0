"""
Friendly error pages, and problems instead of pages below ``/api/``.

A page template (``errors/<status>.html``) may be missing or may itself fail; then the same words go out as plain text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.translation import gettext as _

from marketplace.accounts.roles import ROLE_WORDS, Role
from marketplace.problems import DomainError
from marketplace.web.problem_json import problem_response
from marketplace.web.problem_texts import text_for, text_of
from marketplace.web.request_ids import request_id_of
from marketplace.web.second_factor import SecondFactorNeeded, ask_for_second_factor

log = structlog.get_logger(__name__)
API_PREFIX = "/api/"


class ProblemPagesMiddleware:
    """Turn a domain error that leaves a page's view into a friendly page with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a domain error; leave everything else to Django."""
        if not isinstance(error, DomainError):
            return None
        log.info("refused", code=error.code, status=error.status)
        if isinstance(error, SecondFactorNeeded):
            return ask_for_second_factor(request)
        return domain_error_page(request, error)


def domain_error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Give the page for a domain error: what is wrong, the roles that could, what to correct."""
    text = text_of(error)
    context = {
        "title": text.title,
        "detail": text.detail,
        "code": error.code,
        "problems": error.problems,
        "values": error.values,
        "roles": _role_words(error.values.get("roles")),
    }
    return error_page(request, status=error.status, context=context)


def _role_words(roles: object) -> list[str]:
    if not isinstance(roles, list | tuple):
        return []
    return [str(ROLE_WORDS[Role(role)]) for role in roles]


def error_page(request: HttpRequest, *, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """Give the page of a status, or its words as plain text where there is no template."""
    text = text_for(code="", status=status)
    words: dict[str, Any] = {
        "status": status,
        "title": text.title,
        "detail": text.detail,
        "request_id": request_id_of(request),
        **(context or {}),
    }
    try:
        template = select_template([f"errors/{status}.html", "errors/error.html"])
        body, content_type = template.render(words, request), "text/html"
    except TemplateDoesNotExist:
        body, content_type = _plain_text(words), "text/plain"
    response = HttpResponse(body, status=status, content_type=f"{content_type}; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _plain_text(words: dict[str, Any]) -> str:
    lines = [str(words["title"]), str(words["detail"])]
    if roles := words.get("roles"):
        lines.append(_("Roles that may: %(roles)s") % {"roles": "、".join(roles)})
    lines += [each.message for each in words.get("problems", ())]
    if words["request_id"]:
        lines.append(_("Reference: %(reference)s") % {"reference": words["request_id"]})
    return "\n".join(line for line in lines if line) + "\n"


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name.
    """Handle a malformed request (Django's ``handler400``)."""
    if _is_api(request):
        return problem_response(request, code="malformed", status=400)
    return error_page(request, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name.
    """Handle a refusal (Django's ``handler403``)."""
    if _is_api(request):
        return problem_response(request, code="not_permitted", status=403)
    return error_page(request, status=403)


def page_not_found(request: HttpRequest, exception: Http404) -> HttpResponse:  # noqa: ARG001 - Django passes it by name.
    """Handle an address that leads nowhere (Django's ``handler404``)."""
    if _is_api(request):
        return problem_response(request, code="not_found", status=404)
    return error_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handle what nobody anticipated (Django's ``handler500``); a database that is away is a 503."""
    status, code = (503, "unavailable") if isinstance(sys.exception(), OperationalError) else (500, "internal_error")
    response = problem_response(request, code=code, status=status) if _is_api(request) else _last_page(request, status)
    if status == 503:
        response["Retry-After"] = "30"
    return response


def _last_page(request: HttpRequest, status: int) -> HttpResponse:
    """Give the error page even if its template needs what is broken."""
    try:
        return error_page(request, status=status)
    except Exception:
        log.exception("error_page_failed")
        text = text_for(code="", status=status)
        words = {"title": text.title, "detail": text.detail, "request_id": request_id_of(request)}
        return HttpResponse(_plain_text(words), status=status, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open for too long or came from elsewhere; nothing was done."""
    log.info("csrf_refused", reason=reason)
    if not request.user.is_authenticated and not _is_api(request):
        return redirect_to_login(request.get_full_path())
    context = {
        "title": _("This form was open for too long"),
        "detail": _("Nothing was saved. Go back, reload the page and send it again."),
        "code": "csrf_failed",
    }
    return error_page(request, status=403, context=context)
