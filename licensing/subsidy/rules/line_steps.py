"""The middle steps: from the base of each line to its amount under its own caps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from licensing.subsidy.rules.amounts import plain, plain_rounded, total_of
from licensing.subsidy.rules.bases import Expression, deducted
from licensing.subsidy.rules.facts import ZERO, Look, amount_of
from licensing.subsidy.rules.lines import Line
from licensing.subsidy.rules.policy import Floor, Policy
from licensing.subsidy.rules.pools import PLAIN_RATES, RATE_POOLS, Rates, RateSource
from licensing.subsidy.rules.schemes import Outcome, bureau_plan
from licensing.subsidy.rules.work import Candidate, Work
from marketplace.money import round_to

FROM_OUTSIDE: Final = ("given", "bureau_plan")
MOST_SUMMANDS: Final = 50


def base(work: Work) -> None:
    """Work out the base of each deal that counts; it is never below 0."""
    expression = work.policy.base
    if work.from_outside or expression is None:
        work.not_applicable("base", "from_outside" if work.from_outside else "no_base")
        return
    for candidate in work.candidates:
        if not candidate.counts:
            continue
        look = candidate.look
        candidate.base = max(ZERO, expression.value(look))
        reason = "base_missing" if look.missing else "base_amount"
        said = plain_rounded(candidate.base)
        work.row("base", reason, line=look.id, looks=(look,), working=said, result=said, values={"amount": said})


def grouping(work: Work) -> None:
    """Make the lines: one for each deal, or one for the year of the applicant."""
    if work.from_outside:
        work.lines = _outside_lines(work)
        work.not_applicable("grouping", "from_outside", "granularity")
    elif work.policy.by_year:
        work.lines = [_year_line(work)]
    else:
        work.lines = [_deal_line(work, candidate) for candidate in work.candidates]
        work.not_applicable("grouping", "each_alone", "granularity")


def _outside_lines(work: Work) -> list[Line]:
    facts = work.facts
    amounts = facts.entitlements if facts.entitlements is not None else facts.plan or ()
    look = Look(applicant=facts.applicant, deal={}, deal_id="", facts=facts)
    lines = []
    for index, value in enumerate(amounts):
        line = Line(f"e{index + 1}", index, look, [], (), already=_already(work, index))
        line.entitlement = line.base = max(ZERO, amount_of(value, "entitlements"))
        lines.append(line)
    return lines


def _already(work: Work, index: int) -> Decimal:
    already = work.facts.already
    return max(ZERO, amount_of(already[index], "already")) if index < len(already) else ZERO


def _deal_line(work: Work, candidate: Candidate) -> Line:
    look = candidate.look
    return Line(
        look.id,
        candidate.index,
        look,
        [look],
        (look.id,),
        kind=candidate.kind,
        base=candidate.base,
        already=_already(work, candidate.index),
        open=candidate.counts,
        deducted=_deducted(work),
    )


def _deducted(work: Work) -> tuple[Expression, ...]:
    base = work.policy.base
    return () if base is None else deducted(base)


def _year_line(work: Work) -> Line:
    floor = work.policy.min_base
    eligible = [one for one in work.candidates if one.eligible]
    counting = [one for one in work.candidates if one.counts]
    if floor is not None and floor.scope == "deal":
        counting = [one for one in counting if _deal_reaches(work, one, floor)]
    first = eligible[0] if eligible else None
    look = first.look if first else Look(applicant=work.facts.applicant, deal={}, deal_id="", facts=work.facts)
    line = Line("year", 0, look, [one.look for one in counting], tuple(one.look.id for one in work.candidates))
    line.kind = first.kind if first else ""
    line.deducted = _deducted(work)
    line.already = total_of(_already(work, index) for index in range(len(work.candidates)))
    summed = _summed(work, counting)
    line.base = total_of(summed)
    line.open = bool(counting)
    working = " + ".join(plain_rounded(one) for one in summed[:MOST_SUMMANDS]) or "0"
    working += " + …" if len(summed) > MOST_SUMMANDS else ""
    values = {"count": str(len(counting)), "amount": plain_rounded(line.base)}
    work.row("grouping", "summed", line=line.id, key="granularity", working=working, result=line.base, values=values)
    return line


def _summed(work: Work, counting: Sequence[Candidate]) -> list[Decimal]:
    """Give the bases that make up a year; what is the applicant's alone is one amount."""
    expression = work.policy.base
    once = expression is not None and expression.of_applicant_only
    return [one.base for one in (counting[:1] if once else counting)]


