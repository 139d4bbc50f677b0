"""The last steps: what the lines come to together, what the pool leaves, who pays."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from licensing.subsidy.rules.amounts import plain, plain_rounded, total_of
from licensing.subsidy.rules.caps import Group, GroupCap, groups_under, shrink
from licensing.subsidy.rules.facts import ZERO, amount_of, field_named
from licensing.subsidy.rules.line_steps import looks_of
from licensing.subsidy.rules.lines import Line
from licensing.subsidy.rules.payers import SPLITS, earmark_least, split_kind
from licensing.subsidy.rules.policy import Floor
from licensing.subsidy.rules.pools import END_POOLS, RATE_POOLS, Pool, PoolLine, pool_unit, rank_of
from licensing.subsidy.rules.schemes import Tier
from licensing.subsidy.rules.stacking import STACKING
from licensing.subsidy.rules.work import Work

TIER_BY = (field_named("applicant.id"), field_named("year"))


def tier_group_cap(work: Work) -> None:
    """Hold each tier's cap on the sum of its lines, by applicant and year."""
    scheme = work.policy.scheme
    tiers: Sequence[Tier] = scheme.args[1] if scheme.type == "tiers" else ()
    capped = [(index, tier) for index, tier in enumerate(tiers) if tier.group_cap is not None]
    if not capped or work.from_outside:
        work.not_applicable("tier_group_cap", "from_outside" if capped else "no_tier_group_cap", "scheme")
        return
    for index, tier in capped:
        lines = [line for line in work.open_lines() if line.tier == index]
        cap = GroupCap(TIER_BY, tier.group_cap, None, lifetime=False)
        for group in groups_under(cap, lines, work.facts, work.cycle):
            _hold(work, "tier_group_cap", group, key="scheme")


def group_caps(work: Work) -> None:
    """Hold each cap on a group of lines, in the order given."""
    listed = work.policy.group_caps
    if not listed or work.from_outside:
        work.not_applicable("group_caps", "from_outside" if listed else "no_group_caps")
        return
    for number, cap in enumerate(listed, start=1):
        for group in groups_under(cap, work.open_lines(), work.facts, work.cycle):
            _hold(work, "group_caps", group, number=str(number))


def _hold(work: Work, step: str, group: Group, *, key: str = "", number: str = "") -> None:
    total = total_of(line.amount for line in group.lines)
    left, said = group.left, plain(total)
    values = {
        "group": group.name,
        "number": number,
        "before": said,
        "count": str(len(group.lines)),
        "cap": "?" if group.limit is None else plain(group.limit),
        "prior": plain(group.before),
    }
    if left is None:
        work.row(step, "group_cap_no_entry", working=said, result=said, values={**values, "amount": said})
        return
    binds = total > left
    if binds:
        shares = shrink([line.amount for line in group.lines], left, work.policy.rounding.unit, whole_units=False)
        for line, share in zip(group.lines, shares, strict=True):
            line.amount = share
    less = f" − {values['prior']}" if group.before else ""
    result = min(total, left)
    work.row(
        step,
        "group_cap_binds" if binds else "group_cap_not_binding",
        key=key,
        working=f"min({said}, {values['cap']}{less})",
        result=result,
        binding=binds,
        values={**values, "amount": plain(result)},
    )


def stacking(work: Work) -> None:
    """Apply each stacking rule to the lines, in the order given."""
    if not work.policy.stacking:
        work.not_applicable("stacking", "no_stacking")
    lines = [line for line in work.lines if line.open]
    for rule in work.policy.stacking:
        findings = STACKING[rule.mode](rule, lines)
        if not lines:
            work.not_applicable("stacking", "no_open_line")
        for line, found in zip(lines, findings, strict=True):
            work.row(
                "stacking",
                found.reason,
                line=line.id,
                looks=looks_of(line),
                working=found.working,
                result=line.amount,
                binding=found.binding,
                values={**found.values, "amount": found.values.get("amount", plain(line.amount))},
            )


def min_payout(work: Work) -> None:
    """Drop an amount below the least payout: the applicant's sum, or each line."""
    least = work.policy.min_payout
    if least is None:
        work.not_applicable("min_payout", "no_min_payout")
        return
    if "applicant" in least.scope:
        total = total_of(line.amount for line in work.lines)
        _paid_out(work, least, total, "", work.lines)
        return
    for line in work.open_lines():
        _paid_out(work, least, line.amount, line.id, [line])


