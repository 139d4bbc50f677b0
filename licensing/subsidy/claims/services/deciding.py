"""What the offices decide: recommend, return, reject, work out, approve, pay. Money is released by two people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext, gettext_lazy

from licensing.subsidy import rules
from licensing.subsidy.claims import topics
from licensing.subsidy.claims.models import Award, Claim, Disbursement, Round, Worksheet
from licensing.subsidy.claims.services.holding import release
from licensing.subsidy.claims.services.refusals import (
    AwardBlocked,
    BudgetExceeded,
    ClaimInvalid,
    ClaimNotFound,
    OwnCase,
)
from licensing.subsidy.claims.services.states import move
from licensing.subsidy.claims.services.worksheets import freeze
from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.working import policy_of
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Kind
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.money import ZERO, money_text
from marketplace.problems import FieldProblem


@events.transaction()
def recommend_claim(*, actor: Actor, claim_id: UUID, now: datetime) -> Claim:
    """Recommend a submitted claim to the province: the act of the city office of the applicant's place."""
    claim = _claim_to_decide(actor, claim_id, permission="claim.check", city_office=True)
    claim.checked_by = actor.pseudonym
    move(claim, Claim.Status.RECOMMENDED, "checked_by")
    events.record(topics.CLAIM_RECOMMENDED, actor=actor, subject=claim, at=now, number=claim.number)
    return claim


@events.transaction()
def return_claim(*, actor: Actor, claim_id: UUID, reason: str, now: datetime) -> Claim:
    """Return a claim with everything that is missing, told at once (一次性告知)."""
    claim = _claim_under_check(actor, claim_id)
    _require_reason(reason)
    claim.reason = reason.strip()
    move(claim, Claim.Status.RETURNED, "reason")
    events.record(topics.CLAIM_RETURNED, actor=actor, subject=claim, at=now, number=claim.number, reason=claim.reason)
    return claim


@events.transaction()
def reject_claim(*, actor: Actor, claim_id: UUID, reason: str, now: datetime) -> Claim:
    """Reject a claim with its reason; its contracts are free again."""
    claim = _claim_under_check(actor, claim_id)
    _require_reason(reason)
    claim.reason = reason.strip()
    move(claim, Claim.Status.REJECTED, "reason")
    release(claim, now=now)
    events.record(topics.CLAIM_REJECTED, actor=actor, subject=claim, at=now, number=claim.number, reason=claim.reason)
    return claim


@events.transaction()
def prepare_award(*, actor: Actor, claim_id: UUID, now: datetime) -> Award:
    """
    Review a recommended claim: the worksheet of the award is frozen and waits for the second person.

    :raises AwardBlocked: if a number of the policy is not confirmed, or nothing comes out.
    """
    claim = _claim_to_decide(actor, claim_id, permission="claim.review")
    require_transition(Claim.TRANSITIONS, current=claim.status, target=Claim.Status.COMPUTED)
    if claim.checked_by == actor.pseudonym:
        raise OwnCase("the reviewer is another person than the checker")
    worksheet = freeze(claim, Worksheet.Kind.AWARDED, now=now)
    _refuse_blocked(claim.round.policy, worksheet)
    award = Award.objects.create(
        claim=claim, worksheet=worksheet, amount=worksheet.total, prepared_by=actor.pseudonym, prepared_at=now
    )
    claim.reviewed_by = actor.pseudonym
    move(claim, Claim.Status.COMPUTED, "reviewed_by")
    events.record(
        topics.AWARD_PREPARED,
        actor=actor,
        subject=claim,
        at=now,
        number=claim.number,
        amount=money_text(award.amount),
        provisional=worksheet.provisional,
    )
    return award


@events.transaction()
def approve_award(*, actor: Actor, claim_id: UUID, now: datetime) -> Award:
    """
    Approve a prepared award as the second person; the round's budget is locked and must hold it.

    :raises OwnCase, BudgetExceeded, AwardBlocked, ClaimNotFound, NotPermitted, InvalidTransition
    """
    claim = _claim_to_decide(actor, claim_id, permission="claim.approve")
    require_transition(Claim.TRANSITIONS, current=claim.status, target=Claim.Status.APPROVED)
    award = Award.objects.select_for_update().select_related("worksheet").get(claim=claim)
    if actor.pseudonym in {award.prepared_by, claim.checked_by}:
        raise OwnCase("the approver is another person than checker and reviewer")
    _refuse_blocked(claim.round.policy, award.worksheet)
    row = Round.objects.select_for_update().get(pk=claim.round_id)
    if row.budget is not None and row.awarded + award.amount > row.budget:
        raise BudgetExceeded("the round has not enough left", left=money_text(row.budget - row.awarded))
    Round.objects.filter(pk=row.pk).update(awarded=F("awarded") + award.amount)
    award.approved_by = actor.pseudonym
    award.approved_at = now
    award.save(update_fields=["approved_by", "approved_at"])
    move(claim, Claim.Status.APPROVED)
    events.record(
        topics.AWARD_APPROVED, actor=actor, subject=claim, at=now, number=claim.number, amount=money_text(award.amount)
    )
    return award