def _deal_reaches(work: Work, candidate: Candidate, floor: Floor) -> bool:
    reached = floor.reached(candidate.base)
    _floor_row(work, floor, candidate.base, candidate.look.id, met=reached)
    return reached


def floor(work: Work) -> None:
    """Hold the floors: of the base (line or sum), and of the group."""
    _min_group(work)
    least = work.policy.min_base
    if work.from_outside or least is None:
        work.not_applicable("floor", "from_outside" if least else "no_min_base", "min_base")
        return
    lines = work.open_lines()
    scope = least.scope or ("group" if work.policy.by_year else "deal")
    if scope == "group" and not work.policy.by_year:
        total = total_of(line.base for line in lines)
        met = least.reached(total)
        _floor_row(work, least, total, "", met=met)
        for line in lines if not met else ():
            line.shut()
    elif scope == "group" or not work.policy.by_year:
        for line in lines:
            met = least.reached(line.base)
            _floor_row(work, least, line.base, line.id, met=met)
            if not met:
                line.shut()


def _floor_row(work: Work, least: Floor, value: Decimal, line: str, *, met: bool) -> None:
    said = plain_rounded(value)
    work.row(
        "floor",
        "floor_met" if met else "floor_not_met",
        line=line,
        key="min_base",
        working=f"{said} {least.sign} {plain(least.value)}",
        result="met" if met else "not_met",
        binding=not met,
        values={"amount": said, "floor": plain(least.value), "sign": least.sign},
    )


def _min_group(work: Work) -> None:
    """Settle eligibility: enough eligible deals with enough of a field; repetitions are eligible too."""
    eligible = [one for one in work.candidates if one.eligible]
    work.eligible = bool(eligible) or (work.from_outside and bool(work.lines))
    least = work.policy.min_group
    if work.from_outside or least is None:
        work.not_applicable("floor", "from_outside" if least else "no_min_group", "min_group")
        return
    total = ZERO if least.field is None else total_of(one.look.number(least.field) for one in eligible)
    met = len(eligible) >= least.min_count and (least.floor is None or least.floor.reached(total))
    work.eligible = work.eligible and met
    sign, value = (least.floor.sign, plain(least.floor.value)) if least.floor else ("≥", "0")
    work.row(
        "floor",
        "group_met" if met else "group_not_met",
        key="min_group",
        looks=[one.look for one in eligible],
        working=f"{len(eligible)} ≥ {least.min_count}; {plain(total)} {sign} {value}",
        result="met" if met else "not_met",
        binding=not met,
        values={"count": str(len(eligible)), "min_count": str(least.min_count), "amount": plain(total), "floor": value},
    )
    if not met:
        for line in work.lines:
            line.shut()


def scheme(work: Work) -> None:
    """Give each line its amount by the scheme, at the rate that the round leaves of it."""
    chosen = work.policy.scheme
    lines = work.open_lines()
    outcomes = _outcomes(work, lines)
    if not lines:
        work.not_applicable("scheme", "no_open_line")
    for line, outcome in zip(lines, outcomes, strict=True):
        line.amount, line.tier, line.open = outcome.amount, outcome.tier, not outcome.closed
        if outcome.reason == "rate_not_confirmed":
            work.amount_known = False
        if outcome.delegated:
            work.delegated[outcome.delegated] = None
        _scheme_row(work, line, outcome, provisional=not chosen.confirmed)
    if chosen.type == "bureau_plan" and work.facts.plan is not None:
        _plan(work)


def _ran(work: Work, line: Line, rates: Rates) -> Outcome:
    chosen = work.policy.scheme
    if work.from_outside and chosen.type not in FROM_OUTSIDE:
        return bureau_plan(None, line, rates)
    outcome = chosen.run(chosen.args, line, rates)
    if chosen.type == "given":
        # What was granted already comes off once: here, and not again by the stacking rule.
        line.already = ZERO
    return outcome


