"""The document that engines hold: token streams, facet values, numbers, stored texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# Stored texts in which found words are marked, in the order in which pages prefer them.
MARKED: Final = (
    "plain_title",
    "invention_title",
    "product",
    "application_field",
    "problem",
    "solution",
    "advantages",
    "abstract",
)
STREAMS: Final = ("t_b", "x_b", "c_b", "n_b", "v_b", "codes", "t_w", "x_w")


@dataclass(frozen=True, slots=True)
class Document:
    """
    One listing as it is indexed.

    :ivar version: position of the log read before the document was built; an older one never replaces a newer one.
    :ivar streams: white-space separated tokens by the names of ``STREAMS``; empty in a tombstone.
    :ivar is_live: False for a tombstone: kept with its version, found by nobody.
    """

    id: str
    version: int
    is_live: bool = True
    is_public: bool = False
    organization: str = ""
    streams: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Give the SHA-256 of everything but the version: equal documents need no second writing."""
        content = [
            self.id,
            self.is_live,
            self.is_public,
            self.organization,
            dict(self.streams),
            {name: list(values) for name, values in self.values.items()},
            dict(self.numbers),
            dict(self.shown),
        ]
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def tombstone(document_id: str, *, version: int) -> Document:
    """Give what stays of a listing that must not be found any more."""
    return Document(id=document_id, version=version, is_live=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an engine says it holds for one id."""

    id: str
    version: int
    digest: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """
    The state of an index.

    :ivar dead_rows: rows of replaced documents that still take room (embedded engine only).
    :ivar built_with: analyser, dictionary and schema versions that the index was made with.
    :ivar expected: those that the code would make it with now.
    """

    backend: str
    live: int
    tombstones: int
    dead_rows: int
    built_with: str
    expected: str

    @property
    def is_stale(self) -> bool:
        """Tell whether the index was made by another analyser, dictionary or schema: hits may drift, so rebuild."""
        return self.built_with != self.expected

    @property
    def wants_rebuild(self) -> bool:
        """Tell whether a rebuild pays: another version, or more than a fifth of the rows dead."""
        return self.is_stale or self.dead_rows > max(200, (self.live + self.dead_rows) // 5)
