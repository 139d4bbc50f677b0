"""Outlines of acts: standard duties, own duties, and what follows an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from licensing.obligations.ledger.counting import DueDay, count
from licensing.obligations.ledger.outlines import DUTY, ENDING, Key, Outline, Scene
from listings.offers.plans.model import OwnDuty, Plan
from marketplace.dates import add_months

USE_REPORT_MONTHS: Final = (6, 12, 24)
FILING_MONTHS: Final = 3


def standard_outlines(plan: Plan, scene: Scene) -> Iterator[Outline]:
    """Yield the filing with CNIPA (Implementing Regulations art. 15) and the use reports within the term."""
    if not plan.standard_duties:
        return
    yield _act(Key("cnipa_filing", DUTY), plan, _from_effect(FILING_MONTHS, scene, rolls=True))
    for months in USE_REPORT_MONTHS:
        if months <= plan.term_months:
            yield _act(Key("use_report", DUTY, months), plan, _from_effect(months, scene, rolls=plan.rolls))


def _from_effect(months: int, scene: Scene, *, rolls: bool) -> DueDay | None:
    effect = scene.facts.effective
    if effect is None:
        return None
    return count("effect", effect, months=months, calendar=scene.calendar, rolls=rolls)


def _act(key: Key, plan: Plan, due: DueDay | None, *, happened: date | None = None) -> Outline:
    counted = due.counted if due else None
    return Outline(key=key, kind=DUTY, plan=plan, due=due, arises=counted, happened=happened, is_money=False)


def own_outlines(plan: Plan, duty: OwnDuty, scene: Scene) -> Iterator[Outline]:
    """Yield an agreed act and its repetitions; acts with an office always move off rest days."""
    trigger = duty.trigger
    start = trigger.date if trigger.event == "date" else scene.facts.day_of(trigger.event, duty.id)
    for number in _numbers(plan, duty, start, scene.facts.effective):
        shift = (number - 1) * (duty.every_months or 0) if number else 0
        due = None if start is None else _counted(plan, duty, start, shift, scene)
        # For an end, what hangs on revenue arises on the day of revenue (reading).
        happened = start if trigger.event == "first_revenue" else None
        yield _act(Key(duty.id, DUTY, number), plan, due, happened=happened)


def _counted(plan: Plan, duty: OwnDuty, start: date, shift: int, scene: Scene) -> DueDay:
    return count(
        duty.trigger.event,
        start,
        months=duty.trigger.months_after + shift,
        days=duty.trigger.days_after,
        calendar=scene.calendar,
        rolls=plan.rolls or duty.office,
    )


def _numbers(plan: Plan, duty: OwnDuty, start: date | None, effect: date | None) -> Iterator[int | None]:
    if duty.every_months is None:
        yield None
    elif duty.count is not None:
        yield from range(1, duty.count + 1)
    else:
        yield from _within_term(plan, duty, start, effect)


def _within_term(plan: Plan, duty: OwnDuty, start: date | None, effect: date | None) -> Iterator[int]:
    yield 1
    if start is None or effect is None or duty.every_months is None:
        return
    last, number = add_months(effect, plan.term_months), 2
    while _repetition(duty, start, number) <= last:
        yield number
        number += 1


def _repetition(duty: OwnDuty, start: date, number: int) -> date:
    months = duty.trigger.months_after + (number - 1) * (duty.every_months or 0)
    return date.fromordinal(add_months(start, months).toordinal() + duty.trigger.days_after)


def ending_outlines(plan: Plan, scene: Scene) -> Iterator[Outline]:
    """Yield the confirmation that use has stopped (art. 873) and, after an exit with a fee, the fee."""
    end = scene.facts.end
    if end is None:
        return
    due = count("end", end, days=plan.stop_use_days, calendar=scene.calendar, rolls=plan.rolls)
    yield _act(Key("stop_use", ENDING), plan, due)
    window = plan.exit_window
    if scene.facts.exit is None or window is None or window.fee is None:
        return
    due = count("end", end, days=window.fee_days, calendar=scene.calendar, rolls=plan.rolls)
    key = Key("exit_fee", ENDING)
    yield Outline(key=key, kind="exit_fee", plan=plan, due=due, arises=due.counted, amount=window.fee)
