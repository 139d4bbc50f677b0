"""A plan as far as it could be read: what the checks look at, whether or not all of it is in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from listings.offers.plans.formats import DUTY_FIELDS, ITEM_FIELDS, PLAN_FIELDS
from listings.offers.plans.model import FIXED_KINDS, REVENUE, ROYALTY, Trigger
from listings.offers.plans.problems import Findings, child
from listings.offers.plans.tables import read_fields


@dataclass(frozen=True, slots=True)
class Part:
    """One item or own duty: where it stands, its kind, and the values that could be read."""

    at: str
    values: Mapping[str, Any]
    # None for a duty, and for an item of no known kind.
    kind: str | None = None

    def get(self, key: str) -> Any:
        """Give a value, ``None`` if it is absent or could not be read."""
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class Draft:
    """The values of a plan that could be read."""

    values: Mapping[str, Any]
    items: tuple[Part, ...] = ()
    duties: tuple[Part, ...] = ()

    def get(self, key: str) -> Any:
        """Give a top-level value, ``None`` if it is absent or could not be read."""
        return self.values.get(key)

    def fixed(self) -> tuple[Part, ...]:
        """Give the items with an amount."""
        return tuple(item for item in self.items if item.kind in FIXED_KINDS)

    def royalties(self) -> tuple[Part, ...]:
        """Give the royalty items."""
        return tuple(item for item in self.items if item.kind == ROYALTY)

    def rule_of(self, item: Part) -> str | None:
        """Give the rule that joins the two legs of an item, if one holds."""
        own: str | None = item.get("due_rule")
        general: str | None = self.get("due_rule") if item.kind == "deferred_fee" else None
        return own or general

    def legs_of(self, item: Part) -> tuple[Trigger, ...]:
        """Give the triggers that an item's due date is worked out from, as far as they could be read."""
        legs: list[Trigger | None] = [item.get("trigger")]
        if self.rule_of(item):
            legs.append(item.get("also") or REVENUE)
        return tuple(leg for leg in legs if leg is not None)


def read_draft(mapping: Any, findings: Findings) -> Draft:
    """Read a plan by the tables of the format, noting all that is wrong with single values."""
    if not isinstance(mapping, Mapping):
        findings.add("", "value_unfit", "a plan is a mapping", value=str(mapping)[:100])
        return Draft({})
    values = read_fields(PLAN_FIELDS, mapping, "", findings)
    items = _parts(values.pop("items", None), "/items", findings, _item)
    duties = _parts(values.pop("duties", None), "/duties", findings, _duty)
    return Draft(values, items, duties)


def _parts(rows: Any, at: str, findings: Findings, read: Any) -> tuple[Part, ...]:
    if rows is None:
        return ()
    if not isinstance(rows, list | tuple):
        findings.add(at, "value_unfit", "not a list", value=str(rows)[:100])
        return ()
    return tuple(read(row, child(at, index), findings) for index, row in enumerate(rows))


def _item(row: Any, at: str, findings: Findings) -> Part:
    if not isinstance(row, Mapping):
        findings.add(at, "value_unfit", "an item is a mapping", value=str(row)[:100])
        return Part(at, {})
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in ITEM_FIELDS:
        findings.add(child(at, "kind"), "unknown_kind", f"an item of no known kind: {kind!r}"[:200], value=str(kind))
        return Part(at, {"id": row["id"]} if isinstance(row.get("id"), str) else {})
    return Part(at, read_fields(ITEM_FIELDS[kind], row, at, findings), kind)


def _duty(row: Any, at: str, findings: Findings) -> Part:
    if not isinstance(row, Mapping):
        findings.add(at, "value_unfit", "a duty is a mapping", value=str(row)[:100])
        return Part(at, {})
    return Part(at, read_fields(DUTY_FIELDS, row, at, findings))
