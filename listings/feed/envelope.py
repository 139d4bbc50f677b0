"""
The envelope of one feed entry: a CloudEvent in structured JSON, written around the stored body (feed.md 3.1).

The body's bytes are served as they were stored; only the attributes around them are written here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

GENESIS: Final = "0" * 64
_ID: Final = re.compile(r"([a-z0-9]{6})-([0-9]{12})")
_SCHEMAS: Final = {"PUT": "listing/1.0", "DELETE": "tombstone/1.0"}


@dataclass(frozen=True, slots=True)
class Cursor:
    """An event id: the epoch and the sequence."""

    epoch: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.sequence:012d}"


def parse_cursor(text: str) -> Cursor | None:
    """Read an event id; None for a text of another form."""
    found = _ID.fullmatch(text)
    return Cursor(found[1], int(found[2])) if found else None


def chained(*, previous: str, event_id: str, event_type: str, subject: str, revision: int, contenthash: str) -> str:
    """Give the chain value: SHA-256 of the previous one and of what the entry says, each followed by LF."""
    parts = (previous, event_id, event_type, subject, str(revision), contenthash)
    return sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()


def event_type(*, namespace: str, what: str) -> str:
    """Give the type of an event about a listing."""
    return f"{namespace}.listing.{what}.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything that is served of one entry."""

    cursor: Cursor
    base_url: str
    type: str
    subject: str
    at: datetime
    method: str
    revision: int
    contenthash: str
    chain: str
    body: str

    def written(self) -> str:
        """Give the JSON text of the event, with the body as stored."""
        attributes = {
            "specversion": "1.0",
            "id": str(self.cursor),
            "source": f"{self.base_url}/exchange",
            "type": self.type,
            "subject": self.subject,
            "time": self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "dataschema": f"{self.base_url}/api/v1/exchange/schemas/{_SCHEMAS[self.method]}/",
            "method": self.method,
            "sequence": f"{self.cursor.sequence:012d}",
            "revision": self.revision,
            "contenthash": self.contenthash,
            "chain": self.chain,
        }
        return f'{json.dumps(attributes, ensure_ascii=False)[:-1]}, "data": {self.body}}}'
