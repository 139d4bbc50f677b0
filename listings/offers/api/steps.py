"""One small view per step: check the permission, find the thing of the acting organization, make one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from listings.offers.api.serializers import ListingSerializer, NoBody
from listings.offers.models import Listing
from listings.offers.selectors import own_listing
from marketplace.accounts.actors import Actor
from marketplace.web.idempotency import IdempotentMixin

Body = type[serializers.Serializer[Any]]
# Takes the actor, the listing's row as read, the rest of the address and the body; makes one call of a service.
Act = Callable[[Actor, Listing, Mapping[str, Any], Mapping[str, Any]], object]


def validated(body: Body, request: Request) -> dict[str, Any]:
    """Give the validated body of a request; what is wrong becomes a 400 with a pointer per field."""
    serializer = body(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def step(*, name: str, permission: str, act: Act, body: Body = NoBody) -> Callable[..., Any]:
    """
    Make the view of one step of a listing: it answers with the listing as it is afterwards.

    :param act: makes the call; see ``Act``.
    """

    class Step(IdempotentMixin):
        permission_of = {"post": permission}

        @extend_schema(operation_id=name, request=body, responses=ListingSerializer)
        def post(self, request: Request, number: str, **rest: Any) -> Response:
            """Take the step and give the listing as it is afterwards."""
            listing = own_listing(self.actor, number)
            act(self.actor, listing, rest, validated(body, request))
            after = own_listing(self.actor, number)
            return Response(ListingSerializer(after).data, headers={"ETag": f'"{after.version}"'})

    return Step.as_view()
