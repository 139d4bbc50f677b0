"""The consumer of the log that keeps the index: within two seconds of a commit it is found."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from marketplace.events.consumers import Consumer
from marketplace.events.models import Event
from search.engines import engine
from search.indexing.rebuild import RebuildRunning, rebuild
from search.indexing.source import TOPICS, documents, touched_by


def index_events(events: Sequence[Event]) -> None:
    """Write the documents that events may have changed, then make them findable, once for the batch."""
    index = engine()
    if index.ensure():
        # The index is new, or its file is gone: the log alone would leave it with the newest changes only.
        with suppress(RebuildRunning):  # Whoever rebuilds replays the log to its end, with these events in it.
            rebuild(index)
        return
    if ids := touched_by(events):
        index.index(documents(ids))
        index.refresh()


CONSUMER: Final = Consumer(name="search", handle=index_events, topics=TOPICS)
