"""Cursors: where a page ended, signed and bound to the search it belongs to."""

from __future__ import annotations

import hashlib

from django.core import signing

from search.engines.contract import CursorRefused, Scope, SearchRequest

_SALT = "search.cursor"
Place = tuple[float | int | str, ...]


def fingerprint(request: SearchRequest, scope: Scope) -> str:
    """Give what two pages of one search share: everything but page size, cursor, facets and highlighting."""
    chosen = sorted((name, sorted(values)) for name, values in request.selections.items() if values)
    parts = (request.text, request.tree, request.mode.value, request.filters, chosen, request.sort.value, scope)
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:24]


def cursor_of(place: Place, *, request: SearchRequest, scope: Scope) -> str:
    """Give the cursor of the page after a place: the sort values and the id of the last hit."""
    return signing.dumps([fingerprint(request, scope), list(place)], salt=_SALT, compress=True)


def place_of(request: SearchRequest, scope: Scope) -> Place | None:
    """
    Read the cursor of a request; None on the first page.

    :raises CursorRefused: if it was changed, or belongs to another search.
    """
    if request.cursor is None:
        return None
    try:
        bound_to, place = signing.loads(request.cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CursorRefused("this cursor was not given by us") from error
    if bound_to != fingerprint(request, scope):
        raise CursorRefused("this cursor belongs to another search")
    return tuple(place)
