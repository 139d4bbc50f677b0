"""Who must act next in a case, and what it is. Pure: works on what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licensing.cases.values import NextAct, Party, Step, StepState
from licensing.deals.models import Deal
from licensing.obligations import ledger
from licensing.payments.models import Invoice, Payment
from licensing.requests.models import LicenseRequest
from licensing.subsidy.claims.models import Claim

STEPS = ("signing", "filing", "paying", "claiming", "disbursing")

_OF_CLAIM: Mapping[str, tuple[str, Party, str]] = {
    Claim.Status.DRAFT: ("submit_claim", Party.LICENSEE, "signatory"),
    Claim.Status.RETURNED: ("complete_claim", Party.LICENSEE, "applicant"),
    Claim.Status.SUBMITTED: ("check_claim", Party.CITY, "city_checker"),
    Claim.Status.RECOMMENDED: ("review_claim", Party.PROVINCE, "provincial_reviewer"),
    Claim.Status.COMPUTED: ("approve_award", Party.PROVINCE, "approver"),
    Claim.Status.APPROVED: ("pay_award", Party.PROVINCE, "bureau_finance"),
}
_OF_DUTY = {
    "cnipa_filing": ("record_filing", Party.EITHER, "officer"),
    "use_report": ("file_use_report", Party.LICENSEE, "applicant"),
    "stop_use": ("stop_use", Party.LICENSEE, "applicant"),
}


def of_claim(claim: Claim) -> NextAct:
    """Give what is next for one claim."""
    act, party, role = _OF_CLAIM.get(claim.status, ("none", Party.NOBODY, ""))
    return NextAct(act=act, party=party, role=role, values={"claim": claim.number})


def of_request(request: LicenseRequest, deal: Deal | None) -> NextAct | None:
    """Give what is next before there is a license, or None once there is one."""
    if request.status == LicenseRequest.Status.AWAITING_PAYMENT:
        return NextAct(act="pay_first", party=Party.LICENSEE, role="finance")
    if request.status in {LicenseRequest.Status.WITHDRAWN, LicenseRequest.Status.EXPIRED}:
        return NextAct(act="none", party=Party.NOBODY, role="")
    if request.status == LicenseRequest.Status.DRAFT:
        if request.track == "statutory_open":
            return NextAct(act="give_notice", party=Party.LICENSEE, role="signatory")
        if deal is None:
            return NextAct(act="draw_up_contract", party=Party.LICENSEE, role="applicant")
        return NextAct(act="sign_contract", party=Party.LICENSEE, role="signatory")
    return None


def of_deal(
    *,
    payments: Sequence[Payment],
    invoices: Sequence[Invoice],
    claims: Sequence[Claim],
    answer: ledger.Answer,
) -> NextAct:
    """Give what is next in a deal in effect: money to confirm, an invoice, a claim under way, then the next duty."""
    for payment in payments:
        if payment.status == Payment.Status.RECORDED:
            values = {"payment": payment.number, "amount": payment.amount}
            return NextAct(act="confirm_payment", party=Party.LICENSOR, role="owner_finance", values=values)
    invoiced = {invoice.payment_id for invoice in invoices}
    for payment in payments:
        if payment.status == Payment.Status.CONFIRMED and payment.pk not in invoiced:
            values = {"payment": payment.number, "amount": payment.confirmed_amount}
            return NextAct(act="file_invoice", party=Party.LICENSOR, role="owner_finance", values=values)
    for claim in claims:
        if claim.status not in Claim.ENDED:
            return of_claim(claim)
    return of_duty(answer.next)


def of_duty(duty: ledger.Duty | None) -> NextAct:
    """Give the act that meets a duty."""
    if duty is None:
        return NextAct(act="none", party=Party.NOBODY, role="")
    values = {"item": duty.item, "period": duty.period, "amount": duty.amount}
    if duty.kind == "duty":
        act, party, role = _OF_DUTY.get(duty.item, ("meet_duty", Party.EITHER, ""))
    elif duty.kind == "statement":
        act, party, role = "file_statement", Party.LICENSEE, "applicant"
    else:
        act, party, role = "pay", Party.LICENSEE, "finance"
    return NextAct(act=act, party=party, role=role, due=duty.due_date, values=values)


def steps(*, deal: Deal | None, payments: Sequence[Payment], claims: Sequence[Claim]) -> list[Step]:
    """Give the five steps of a license; the first that is not done is the current one."""
    submitted = [claim for claim in claims if claim.submitted_at is not None]
    done = (
        deal is not None and deal.signed_at is not None,
        deal is not None and bool(deal.recordal_number),
        any(payment.status == Payment.Status.CONFIRMED for payment in payments),
        bool(submitted),
        any(claim.status == Claim.Status.DISBURSED for claim in claims),
    )
    result, current_given = [], False
    for name, is_done in zip(STEPS, done, strict=True):
        state = StepState.DONE if is_done else StepState.AHEAD if current_given else StepState.CURRENT
        current_given = current_given or not is_done
        result.append(Step(name=name, state=state))
    return result
