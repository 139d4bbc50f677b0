"""Build the index anew from the tables, beside the one in use, and lose no change meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from search.engines.base import Engine, Index
from search.indexing.source import all_ids, documents, head_position, touched_between


@dataclass(slots=True)
class _CatchUp:
    """Replays the log from where the last call ended."""

    position: int

    def __call__(self, index: Index) -> None:
        head = head_position()
        index(documents(touched_between(self.position, head)))
        self.position = head


def rebuild(index: Engine) -> int:
    """
    Fill a new index, replay what was committed meanwhile, exchange it for the old one, replay again.

    Give the position of the log up to which the new index is complete.
    """
    catch_up = _CatchUp(head_position())
    index.rebuild(documents(all_ids()), catch_up=catch_up)
    index.refresh()
    return catch_up.position
