"""Which claims an actor may see, and what a deal would earn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from licensing.deals.models import Deal
from licensing.subsidy.claims.models import Claim, Round
from licensing.subsidy.claims.services import ClaimNotFound
from licensing.subsidy.facts import DECLARED
from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.policies.selectors import in_force
from licensing.subsidy.rules import Worksheet
from licensing.subsidy.working import work_out
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Kind

# What an estimate supposes of the applicant until it declares otherwise in a claim.
_SUPPOSED = {
    "legal_person": True,
    "bad_credit": False,
    "dishonest_debtor": False,
    "abnormal_list": False,
    "other_fiscal_subsidy": False,
    "other_provincial_subsidy": False,
    "landed_in_province": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one policy would give for one deal as proved until a day. Nothing is reserved or stored."""

    policy: SubsidyPolicy
    worksheet: Worksheet


def visible_to(actor: Actor) -> QuerySet[Claim]:
    """Give an applicant its own claims, an office the submitted claims of its place or of its policies."""
    claims = Claim.objects.select_related("round__policy", "applicant").order_by("-created_at", "pk")
    if not actor.may("claim.read"):
        return claims.none()
    if actor.organization.kind != Kind.BUREAU_OFFICE:
        return claims.filter(applicant=actor.organization)
    submitted = claims.exclude(status__in=[Claim.Status.DRAFT, Claim.Status.WITHDRAWN])
    if actor.organization.level == Organization.Level.CITY:
        return submitted.filter(city=actor.organization.city)
    return submitted.filter(round__policy__office=actor.organization).exclude(status=Claim.Status.SUBMITTED)


def by_number(actor: Actor, number: str) -> Claim:
    """
    Give one claim.

    :raises ClaimNotFound: if the actor may not see it.
    """
    claim = visible_to(actor).filter(number=number).first()
    if claim is None:
        raise ClaimNotFound("no such claim")
    return claim


def open_rounds(*, on: date) -> QuerySet[Round]:
    """Give the rounds that take claims on a day."""
    return Round.objects.filter(status=Round.Status.OPEN, opens_on__lte=on, cutoff_on__gte=on).select_related("policy")


def open_round(round_id: UUID, *, on: date) -> Round:
    """
    Give a round that takes claims on a day.

    :raises ClaimNotFound: if there is none.
    """
    row = open_rounds(on=on).filter(pk=round_id).first()
    if row is None:
        raise ClaimNotFound("no such round")
    return row


def estimates(deal: Deal, *, until: date) -> Sequence[Estimate]:
    """Work out a deal under every buyer's policy in force, supposing the declarations that are usual."""
    return [
        Estimate(
            policy=policy,
            worksheet=work_out(
                policy=policy,
                applicant=deal.licensee,
                deals=[deal],
                declarations={name: _SUPPOSED[name] for name in DECLARED},
                until=until,
            ),
        )
        for policy in in_force(side="buyer")
    ]
