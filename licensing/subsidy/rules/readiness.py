"""
What keeps a policy from being put in force.

Its cases must all hold, refuse each gate once, stand just below and at each floor, and make each cap bind
(policy-format, section 7); each field it asks for must have a source in the registry of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from licensing.subsidy.rules.amounts import plain
from licensing.subsidy.rules.asking import fields_of
from licensing.subsidy.rules.cases import run_policy_cases
from licensing.subsidy.rules.facts import ONE
from licensing.subsidy.rules.gates import Gate
from licensing.subsidy.rules.policy import Floor, Policy
from licensing.subsidy.rules.schemes import Tier
from licensing.subsidy.rules.worksheet import Binding, Row, Worksheet

JUST_BELOW: Final = ONE


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing. ``code``: a key of ``MESSAGES``; ``about``: the gate, floor, cap, case or field."""

    code: str
    about: str

    @property
    def message(self) -> str:
        """The gap as a sentence."""
        return MESSAGES[self.code].format(about=self.about)


MESSAGES: Final[Mapping[str, str]] = {
    "no_cases": "there are no cases",
    "case_fails": "{about}",
    "field_without_source": "no source is registered for the field {about}",
    "gate_never_refuses": "no case is refused by {about}",
    "floor_never_missed": "no case stands just below the floor {about}",
    "floor_never_met": "no case stands at the floor {about}",
    "cap_never_binds": "no case makes the cap {about} bind",
}


def in_force_gaps(policy: Policy, *, known_fields: frozenset[str] | None = None) -> list[Gap]:
    """Name all that keeps a policy from being put in force; empty: nothing does."""
    if not policy.cases:
        return [Gap("no_cases", "")]
    sheets: list[Worksheet] = []
    gaps: list[Gap] = []
    for _, worksheet, found in run_policy_cases(policy):
        sheets += [worksheet] if worksheet else []
        gaps += [Gap("case_fails", str(one)) for one in found]
    rows = [row for sheet in sheets for row in sheet.rows]
    gaps += _without_source(policy, known_fields)
    gaps += _gates_that_never_refuse(policy, rows)
    gaps += _floors_not_tried(policy, rows)
    gaps += _caps_that_never_bind(policy, rows)
    return gaps


def _without_source(policy: Policy, known_fields: frozenset[str] | None) -> Iterator[Gap]:
    if known_fields is not None:
        yield from (Gap("field_without_source", one) for one in fields_of(policy) if one not in known_fields)


def _gates_that_never_refuse(policy: Policy, rows: Sequence[Row]) -> Iterator[Gap]:
    yield from _unrefused(policy.gates, [row for row in rows if row.step == "gates"])
    if policy.window:
        yield from _unrefused((policy.window,), [row for row in rows if row.step == "window"])


def _unrefused(gates: Iterable[Gate], rows: Sequence[Row]) -> Iterator[Gap]:
    refused = {failed for row in rows for failed in row.values.get("failed", "").split("; ")}
    yield from (Gap("gate_never_refuses", gate.text) for gate in gates if gate.text not in refused)


def _floors_not_tried(policy: Policy, rows: Sequence[Row]) -> Iterator[Gap]:
    floors: list[tuple[str, str, Floor | None]] = [
        ("min_class", "value", policy.min_class),
        ("floor", "amount", policy.min_base),
        ("min_payout", "amount", policy.min_payout),
    ]
    for step, name, floor in floors:
        if floor is None:
            continue
        key = "min_base" if step == "floor" else step
        stood = [Decimal(row.values[name].rstrip("…")) for row in rows if row.step == step and "sign" in row.values]
        if not any(floor.value - JUST_BELOW <= value < floor.value for value in stood):
            yield Gap("floor_never_missed", key)
        if floor.value not in stood:
            yield Gap("floor_never_met", key)
    yield from _group_floors_not_tried(policy, rows)


def _group_floors_not_tried(policy: Policy, rows: Sequence[Row]) -> Iterator[Gap]:
    """Name the floors of ``min_group`` that no case stands at or just below: the sum, and the number of deals."""
    least = policy.min_group
    if least is None:
        return
    stood = [row.values for row in rows if row.reason in ("group_met", "group_not_met")]
    if least.floor is not None:
        floor, sums = least.floor.value, [Decimal(values["amount"]) for values in stood]
        if not any(floor - JUST_BELOW <= value < floor for value in sums):
            yield Gap("floor_never_missed", "min_group value")
        if floor not in sums:
            yield Gap("floor_never_met", "min_group value")
    if least.min_count > 1:
        counts = [int(values["count"]) for values in stood]
        if least.min_count - 1 not in counts:
            yield Gap("floor_never_missed", "min_group min_count")
        if least.min_count not in counts:
            yield Gap("floor_never_met", "min_group min_count")


def _caps_that_never_bind(policy: Policy, rows: Sequence[Row]) -> Iterator[Gap]:
    bound = {row.clause for row in rows if row.step == "line_caps" and row.binding is Binding.YES}
    for key, has_cap in (
        ("line_cap", policy.line_cap is not None),
        ("per_patent_cap", policy.per_patent_cap is not None),
    ):
        if has_cap and policy.clause(key) not in bound:
            yield Gap("cap_never_binds", key)
    yield from _listed_caps_that_never_bind(policy, rows)
    yield from _tier_caps(policy, rows)
    held = {row.values["number"] for row in rows if row.reason == "addon_capped"}
    for number, addon in enumerate(policy.addons, start=1):
        if addon.cap is not None and str(number) not in held:
            yield Gap("cap_never_binds", f"addons {number} ({plain(addon.cap)})")


def _listed_caps_that_never_bind(policy: Policy, rows: Sequence[Row]) -> Iterator[Gap]:
    """Name each of several caps under one key by its number and the fields that it reads."""
    listed = {
        "cap_fields": [expression.fields for expression in policy.cap_fields],
        "group_caps": [cap.by for cap in policy.group_caps],
    }
    for key, caps in listed.items():
        clause = policy.clause(key)
        bound = {row.values["number"] for row in rows if row.clause == clause and row.binding is Binding.YES}
        for number, fields in enumerate(caps, start=1):
            if str(number) not in bound:
                yield Gap("cap_never_binds", f"{key} {number} ({', '.join(one.text for one in fields)})")


def _tier_caps(policy: Policy, rows: Sequence[Row]) -> Iterator[Gap]:
    tiers: Sequence[Tier] = policy.scheme.args[1] if policy.scheme.type == "tiers" else ()
    capped = {row.values["tier"] for row in rows if row.reason in ("tier_rate_capped", "tier_fixed_capped")}
    grouped = any(row.step == "tier_group_cap" and row.binding is Binding.YES for row in rows)
    for index, tier in enumerate(tiers):
        name = tier.id or str(index + 1)
        if tier.cap is not None and name not in capped:
            yield Gap("cap_never_binds", f"tier {name} cap")
        if tier.group_cap is not None and not grouped:
            yield Gap("cap_never_binds", f"tier {name} group_cap")
