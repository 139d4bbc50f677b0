"""The steps that hold a line to its own caps, and add what stands on top of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from licensing.subsidy.rules.amounts import plain, plain_rounded
from licensing.subsidy.rules.caps import LINE_CAPS, AddOn
from licensing.subsidy.rules.facts import ZERO
from licensing.subsidy.rules.gates import all_met
from licensing.subsidy.rules.line_steps import looks_of
from licensing.subsidy.rules.lines import Line
from licensing.subsidy.rules.work import Work


def line_caps(work: Work) -> None:
    """Hold each cap of the line: ``line_cap``, ``cap_fields``, ``per_patent_cap``."""
    policy = work.policy
    listed: list[tuple[str, Sequence[Any]]] = [
        ("line_cap", () if policy.line_cap is None else (policy.line_cap,)),
        ("cap_fields", policy.cap_fields),
        ("per_patent_cap", () if policy.per_patent_cap is None else (policy.per_patent_cap,)),
    ]
    for name, caps in listed:
        if not caps or work.from_outside:
            work.not_applicable("line_caps", "from_outside" if caps else f"no_{name}", name)
            continue
        for line in work.open_lines():
            for number, cap in enumerate(caps, start=1):
                _capped(work, name, cap, line, number=str(number))


def _capped(work: Work, name: str, cap: Any, line: Line, *, number: str) -> None:
    before = line.amount
    limit = LINE_CAPS[name](cap, line, one_item=work.policy.bundle == "one_item")
    binds = limit.amount is not None and before > limit.amount
    if limit.amount is not None and binds:
        line.amount = limit.amount
    said = plain_rounded(before)
    if limit.amount is None:
        reason, working = "cap_no_entry", said
    else:
        reason = "cap_binds" if binds else "cap_not_binding"
        working = f"min({said}, {limit.working})"
    provisional = name == "line_cap" and not work.policy.line_cap_confirmed
    values = {
        "number": number,
        "before": said,
        "cap": "?" if limit.amount is None else plain(limit.amount),
        "value": limit.value,
        "amount": plain_rounded(line.amount),
    }
    work.row(
        "line_caps",
        reason,
        line=line.id,
        key=name,
        looks=looks_of(line),
        working=working,
        result=line.amount,
        binding=binds,
        provisional=provisional,
        values=values,
    )


def addons(work: Work) -> None:
    """Add what stands on top of the capped amount: base x rate, at most its own cap."""
    listed = work.policy.addons
    if not listed or work.from_outside:
        work.not_applicable("addons", "from_outside" if listed else "no_addons")
        return
    for line in work.open_lines():
        for number, addon in enumerate(listed, start=1):
            _added(work, addon, line, number=str(number))


def _added(work: Work, addon: AddOn, line: Line, *, number: str) -> None:
    met = all_met(addon.when, line.look)
    added = line.base * addon.rate if met else ZERO
    working = f"{plain_rounded(line.base)} × {plain(addon.rate)}" if met else "0"
    reason = "addon_added" if met else "addon_not_met"
    if met and addon.cap is not None:
        working = f"min({working}, {plain(addon.cap)})"
        reason = "addon_capped" if added > addon.cap else reason
        added = min(added, addon.cap)
    line.amount += added
    values = {
        "number": number,
        "added": plain_rounded(added),
        "rate": plain(addon.rate),
        "cap": "?" if addon.cap is None else plain(addon.cap),
        "amount": plain_rounded(line.amount),
    }
    work.row(
        "addons",
        reason,
        line=line.id,
        looks=looks_of(line),
        working=working,
        result=line.amount,
        binding=added > 0,
        values=values,
    )
