"""Routes of search."""

from tests.contracts.permissions import public

ENTRIES = [public("api_search")]
