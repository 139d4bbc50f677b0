"""Listings of the acting organization."""

from __future__ import annotations

import re
from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from listings.offers import selectors, services
from listings.offers.api.paging import Pages
from listings.offers.api.serializers import (
    ContentBody,
    DeclarationSerializer,
    DraftBody,
    ListingSerializer,
    PriceNoticeSerializer,
    TermsSerializer,
)
from listings.offers.api.steps import validated
from listings.offers.models import Listing
from marketplace.dated import clock
from marketplace.problems import DomainError
from marketplace.web.acting import ActingMixin
from marketplace.web.idempotency import IdempotentMixin

_ETAG: Final = re.compile(r'(?:W/)?"([0-9]{1,9})"')


class PreconditionRequired(DomainError):
    """Raised for an edit that does not say which version it was read from."""

    code = "precondition_required"
    status = 428


class ListingsView(IdempotentMixin):
    """All listings of the organization, and the way to a new one."""

    permission_of = {"get": "listing.read", "post": "listing.edit"}

    @extend_schema(
        operation_id="listings",
        parameters=[OpenApiParameter("status", str), OpenApiParameter("cursor", str)],
        responses=ListingSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """List them, newest first, a page at a time."""
        rows = selectors.visible_to(self.actor)
        if wanted := request.query_params.get("status"):
            rows = rows.filter(status=wanted)
        return Pages().answer(rows, ListingSerializer, request=request, view=self)

    @extend_schema(operation_id="listing_draft", request=DraftBody, responses={201: ListingSerializer})
    def post(self, request: Request) -> Response:
        """Begin a listing of a patent."""
        values = validated(DraftBody, request)
        listing = services.create_draft(actor=self.actor, patent_id=values["patent"], now=clock.now())
        return _shown(listing, created=True)


class ListingView(ActingMixin):
    """One listing."""

    permission_of = {"get": "listing.read", "patch": "listing.edit"}

    @extend_schema(operation_id="listing", responses=ListingSerializer)
    def get(self, _request: Request, number: str) -> Response:
        """Give the listing with its version as ETag."""
        return _shown(selectors.own_listing(self.actor, number))

    @extend_schema(
        operation_id="listing_edit",
        request=ContentBody,
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        responses=ListingSerializer,
    )
    def patch(self, request: Request, number: str) -> Response:
        """Change fields of the content, if nobody changed it since it was read."""
        listing = selectors.own_listing(self.actor, number)
        found = _ETAG.fullmatch(request.headers.get("If-Match", ""))
        if found is None:
            raise PreconditionRequired("send the ETag in If-Match")
        validated(ContentBody, request)
        # The service reads the fields itself, so that a page and the API refuse with the same words.
        content = request.data if isinstance(request.data, dict) else {}
        services.edit_content(
            actor=self.actor, listing_id=listing.pk, version=int(found[1]), content=content, now=clock.now()
        )
        return _shown(selectors.own_listing(self.actor, number))


class OpenPointsView(ActingMixin):
    """What still stands between a listing and the public."""

    permission_of = {"get": "listing.read"}

    @extend_schema(operation_id="listing_open_points", responses={200: dict[str, Any]})
    def get(self, _request: Request, number: str) -> Response:
        """Tell all points at once; an empty list means that it can be published."""
        points = selectors.open_points(selectors.own_listing(self.actor, number), on=clock.today())
        return Response(
            {
                "points": [
                    {"pointer": each.pointer, "code": each.code, "detail": each.message, **each.values}
                    for each in points
                ]
            }
        )


class TermsListView(ActingMixin):
    """All versions of a listing's terms."""

    permission_of = {"get": "listing.read"}

    @extend_schema(operation_id="listing_terms", responses=TermsSerializer(many=True))
    def get(self, _request: Request, number: str) -> Response:
        """List the versions, oldest first."""
        rows = selectors.own_listing(self.actor, number).terms.prefetch_related("signatures__organization")
        return Response(TermsSerializer(rows.order_by("version"), many=True).data)


class NoticesView(ActingMixin):
    """All price notices of a listing."""

    permission_of = {"get": "listing.read"}

    @extend_schema(operation_id="listing_price_notices", responses=PriceNoticeSerializer(many=True))
    def get(self, _request: Request, number: str) -> Response:
        """List the notices, oldest first."""
        rows = selectors.own_listing(self.actor, number).price_notices.select_related("terms").order_by("created_at")
        return Response(PriceNoticeSerializer(rows, many=True).data)


class DeclarationsView(ActingMixin):
    """All declarations of the patent that a listing offers."""

    permission_of = {"get": "listing.read"}

    @extend_schema(operation_id="listing_declarations", responses=DeclarationSerializer(many=True))
    def get(self, _request: Request, number: str) -> Response:
        """List the declarations, oldest first."""
        rows = selectors.own_listing(self.actor, number).patent.declarations.order_by("created_at")
        return Response(DeclarationSerializer(rows, many=True).data)


def _shown(listing: Listing, *, created: bool = False) -> Response:
    return Response(
        ListingSerializer(listing).data,
        status=status.HTTP_201_CREATED if created else status.HTTP_200_OK,
        headers={"ETag": f'"{listing.version}"'},
    )
