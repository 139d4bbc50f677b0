"""
A claim from draft to money: prepare, submit, check, review, approve, pay.

Each decision is one person's act, recorded with its reason; nobody decides on a claim of their own organization, and
money is released by two people. Worksheets are frozen when they are relied on, never recomputed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext, gettext_lazy

from licensing.deals.models import Deal
from licensing.subsidy import facts, rules
from licensing.subsidy.claims import topics
from licensing.subsidy.claims.models import Award, Claim, ClaimLine, Disbursement, Reservation, Round, Worksheet
from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.working import policy_of, work_out
from marketplace import events
from marketplace.accounts.actors import Actor, require, require_mandate, require_verified
from marketplace.accounts.models import Mandate, Organization
from marketplace.accounts.roles import Kind
from marketplace.dates import shanghai_day
from marketplace.lifecycle import require_transition
from marketplace.money import ZERO, money_text
from marketplace.problems import DomainError, FieldProblem


class ClaimNotFound(DomainError):
    """Raised for a claim that the actor may not see."""

    code = "not_found"
    status = 404


class RoundClosed(DomainError):
    """Raised when claims are not taken today."""

    code = "round_closed"
    status = 409


class ClaimInvalid(DomainError):
    """Raised with everything that is missing or wrong in a claim."""

    code = "claim_invalid"


class AlreadySubsidised(DomainError):
    """Raised when a contract is held by another claim and one of the two policies excludes the other."""

    code = "already_subsidised"
    status = 409


class AwardBlocked(DomainError):
    """Raised when no award can be made: unconfirmed numbers, or nothing to award. ``reasons`` says why."""

    code = "award_blocked"
    status = 409


class OwnCase(DomainError):
    """Raised when somebody would decide on their own organization's case or on their own submission."""

    code = "own_case"
    status = 403


class BudgetExceeded(DomainError):
    """Raised when an award does not fit into what the round has left."""

    code = "budget_exceeded"
    status = 409


@events.transaction()
def open_round(
    *,
    actor: Actor,
    policy: SubsidyPolicy,
    year: int,
    opens_on: date,
    cutoff_on: date,
    budget: Decimal | None,
    now: datetime,
) -> Round:
    """Open a round of a policy that is in force, at the office that administers it."""
    require(actor, "round.run")
    if policy.office_id != actor.organization_id or policy.status != SubsidyPolicy.Status.IN_FORCE:
        raise ClaimNotFound("no such policy")
    if cutoff_on < opens_on:
        raise ClaimInvalid(
            "the round has fields to mend",
            problems=[FieldProblem("/cutoff_on", "before_opening", "The last day lies before the first one.")],
        )
    row = Round.objects.create(
        policy=policy, year=year, opens_on=opens_on, cutoff_on=cutoff_on, budget=budget, opened_by=actor.pseudonym
    )
    events.record(
        topics.ROUND_OPENED,
        actor=actor,
        subject=row,
        at=now,
        policy=policy.key,
        year=year,
        opens_on=opens_on,
        cutoff_on=cutoff_on,
        budget=money_text(budget) if budget is not None else None,
    )
    return row


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
    row = _open_round(round_id, on=shanghai_day(now))
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
    _open_round(claim.round_id, on=today, returned=claim.status == Claim.Status.RETURNED)
    if not claim.bank_account:
        problem = FieldProblem("/bank_account", "required", "Name the account to which the subsidy is paid.")
        raise ClaimInvalid("the claim has fields to mend", problems=[problem])
    _reserve(claim)
    worksheet = _freeze(claim, Worksheet.Kind.CLAIMED, now=now)
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
    _move(claim, Claim.Status.WITHDRAWN)
    _release(claim, now=now)
    events.record(topics.CLAIM_WITHDRAWN, actor=actor, subject=claim, at=now, number=claim.number)
    return claim


@events.transaction()
def recommend_claim(*, actor: Actor, claim_id: UUID, now: datetime) -> Claim:
    """Recommend a submitted claim to the province: the act of the city office of the applicant's place."""
    claim = _claim_to_decide(actor, claim_id, permission="claim.check", city_office=True)
    claim.checked_by = actor.pseudonym
    _move(claim, Claim.Status.RECOMMENDED, "checked_by")
    events.record(topics.CLAIM_RECOMMENDED, actor=actor, subject=claim, at=now, number=claim.number)
    return claim


@events.transaction()
def return_claim(*, actor: Actor, claim_id: UUID, reason: str, now: datetime) -> Claim:
    """Return a claim with everything that is missing, told at once (一次性告知)."""
    claim = _claim_under_check(actor, claim_id)
    _require_reason(reason)
    claim.reason = reason.strip()
    _move(claim, Claim.Status.RETURNED, "reason")
    events.record(topics.CLAIM_RETURNED, actor=actor, subject=claim, at=now, number=claim.number, reason=claim.reason)
    return claim


@events.transaction()
def reject_claim(*, actor: Actor, claim_id: UUID, reason: str, now: datetime) -> Claim:
    """Reject a claim with its reason; its contracts are free again."""
    claim = _claim_under_check(actor, claim_id)
    _require_reason(reason)
    claim.reason = reason.strip()
    _move(claim, Claim.Status.REJECTED, "reason")
    _release(claim, now=now)
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
    worksheet = _freeze(claim, Worksheet.Kind.AWARDED, now=now)
    _refuse_blocked(claim.round.policy, worksheet)
    award = Award.objects.create(
        claim=claim, worksheet=worksheet, amount=worksheet.total, prepared_by=actor.pseudonym, prepared_at=now
    )
    claim.reviewed_by = actor.pseudonym
    _move(claim, Claim.Status.COMPUTED, "reviewed_by")
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
    _move(claim, Claim.Status.APPROVED)
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
    _move(claim, Claim.Status.DISBURSED)
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


def _open_round(round_id: UUID, *, on: date, returned: bool = False) -> Round:
    row = Round.objects.select_related("policy").filter(pk=round_id).first()
    if row is None:
        raise ClaimNotFound("no such round")
    # A claim that was returned in time may be completed after the cut-off.
    in_time = row.opens_on <= on and (on <= row.cutoff_on or returned)
    if row.status != Round.Status.OPEN or not in_time:
        raise RoundClosed("claims are not taken today", opens_on=row.opens_on, cutoff_on=row.cutoff_on)
    return row


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


def _move(claim: Claim, target: Claim.Status, *also: str) -> None:
    require_transition(Claim.TRANSITIONS, current=claim.status, target=target)
    claim.status = target
    claim.revision += 1
    claim.save(update_fields=["status", "revision", *also])


def _require_reason(reason: str) -> None:
    if not reason.strip():
        problem = FieldProblem("/reason", "required", "Say everything that is missing or wrong, in one go.")
        raise ClaimInvalid("a reason is needed", problems=[problem])


def _reserve(claim: Claim) -> None:
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


def _release(claim: Claim, *, now: datetime) -> None:
    Reservation.objects.filter(claim=claim, released_at=None).update(released_at=now)


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


def _freeze(claim: Claim, kind: Worksheet.Kind, *, now: datetime) -> Worksheet:
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
