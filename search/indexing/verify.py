"""Compare the index with the tables: ids, and what stands in each document."""

from __future__ import annotations

from dataclasses import dataclass

from search.engines.base import Engine
from search.indexing.source import all_ids, documents, head_position, touched_between


@dataclass(frozen=True, slots=True)
class Differences:
    """
    What is not as it should be, each by listing id.

    :ivar missing: not in the index at all.
    :ivar surplus: found by searchers, although no listing is (or should be found) there.
    :ivar different: in the index with another content.
    """

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Give all ids that want indexing anew."""
        return (*self.missing, *self.surplus, *self.different)


def verify(index: Engine) -> Differences:
    """Compare everything. What changes while this looks is left to the consumer and not reported."""
    head = head_position()
    held = {entry.id: entry for entry in index.entries()}
    expected = {document.id: document.digest for document in documents(all_ids()) if document.is_live}
    moving = {str(one) for one in touched_between(head, head_position())}
    live = {one for one, entry in held.items() if entry.is_live}
    return Differences(
        missing=tuple(sorted(expected.keys() - live - moving)),
        surplus=tuple(sorted(live - expected.keys() - moving)),
        different=tuple(sorted(one for one in (expected.keys() & live) - moving if held[one].digest != expected[one])),
    )
