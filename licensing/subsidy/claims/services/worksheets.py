"""Work a claim out and freeze the worksheet that is relied on."""

from __future__ import annotations

from datetime import date, datetime

from licensing.subsidy import rules
from licensing.subsidy.claims.models import Award, Claim, Worksheet
from licensing.subsidy.working import work_out
from marketplace.dates import shanghai_day


def worked_out(claim: Claim, *, on: date) -> rules.Worksheet:
    """Work out a claim from what is proved on a day, with the values of its round and earlier awards."""
    lines = claim.lines.select_related("deal__licensor", "deal__patent").order_by("deal__number")
    row = claim.round
    return work_out(
        policy=row.policy,
        applicant=claim.applicant,
        deals=[line.deal for line in lines],
        declarations=claim.declarations,
        until=min(on, row.cutoff_on),
        round_values={"cutoff": row.cutoff_on, "year": row.year, "opens_on": row.opens_on, "id": str(row.year)},
        granted=_granted_before(claim),
    )


def freeze(claim: Claim, kind: Worksheet.Kind, *, now: datetime) -> Worksheet:
    worksheet = worked_out(claim, on=shanghai_day(now))
    return Worksheet.objects.create(
        claim=claim,
        kind=kind,
        policy_sha256=claim.round.policy.sha256,
        body=worksheet.to_json(),
        total=worksheet.award,
        provisional=worksheet.provisional,
        worked_out_at=now,
    )


def _granted_before(claim: Claim) -> list[rules.Granted]:
    """Give the approved awards of the applicant under any version of this policy, for its caps over rounds."""
    awards = Award.objects.filter(
        claim__applicant=claim.applicant,
        claim__round__policy__family=claim.round.policy.family,
        approved_at__isnull=False,
    ).select_related("worksheet")
    return [
        granted for award in awards for granted in rules.granted_by(rules.Worksheet.from_json(award.worksheet.body))
    ]
