"""
The text of an event as it is stored and hashed, and the hash chain over it.

``hash = SHA-256(previous hash LF position LF body LF)``, hexadecimal; the first previous hash is 64 zeros. The body
is canonical JSON (sorted keys, no spaces, no escapes above ASCII control characters), hashed as stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

GENESIS: Final = "0" * 64


def canonical(value: Mapping[str, Any]) -> str:
    """Write a mapping as canonical JSON. Dates, instants, UUIDs and decimals become text; floats are refused."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        parts = [_plain(part) for part in value]
        return sorted(parts) if isinstance(value, set | frozenset) else parts
    raise TypeError(f"{type(value).__name__} has no canonical form")


def chained(*, previous: str, position: int, body: str) -> str:
    """Give the hash of the event at ``position`` (from 1) whose stored text is ``body``."""
    return sha256(f"{previous}\n{position}\n{body}\n".encode()).hexdigest()


def body_of(
    *,
    topic: str,
    actor: UUID | None,
    organization: UUID | None,
    subject_kind: str,
    subject_id: str,
    at: datetime,
    changes: Mapping[str, Any],
) -> str:
    """Give the text of one event, as it is stored and hashed."""
    return canonical(
        {
            "topic": topic,
            "actor": actor,
            "organization": organization,
            "subject": {"kind": subject_kind, "id": subject_id},
            "at": at,
            "changes": changes,
        }
    )
