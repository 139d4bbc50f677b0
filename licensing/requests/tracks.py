"""
When a license arises, per track. Pure.

Patent Law art. 51 makes an open license by written notice and payment in the announced way. That a deferred payment
can be the announced way is not confirmed; a dated switch of the bureau decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def is_free(plan: Mapping[str, Any]) -> bool:
    """Tell whether a plan never asks for money."""
    return bool(plan.get("free")) or not plan.get("items")


def asks_money_at_once(plan: Mapping[str, Any]) -> bool:
    """Tell whether a fixed item falls due on the day of signing or effect itself."""
    return any(_falls_due_at_once(item.get("trigger") or {}) for item in plan.get("items") or [])


def _falls_due_at_once(trigger: Mapping[str, Any]) -> bool:
    starts = trigger.get("event") in {"signing", "effect"}
    return starts and not trigger.get("months_after") and not trigger.get("days_after")


def notice_makes_license(plan: Mapping[str, Any], *, deferral_counts: bool) -> bool:
    """Tell whether the notice alone makes the open license, or the first payment has to come first."""
    if is_free(plan):
        return True
    return deferral_counts and not asks_money_at_once(plan)


def unmet_conditions(
    conditions: Mapping[str, Any], *, region: str, small_or_medium: bool, related_party: bool
) -> Sequence[str]:
    """Give the conditions of a standing offer that an enterprise does not meet, in the order of the offer."""
    unmet = []
    for name, wanted in conditions.items():
        match name:
            case "region_prefix":
                holds = region.startswith(str(wanted))
            case "small_or_medium":
                holds = small_or_medium or not wanted
            case "unrelated":
                holds = not related_party or not wanted
            case _:
                # A condition that nobody taught this function is not met: unknown never passes.
                holds = False
        if not holds:
            unmet.append(name)
    return unmet
