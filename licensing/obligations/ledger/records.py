"""Records of a deal: money and where it is placed, disputes, demands, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.obligations.ledger.outlines import Key
from marketplace.money import ZERO


@dataclass(slots=True)
class Line:
    """Money of one payment on one duty. ``returned``: principal that was refunded, with its day."""

    payment: str
    day: date
    principal: Decimal
    interest: Decimal
    returned: list[tuple[date, Decimal]] = field(default_factory=list)


@dataclass(slots=True)
class Payment:
    """Money that the payer recorded, and what became of it once the receiver confirmed it."""

    id: str
    day: date
    amount: Decimal
    named: tuple[dict[str, Any], ...] = ()
    confirmed: Decimal | None = None
    placed: Decimal = ZERO
    refunded: Decimal = ZERO
    reversed: bool = False

    @property
    def free(self) -> Decimal:
        """Give what is not allocated."""
        return (self.confirmed or ZERO) - self.refunded - self.placed

    @property
    def counts(self) -> bool:
        """Tell whether the money is confirmed and not reversed."""
        return self.confirmed is not None and not self.reversed


@dataclass(slots=True)
class Dispute:
    """A part of a duty that is contested."""

    key: Key
    amount: Decimal
    opened: date
    closed: date | None = None
    upheld: Decimal = ZERO

    @property
    def lost(self) -> Decimal:
        """Give the part that bears no interest while the dispute is open and stays owed."""
        return self.amount - self.upheld


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand for a duty; it is spent when the duty is met or its date moves."""

    day: date
    due: date
