"""Run the worked examples of a policy file and name each that does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any, Final

from licensing.subsidy.rules.amounts import plain
from licensing.subsidy.rules.bases import Expression, payment_windows
from licensing.subsidy.rules.facts import ONE, ClaimFacts, stored
from licensing.subsidy.rules.layout import rounding_of
from licensing.subsidy.rules.periods import Period, RoundValue, period_of
from licensing.subsidy.rules.policy import Policy
from licensing.subsidy.rules.pools import PoolLine, pool_unit, pro_rata
from licensing.subsidy.rules.reading import PolicyFile, overridden
from licensing.subsidy.rules.shapes import Refusal
from licensing.subsidy.rules.stacking import Reservation, clash
from licensing.subsidy.rules.steps import work_out_facts
from licensing.subsidy.rules.worksheet import Worksheet
from marketplace.money import CONTEXT, round_to
from marketplace.problems import DomainError

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one case that came out differently. ``worksheet``: how, where there is one."""

    case: str
    field: str
    expected: Any
    got: Any
    worksheet: Worksheet | None = None

    def __str__(self) -> str:
        return f"{self.case}: {self.field}: expected {shown(self.expected)}, got {shown(self.got)}"


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How many cases ran, how many held, and what differed."""

    cases: int = 0
    held: int = 0
    differences: tuple[Difference, ...] = ()


@dataclass(slots=True)
class _Count:
    cases: int = 0
    held: int = 0
    differences: list[Difference] = field(default_factory=list)


def run_cases(file: PolicyFile) -> CaseReport:
    """Run every case of a file: of each policy, of rounding, and across policies."""
    count = _Count()
    for found in _all_cases(file):
        count.cases += 1
        count.held += not found
        count.differences += found
    return CaseReport(count.cases, count.held, tuple(count.differences))


def run_policy_cases(policy: Policy) -> Iterator[tuple[Case, Worksheet | None, list[Difference]]]:
    """Run the cases of one policy, each with its worksheet."""
    for case in policy.cases:
        name = f"{policy.id}/{case['id']}"
        try:
            worksheet = case_worksheet(policy, case)
        except (DomainError, Refusal) as error:
            yield case, None, [Difference(name, "worksheet", "an answer", str(error))]
            continue
        yield case, worksheet, list(_compared(name, case["expect"], worksheet))


def failing_cases(policy: Policy) -> list[Difference]:
    """Name what differs in the worked examples of one policy."""
    return [one for _, _, found in run_policy_cases(policy) for one in found]


def _all_cases(file: PolicyFile) -> Iterator[list[Difference]]:
    for policy in file.policies:
        for _, _, found in run_policy_cases(policy):
            yield found
    for case in file.rounding_cases:
        yield _rounding_case(case)
    for group in file.cross_policy_cases:
        for case in group["cases"]:
            yield list(_cross_case(file, f"{group['id']}/{case['id']}", case))


def case_worksheet(policy: Policy, case: Case) -> Worksheet:
    """Work out one case of one policy."""
    facts = case_facts(policy.case_defaults, case)
    if "override" in case:
        policy = overridden(policy, case["override"])
    return work_out_facts(policy, facts)


BROUGHT: Final = ("entitlements", "already", "plan", "pool", "others_base", "prior", "round")
"""Parts of a claim that a case states as they are."""


def case_facts(defaults: Mapping[str, Any], case: Case) -> ClaimFacts:
    """Give the facts of a case: the defaults merged under its applicant and its deals."""
    deal_defaults = defaults.get("deal", {})
    return ClaimFacts(
        applicant={**defaults.get("applicant", {}), **case.get("applicant", {})},
        deals=[{**deal_defaults, **deal} for deal in _deals(case)],
        **{part: case[part] for part in BROUGHT if part in case},
    )


def _deals(case: Case) -> list[Mapping[str, Any]]:
    repeated = case.get("deals_repeat")
    if repeated is None:
        return [{"id": f"d{index + 1}", **deal} for index, deal in enumerate(case.get("deals", ()))]
    vary = repeated.get("vary", "").removeprefix("deal.")
    return [
        {**repeated["deal"], "id": f"d{number}", **({vary: f"X{number}"} if vary else {})}
        for number in range(1, repeated["count"] + 1)
    ]


def _compared(name: str, expect: Mapping[str, Any], worksheet: Worksheet) -> Iterator[Difference]:
    for key, compare in COMPARED.items():
        if key in expect:
            got = compare(worksheet, expect[key])
            if got != expect[key]:
                yield Difference(name, key, _said(expect[key]), _said(got), worksheet)


def _total(worksheet: Worksheet, _expected: Any) -> Decimal:
    return worksheet.total


def _awards(worksheet: Worksheet, expected: Any) -> tuple[Decimal, ...]:
    """Give the awards; a case states them in whole yuan."""
    if any(one % ONE for one in expected):
        return worksheet.awards
    return tuple(one.quantize(ONE, rounding=ROUND_DOWN) for one in worksheet.awards)


def _delegated(worksheet: Worksheet, expected: Any) -> Any:
    if isinstance(expected, bool):
        return bool(worksheet.delegated)
    if isinstance(expected, str):
        return expected if expected in worksheet.delegated else ", ".join(worksheet.delegated)
    return worksheet.delegated


def _split(worksheet: Worksheet, expected: Any) -> dict[str, Decimal | None]:
    return {level: worksheet.split.get(level) for level in expected}


COMPARED: Final[Mapping[str, Callable[[Worksheet, Any], Any]]] = {
    "total": _total,
    "awards": _awards,
    "eligible": lambda worksheet, _: worksheet.eligible,
    "plan_ok": lambda worksheet, _: worksheet.plan_ok,
    "delegated": _delegated,
    "split": _split,
    "earmark_min": lambda worksheet, _: worksheet.earmark_min,
}


def shown(value: Any) -> str:
    """Write an expected or worked-out value for a reader."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _said(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _said(one) for key, one in value.items()}
    return value


