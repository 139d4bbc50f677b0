"""Versions of a plan: each duty keeps the version in force when it arises."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from licensing.obligations.ledger.outlines import FIXED, Key, Outline
from listings.offers.plans.model import Plan


class Version(NamedTuple):
    """A plan and the day from which it holds. The first one holds from the beginning."""

    since: date
    plan: Plan


def joined(old: dict[Key, Outline], new: dict[Key, Outline], since: date) -> dict[Key, Outline]:
    """
    Join the duties of an older version with those of one that holds from ``since``.

    What arose before that day stays, unless the new version gives the same item and part a date on or after it; a duty
    that only the new version knows and that would have arisen before does not exist.
    """
    reshaped = _reshaped(old, new)
    replaced = {item for item in reshaped if any(_is_new(duty, since) for duty in _of(new, item))}
    result: dict[Key, Outline] = {}
    for key, duty in old.items():
        if key.family == FIXED and key.item in reshaped:
            if key.item not in replaced:
                result[key] = duty
        elif (kept := _kept(duty, new.get(key), since)) is not None:
            result[key] = kept
    return result | {key: duty for key, duty in new.items() if key not in old and _is_new(duty, since)}


def _kept(duty: Outline, newer: Outline | None, since: date) -> Outline | None:
    arose = duty.arises is not None and duty.arises < since
    if newer is None:
        return duty if arose else None
    moved = newer.arises is not None and newer.arises >= since
    return duty if arose and not moved else newer


def _is_new(duty: Outline, since: date) -> bool:
    return duty.arises is None or duty.arises >= since


def _reshaped(old: dict[Key, Outline], new: dict[Key, Outline]) -> set[str]:
    """Give the fixed items that the new version splits or joins."""
    return {item for item, is_split in _split(new) if (item, not is_split) in _split(old)}


def _split(outlines: dict[Key, Outline]) -> set[tuple[str, bool]]:
    return {(key.item, key.period is not None) for key in outlines if key.family == FIXED}


def _of(outlines: dict[Key, Outline], item: str) -> list[Outline]:
    return [duty for key, duty in outlines.items() if key.family == FIXED and key.item == item]
