"""Figures of a canonical payment plan that lists and searches need: what it costs, and when money is first due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

_FROM_THE_START: Final = frozenset({"signing", "effect"})


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """
    What a card shows of a plan.

    :ivar price: the fixed items together, in yuan; 0 for a free license, None where there are royalties only.
    :ivar on_signing: what is due with the signature or effect itself.
    :ivar first_payment_months: full months from effect to the first money owed; None where no date is agreed.
    :ivar royalty: base and first rate of the first royalty.
    """

    pattern: str
    price: Decimal | None
    on_signing: Decimal
    first_payment_months: int | None
    royalty: tuple[str, str] | None


def plan_figures(plan: Mapping[str, Any]) -> PlanFigures:
    """Give the figures of a canonical plan."""
    items = plan["items"]
    fixed = [item for item in items if item["kind"] != "royalty"]
    royalties = [item for item in items if item["kind"] == "royalty"]
    price = sum((Decimal(item["amount"]) for item in fixed), Decimal("0.00"))
    months = [month for item in items if (month := _first_month(item)) is not None]
    return PlanFigures(
        pattern=plan.get("pattern") or "",
        price=price if fixed or not royalties else None,
        on_signing=sum((Decimal(item["amount"]) for item in fixed if _first_month(item) == 0), Decimal("0.00")),
        first_payment_months=min(months, default=None),
        royalty=(royalties[0]["base"], royalties[0]["rates"][0]["rate"]) if royalties else None,
    )


def _first_month(item: Mapping[str, Any]) -> int | None:
    """Give the months after effect at which an item's first money is due; days of payment are not counted."""
    trigger = item["trigger"]
    if item["kind"] == "royalty":
        period = int(item["period"]["months"])
        return int(item.get("from_month", 0)) + period + int(trigger.get("months_after", 0))
    if trigger["event"] in _FROM_THE_START:
        return int(trigger.get("months_after", 0))
    return None
