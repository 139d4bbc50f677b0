"""
Warnings about a plan that is taken all the same: soft ceilings and open ends.

The ceilings are those of the CNIPA fee guide for open licenses ("generally not above"): at the number, no warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from listings.offers.plans.model import FixedItem, Plan, Royalty

FIXED_FEE_CEILING: Final = Decimal("20000000.00")
RATE_CEILINGS: Final = {"net_sales": Decimal("0.20"), "profit": Decimal("0.40")}


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """Something a person should look at before agreeing: a code, the item it is about, and the values."""

    code: str
    item: str | None = None
    values: dict[str, str] = field(default_factory=dict)


def fixed_fee(plan: Plan) -> Iterator[PlanWarning]:
    """Warn of fixed items above 20,000,000 in all (reading: that all fixed items are added)."""
    total = sum(item.amount for item in plan.items if isinstance(item, FixedItem))
    if total > FIXED_FEE_CEILING:
        yield PlanWarning("ceiling_fixed_fee", None, {"total": str(total), "ceiling": str(FIXED_FEE_CEILING)})


def rates(plan: Plan) -> Iterator[PlanWarning]:
    """Warn of a rate above 20 % of net sales or 40 % of profit."""
    for item in plan.items:
        ceiling = RATE_CEILINGS.get(item.base) if isinstance(item, Royalty) else None
        if isinstance(item, Royalty) and ceiling is not None:
            highest = max(row.rate for row in item.rates)
            if highest > ceiling:
                values = {"rate": str(highest), "ceiling": str(ceiling)}
                yield PlanWarning(f"ceiling_{item.base}", item.id, values)


def open_ends(plan: Plan) -> Iterator[PlanWarning]:
    """Warn of an item that waits for revenue, or for the later of two dates, without a latest date."""
    for item in plan.items:
        if isinstance(item, FixedItem) and not item.has_latest:
            waits = plan.rule_of(item) == "later_of" or item.trigger.event == "first_revenue"
            if waits:
                yield PlanWarning("no_latest_date", item.id, {"item": item.id})


PLAN_WARNINGS: Final[tuple[Callable[[Plan], Iterator[PlanWarning]], ...]] = (fixed_fee, rates, open_ends)


def check(plan: Plan) -> tuple[PlanWarning, ...]:
    """Give the warnings about a plan, each ceiling followed by the missing reason unless one is given."""
    found: list[PlanWarning] = []
    for rule in PLAN_WARNINGS:
        for warning in rule(plan):
            found.append(warning)
            if warning.code.startswith("ceiling_") and not plan.ceiling_reason:
                found.append(PlanWarning("ceiling_reason_missing", warning.item, {"ceiling": warning.code}))
    return tuple(found)
