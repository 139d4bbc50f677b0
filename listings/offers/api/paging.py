"""Pages of a list, by a cursor over a total order."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Pages(CursorPagination):
    """Fifty a page, newest first; the answer names the next and the previous page."""

    page_size = 50
    ordering = ("-created_at", "pk")

    def answer(
        self,
        rows: QuerySet[Any],
        serializer: type[serializers.BaseSerializer[Any]],
        *,
        request: Request,
        view: APIView,
    ) -> Response:
        """Give the page that the request asks for."""
        page = self.paginate_queryset(rows, request, view=view)
        return self.get_paginated_response(serializer(page, many=True).data)
