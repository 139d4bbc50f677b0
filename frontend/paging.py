"""Lists in pages of twenty, with an exact count and addresses that keep the rest of the query."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from frontend.components.values import Page

PAGE_SIZE: Final = 20


def paged(request: HttpRequest, rows: QuerySet[Any], *, size: int = PAGE_SIZE) -> tuple[list[Any], Page]:
    """Give the rows of the page that the address asks for; a number that makes no sense gives the nearest page."""
    found = Paginator(rows, size).get_page(request.GET.get("page"))
    page = Page(
        first=found.start_index(),
        last=found.end_index(),
        total=found.paginator.count,
        previous_url=_url(request, found.previous_page_number()) if found.has_previous() else "",
        next_url=_url(request, found.next_page_number()) if found.has_next() else "",
    )
    return list(found.object_list), page


def _url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
