"""The first steps: which version, which deals are covered, which of them count."""

from __future__ import annotations

from licensing.subsidy.rules.amounts import plain
from licensing.subsidy.rules.facts import Field, Look, field_named, is_missing, key_text
from licensing.subsidy.rules.gates import Gate, judge
from licensing.subsidy.rules.periods import Period, period_of
from licensing.subsidy.rules.policy import DedupeRule, Policy
from licensing.subsidy.rules.work import Candidate, Work

DEAL_TYPE = field_named("deal.type")


def version(work: Work) -> None:
    """Name the date that picks the version, and whether the policy's own words cover it."""
    if work.from_outside:
        work.not_applicable("version", "from_outside", "valid")
        return
    for candidate in work.candidates:
        _version_of(work, candidate)


def _version_of(work: Work, candidate: Candidate) -> None:
    look, valid = candidate.look, work.policy.valid
    named = version_day(work.policy, look)
    look.missing.clear()
    first, last = valid.first, valid.last
    values = {"from": str(first or "…"), "to": str(last or "…")}
    if named is None:
        work.row("version", "version_no_date", line=look.id, key="valid", looks=(look,), values=values)
        return
    field, day = named
    look.year = str(day.first.year)
    inside = (first is None or first <= day.first) and (last is None or day.last <= last)
    values |= {"field": field.text, "date": day.text}
    reason = "version_in_force" if inside else "version_outside"
    working = f"{values['from']} ≤ {day.text} ≤ {values['to']}"
    work.row(
        "version", reason, line=look.id, key="valid", looks=(look,), working=working, result=day.text, values=values
    )


def version_day(policy: Policy, look: Look) -> tuple[Field, Period] | None:
    """Give the field and the date by which a version is picked: the first that the deal has."""
    for field in policy.version_date:
        value = look.fact(field)
        day = period_of(value)
        if day is not None:
            look.inputs = look.inputs[-1:]
            return field, day
    return None


def deal_kind(work: Work) -> None:
    """Look at the kind of each deal: one that the rule does not cover gets 0."""
    kinds = work.policy.deal_types
    if work.from_outside:
        work.not_applicable("deal_kind", "from_outside", "deal_types")
        return
    for candidate in work.candidates:
        look = candidate.look
        kind = key_text(look.fact(DEAL_TYPE))
        covered = kinds is None or kind in kinds
        values = {"kind": kind or "?", "kinds": ", ".join(kinds or ())}
        if kinds is None:
            look.missing.clear()
            reason = "kinds_open"
        elif not kind:
            reason = "kind_missing"
        else:
            reason = "kind_covered" if covered else "kind_not_covered"
        candidate.eligible = covered
        work.row(
            "deal_kind",
            reason,
            line=look.id,
            key="deal_types",
            looks=(look,),
            result="met" if covered else "not_met",
            binding=not covered,
            values=values,
        )


def window(work: Work) -> None:
    """Hold the window, one more gate, against each deal."""
    gate = work.policy.window
    if gate is None or work.from_outside:
        work.not_applicable("window", "no_window" if gate is None else "from_outside")
        return
    for candidate in work.candidates:
        _judged(work, candidate, (gate,), "window")


def gates(work: Work) -> None:
    """Hold all gates against each deal; all must be met, and a missing fact never passes."""
    listed = work.policy.gates
    if not listed or work.from_outside:
        work.not_applicable("gates", "from_outside" if listed else "no_gates")
        return
    for candidate in work.candidates:
        _judged(work, candidate, listed, "gates")


def _judged(work: Work, candidate: Candidate, listed: tuple[Gate, ...], step: str) -> None:
    look = candidate.look
    judged = [judge(gate, look) for gate in listed]
    failed = [gate.text for gate, (met, _) in zip(listed, judged, strict=True) if not met]
    inputs = tuple(dict.fromkeys(one for _, looked_at in judged for one in looked_at))
    absent = [one.field for one in inputs if one.mark == "missing"]
    values = {"met": str(len(listed) - len(failed)), "count": str(len(listed)), "failed": "; ".join(failed)}
    if absent:
        values["missing"] = ", ".join(absent)
        work.missing |= dict.fromkeys(absent)
    reason = f"{step}_missing" if absent else f"{step}_not_met" if failed else f"{step}_met"
    look.inputs.clear()
    look.missing.clear()
    candidate.eligible = candidate.eligible and not failed
    work.row(
        step,
        reason,
        line=look.id,
        inputs=inputs,
        working=f"{values['met']}/{values['count']}",
        result="not_met" if failed else "met",
        binding=bool(failed),
        values=values,
    )


def min_class(work: Work) -> None:
    """Hold the floor on another field than the base against each deal."""
    floor = work.policy.min_class
    if floor is None or floor.field is None or work.from_outside:
        work.not_applicable("min_class", "from_outside" if floor else "no_min_class")
        return
    for candidate in work.candidates:
        look = candidate.look
        value = look.number(floor.field)
        absent = bool(look.missing)
        met = not absent and floor.reached(value)
        candidate.eligible = candidate.eligible and met
        reason = "min_class_missing" if absent else "min_class_met" if met else "min_class_not_met"
        work.row(
            "min_class",
            reason,
            line=look.id,
            looks=(look,),
            working=f"{plain(value)} {floor.sign} {plain(floor.value)}",
            result="met" if met else "not_met",
            binding=not met,
            values={"field": floor.field.text, "value": plain(value), "floor": plain(floor.value), "sign": floor.sign},
        )


def dedupe(work: Work) -> None:
    """Drop later eligible deals with the same key; a key whose fields are all empty is not compared."""
    for candidate in work.candidates:
        candidate.counts = candidate.eligible
    rules = work.policy.dedupe
    if not rules or work.from_outside:
        work.not_applicable("dedupe", "from_outside" if rules else "no_dedupe")
        return
    seen: dict[tuple[object, ...], str] = {}
    for candidate in work.candidates:
        if candidate.eligible:
            _deduped(work, candidate, rules, seen)


def _deduped(
    work: Work, candidate: Candidate, rules: tuple[DedupeRule, ...], seen: dict[tuple[object, ...], str]
) -> None:
    look = candidate.look
    earlier, compared = "", False
    for number, rule in enumerate(rules):
        if rule.types and candidate.kind not in rule.types:
            continue
        values = tuple(look.fact(field) for field in rule.key)
        if all(is_missing(value) for value in values):
            continue
        compared = True
        key = (number, candidate.kind if rule.types else "", *(key_text(value) for value in values))
        earlier = earlier or seen.get(key, "")
        seen.setdefault(key, look.id)
    look.missing.clear()
    candidate.counts = not earlier
    reason = "repeated" if earlier else "first_of_key" if compared else "no_key"
    values_said = {"earlier": earlier}
    work.row(
        "dedupe",
        reason,
        line=look.id,
        looks=(look,),
        result="not_met" if earlier else "met",
        binding=bool(earlier),
        values=values_said,
    )
