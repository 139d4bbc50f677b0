"""How the API describes itself: headers of acting and idempotency, and problems as the answer to refusals."""

from __future__ import annotations

from typing import Any

from drf_spectacular.authentication import SessionScheme as LibrarySessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import Direction, OpenApiParameter
from rest_framework import serializers

from marketplace.web.acting import HEADER, ActingMixin
from marketplace.web.idempotency import HEADER as KEY_HEADER
from marketplace.web.idempotency import IdempotentMixin
from marketplace.web.problem_json import MEDIA_TYPE


class PointedProblem(serializers.Serializer[Any]):
    """One thing that is wrong with one part of the body."""

    pointer = serializers.CharField(help_text="JSON pointer (RFC 6901).")
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """A refusal (RFC 9457). Values of the error stand beside these members."""

    type = serializers.CharField(help_text="/problems/<code>")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable; for machines.")
    detail = serializers.CharField(required=False)
    request_id = serializers.CharField()
    errors = PointedProblem(many=True, required=False)  # type: ignore[assignment] # A field, not the property.


class Schema(AutoSchema):
    """The description of one operation."""

    def get_override_parameters(self) -> list[Any]:
        """Add the headers that the view's mixins read."""
        parameters: list[Any] = list(super().get_override_parameters())
        if isinstance(self.view, ActingMixin):
            parameters.append(
                OpenApiParameter(
                    HEADER,
                    OpenApiTypes.STR,
                    OpenApiParameter.HEADER,
                    required=True,
                    description="Unified social credit code of the organization acted for.",
                )
            )
        if isinstance(self.view, IdempotentMixin) and self.method == "POST":
            parameters.append(
                OpenApiParameter(
                    KEY_HEADER,
                    OpenApiTypes.STR,
                    OpenApiParameter.HEADER,
                    description="The same key with the same body acts once; with another body it is refused.",
                )
            )
        return parameters

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        answer = self._get_response_for_code(Problem, "4XX", [MEDIA_TYPE], direction)  # type: ignore[no-untyped-call]
        bodies["4XX"] = answer
        return bodies


class SessionScheme(LibrarySessionScheme):  # type: ignore[no-untyped-call] # Registers itself.
    """Describe our session authentication as the library describes its own."""

    target_class = "marketplace.web.authentication.SessionAuthentication"
