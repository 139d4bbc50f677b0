"""What an event kind is: its fields, its refusals, its effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from licensing.obligations.ledger.book import Book
from listings.offers.plans.problems import Findings
from listings.offers.plans.tables import Fields


class Recorded(Protocol):
    """An event as its functions see it."""

    @property
    def day(self) -> date:
        """Give the day of the event."""

    @property
    def at(self) -> str:
        """Give the JSON pointer of the event."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Give the values of its table."""


Check = Callable[[Book, Recorded, Findings], None]
Effect = Callable[[Book, Recorded], None]


def nothing_to_check(_book: Book, _event: Recorded, _findings: Findings) -> None:
    """Refuse nothing."""


@dataclass(frozen=True, slots=True)
class EventKind:
    """One row of the table of events. ``check`` never changes the book; ``apply`` never refuses."""

    fields: Fields
    apply: Effect
    check: Check = nothing_to_check
    needs_signature: bool = False