def _scheme_row(work: Work, line: Line, outcome: Outcome, *, provisional: bool) -> None:
    values = {"base": plain_rounded(line.base), "amount": plain_rounded(line.amount), **outcome.values}
    work.row(
        "scheme",
        outcome.reason,
        line=line.id,
        looks=looks_of(line),
        working=outcome.working,
        result="?" if outcome.reason == "rate_not_confirmed" else line.amount,
        binding=outcome.closed,
        provisional=provisional,
        values=values,
    )


def looks_of(line: Line) -> list[Look]:
    """Give every deal that a line may have looked at, the one that its tables read first."""
    return [line.look, *(look for look in line.looks if look is not line.look)]


def _outcomes(work: Work, lines: Sequence[Line]) -> list[Outcome]:
    """Run the scheme on each line; a pool that sets the rate writes its row, by what the rule alone would give."""
    pool = work.policy.pool
    make = RATE_POOLS.get(pool.mode) if pool else None
    stated = [_ran(work, line, PLAIN_RATES) for line in lines]
    if pool is None or make is None or work.from_outside:
        return stated
    source = _rate_source(work, pool.amount)
    rates = make(source)
    values = {
        "pool": "?" if source.amount is None else plain(source.amount),
        "bases": plain_rounded(source.bases),
        "rate": "?" if source.year_rate is None else plain(source.year_rate),
    }
    if rates is None:
        work.row("pool", f"{pool.mode}_missing", values=values, result="?")
        return stated
    used = [_ran(work, line, rates) for line in lines]
    binds = any(one.amount != other.amount for one, other in zip(used, stated, strict=True))
    working = f"{values['pool']} / {values['bases']}" if pool.mode == "ratio_from_base" else values["rate"]
    work.row("pool", pool.mode, values=values, working=working, result=working, binding=binds)
    return used


def _rate_source(work: Work, amount: Any) -> RateSource:
    facts = work.facts
    pool = amount if facts.pool is None else amount_of(facts.pool, "pool")
    others = max(ZERO, amount_of(facts.others_base, "others_base"))
    rate = facts.round.get("rate")
    own = total_of(line.base for line in work.open_lines())
    return RateSource(pool, own + others, None if rate is None else max(ZERO, amount_of(rate, "round.rate")))


def _plan(work: Work) -> None:
    """Hold the bureau's plan against its two limits."""
    policy, facts = work.policy, work.facts
    pool = policy.pool
    limit = amount_of(facts.pool, "pool") if facts.pool is not None else pool.amount if pool else None
    item = _item_cap(work.policy)
    total = total_of(line.amount for line in work.lines)
    largest = max((line.amount for line in work.lines), default=ZERO)
    work.plan_ok = (limit is None or total <= limit) and (item is None or largest <= item)
    said_limit, said_item = ("?" if one is None else plain(one) for one in (limit, item))
    values = {"amount": plain(total), "pool": said_limit, "largest": plain(largest), "cap": said_item}
    work.row(
        "scheme",
        "plan_holds" if work.plan_ok else "plan_over",
        key="pool",
        working=f"{plain(total)} ≤ {said_limit}; {plain(largest)} ≤ {said_item}",
        result="met" if work.plan_ok else "not_met",
        binding=not work.plan_ok,
        values=values,
    )


def _item_cap(policy: Policy) -> Decimal | None:
    """Give the cap of one item of a plan, wherever the policy states it."""
    stated: tuple[Decimal | None, ...] = (
        policy.plan_item_cap,
        policy.pool.plan_item_cap if policy.pool else None,
        policy.scheme.args,
    )
    return next((one for one in stated if one is not None), None)


def rounding(work: Work) -> None:
    """Round each line to a multiple of the unit."""
    rule = work.policy.rounding
    for line in work.lines:
        if not line.amount and not line.open:
            continue
        before = line.amount
        line.amount = round_to(before, unit=rule.unit, mode=rule.mode)
        changed = line.amount != before
        values = {"before": plain_rounded(before), "unit": plain(rule.unit), "amount": plain(line.amount)}
        work.row(
            "rounding",
            f"rounded_{rule.mode.lower()}" if changed else "already_round",
            line=line.id,
            working=f"{values['before']} → {values['amount']}",
            result=line.amount,
            binding=changed,
            values=values,
        )
