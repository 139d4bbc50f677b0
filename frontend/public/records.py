"""Read the public record: the newest stored document of a listing, never its rows, so nothing private can slip out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from listings.offers.models import Listing, ListingDocument


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What the public may know of a listing: its document, or the tombstone of one that ended."""

    number: str
    status: str
    document: Mapping[str, Any]

    @property
    def has_ended(self) -> bool:
        """Tell whether only the tombstone is left."""
        return self.status in Listing.ENDED

    @property
    def patent(self) -> Mapping[str, Any]:
        """Give the patent of a listing that stands."""
        patent: Mapping[str, Any] = self.document["patents"][0]
        return patent


def record_of(number: str) -> PublicRecord | None:
    """Give the record of a listing number; none if it was never public."""
    found = _newest().filter(listing__number=number).first()
    return _record(found) if found else None


def records_of(numbers: Iterable[str]) -> dict[str, PublicRecord]:
    """Give the records of many listing numbers in one query."""
    return {row.listing.number: _record(row) for row in _newest().filter(listing__number__in=list(numbers))}


def newest_records(count: int) -> list[PublicRecord]:
    """Give the listings that were published last and stand open."""
    rows = _newest().filter(listing__status=Listing.Status.PUBLISHED).order_by("-listing__published_at", "listing_id")
    return [_record(row) for row in rows[:count]]


def patent_records(patent_id: UUID) -> list[PublicRecord]:
    """Give the listings of a patent that stand."""
    rows = _newest().filter(listing__patent=patent_id, listing__status__in=Listing.PUBLIC).order_by("listing_id")
    return [_record(row) for row in rows]


def read_day(text: str | None) -> date | None:
    """Give a day of a document; an instant gives its day there."""
    return date.fromisoformat(text[:10]) if text else None


def _newest() -> QuerySet[ListingDocument]:
    return ListingDocument.objects.filter(revision=F("listing__revision")).select_related("listing")


def _record(row: ListingDocument) -> PublicRecord:
    return PublicRecord(row.listing.number, row.listing.status, json.loads(row.body))
