"""
Problems of the API as ``application/problem+json`` (RFC 9457).

Members: ``type``, ``title``, ``status``, ``detail``, ``code``, ``request_id``, ``errors`` (each with a JSON pointer),
and the values of the error beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response

from marketplace.problems import DomainError, FieldProblem
from marketplace.web.problem_texts import text_for
from marketplace.web.request_ids import request_id_of

MEDIA_TYPE: Final = "application/problem+json"
_OWN: Final = frozenset({"type", "title", "status", "detail", "code", "request_id", "errors"})


def problem(
    request: HttpRequest,
    *,
    code: str,
    status: int,
    detail: str = "",
    errors: Sequence[FieldProblem] = (),
    values: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Give the members of one problem."""
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": str(text_for(code=code, status=status, values=values).title) or HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "request_id": request_id_of(request),
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = [
            {"pointer": each.pointer, "code": each.code, "detail": each.message, **_plain(each.values)}
            for each in errors
        ]
    return body | _plain(values or {})


def problem_response(request: HttpRequest, *, code: str, status: int, detail: str = "") -> HttpResponse:
    """Give a problem outside the views of the API: an address that is none, a failure."""
    body = problem(request, code=code, status=status, detail=detail)
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Turn an anticipated error into a problem; anything else stays an error of ours and becomes a plain 500."""
    if isinstance(error, DomainError):
        return _answer(
            context,
            code=error.code,
            status=error.status,
            detail=error.message,
            errors=error.problems,
            values=error.values,
        )
    if isinstance(error, Http404):
        return _answer(context, code="not_found", status=404)
    if isinstance(error, PermissionDenied):
        return _answer(context, code="not_permitted", status=403)
    if isinstance(error, exceptions.ValidationError):
        return _answer(context, code="malformed", status=400, errors=list(field_problems(error.get_full_details())))
    if isinstance(error, exceptions.APIException):
        code = str(error.default_code)
        return _answer(context, code=code, status=error.status_code, detail=str(error.detail), headers=_headers(error))
    return None


def field_problems(details: Any, pointer: str = "") -> Iterator[FieldProblem]:
    """Give each leaf of the details of a validation error with its JSON pointer."""
    if isinstance(details, Mapping) and "message" in details and "code" in details:
        yield FieldProblem(pointer, str(details["code"]), str(details["message"]))
    elif isinstance(details, Mapping):
        for name, below in details.items():
            yield from field_problems(below, pointer if name == "non_field_errors" else f"{pointer}/{_escaped(name)}")
    else:
        for index, below in enumerate(details):
            is_leaf = isinstance(below, Mapping) and "message" in below
            yield from field_problems(below, pointer if is_leaf else f"{pointer}/{index}")


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _answer(context: Mapping[str, Any], *, headers: dict[str, str] | None = None, **members: Any) -> Response:
    body = problem(context["request"], **members)
    return Response(body, status=body["status"], content_type=MEDIA_TYPE, headers=headers)


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=_TextForTheRest))
    return {name: value for name, value in plain.items() if name not in _OWN}


class _TextForTheRest(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, set | frozenset):
            return sorted(map(str, o))
        try:
            return super().default(o)
        except TypeError:
            return str(o)
