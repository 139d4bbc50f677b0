"""Build the index anew from the tables, beside the one in use, and lose no change meanwhile."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Q

from marketplace.events.models import ConsumerCursor
from marketplace.problems import DomainError
from search.engines.base import Engine, Index
from search.engines.documents import Document
from search.indexing.source import CHUNK, all_ids, documents, head_position, touched_between

_LEASE: Final = timedelta(seconds=60)
_NAME: Final = "search.rebuild"


class RebuildRunning(DomainError):
    """Raised while another process rebuilds: two would clear away each other's unfinished index."""

    code = "rebuild_running"
    status = 409


@dataclass(slots=True)
class _Lease:
    """The right to rebuild. It ends by itself a minute after its holder was killed."""

    owner: str

    def take(self) -> None:
        ConsumerCursor.objects.get_or_create(name=_NAME)
        now = datetime.now(UTC)
        is_free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_owner=self.owner)
        taken = ConsumerCursor.objects.filter(is_free, name=_NAME).update(
            lease_owner=self.owner, lease_until=now + _LEASE
        )
        if not taken:
            raise RebuildRunning("another process rebuilds the index")

    def release(self) -> None:
        ConsumerCursor.objects.filter(name=_NAME, lease_owner=self.owner).update(lease_owner="", lease_until=None)

    def renewed_by(self, stream: Iterable[Document]) -> Iterator[Document]:
        """Pass documents on, and keep the lease while they flow."""
        for count, document in enumerate(stream):
            if count % CHUNK == 0:
                self.take()
            yield document


@contextmanager
def _lease() -> Iterator[_Lease]:
    lease = _Lease(f"{os.getpid()}:{secrets.token_hex(8)}")
    lease.take()
    try:
        yield lease
    finally:
        lease.release()


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

    :raises RebuildRunning: while another process does the same.
    """
    with _lease() as lease:
        catch_up = _CatchUp(head_position())
        index.rebuild(lease.renewed_by(documents(all_ids())), catch_up=catch_up)
        index.refresh()
    return catch_up.position