def _rounding_case(case: Case) -> list[Difference]:
    rounding = rounding_of({key: case[key] for key in ("mode", "unit") if key in case})
    got: Any
    with localcontext(CONTEXT):
        if "pool" in case:
            lines = [PoolLine(amount) for amount in case["entitlements"]]
            got = tuple(pro_rata(lines, case["pool"], pool_unit(rounding.unit)))
        else:
            got = round_to(case["base"] * case["rate"], unit=rounding.unit, mode=rounding.mode)
    expected = case["expect"]
    if got == expected:
        return []
    return [Difference(f"rounding_cases/{case['id']}", "expect", _said(expected), _said(got))]


def _cross_case(file: PolicyFile, name: str, case: Case) -> Iterator[Difference]:
    """Run one contract under each policy that is named, then reserve each pair."""
    policies = []
    for policy_id, expected in case["expect"]["amounts"].items():
        policy = file.policy(policy_id)
        if policy is None:
            yield Difference(name, policy_id, plain(expected), "there is no such policy in this file")
            continue
        policies.append(policy)
    yield from _cross_amounts(name, case, policies)
    both = case["expect"]["both"]
    if both is not None:
        got = "forbidden" if _any_clash(policies, case.get("applicant", {})) else "allowed"
        if got != both:
            yield Difference(name, "both", both, got)


def _cross_amounts(name: str, case: Case, policies: list[Policy]) -> Iterator[Difference]:
    day = _shared_day(policies, case.get("round", {}))
    deal = dict(case["deal"])
    if deal.get("paid") is not None:
        deal.setdefault("payments", [{"paid_on": day.isoformat(), "amount": deal["paid"]}])
    for policy in policies:
        defaults = policy.case_defaults
        facts = ClaimFacts(
            applicant={**defaults.get("applicant", {}), **case.get("applicant", {})},
            deals=[{**defaults.get("deal", {}), **deal}],
            round=case.get("round", {}),
        )
        expected = case["expect"]["amounts"][policy.id]
        try:
            worksheet = work_out_facts(policy, facts)
        except DomainError as error:
            yield Difference(name, policy.id, plain(expected), str(error))
            continue
        if worksheet.total != expected:
            yield Difference(name, policy.id, plain(expected), plain(worksheet.total), worksheet)


def _shared_day(policies: list[Policy], round_values: Mapping[str, Any]) -> date:
    """Give the last day that all payment windows share."""
    ends = [
        _period(high, round_values)
        for policy in policies
        for expression in _expressions(policy)
        for _, high in payment_windows(expression)
    ]
    return min((end.last for end in ends if end is not None), default=date.max)


def _expressions(policy: Policy) -> list[Expression]:
    classify_by = policy.scheme.args[0] if policy.scheme.type == "tiers" else None
    return [one for one in (policy.base, classify_by, *policy.cap_fields) if one is not None]


def _period(value: Period | RoundValue | None, round_values: Mapping[str, Any]) -> Period | None:
    if isinstance(value, RoundValue):
        return period_of(stored(round_values.get(value.name)))
    return value


def _any_clash(policies: list[Policy], applicant: Mapping[str, Any]) -> bool:
    """Reserve one deal under each policy, by the applicant whom its defaults and the case name."""
    names = [{**policy.case_defaults.get("applicant", {}), **applicant}.get("id") or "A" for policy in policies]
    taken = [
        Reservation(policy.id, str(name), "d1", "contract", policy.stacking)
        for policy, name in zip(policies, names, strict=True)
    ]
    return any(clash(one, other) for index, one in enumerate(taken) for other in taken[index + 1 :])
