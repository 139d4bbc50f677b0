"""The look that ``/readyz`` takes at search: one row of a search for everything."""

from __future__ import annotations

from search.engines import engine
from search.engines.contract import Scope, SearchRequest


def look_at_search() -> None:
    """
    Ask the index for one row.

    :raises SearchUnavailable: if it does not answer.
    """
    engine().search(SearchRequest(text="", size=1), scope=Scope.public())
