"""What may be decided on a worksheet, and the pool of a round over the lines of all claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from licensing.subsidy.rules.facts import ZERO, Granted
from licensing.subsidy.rules.policy import Policy
from licensing.subsidy.rules.pools import END_POOLS, PoolLine, pool_unit, rank_of
from licensing.subsidy.rules.stacking import Reservation
from licensing.subsidy.rules.stacking import is_exclusive as _is_exclusive
from licensing.subsidy.rules.worksheet import Worksheet
from marketplace.money import CONTEXT
from marketplace.problems import DomainError


class DecisionRefused(DomainError):
    """Raised for an amount that the rule does not let the bureau decide."""

    code = "decision_refused"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a round that waits for money; lines come in the order of application, then of id."""

    id: str
    kind: str
    amount: Decimal


def share_pool(policy: Policy, waiting: Sequence[Waiting], pool: Decimal) -> dict[str, Decimal]:
    """
    Share the pool of a round over the lines of all its claims, by the mode of the policy.

    Without a mode that acts at the end, each line keeps its amount. The awards never sum to more than the pool.
    """
    share = END_POOLS.get(policy.pool.mode) if policy.pool else None
    if share is None:
        return {one.id: one.amount for one in waiting}
    with localcontext(CONTEXT):
        lines = [PoolLine(one.amount, rank_of(one.kind, policy.priority)) for one in waiting]
        awards = share(lines, pool, pool_unit(policy.rounding.unit))
        return {one.id: award for one, award in zip(waiting, awards, strict=True)}


def check_decision(worksheet: Worksheet, *, approved: Decimal, reason: str = "") -> None:
    """
    Refuse an approved amount that the rule does not allow.

    A ceiling ("最高", "不超过") may be undercut with a reason; an exact rule ("按 X%") is paid as worked out;
    neither is ever exceeded, and nothing is awarded on a number that is not confirmed.

    :raises DecisionRefused: with the worked-out amount among its values.
    """
    most = worksheet.award
    if worksheet.provisional:
        raise DecisionRefused("a number of the policy is not confirmed", reasons=worksheet.provisional_reasons)
    if not ZERO <= approved <= most:
        raise DecisionRefused(f"at most {most} can be approved", most=str(most))
    if approved < most and worksheet.semantics != "ceiling":
        raise DecisionRefused(f"the rule states an exact amount: {most}", most=str(most))
    if approved < most and not reason.strip():
        raise DecisionRefused("an amount below the ceiling needs a reason", most=str(most))


def granted_by(worksheet: Worksheet) -> tuple[Granted, ...]:
    """Give what an awarded worksheet grants, line by line, as later rounds take it (``ClaimFacts.granted``)."""
    return tuple(Granted(line.groups, line.award) for line in worksheet.lines if line.award)


def is_exclusive(policy: Policy) -> bool:
    """Tell whether the policy refuses any other award on the same contract or deal."""
    return _is_exclusive(policy.stacking)


def reservation(policy: Policy, *, applicant_id: str, deal_id: str, contract: str) -> Reservation:
    """Give what a claim under this policy takes; ``clash`` tells whether two may stand."""
    return Reservation(policy.id, applicant_id, deal_id, contract, policy.stacking)
