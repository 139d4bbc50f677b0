"""Whether a latest date lies before what it is the latest date of, as far as the dates are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from listings.offers.plans.model import FixedItem, Plan, Trigger
from listings.offers.plans.problems import Findings
from listings.offers.plans.spans import always_before, counted_from

Known = Mapping[str, date]


def is_too_early(latest: Trigger, legs: Iterable[Trigger], rule: str | None, known: Known) -> bool:
    """
    Tell whether a latest date is certainly before the date that the legs give.

    Legs from signing, effect or a named date are compared, before they move off rest days. Under ``earlier_of`` the
    latest date must lie before all of them, under ``later_of`` before any.
    """
    verdicts = [_is_before(latest, leg, known) for leg in legs if leg.event in {"signing", "effect", "date"}]
    if not verdicts:
        return False
    return any(verdicts) if rule == "later_of" else all(verdicts)


def _is_before(latest: Trigger, leg: Trigger, known: Known) -> bool:
    latest_start, leg_start = _start(latest, known), _start(leg, known)
    if latest_start is not None and leg_start is not None:
        return counted_from(latest_start, latest) < counted_from(leg_start, leg)
    return latest.event == leg.event and always_before(latest, leg)


def _start(trigger: Trigger, known: Known) -> date | None:
    return trigger.date or known.get(trigger.event)


def latest_of(latest_date: date | None, latest_after: Trigger | None) -> Trigger | None:
    """Give an agreed latest date as a trigger, whichever way it was agreed."""
    return Trigger("date", date=latest_date) if latest_date is not None else latest_after


def check_latest(plan: Plan, known: Known, findings: Findings) -> None:
    """Note each item whose latest date turns out too early now that these dates are known."""
    for index, item in enumerate(plan.items):
        if not isinstance(item, FixedItem):
            continue
        latest = latest_of(item.latest_date, item.latest_after)
        if latest and is_too_early(latest, plan.legs_of(item), plan.rule_of(item), known):
            message = f"the latest date of {item.id} lies before its due date"
            findings.add(f"/items/{index}", "latest_before_trigger", message, item=item.id)
