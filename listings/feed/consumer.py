"""
The feed's consumer: public events of the log become entries, in order, each exactly once.

It has no outside work, so entries, what they supersede, the chain and the cursor go in one transaction. It copies the
stored document and never reads the live row, which may be newer already.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from listings.feed.envelope import GENESIS, Cursor, chained, event_type
from listings.feed.models import FeedEntry, FeedHead
from listings.offers.models import Listing, ListingDocument
from listings.offers.topics import LISTING_PUBLISHED, PUBLIC_TOPICS
from marketplace.events.consumers import Consumer
from marketplace.events.models import Event

_NAMES: Final = {topic: what for what, topic in PUBLIC_TOPICS.items()}
_EPOCH_LETTERS: Final = string.ascii_lowercase + string.digits


class DocumentMissing(RuntimeError):
    """Raised when an event names a revision that was never stored; the event is parked and the alarm goes."""


def take(events: Sequence[Event]) -> None:
    """Append an entry per public event. Runs inside the transaction that moves the cursor."""
    wanted = [event for event in events if event.topic in _NAMES]
    if not wanted:
        return
    head = locked_head()
    documents = _documents(wanted)
    entries: list[FeedEntry] = []
    for event in wanted:
        key = (event.subject_id, int(str(event.changes["revision"])))
        document = documents.get(key)
        if document is None:
            raise DocumentMissing(f"revision {key[1]} of {key[0]}")
        head.sequence += 1
        entry = _entry(event, document, head)
        head.chain = entry.chain
        entries.append(entry)
    _append(entries)
    head.save(update_fields=["sequence", "chain"])
    _note_positions(wanted)


def locked_head() -> FeedHead:
    """Lock the feed's head; the first call makes it, with a new epoch."""
    epoch = "".join(secrets.choice(_EPOCH_LETTERS) for _ in range(6))
    FeedHead.objects.get_or_create(pk=1, defaults={"epoch": epoch, "chain": GENESIS})
    return FeedHead.objects.select_for_update().get(pk=1)


def _documents(events: Sequence[Event]) -> dict[tuple[str, int], ListingDocument]:
    wanted = Q()
    for event in events:
        wanted |= Q(listing=UUID(event.subject_id), revision=event.changes["revision"])
    rows = ListingDocument.objects.filter(wanted).select_related("listing")
    return {(str(row.listing_id), row.revision): row for row in rows}


def _entry(event: Event, document: ListingDocument, head: FeedHead) -> FeedEntry:
    subject = f"listings/{document.listing.number}"
    kind = event_type(namespace=settings.EXCHANGE_NAMESPACE, what=_NAMES[event.topic])
    return FeedEntry(
        sequence=head.sequence,
        log_position=int(event.position or 0),
        subject=subject,
        revision=document.revision,
        type=kind,
        method=document.method,
        at=event.at,
        body=document.body,
        contenthash=document.contenthash,
        chain=chained(
            previous=head.chain,
            event_id=str(Cursor(head.epoch, head.sequence)),
            event_type=kind,
            subject=subject,
            revision=document.revision,
            contenthash=document.contenthash,
        ),
    )


def _append(entries: list[FeedEntry]) -> None:
    """Insert entries, and mark on the older entry of each subject which one took its place."""
    newest: dict[str, FeedEntry] = {}
    replaced_by: dict[str, int] = {}
    for entry in entries:
        older = newest.get(entry.subject)
        if older is None:
            replaced_by[entry.subject] = entry.sequence
        else:
            older.superseded_by = entry.sequence
        newest[entry.subject] = entry
    stored = list(FeedEntry.objects.filter(subject__in=replaced_by, superseded_by=None).only("sequence", "subject"))
    for row in stored:
        row.superseded_by = replaced_by[row.subject]
    FeedEntry.objects.bulk_update(stored, ["superseded_by"], batch_size=200)
    FeedEntry.objects.bulk_create(entries, batch_size=200)


def _note_positions(events: Sequence[Event]) -> None:
    """Keep the position of each first publication, by which search sorts and alerts ask for what is new."""
    first = {UUID(event.subject_id): event.position for event in events if event.topic == LISTING_PUBLISHED}
    rows = list(Listing.objects.filter(pk__in=first).only("pk"))
    for row in rows:
        row.published_position = first[row.pk]
    Listing.objects.bulk_update(rows, ["published_position"], batch_size=200)


CONSUMER: Final = Consumer(name="feed", handle=take, topics=("listing.",), inside=True)
