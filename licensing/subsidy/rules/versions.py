"""Pick the version of a rule by the date that the rule names: never by today's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from licensing.subsidy.rules.checking import in_force
from licensing.subsidy.rules.eligibility_steps import version_day
from licensing.subsidy.rules.facts import ClaimFacts, Look
from licensing.subsidy.rules.policy import Policy
from marketplace.problems import DomainError


class NoVersion(DomainError):
    """Raised when no version of a rule is in force at the date that a deal brings, or it brings none."""

    code = "no_policy_version"


class SeveralVersions(DomainError):
    """Raised when the dates that two versions name put both in force for one deal."""

    code = "several_policy_versions"


def pick_version(
    versions: Sequence[Policy],
    *,
    deal: Mapping[str, Any],
    applicant: Mapping[str, Any] | None = None,
    round: Mapping[str, Any] | None = None,  # noqa: A002 - the format's own word for it
) -> Policy:
    """
    Give the one version that is in force for a deal.

    :param versions: all versions of one rule; each looks at the date that its own ``version_date`` names.
    :raises NoVersion: if none is.
    :raises SeveralVersions: if several are.
    """
    facts = ClaimFacts(applicant=applicant or {}, deals=[deal], round=round or {})
    facts = ClaimFacts.from_json(facts.to_json())
    look = Look(applicant=facts.applicant, deal=facts.deals[0], deal_id="", facts=facts)
    found = [policy for policy in versions if _is_in_force(policy, versions, look)]
    if not found:
        raise NoVersion("no version of this rule is in force for this deal", versions=[one.id for one in versions])
    if len(found) > 1:
        raise SeveralVersions("several versions are in force for this deal", versions=[one.id for one in found])
    return found[0]


def _is_in_force(policy: Policy, versions: Sequence[Policy], look: Look) -> bool:
    named = version_day(policy, look)
    if named is None:
        return False
    period, day = in_force(policy, versions), named[1]
    return (period.first is None or period.first <= day.first) and (period.last is None or day.last <= period.last)
