"""What search tells of a payment plan: its pattern, the fixed fees together, the first dated payment. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

# Counted from these events a number of months is known before anybody has signed.
_AT_THE_START: Final = frozenset({"signing", "effect"})


@dataclass(frozen=True, slots=True)
class PaymentGist:
    """
    The gist of a plan.

    :ivar price: fixed fees together, in yuan; None where there are royalties only.
    :ivar first_payment_months: months from signing to the first money with a date; None where no date is agreed.
    """

    pattern: str = ""
    price: Decimal | None = None
    first_payment_months: int | None = None


def gist_of(plan: Mapping[str, Any] | None) -> PaymentGist:
    """Give the gist of a canonical plan (payment-plans.md 3)."""
    if plan is None:
        return PaymentGist()
    items = plan.get("items") or []
    amounts = [Decimal(item["amount"]) for item in items if item.get("amount") is not None]
    is_free = bool(plan.get("free")) and not items
    price = Decimal(0) if is_free else (sum(amounts, Decimal(0)) if amounts else None)
    return PaymentGist(
        pattern=str(plan.get("pattern") or ""),
        price=price,
        first_payment_months=min((month for item in items for month in _months(item)), default=None),
    )


def _months(item: Mapping[str, Any]) -> Iterator[int]:
    trigger = item.get("trigger") or {}
    after = int(trigger.get("months_after") or 0)
    if item["kind"] == "royalty":
        yield int(item.get("from_month") or 0) + int(item["period"]["months"]) + after
    elif trigger.get("event") in _AT_THE_START:
        yield after