def _paid_out(work: Work, least: Floor, amount: Decimal, line_id: str, lines: Sequence[Line]) -> None:
    met = least.reached(amount)
    for line in lines if not met else ():
        line.amount = ZERO
    said = plain(amount)
    work.row(
        "min_payout",
        "payout_kept" if met else "payout_dropped",
        line=line_id,
        working=f"{said} {least.sign} {plain(least.value)}",
        result=amount if met else ZERO,
        binding=not met and amount > 0,
        values={"amount": said, "floor": plain(least.value), "sign": least.sign},
    )


def pool(work: Work) -> None:
    """Share out the pool at the end, where its mode belongs here."""
    for line in work.lines:
        line.award = line.amount
    chosen = work.policy.pool
    share = END_POOLS.get(chosen.mode) if chosen else None
    if chosen is None or share is None:
        work.not_applicable("pool", _without_share(chosen))
        return
    facts = work.facts
    money = chosen.amount if facts.pool is None else max(ZERO, amount_of(facts.pool, "pool"))
    total = total_of(line.amount for line in work.lines)
    values = {"amount": plain(total), "pool": "?" if money is None else plain(money), "count": str(len(work.lines))}
    if money is None:
        work.row("pool", "pool_missing", working=plain(total), result=plain(total), values=values)
        return
    waiting = [PoolLine(line.amount, rank_of(line.kind, work.policy.priority)) for line in work.lines]
    awards = share(waiting, money, pool_unit(work.policy.rounding.unit))
    for line, award in zip(work.lines, awards, strict=True):
        line.award = award
    binds = total > money
    work.row(
        "pool",
        f"{chosen.mode}_binds" if binds else f"{chosen.mode}_not_binding",
        working=f"min({values['amount']}, {values['pool']})",
        result=total_of(awards),
        binding=binds,
        values={**values, "award": plain(total_of(awards))},
    )


def _without_share(chosen: Pool | None) -> str:
    """Say why no pool acts at the end."""
    if chosen is None:
        return "no_pool"
    return "pool_at_the_rate" if chosen.mode in RATE_POOLS else "pool_without_mode"


def decision(work: Work) -> None:
    """Say what the bureau may decide: the amount, at most the amount, or nothing yet."""
    award = plain(total_of(line.award for line in work.lines))
    values = {"amount": award, "blocked": ", ".join(work.blocked)}
    if not work.amount_known:
        reason, values["amount"] = "decision_not_known", "?"
    elif work.blocked:
        reason = "decision_blocked"
    else:
        reason = "decision_ceiling" if work.policy.semantics == "ceiling" else "decision_exact"
    said = values["amount"]
    work.row(
        "decision",
        reason,
        key="semantics",
        working=f"≤ {said}" if reason == "decision_ceiling" else said,
        result=said,
        binding=bool(work.blocked),
        provisional=bool(work.blocked),
        values=values,
    )


def split(work: Work) -> None:
    """Share the total among those who pay."""
    payers = work.policy.split
    if not payers:
        work.not_applicable("split", "no_split")
        return
    kind = split_kind(payers)
    work.split = SPLITS[kind](payers, work.lines, work.policy.rounding.unit)
    said = "; ".join(f"{level} {plain(amount)}" for level, amount in work.split.items())
    total = plain(total_of(line.amount for line in work.lines))
    work.row(
        "split", f"split_by_{kind}", working=said, result=total, binding=True, values={"parts": said, "amount": total}
    )


def earmark(work: Work) -> None:
    """Work out the least part that the receiver passes on."""
    rule = work.policy.earmark
    if rule is None:
        work.not_applicable("earmark", "no_earmark")
        return
    total = total_of(line.amount for line in work.lines)
    work.earmark_min = earmark_least(rule, total, work.policy.rounding.unit)
    values = {
        "amount": plain(total),
        "share": plain(rule.min_share),
        "least": plain_rounded(work.earmark_min),
        "to": rule.to or "?",
    }
    work.row(
        "earmark",
        "earmark_least",
        working=f"{values['amount']} × {values['share']}",
        result=work.earmark_min,
        binding=True,
        values=values,
    )
