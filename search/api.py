"""Search in the API: for anybody, over what is public."""

from __future__ import annotations

from typing import Any, Final

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from search.engines.contract import FACETS, LARGEST_PAGE, Scope, SearchResult, Sort
from search.language.parser import Mode
from search.selectors import KNOWN_FILTERS, BadFilterValue, find

_OWN: Final = frozenset({"q", "mode", "sort", "size", "cursor", "facets"})
_SIZE: Final = 20


class FragmentSerializer(serializers.Serializer[Any]):
    """A window of a text; ``marks`` are pairs of start and end in it."""

    field = serializers.CharField()
    text = serializers.CharField()
    marks = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class HitSerializer(serializers.Serializer[Any]):
    """One found listing."""

    id = serializers.UUIDField()
    shown = serializers.DictField(child=serializers.CharField(), help_text="Stored texts by name.")
    matched = serializers.ListField(child=serializers.CharField())
    fragments = FragmentSerializer(many=True)


class FacetCountSerializer(serializers.Serializer[Any]):
    """How many hits have a value."""

    value = serializers.CharField()
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


class NoteSerializer(serializers.Serializer[Any]):
    """Something to know about how the query was read."""

    code = serializers.CharField()
    value = serializers.CharField()


class SearchResultSerializer(serializers.Serializer[Any]):
    """The answer to one search."""

    total = serializers.IntegerField()
    is_exact = serializers.BooleanField()
    mode = serializers.CharField(help_text="How the text was read.")
    hits = HitSerializer(many=True)
    facets = serializers.DictField(child=FacetCountSerializer(many=True))
    next_cursor = serializers.CharField(allow_null=True)
    notes = NoteSerializer(many=True)


_PARAMETERS: Final = [
    OpenApiParameter("q", description="Words, a need in whole sentences, or a number in any spelling."),
    OpenApiParameter("mode", enum=[mode.value for mode in Mode]),
    OpenApiParameter("sort", enum=[sort.value for sort in Sort]),
    OpenApiParameter("size", int, description=f"1 to {LARGEST_PAGE}"),
    OpenApiParameter("cursor", description="next_cursor of the page before, with everything else unchanged."),
    OpenApiParameter("facets", description="Names to count, with commas.", enum=FACETS, many=True, explode=False),
    *(OpenApiParameter(name, many=name in FACETS) for name in KNOWN_FILTERS),
]


class SearchView(APIView):
    """Search public listings."""

    permission_classes = [AllowAny]
    throttle_scope = "search"

    @extend_schema(parameters=_PARAMETERS, responses=SearchResultSerializer, operation_id="search_listings")
    def get(self, request: Request) -> Response:
        """Answer one search. Filters that do not exist are an error that names those that do."""
        asked = request.query_params
        result = find(
            asked.get("q", ""),
            scope=Scope.public(),
            filters={name: asked.getlist(name) for name in asked if name not in _OWN},
            sort=asked.get("sort", Sort.RELEVANCE.value),
            size=_size(asked.get("size", "")),
            cursor=asked.get("cursor"),
            facets=[name for name in asked.get("facets", "").split(",") if name],
            mode=asked.get("mode", Mode.AUTO.value),
        )
        return Response(_plain(result))


def _size(text: str) -> int:
    if not text:
        return _SIZE
    if not text.isdecimal():
        raise BadFilterValue(f"size cannot be {text!r}")
    return int(text)


def _plain(result: SearchResult) -> dict[str, Any]:
    return {
        "total": result.total,
        "is_exact": result.is_exact,
        "mode": result.mode.value,
        "hits": [
            {
                "id": hit.id,
                "shown": dict(hit.shown),
                "matched": list(hit.matched),
                "fragments": [
                    {"field": one.field, "text": one.text, "marks": [list(mark) for mark in one.marks]}
                    for one in hit.fragments
                ],
            }
            for hit in result.hits
        ],
        "facets": {
            name: [{"value": one.value, "count": one.count, "selected": one.selected} for one in counts]
            for name, counts in result.facets.items()
        },
        "next_cursor": result.next_cursor,
        "notes": [{"code": note.code, "value": note.value} for note in result.notes],
    }


urlpatterns = [path("search/", SearchView.as_view(), name="api_search")]
