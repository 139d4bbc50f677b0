"""Read the feed: a batch after a cursor, one event, the status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from listings.eligibility.models import EligibilityCheck
from listings.feed.envelope import GENESIS, Cursor, Envelope, parse_cursor
from listings.feed.models import FeedEntry, FeedHead
from listings.offers.models import Listing
from marketplace.events.models import ConsumerCursor, Event, ParkedEvent
from marketplace.problems import DomainError

SNAPSHOT: Final = "/api/v1/exchange/snapshot/"
MOST: Final = 1000
USUAL: Final = 100
MOST_BYTES: Final = 4 * 1024 * 1024
POLL_AFTER_S: Final = 5


class BadParameter(DomainError):
    """Raised for a parameter that is unknown or cannot be read."""

    code = "bad_parameter"
    status = 400


class CursorGone(DomainError):
    """Raised for a cursor that cannot be continued; a snapshot starts anew."""

    code = "cursor_gone"
    status = 410


class EntryNotFound(DomainError):
    """Raised for an event id that names no entry."""

    code = "not_found"
    status = 404


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries after a cursor, oldest first. A closed batch is followed by more and never changes."""

    entries: tuple[Envelope, ...]
    last: Cursor
    is_closed: bool


def head() -> FeedHead:
    """Give the feed's head; before the first entry an unsaved one that stands at its beginning."""
    return FeedHead.objects.filter(pk=1).first() or FeedHead(pk=1, epoch="000000", sequence=0, chain=GENESIS)


def cursor_from(text: str | None, *, at: FeedHead) -> Cursor:
    """
    Read ``lastEventId``; absent means from the oldest.

    :raises BadParameter: for a text that is no event id.
    :raises CursorGone: for one of another epoch or ahead of the head.
    """
    if text is None:
        return Cursor(at.epoch, 0)
    cursor = parse_cursor(text)
    if cursor is None:
        raise BadParameter("lastEventId is no event id", parameter="lastEventId")
    if cursor.epoch != at.epoch:
        raise CursorGone("history was replaced", reason="other_epoch", cursor=text, snapshot=SNAPSHOT)
    if cursor.sequence > at.sequence:
        raise CursorGone("the cursor is ahead", reason="ahead_of_head", cursor=text, snapshot=SNAPSHOT)
    return cursor


def batch_after(cursor: Cursor, *, limit: int) -> Batch:
    """Give at most ``limit`` entries and four mebibytes after a cursor."""
    rows = list(FeedEntry.objects.filter(sequence__gt=cursor.sequence).order_by("sequence")[: limit + 1])
    entries: list[Envelope] = []
    size = 0
    for row in rows[:limit]:
        size += len(row.body.encode())
        if entries and size > MOST_BYTES:
            break
        entries.append(envelope_of(row, epoch=cursor.epoch))
    last = entries[-1].cursor if entries else cursor
    return Batch(tuple(entries), last, is_closed=len(entries) < len(rows))


def entry_of(text: str) -> Envelope:
    """
    Give one event by its id.

    :raises EntryNotFound: if there is none.
    """
    cursor = parse_cursor(text)
    row = FeedEntry.objects.filter(pk=cursor.sequence).first() if cursor and cursor.epoch == head().epoch else None
    if row is None or cursor is None:
        raise EntryNotFound(text)
    return envelope_of(row, epoch=cursor.epoch)


def envelope_of(row: FeedEntry, *, epoch: str) -> Envelope:
    """Give what is served of an entry."""
    return Envelope(
        cursor=Cursor(epoch, row.sequence),
        base_url=settings.BASE_URL,
        type=row.type,
        subject=row.subject,
        at=row.at,
        method=row.method,
        revision=row.revision,
        contenthash=row.contenthash,
        chain=row.chain,
        body=row.body,
    )


def status(*, now: datetime) -> Mapping[str, Any]:
    """Give where the feed stands, and how many committed changes are not readable yet."""
    at = head()
    newest = FeedEntry.objects.filter(pk=at.sequence).first()
    waiting = Event.objects.filter(position__gt=_consumed(), topic__startswith="listing.").order_by("position")
    oldest = waiting.first()
    last_check = EligibilityCheck.objects.order_by("-on").first()
    return {
        "epoch": at.epoch,
        "source": f"{settings.BASE_URL}/exchange",
        "namespace": settings.EXCHANGE_NAMESPACE,
        "head": {
            "id": str(Cursor(at.epoch, at.sequence)),
            "sequence": at.sequence,
            "time": newest.at if newest else None,
            "chain": at.chain,
        },
        "oldest": 1 if at.sequence else None,
        "listings": Listing.objects.filter(status__in=Listing.PUBLIC).count(),
        "lag": {
            "waiting": waiting.count(),
            "parked": ParkedEvent.objects.filter(consumer="feed").count(),
            "oldest_s": max(0, int((now - oldest.at).total_seconds())) if oldest else 0,
        },
        "poll_after_s": POLL_AFTER_S,
        "schemas": ["listing/1.0", "tombstone/1.0"],
        "facts_checked_date": last_check.on if last_check else None,
        "server_time": now,
    }


def _consumed() -> int:
    return ConsumerCursor.objects.filter(name="feed").values_list("position", flat=True).first() or 0
