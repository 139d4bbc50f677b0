"""Outlines of items with an amount: entry fee, deferred fee, instalment, milestone payment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal

from licensing.obligations.ledger.counting import DueDay, count, named
from licensing.obligations.ledger.outlines import FIXED, Key, Outline, Scene
from listings.offers.plans.model import FixedItem, Plan, Trigger
from marketplace.money import CENT

Leg = DueDay | None


def fixed_outlines(plan: Plan, item: FixedItem, scene: Scene) -> Iterator[Outline]:
    """Yield the duty of a fixed item, or one for each of its parts."""
    legs = plan.legs_of(item)
    happened = [_happened(leg, item, scene) for leg in legs]
    latest = _latest(plan, item, scene)
    for number, amount in _parts(item):
        shift = (number - 1) * (item.every_months or 0) if number else 0
        days = [_leg(leg, day, shift, plan, scene) for leg, day in zip(legs, happened, strict=True)]
        due = _joined(plan.rule_of(item), days)
        hinged = _hinge(due, days, happened)
        if item.at_latest == "due" and latest and (due is None or latest.day < due.day):
            due, hinged = latest, None
        yield Outline(
            key=Key(item.id, FIXED, number),
            kind=item.kind,
            plan=plan,
            due=due,
            arises=due.counted if due else None,
            happened=hinged,
            amount=amount,
            movable=due is not None and None in days,
            latest=latest,
            lapses_after=_lapses_after(plan, item, scene, latest),
            stays=item.on_end == "stay",
        )


def _parts(item: FixedItem) -> list[tuple[int | None, Decimal]]:
    """Split the amount: each part rounded down to 0.01, the last takes the rest."""
    if item.parts is None:
        return [(None, item.amount)]
    part = (item.amount / item.parts).quantize(CENT, rounding=ROUND_DOWN)
    numbered: list[tuple[int | None, Decimal]] = [(number, part) for number in range(1, item.parts)]
    return [*numbered, (item.parts, item.amount - part * (item.parts - 1))]


def _happened(leg: Trigger, item: FixedItem, scene: Scene) -> date | None:
    return leg.date if leg.event == "date" else scene.facts.day_of(leg.event, item.id)


def _leg(leg: Trigger, day: date | None, shift: int, plan: Plan, scene: Scene) -> Leg:
    if day is None:
        return None
    months = leg.months_after + shift
    return count(leg.event, day, months=months, days=leg.days_after, calendar=scene.calendar, rolls=plan.rolls)


def _latest(plan: Plan, item: FixedItem, scene: Scene) -> Leg:
    if item.latest_date is not None:
        return named(item.latest_date, "latest_date")
    if item.latest_after is None:
        return None
    return _leg(item.latest_after, scene.facts.day_of(item.latest_after.event, item.id), 0, plan, scene)


def _joined(rule: str | None, days: list[Leg]) -> Leg:
    known = [day for day in days if day is not None]
    if rule == "later_of":
        return max(known, key=_order) if len(known) == len(days) else None
    return min(known, key=_order, default=None)


def _order(day: DueDay) -> tuple[date, date]:
    return day.day, day.counted


def _hinge(due: Leg, days: list[Leg], happened: list[date | None]) -> date | None:
    """Give the day of the milestone or of revenue if that leg sets the due date (reading)."""
    if due is not None and due.event in {"milestone", "first_revenue"}:
        return happened[days.index(due)]
    return None


def _lapses_after(plan: Plan, item: FixedItem, scene: Scene, latest: Leg) -> date | None:
    """Give the last day for the trigger, unless it happened by then; for a milestone its report counts (reading)."""
    if item.at_latest != "lapse" or latest is None:
        return None
    in_time = [_in_time(leg, item, scene, latest.day) for leg in plan.legs_of(item)]
    happened = all(in_time) if plan.rule_of(item) == "later_of" else any(in_time)
    return None if happened else latest.day


def _in_time(leg: Trigger, item: FixedItem, scene: Scene, last: date) -> bool:
    milestone = scene.facts.milestones.get(item.id)
    day = milestone.reported if leg.event == "milestone" and milestone else _happened(leg, item, scene)
    return day is not None and day <= last
