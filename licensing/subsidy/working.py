"""Hand facts to the engine and get the worksheet: the one place where rows meet rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from licensing.deals.models import Deal
from licensing.subsidy import facts, rules
from licensing.subsidy.policies.models import SubsidyPolicy
from marketplace.accounts.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A worksheet with the facts it was worked out from."""

    worksheet: rules.Worksheet
    inputs: dict[str, Any]


def work_out(
    *,
    policy: SubsidyPolicy,
    applicant: Organization,
    deals: Sequence[Deal],
    declarations: Mapping[str, Any],
    until: date,
) -> Working:
    """Work out what a policy gives an applicant for these deals, from what is proved until a day."""
    about = facts.applicant_facts(facts.ApplicantView(organization=applicant, declarations=declarations))
    lines = [facts.deal_facts(facts.deal_view(deal, declarations=declarations, until=until)) for deal in deals]
    worksheet = rules.work_out(
        rules.read_policy(policy.body, defaults=policy.defaults),
        applicant={name: fact.value for name, fact in about.items() if fact.value is not None},
        deals=[{name: fact.value for name, fact in line.items() if fact.value is not None} for line in lines],
    )
    return Working(worksheet=worksheet, inputs={"applicant": _shown(about), "deals": [_shown(line) for line in lines]})


def _shown(found: Mapping[str, facts.Fact]) -> dict[str, Any]:
    return {name: {"value": _plain(fact.value), "source": fact.source} for name, fact in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [{key: _plain(part) for key, part in row.items()} for row in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
