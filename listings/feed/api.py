"""The exchange feed in the API (feed.md 2): events, one event, status."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from listings.feed import selectors
from listings.feed.keys import LONGEST, READ, SCOPES, BadKey, issue_key, key_for, note_use, revoke_key
from listings.feed.models import ExchangeKey
from marketplace.accounts.actors import require
from marketplace.accounts.models import Person
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import HEADER, ActingMixin, OrganizationRequired, actor_at_desk

_BEARER: Final = "Bearer "
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_LONGEST_WAIT_MS: Final = 30_000
_EVENTS: Final = "application/cloudevents-batch+json"
_EVENT: Final = "application/cloudevents+json"


class ReaderView(APIView):
    """A view for readers of the feed: with a key, or signed in as an integrator."""

    # The key is checked below; nothing is open to strangers.
    permission_classes = (AllowAny,)
    parameters: tuple[str, ...] = ()
    key: ExchangeKey | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who reads, and refuse parameters that mean nothing."""
        super().initial(request, *args, **kwargs)
        self.key = self._reader(request)
        for name in request.query_params:
            if name not in self.parameters:
                raise selectors.BadParameter(f"{name} is no parameter", parameter=name)

    def get_authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - The base class asks for it.
        """Give the scheme of the challenge."""
        return "Bearer"

    def _reader(self, request: Request) -> ExchangeKey | None:
        sent = request.headers.get("Authorization", "")
        if sent.startswith(_BEARER):
            return key_for(sent.removeprefix(_BEARER), scope=READ, now=clock.now())
        if not isinstance(request.user, Person):
            raise BadKey("send a key")
        uscc = request.headers.get(HEADER)
        if not uscc:
            raise OrganizationRequired(f"say in {HEADER} for which organization you act")
        require(actor_at_desk(person=request.user, uscc=uscc, desk=Desk.PLATFORM), "exchange.read")
        return None


class EventsView(ReaderView):
    """The feed after a cursor."""

    parameters = ("lastEventId", "limit", "timeout")

    @extend_schema(
        operation_id="exchange_events",
        parameters=[
            OpenApiParameter("lastEventId", str, description="The last event received; absent: from the oldest."),
            OpenApiParameter("limit", int, description="1 to 1000, 100 if absent."),
            OpenApiParameter("timeout", int, description="Milliseconds; the answer may come at once."),
        ],
        responses={(200, _EVENTS): OpenApiTypes.OBJECT, 304: None},
    )
    def get(self, request: Request) -> HttpResponse:
        """Give events strictly after ``lastEventId``, oldest first, with a link to go on from."""
        limit = _number(request, "limit", usual=selectors.USUAL, least=1, most=selectors.MOST)
        _number(request, "timeout", usual=0, least=0, most=_LONGEST_WAIT_MS)
        cursor = selectors.cursor_from(request.query_params.get("lastEventId"), at=selectors.head())
        batch = selectors.batch_after(cursor, limit=limit)
        if self.key is not None:
            note_use(self.key, sequence=cursor.sequence, now=clock.now())
        response = self._answer(request, batch)
        following = urlencode({"lastEventId": str(batch.last), "limit": limit})
        address = request.build_absolute_uri(f"{reverse('api_exchange_events')}?{following}")
        response["Link"] = f'<{address}>; rel="next"'
        return response

    def _answer(self, request: Request, batch: selectors.Batch) -> HttpResponse:
        if not batch.is_closed:
            # An open batch may still grow; nothing may keep it.
            return _json(_written(batch), _EVENTS, cache="no-store")
        etag = f'"{sha256("".join(entry.chain for entry in batch.entries).encode()).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == etag:
            response = HttpResponse(status=304)
            response["Cache-Control"] = "private, max-age=3600"
        else:
            response = _json(_written(batch), _EVENTS, cache="private, max-age=3600")
        response["ETag"] = etag
        return response


class EventView(ReaderView):
    """One event of the feed."""

    @extend_schema(operation_id="exchange_event", responses={(200, _EVENT): OpenApiTypes.OBJECT})
    def get(self, _request: Request, event_id: str) -> HttpResponse:
        """Give one event by its id."""
        return _json(selectors.entry_of(event_id).written(), _EVENT, cache="private, max-age=3600")


class HeadSerializer(serializers.Serializer[Any]):
    """The newest entry."""

    id = serializers.CharField()
    sequence = serializers.IntegerField()
    time = serializers.DateTimeField(allow_null=True)
    chain = serializers.CharField()


