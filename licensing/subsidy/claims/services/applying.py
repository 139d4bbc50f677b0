"""What the applicant does: prepare, submit, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from licensing.deals.models import Deal
from licensing.subsidy import facts, rules
from licensing.subsidy.claims import topics
from licensing.subsidy.claims.models import Claim, ClaimLine, Worksheet
from licensing.subsidy.claims.services.holding import release, reserve
from licensing.subsidy.claims.services.refusals import (
    ClaimInvalid,
    ClaimNotFound,
)
from licensing.subsidy.claims.services.rounds import open_round_on
from licensing.subsidy.claims.services.states import move
from licensing.subsidy.claims.services.worksheets import freeze
from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.working import policy_of
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_mandate, require_verified
from marketplace.accounts.models import Mandate, Organization
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.money import money_text
from marketplace.problems import FieldProblem


@events.transaction()
def start_claim(
    *, actor: Actor, round_id: UUID, deal_ids: Sequence[UUID], declarations: Mapping[str, Any], now: datetime
) -> Claim:
    """
    Prepare a claim for deals of the applicant; what the deals have proved is never asked again.

    :raises RoundClosed, ClaimInvalid, NotPermitted, NotVerified
    """
    require(actor, "claim.prepare")
    require_verified(actor.organization)
    row = open_round_on(round_id, on=shanghai_day(now))
    deals = _own_deals(actor, deal_ids)
    _check_declarations(row.policy, declarations)
    first = deals[0]
    serial = ClaimLine.objects.filter(deal=first).count() + 1
    claim = Claim.objects.create(
        number=f"{first.number}-C{serial}",
        round=row,
        applicant=actor.organization,
        city=actor.organization.city,
        declarations=dict(declarations),
        bank_name=actor.organization.bank_name,
        bank_account=actor.organization.bank_account,
        prepared_by=actor.pseudonym,
        created_at=now,
    )
    ClaimLine.objects.bulk_create(ClaimLine(claim=claim, deal=deal) for deal in deals)
    events.record(
        topics.CLAIM_STARTED,
        actor=actor,
        subject=claim,
        at=now,
        number=claim.number,
        policy=row.policy.key,
        deals=[deal.number for deal in deals],
    )
    return claim


@events.transaction()
def submit_claim(*, actor: Actor, claim_id: UUID, now: datetime) -> Claim:
    """
    Submit a claim under the applicant's mandate; its worksheet is frozen and its contracts are held.

    :raises ClaimNotFound, NotPermitted, NoMandate, RoundClosed, ClaimInvalid, AlreadySubsidised, InvalidTransition
    """
    require(actor, "claim.submit")
    today = shanghai_day(now)
    require_mandate(actor, Mandate.Act.SUBMIT_CLAIM, on=today)
    claim = _locked_claim(claim_id, applicant=actor.organization)
    require_transition(Claim.TRANSITIONS, current=claim.status, target=Claim.Status.SUBMITTED)
    open_round_on(claim.round_id, on=today, returned=claim.status == Claim.Status.RETURNED)
    if not claim.bank_account:
        problem = FieldProblem("/bank_account", "required", "Name the account to which the subsidy is paid.")
        raise ClaimInvalid("the claim has fields to mend", problems=[problem])
    reserve(claim)
    worksheet = freeze(claim, Worksheet.Kind.CLAIMED, now=now)
    claim.status = Claim.Status.SUBMITTED
    claim.submitted_by = actor.pseudonym
    claim.submitted_at = now
    claim.reason = ""
    claim.revision += 1
    claim.save(update_fields=["status", "submitted_by", "submitted_at", "reason", "revision"])
    events.record(
        topics.CLAIM_SUBMITTED,
        actor=actor,
        subject=claim,
        at=now,
        number=claim.number,
        total=money_text(worksheet.total),
        provisional=worksheet.provisional,
        policy_sha256=worksheet.policy_sha256,
    )
    return claim


@events.transaction()
def withdraw_claim(*, actor: Actor, claim_id: UUID, now: datetime) -> Claim:
    """Take a claim back before it is computed; its contracts are free again."""
    require(actor, "claim.submit")
    claim = _locked_claim(claim_id, applicant=actor.organization)
    move(claim, Claim.Status.WITHDRAWN)
    release(claim, now=now)
    events.record(topics.CLAIM_WITHDRAWN, actor=actor, subject=claim, at=now, number=claim.number)
    return claim


def _own_deals(actor: Actor, deal_ids: Sequence[UUID]) -> list[Deal]:
    deals = list(
        Deal.objects.filter(pk__in=deal_ids, licensee=actor.organization)
        .exclude(status__in=[Deal.Status.SIGNING, Deal.Status.ABANDONED])
        .select_related("licensor", "patent")
        .order_by("number")
    )
    if not deals or len(deals) != len(set(deal_ids)):
        problem = FieldProblem("/deals", "not_yours", "Choose deals in effect of your organization.")
        raise ClaimInvalid("the claim has fields to mend", problems=[problem])
    return deals


def _check_declarations(policy: SubsidyPolicy, declarations: Mapping[str, Any]) -> None:
    asked = {field.partition(".")[2] for field in rules.fields_of(policy_of(policy))}
    problems = [
        FieldProblem(f"/declarations/{name}", "required", "The policy asks for this; declare yes or no.")
        for name in facts.DECLARED
        if name in asked and not isinstance(declarations.get(name), bool)
    ]
    if problems:
        raise ClaimInvalid("the claim has fields to mend", problems=problems)


def _locked_claim(claim_id: UUID, *, applicant: Organization) -> Claim:
    claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("round__policy", "applicant")
        .filter(pk=claim_id, applicant=applicant)
        .first()
    )
    if claim is None:
        raise ClaimNotFound("no such claim")
    return claim
