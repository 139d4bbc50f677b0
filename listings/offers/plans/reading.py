"""Read a plan: every refusal at once, or the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from listings.offers.plans.checks import PLAN_CHECKS
from listings.offers.plans.drafts import Draft, Part, read_draft
from listings.offers.plans.formats import DUTY_FIELDS, ITEM_FIELDS, PLAN_FIELDS
from listings.offers.plans.model import FixedItem, Item, OwnDuty, Plan, Royalty
from listings.offers.plans.problems import Findings, PlanRefused
from listings.offers.plans.tables import write_fields


def read_plan(mapping: Any) -> Plan:
    """
    Read a plan from plain values, as files and JSON give them.

    :raises PlanRefused: with all that is wrong, each with a pointer, a code and a sentence.
    """
    findings = Findings()
    draft = read_draft(mapping, findings)
    for check in PLAN_CHECKS:
        check(draft, findings)
    if findings.problems:
        raise PlanRefused(findings.problems)
    return _built(draft)


def _built(draft: Draft) -> Plan:
    items = tuple(_item(part) for part in draft.items)
    duties = tuple(OwnDuty(**part.values) for part in draft.duties)
    return Plan(items=items, duties=duties, **draft.values)


def _item(part: Part) -> Item:
    return Royalty(**_without_kind(part)) if part.kind == "royalty" else FixedItem(**part.values)


def _without_kind(part: Part) -> dict[str, Any]:
    return {key: value for key, value in part.values.items() if key != "kind"}


def canonical(plan: Plan) -> dict[str, Any]:
    """
    Write a plan as JSON holds it: one form per meaning, with defaults left out.

    ``read_plan(canonical(plan)) == plan``; suitable for hashes and the public feed.
    """
    written = write_fields(PLAN_FIELDS, plan)
    written["items"] = [write_fields(ITEM_FIELDS[item.kind], item) for item in plan.items]
    if plan.duties:
        written["duties"] = [write_fields(DUTY_FIELDS, duty) for duty in plan.duties]
    return written


def changed(plan: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """
    Give the mapping of a plan with changes: given keys replace the whole of a top-level key.

    ``items`` in the changes maps ids: given keys replace those of the item, a new id appends one, null removes it.
    """
    result = {**plan, **changes}
    if "items" in changes:
        result["items"] = _changed_items(plan.get("items"), changes["items"])
    return result


def _changed_items(items: Any, changes: Any) -> Any:
    if not isinstance(changes, Mapping) or not isinstance(items, list | tuple | None):
        return changes
    left = dict(changes)
    result: list[Any] = []
    for item in items or ():
        name = item.get("id") if isinstance(item, Mapping) else None
        if not isinstance(name, str | int) or name not in left:
            result.append(item)
        elif (change := left.pop(name)) is not None:
            result.append({**item, **change} if isinstance(change, Mapping) else change)
    result.extend(
        {**item, "id": name} if isinstance(item, Mapping) else item for name, item in left.items() if item is not None
    )
    return result
