"""One contract, one subsidy: what a claim holds and gives back."""

from __future__ import annotations

from datetime import datetime

from licensing.deals.models import Deal
from licensing.subsidy import rules
from licensing.subsidy.claims.models import Claim, Reservation
from licensing.subsidy.claims.services.refusals import (
    AlreadySubsidised,
)
from licensing.subsidy.working import policy_of


def reserve(claim: Claim) -> None:
    """Hold each contract for this claim; refuse where the rule of either claim excludes the other."""
    policy = policy_of(claim.round.policy)
    for line in claim.lines.order_by("deal_id"):
        deal = Deal.objects.select_for_update(of=("self",)).get(pk=line.deal_id)
        mine = _hold(policy, claim, deal)
        others = Reservation.objects.filter(deal=deal, released_at=None).exclude(claim=claim)
        for other in others.select_related("claim__round__policy", "claim__applicant"):
            clash = rules.clash(_hold(policy_of(other.claim.round.policy), other.claim, deal), mine)
            if clash is not None:
                raise AlreadySubsidised(
                    "the contract is held by another claim", claim=other.claim.number, clause=clash.text
                )
        Reservation.objects.get_or_create(
            deal=deal,
            scope="contract",
            claim=claim,
            released_at=None,
            defaults={"exclusive": rules.is_exclusive(policy)},
        )


def _hold(policy: rules.Policy, claim: Claim, deal: Deal) -> rules.Reservation:
    return rules.reservation(policy, applicant_id=claim.applicant.uscc, deal_id=deal.number, contract=deal.number)


def release(claim: Claim, *, now: datetime) -> None:
    Reservation.objects.filter(claim=claim, released_at=None).update(released_at=now)
