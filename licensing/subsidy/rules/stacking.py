"""
Stacking: what an award means for other awards on the same matter.

Modes that change amounts inside one claim act on its lines; exclusive modes act between claims, by reservations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.subsidy.rules.amounts import plain, total_of
from licensing.subsidy.rules.facts import ZERO, field_named
from licensing.subsidy.rules.lines import Line, group_value

SCOPE_WORDS: Final = ("contract", "applicant_deal", "clause_pair")
CONTRACT: Final = field_named("deal.contract")


@dataclass(frozen=True, slots=True)
class Stacking:
    """One stacking rule of a policy."""

    mode: str
    scope: str
    with_policy: str
    level: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stacking rule did to one line."""

    reason: str
    working: str
    values: Mapping[str, str]
    binding: bool = False


def cumulative(_rule: Stacking, lines: Sequence[Line]) -> list[Finding]:
    """``cumulative``: no effect, but said."""
    return [Finding("stacking_cumulative", "", {}) for _ in lines]


def reserved(rule: Stacking, lines: Sequence[Line]) -> list[Finding]:
    """``exclusive`` and its kin: amounts stand; the claim takes a reservation."""
    values = {"scope": rule.scope or "contract", "with": rule.with_policy, "level": rule.level or rule.type}
    reason = {"exclusive_same_level": "stacking_same_level", "exclusive_same_type": "stacking_same_type"}.get(
        rule.mode, "stacking_exclusive"
    )
    return [Finding(reason, "", values) for _ in lines]


def highest_only(rule: Stacking, lines: Sequence[Line]) -> list[Finding]:
    """``highest_only``: of the lines of one scope the highest stands; of equals the earlier."""
    scoped = [(_shared_scope(rule, line), line) for line in lines]
    best: dict[str, Line] = {}
    for key, line in scoped:
        if key not in best or line.amount > best[key].amount:
            best[key] = line
    found = []
    for key, line in scoped:
        winner = best[key]
        values = {"highest": plain(winner.amount), "other": winner.id, "amount": plain(line.amount)}
        if winner is line:
            found.append(Finding("highest_stands", plain(line.amount), values))
        else:
            found.append(
                Finding("highest_lapsed", f"{plain(line.amount)} ≤ {plain(winner.amount)}", values, binding=True)
            )
    for key, line in scoped:
        if best[key] is not line:
            line.amount = ZERO
    return found


def _shared_scope(rule: Stacking, line: Line) -> str:
    """Name the scope that lines share: all entitlements one; deals by contract or by the field that is named."""
    if line.entitlement is not None:
        return "entitlements"
    field = CONTRACT if not rule.scope or rule.scope in SCOPE_WORDS else field_named(rule.scope)
    if rule.scope == "applicant_deal":
        return f"line {line.index}"
    value = group_value(field, line, "")
    return f"= {value}" if value else f"line {line.index}"


def top_up_difference(_rule: Stacking, lines: Sequence[Line]) -> list[Finding]:
    """``top_up_difference``: the entitlement less what was granted for it already."""
    found = []
    for line in lines:
        values = {"amount": plain(line.amount), "already": plain(line.already)}
        if line.entitlement is not None and not line.already:
            found.append(Finding("top_up_in_given", "", values))
            continue
        after = max(ZERO, line.amount - line.already)
        found.append(Finding("top_up", f"{plain(line.amount)} − {plain(line.already)}", values, after != line.amount))
        line.amount = after
    return found


def deduct_part(_rule: Stacking, lines: Sequence[Line]) -> list[Finding]:
    """``deduct_part``: taken off in the base already; the worksheet names it."""
    found = []
    for line in lines:
        part = plain(total_of(line.summed(one) for one in line.deducted))
        found.append(Finding("deducted_in_base", f"− {part}", {"part": part}))
    return found


STACKING: Mapping[str, Callable[[Stacking, Sequence[Line]], list[Finding]]] = {
    "exclusive": reserved,
    "exclusive_same_level": reserved,
    "exclusive_same_type": reserved,
    "highest_only": highest_only,
    "top_up_difference": top_up_difference,
    "deduct_part": deduct_part,
    "cumulative": cumulative,
}


@dataclass(frozen=True, slots=True)
class Reservation:
    """
    What one claim takes when it is made: its contract, and its applicant with its deal.

    ``contract`` is the contract's number or whatever names it; claims on one deal share it.
    """

    policy_id: str
    applicant_id: str
    deal_id: str
    contract: str
    rules: tuple[Stacking, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a second claim is refused: the policy whose rule says so, its mode and the shared scope."""

    policy_id: str
    mode: str
    scope: str
    text: str


def is_exclusive(rules: Sequence[Stacking]) -> bool:
    """Tell whether a policy refuses any other award on the same contract or deal."""
    return any(rule.mode == "exclusive" and not rule.with_policy for rule in rules)


def clash(first: Reservation, second: Reservation) -> Clash | None:
    """Tell why two claims may not both stand, or ``None``; either side's rule is enough."""
    for one, other in ((first, second), (second, first)):
        for rule in one.rules:
            test = _EXCLUSIVE.get(rule.mode)
            if test and _scope_is_shared(rule, one, other) and test(rule, other):
                return Clash(one.policy_id, rule.mode, rule.scope or "contract", rule.text)
    return None


def _scope_is_shared(rule: Stacking, one: Reservation, other: Reservation) -> bool:
    same_deal = one.applicant_id == other.applicant_id and one.deal_id == other.deal_id
    if rule.scope == "applicant_deal":
        return same_deal
    return (one.contract == other.contract and one.contract != "") or same_deal


def _always(rule: Stacking, other: Reservation) -> bool:
    return rule.with_policy in ("", other.policy_id)


def _same_level(rule: Stacking, other: Reservation) -> bool:
    return bool(rule.level) and any(rule.level == theirs.level for theirs in other.rules)


def _same_type(rule: Stacking, other: Reservation) -> bool:
    return bool(rule.type) and any(rule.type == theirs.type for theirs in other.rules)


_EXCLUSIVE: Mapping[str, Callable[[Stacking, Reservation], bool]] = {
    "exclusive": _always,
    "exclusive_same_level": _same_level,
    "exclusive_same_type": _same_type,
}