@events.transaction()
def record_disbursement(
    *, actor: Actor, claim_id: UUID, paid_on: date, bank_reference: str, now: datetime
) -> Disbursement:
    """Record that an approved award was paid, by somebody other than its approver."""
    claim = _claim_to_decide(actor, claim_id, permission="award.pay")
    require_transition(Claim.TRANSITIONS, current=claim.status, target=Claim.Status.DISBURSED)
    award = Award.objects.select_for_update().get(claim=claim)
    if award.approved_by is None or actor.pseudonym == award.approved_by:
        raise OwnCase("finance is another person than the approver")
    problems = []
    if paid_on > shanghai_day(now):
        problems.append(FieldProblem("/paid_on", "future_date", "This day is still to come."))
    if not bank_reference.strip():
        problems.append(FieldProblem("/bank_reference", "required", "Copy the bank's reference."))
    elif Disbursement.objects.filter(bank_reference=bank_reference.strip()).exists():
        problems.append(FieldProblem("/bank_reference", "exists", "This reference stands on another payment."))
    if problems:
        raise ClaimInvalid("the payment has fields to mend", problems=problems)
    row = Disbursement.objects.create(
        award=award,
        amount=award.amount,
        paid_on=paid_on,
        bank_reference=bank_reference.strip(),
        approved_by=award.approved_by,
        recorded_by=actor.pseudonym,
        recorded_at=now,
    )
    move(claim, Claim.Status.DISBURSED)
    events.record(
        topics.AWARD_PAID,
        actor=actor,
        subject=claim,
        at=now,
        number=claim.number,
        amount=money_text(row.amount),
        paid_on=paid_on,
    )
    return row


def _claim_to_decide(actor: Actor, claim_id: UUID, *, permission: str, city_office: bool = False) -> Claim:
    """Give a claim of the actor's office and place, locked; anything else does not exist for the actor."""
    require(actor, permission)
    claims = Claim.objects.select_for_update(of=("self",)).select_related("round__policy", "applicant")
    claim = claims.filter(pk=claim_id).exclude(status__in=[Claim.Status.DRAFT, Claim.Status.WITHDRAWN]).first()
    if claim is None or actor.organization.kind != Kind.BUREAU_OFFICE:
        raise ClaimNotFound("no such claim")
    is_city = actor.organization.level == Organization.Level.CITY
    if is_city != city_office or (is_city and actor.organization.city != claim.city):
        raise ClaimNotFound("no such claim")
    if not is_city and claim.round.policy.office_id != actor.organization_id:
        raise ClaimNotFound("no such claim")
    if actor.pseudonym in {claim.submitted_by, claim.prepared_by}:
        raise OwnCase("nobody decides on their own submission")
    return claim


def _claim_under_check(actor: Actor, claim_id: UUID) -> Claim:
    """Give a claim that the city holds (submitted) to the city, one that it recommended to the province."""
    is_city = actor.organization.level == Organization.Level.CITY
    claim = _claim_to_decide(
        actor, claim_id, permission="claim.check" if is_city else "claim.review", city_office=is_city
    )
    holder = Claim.Status.SUBMITTED if is_city else Claim.Status.RECOMMENDED
    if claim.status != holder:
        require_transition({}, current=claim.status, target=Claim.Status.RETURNED)
    return claim


def _require_reason(reason: str) -> None:
    if not reason.strip():
        problem = FieldProblem("/reason", "required", "Say everything that is missing or wrong, in one go.")
        raise ClaimInvalid("a reason is needed", problems=[problem])


_UNCONFIRMED: Final = {
    "scheme": gettext_lazy("The rate of the rule is not confirmed"),
    "line_cap": gettext_lazy("The cap of the rule is not confirmed"),
}


def _refuse_blocked(policy: SubsidyPolicy, worksheet: Worksheet) -> None:
    reasons = [str(_UNCONFIRMED[part]) for part in rules.blocking_reasons(policy_of(policy))]
    if worksheet.total <= ZERO:
        reasons.append(gettext("Nothing comes out of the worksheet"))
    if reasons:
        why = "; ".join(reasons)
        raise AwardBlocked(f"no award can be made: {why}", reasons=reasons, why=why)
