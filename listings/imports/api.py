"""Imports in the API: send a file, read the report, apply or discard it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from listings.imports import selectors, services
from listings.imports.models import ImportRow, PatentImport
from listings.offers.api.paging import Pages
from listings.offers.api.steps import validated
from marketplace.dated import clock
from marketplace.web.acting import ActingMixin
from marketplace.web.idempotency import IdempotentMixin


class ImportSerializer(serializers.ModelSerializer[PatentImport]):
    """An import and how far it is."""

    class Meta:
        model = PatentImport
        fields = [
            "id",
            "file_name",
            "file_sha256",
            "layout",
            "source",
            "source_as_of",
            "columns",
            "is_transferred",
            "status",
            "created_at",
            "applied_at",
        ]
        read_only_fields = fields


class ImportRowSerializer(serializers.ModelSerializer[ImportRow]):
    """One row: what was read, what is wrong, what it became."""

    class Meta:
        model = ImportRow
        fields = ["number", "outcome", "record", "problems", "patent"]
        read_only_fields = fields


class ReportSerializer(ImportSerializer):
    """An import with its rows."""

    rows = ImportRowSerializer(many=True, read_only=True)

    class Meta(ImportSerializer.Meta):
        fields = [*ImportSerializer.Meta.fields, "rows"]
        read_only_fields = fields


class ImportBody(serializers.Serializer[Any]):
    """The file, and the day of the export."""

    file = serializers.FileField()
    source_as_of = serializers.DateField()
    transferred = serializers.BooleanField(default=False)


class ImportsView(ActingMixin):
    """Imports of the organization."""

    permission_of = {"get": "patent.import", "post": "patent.import"}
    parser_classes = [MultiPartParser]
    throttle_scope = "upload"

    @extend_schema(operation_id="imports", responses=ImportSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List them, newest first, a page at a time."""
        return Pages().answer(selectors.visible_to(self.actor), ImportSerializer, request=request, view=self)

    @extend_schema(operation_id="import_stage", request=ImportBody, responses={201: ReportSerializer})
    def post(self, request: Request) -> Response:
        """Stage a file and give the report; no patent is touched yet."""
        values = validated(ImportBody, request)
        staged = services.stage_import(
            actor=self.actor,
            file_name=values["file"].name,
            content=services.read_upload(values["file"]),
            source_as_of=values["source_as_of"],
            transferred=values["transferred"],
            now=clock.now(),
        )
        return Response(ReportSerializer(staged).data, status=status.HTTP_201_CREATED)


class ImportView(ActingMixin):
    """One import."""

    permission_of = {"get": "patent.import"}

    @extend_schema(operation_id="import_report", responses=ReportSerializer)
    def get(self, _request: Request, import_id: UUID) -> Response:
        """Give the report, row by row."""
        return Response(ReportSerializer(selectors.own_import(self.actor, import_id)).data)


class ApplyView(IdempotentMixin):
    """The step that imports."""

    permission_of = {"post": "patent.import"}

    @extend_schema(operation_id="import_apply", request=None, responses=ReportSerializer)
    def post(self, _request: Request, import_id: UUID) -> Response:
        """Import every row that can be imported."""
        done = services.apply_import(actor=self.actor, import_id=import_id, now=clock.now())
        return Response(ReportSerializer(done).data)


class DiscardView(IdempotentMixin):
    """The step that throws a staged file away."""

    permission_of = {"post": "patent.import"}

    @extend_schema(operation_id="import_discard", request=None, responses=ImportSerializer)
    def post(self, _request: Request, import_id: UUID) -> Response:
        """Discard a staged file."""
        done = services.discard_import(actor=self.actor, import_id=import_id, now=clock.now())
        return Response(ImportSerializer(done).data)


urlpatterns = [
    path("imports/", ImportsView.as_view(), name="api_imports"),
    path("imports/<uuid:import_id>/", ImportView.as_view(), name="api_import"),
    path("imports/<uuid:import_id>/apply/", ApplyView.as_view(), name="api_import_apply"),
    path("imports/<uuid:import_id>/discard/", DiscardView.as_view(), name="api_import_discard"),
]
