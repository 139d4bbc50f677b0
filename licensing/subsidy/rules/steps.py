"""The order of work (policy-format, section 6), as one list, and the working-out that walks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from typing import Any, Final

from licensing.subsidy.rules import cap_steps as caps
from licensing.subsidy.rules import eligibility_steps as first
from licensing.subsidy.rules import line_steps as middle
from licensing.subsidy.rules import total_steps as last
from licensing.subsidy.rules.amounts import total_of
from licensing.subsidy.rules.facts import ClaimFacts, Field, Look, field_named, key_text, stored
from licensing.subsidy.rules.lines import Line, group_value
from licensing.subsidy.rules.policy import Policy
from licensing.subsidy.rules.work import Candidate, Work
from licensing.subsidy.rules.worksheet import LineResult, Worksheet
from marketplace.money import CENT, CONTEXT

STEPS: Final[tuple[tuple[str, Callable[[Work], None]], ...]] = (
    ("version", first.version),
    ("deal_kind", first.deal_kind),
    ("window", first.window),
    ("gates", first.gates),
    ("min_class", first.min_class),
    ("dedupe", first.dedupe),
    ("base", middle.base),
    ("grouping", middle.grouping),
    ("floor", middle.floor),
    ("scheme", middle.scheme),
    ("line_caps", caps.line_caps),
    ("addons", caps.addons),
    ("rounding", middle.rounding),
    ("tier_group_cap", last.tier_group_cap),
    ("group_caps", last.group_caps),
    ("stacking", last.stacking),
    ("rounding", middle.rounding),
    ("min_payout", last.min_payout),
    ("pool", last.pool),
    ("decision", last.decision),
    ("split", last.split),
    ("earmark", last.earmark),
)


ALWAYS_KNOWN: Final = (field_named("applicant.id"), field_named("year"), field_named("cycle"))


def work_out(policy: Policy, **facts: Any) -> Worksheet:
    """
    Work out one claim under one policy; the arguments are the parts of ``ClaimFacts``, by name.

    ``work_out(policy, applicant={…}, deals=[…], round={…}, prior={…}, pool=…)``. Raises as ``work_out_facts``.
    """
    return work_out_facts(policy, ClaimFacts(**facts))


def work_out_facts(policy: Policy, facts: ClaimFacts) -> Worksheet:
    """
    Work out one claim under one policy, step by step.

    The same policy and facts always give the same worksheet. Raises ``UnusableFact`` for a fact that cannot be used
    where the policy wants it.
    """
    kept = facts.to_json()
    facts = ClaimFacts.from_json(kept)
    with localcontext(CONTEXT):
        work = Work(policy, facts, _candidates(policy, facts))
        for _, step in STEPS:
            step(work)
        return _worksheet(work, kept)


def recomputes(worksheet: Worksheet, policy: Policy) -> bool:
    """Tell whether the stored facts give the same worksheet again under the same policy (核算一致)."""
    if worksheet.policy_hash != policy.hash:
        return False
    return work_out_facts(policy, ClaimFacts.from_json(worksheet.facts)) == worksheet


def _candidates(policy: Policy, facts: ClaimFacts) -> list[Candidate]:
    if facts.entitlements is not None or facts.plan is not None:
        return []
    return [_candidate(policy, facts, deal, index) for index, deal in enumerate(facts.deals)]


def _candidate(policy: Policy, facts: ClaimFacts, deal: Mapping[str, Any], index: int) -> Candidate:
    kind = key_text(deal.get("type"))
    read = policy.kind_read(kind)
    if read != kind:
        deal = {**deal, "type": read}
    deal_id = str(stored(deal.get("id")) or f"d{index + 1}")
    return Candidate(Look(applicant=facts.applicant, deal=deal, deal_id=deal_id, facts=facts), index, read)


def _worksheet(work: Work, kept: Mapping[str, Any]) -> Worksheet:
    caps_by = dict.fromkeys([*ALWAYS_KNOWN, *(by for cap in work.policy.group_caps for by in cap.by)])
    lines = tuple(_line_result(line, tuple(caps_by), work.cycle) for line in work.lines)
    return Worksheet(
        policy_id=work.policy.id,
        policy_hash=work.policy.hash,
        semantics=work.policy.semantics,
        facts=kept,
        rows=tuple(work.rows),
        lines=lines,
        total=_money(total_of(line.amount for line in work.lines)),
        award=_money(total_of(line.award for line in work.lines)),
        eligible=work.eligible,
        amount_known=work.amount_known,
        delegated=tuple(work.delegated),
        plan_ok=work.plan_ok,
        split={level: _money(amount) for level, amount in work.split.items()},
        earmark_min=None if work.earmark_min is None else _money(work.earmark_min),
        provisional=bool(work.blocked),
        provisional_reasons=tuple(work.blocked),
        missing=tuple(work.missing),
    )


def _line_result(line: Line, caps_by: tuple[Field, ...], cycle: str) -> LineResult:
    groups = {by.text: group_value(by, line, cycle) for by in caps_by}
    return LineResult(line.id, line.deals, line.kind, line.base, _money(line.amount), _money(line.award), groups)


def _money(amount: Decimal) -> Decimal:
    """Write a sum of 分 with two places; every line was rounded before it came here."""
    return amount.quantize(CENT)