class LagSerializer(serializers.Serializer[Any]):
    """Committed changes that are not readable yet."""

    waiting = serializers.IntegerField()
    parked = serializers.IntegerField(help_text="Above 0 is an alarm.")
    oldest_s = serializers.IntegerField()


class StatusSerializer(serializers.Serializer[Any]):
    """Where the feed stands."""

    epoch = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # A field of the answer, as the contract names it.
    namespace = serializers.CharField()
    head = HeadSerializer()
    oldest = serializers.IntegerField(allow_null=True)
    listings = serializers.IntegerField()
    lag = LagSerializer()
    poll_after_s = serializers.IntegerField()
    schemas = serializers.ListField(child=serializers.CharField())
    facts_checked_date = serializers.DateField(allow_null=True)
    server_time = serializers.DateTimeField()


class StatusView(APIView):
    """Where the feed stands; no key is needed."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="exchange_status", responses=StatusSerializer)
    def get(self, _request: Request) -> Response:
        """Give head, lag and the day of the last check."""
        response = Response(StatusSerializer(selectors.status(now=clock.now())).data)
        response["Cache-Control"] = "no-store"
        return response


class KeySerializer(serializers.ModelSerializer[ExchangeKey]):
    """A key without its secret."""

    class Meta:
        model = ExchangeKey
        fields = ["id", "name", "prefix", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at"]
        read_only_fields = fields


class IssuedKeySerializer(KeySerializer):
    """A new key; its secret is shown this once."""

    key = serializers.CharField(read_only=True)

    class Meta(KeySerializer.Meta):
        fields = [*KeySerializer.Meta.fields, "key"]
        read_only_fields = fields


class KeyBody(serializers.Serializer[Any]):
    """What a key is for, and how many days it lasts."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=SCOPES), min_length=1, default=[READ])
    days = serializers.IntegerField(min_value=1, max_value=LONGEST.days, default=365)


class KeysView(ActingMixin):
    """The keys of the organization."""

    permission_of = {"get": "organization.manage", "post": "organization.manage"}

    @extend_schema(operation_id="exchange_keys", responses=KeySerializer(many=True))
    def get(self, _request: Request) -> Response:
        """List the keys, newest first, with their last use."""
        rows = ExchangeKey.objects.filter(organization=self.actor.organization).order_by("-created_at", "pk")
        return Response(KeySerializer(rows, many=True).data)

    @extend_schema(operation_id="exchange_key_issue", request=KeyBody, responses={201: IssuedKeySerializer})
    def post(self, request: Request) -> Response:
        """Issue a key and show it this once."""
        given = KeyBody(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        row, key = issue_key(
            actor=self.actor,
            name=values["name"],
            scopes=values["scopes"],
            lasts=timedelta(days=values["days"]),
            now=clock.now(),
        )
        return Response({**KeySerializer(row).data, "key": key}, status=status.HTTP_201_CREATED)


class RevokeKeyView(ActingMixin):
    """The end of a key."""

    permission_of = {"post": "organization.manage"}

    @extend_schema(operation_id="exchange_key_revoke", request=None, responses=KeySerializer)
    def post(self, _request: Request, key_id: UUID) -> Response:
        """Revoke a key; its next request is refused."""
        return Response(KeySerializer(revoke_key(actor=self.actor, key_id=key_id, now=clock.now())).data)


def _number(request: Request, name: str, *, usual: int, least: int, most: int) -> int:
    """Read a whole number; values above the top are lowered."""
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not _NUMBER.fullmatch(text) or int(text) < least:
        raise selectors.BadParameter(f"{name} is a whole number from {least}", parameter=name)
    return min(int(text), most)


def _written(batch: selectors.Batch) -> str:
    return f"[{','.join(entry.written() for entry in batch.entries)}]"


def _json(text: str, media_type: str, *, cache: str) -> HttpResponse:
    response = HttpResponse(text, content_type=media_type)
    response["Cache-Control"] = cache
    return response


urlpatterns = [
    path("exchange/events/", EventsView.as_view(), name="api_exchange_events"),
    path("exchange/events/<str:event_id>/", EventView.as_view(), name="api_exchange_event"),
    path("exchange/keys/", KeysView.as_view(), name="api_exchange_keys"),
    path("exchange/keys/<uuid:key_id>/revoke/", RevokeKeyView.as_view(), name="api_exchange_key_revoke"),
    path("exchange/status/", StatusView.as_view(), name="api_exchange_status"),
]
