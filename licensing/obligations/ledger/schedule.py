"""All duties of a deal: outlines of every version of the plan, joined, in plan order, and what an end cancels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from licensing.obligations.ledger.acts import ending_outlines, own_outlines, standard_outlines
from licensing.obligations.ledger.facts import Facts
from licensing.obligations.ledger.fixed import fixed_outlines
from licensing.obligations.ledger.outlines import ENDING, FIXED, ROYALTY, STATEMENT, Key, Outline, Scene
from licensing.obligations.ledger.periods import royalty_outlines
from licensing.obligations.ledger.versions import Version, joined
from listings.offers.plans.model import Plan
from marketplace.dates import WorkingDays

Drawer = Callable[[Plan, Scene], Iterator[Outline]]


def _own(plan: Plan, scene: Scene) -> Iterator[Outline]:
    for duty in plan.duties:
        yield from own_outlines(plan, duty, scene)


def _items(plan: Plan, scene: Scene) -> Iterator[Outline]:
    for item in plan.items:
        yield from ITEM_DRAWERS[item.kind](plan, item, scene)


# One row per item kind: how its duties are drawn.
ITEM_DRAWERS: Final[dict[str, Callable[..., Iterator[Outline]]]] = {
    "entry_fee": fixed_outlines,
    "deferred_fee": fixed_outlines,
    "instalment": fixed_outlines,
    "milestone": fixed_outlines,
    "royalty": royalty_outlines,
}
# In plan order, which settles ties of dates.
DRAWERS: Final[tuple[Drawer, ...]] = (_items, standard_outlines, _own, ending_outlines)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The duties in plan order, by key and by item, and the keys that an end cancels unless an act was done."""

    outlines: dict[Key, Outline]
    by_item: dict[str, list[Outline]]
    fallen: frozenset[Key]
    money_by_date: tuple[Outline, ...]
    lapsing: tuple[Outline, ...]


def draw(versions: Sequence[Version], facts: Facts, calendar: WorkingDays) -> Schedule:
    """Draw up the duties of a deal from its versions and what has happened."""
    scene = Scene(facts, calendar)
    outlines = _of(versions[0].plan, scene)
    for version in versions[1:]:
        outlines = joined(outlines, _of(version.plan, scene), version.since)
    if len(versions) > 1:
        outlines = _in_order(outlines, versions)
    by_item: dict[str, list[Outline]] = {}
    for outline in outlines.values():
        by_item.setdefault(outline.key.item, []).append(outline)
    money = [outline for outline in outlines.values() if outline.is_money and outline.due is not None]
    return Schedule(
        outlines=outlines,
        by_item=by_item,
        fallen=frozenset(key for key, outline in outlines.items() if _falls(outline, facts)),
        money_by_date=tuple(sorted(money, key=_due_day)),
        lapsing=tuple(outline for outline in outlines.values() if outline.lapses_after is not None),
    )


def _due_day(outline: Outline) -> date:
    return outline.due.day if outline.due else date.max


def _of(plan: Plan, scene: Scene) -> dict[Key, Outline]:
    return {outline.key: outline for drawer in DRAWERS for outline in drawer(plan, scene)}


def _falls(outline: Outline, facts: Facts) -> bool:
    """
    Tell whether an end cancels a duty: what arose by the end day stays owed (reading of art. 566, 567).

    An exit in the window cancels whatever arises from the day of its delivery on.
    """
    end, left = facts.end, facts.exit
    if end is None or outline.stays or outline.key.family == ENDING:
        return False
    accrues, on_exit = outline.accrues or date.max, outline.accrues_on_exit or date.max
    return accrues > end or (left is not None and on_exit >= left)


# Standard duties come between the items and the own duties, which plans name.
_SECTIONS: Final = {FIXED: 0, ROYALTY: 0, STATEMENT: 0, ENDING: 3}


def _in_order(outlines: dict[Key, Outline], versions: Sequence[Version]) -> dict[Key, Outline]:
    """Sort by the order of the last version; what only older versions knew follows, and what ties stays as drawn."""
    names: dict[str, int] = {}
    for version in reversed(versions):
        for part in (*version.plan.items, *version.plan.duties):
            names.setdefault(part.id, len(names))
    return dict(sorted(outlines.items(), key=lambda pair: _place(pair[0], names)))


def _place(key: Key, names: dict[str, int]) -> tuple[int, int, int]:
    section = _SECTIONS.get(key.family, 2 if key.item in names else 1)
    return section, names.get(key.item, 0), key.period or 0
