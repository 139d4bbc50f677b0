"""Documents in the API: what is known of one, and its bytes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.documents.access import readable
from marketplace.documents.models import Document
from marketplace.documents.views import attachment
from marketplace.web.acting import ActingMixin


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """What is known of a document."""

    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    media_type = serializers.CharField(source="file.media_type", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)
    organization = serializers.CharField(source="organization.uscc", read_only=True)

    class Meta:
        model = Document
        fields = [
            "id",
            "organization",
            "kind",
            "title",
            "file_name",
            "sha256",
            "media_type",
            "size",
            "subject_kind",
            "subject_id",
            "replaces",
            "created_at",
        ]
        read_only_fields = fields


class DocumentView(ActingMixin):
    """One document."""

    @extend_schema(operation_id="document", responses=DocumentSerializer)
    def get(self, _request: Request, document_id: UUID) -> Response:
        """Give what is known of a document."""
        return Response(DocumentSerializer(readable(self.actor, document_id)).data)


class DocumentContentView(ActingMixin):
    """The bytes of one document."""

    @extend_schema(operation_id="document_content", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, _request: Request, document_id: UUID) -> Any:
        """Give the bytes of a document as a download."""
        return attachment(readable(self.actor, document_id))


urlpatterns = [
    path("documents/<uuid:document_id>/", DocumentView.as_view(), name="api_document"),
    path("documents/<uuid:document_id>/content/", DocumentContentView.as_view(), name="api_document_content"),
]
