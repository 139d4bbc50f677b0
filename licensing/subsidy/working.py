"""Hand facts to the engine and get the worksheet: the one place where rows meet rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from licensing.deals.models import Deal
from licensing.subsidy import facts, rules
from licensing.subsidy.policies.models import SubsidyPolicy
from marketplace.accounts.models import Organization
from marketplace.events.chain import canonical


def policy_of(row: SubsidyPolicy) -> rules.Policy:
    """Give a stored policy as the engine reads it. A stored text never changes, so it is read once."""
    return _read(row.sha256, canonical({"body": row.body, "defaults": row.defaults}))


@lru_cache(maxsize=256)
def _read(_sha256: str, text: str) -> rules.Policy:
    import json

    stored = json.loads(text)
    return rules.read_policy(stored["body"], defaults=stored["defaults"])


def work_out(
    *,
    policy: SubsidyPolicy,
    applicant: Organization,
    deals: Sequence[Deal],
    declarations: Mapping[str, Any],
    until: date,
    round_values: Mapping[str, Any] | None = None,
    granted: Sequence[rules.Granted] = (),
) -> rules.Worksheet:
    """
    Work out what a policy gives an applicant for these deals, from what is proved until a day.

    :param round_values: ``cutoff``, ``year`` and ``opens_on`` of the round; an estimate may have none.
    :param granted: earlier awards to the applicant under this policy, for its yearly and lifetime caps.
    """
    about = facts.applicant_facts(facts.ApplicantView(organization=applicant, declarations=declarations))
    lines = [facts.deal_facts(facts.deal_view(deal, declarations=declarations, until=until)) for deal in deals]
    return rules.work_out(
        policy_of(policy),
        applicant=_values(about),
        deals=[_values(line) for line in lines],
        round=dict(round_values or {}),
        granted=list(granted),
        sources=_sources(about, lines),
    )


def _values(found: Mapping[str, facts.Fact]) -> dict[str, Any]:
    return {name: fact.value for name, fact in found.items() if fact.value is not None}


def _sources(about: Mapping[str, facts.Fact], lines: Sequence[Mapping[str, facts.Fact]]) -> dict[str, str]:
    sources = {f"applicant.{name}": fact.source for name, fact in about.items()}
    for line in lines:
        sources |= {f"{line['id'].value}/deal.{name}": fact.source for name, fact in line.items()}
    return sources
