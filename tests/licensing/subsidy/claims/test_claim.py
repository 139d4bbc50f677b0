from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from licensing.payments.models import Invoice, Payment
from licensing.subsidy.claims import selectors, services
from licensing.subsidy.claims.models import Award, Claim, Disbursement, Reservation, Worksheet
from marketplace.accounts.actors import NoMandate, NotPermitted
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from marketplace.lifecycle import InvalidTransition
from tests.factories import HEILONGJIANG, make_actor, make_enterprise, make_office
from tests.licensing.factories import (
    NOW,
    TODAY,
    make_claim,
    make_deal,
    make_document,
    make_payment,
    make_policy,
    make_round,
)

pytestmark = pytest.mark.django_db


def paid_deal(applicant, *, amount="500000.00", invoiced="500000.00"):
    deal = make_deal(applicant)
    add_money(deal, amount=amount, invoiced=invoiced)
    return deal


def add_money(deal, *, amount, invoiced):
    payment = make_payment(
        deal,
        amount=amount,
        status=Payment.Status.CONFIRMED,
        confirmed_amount=Decimal(amount),
        confirmed_by=make_actor(deal.licensor, Role.OWNER_FINANCE).pseudonym,
        confirmed_at=NOW,
    )
    if invoiced:
        Invoice.objects.create(
            deal=deal,
            payment=payment,
            number=f"INV-{payment.number}",
            issued_on=TODAY,
            net=Decimal(invoiced),
            tax=Decimal(0),
            document=make_document(deal.licensor, kind="invoice"),
            filed_by=payment.confirmed_by,
            filed_at=NOW,
        )


class Cast:
    """An applicant with a paid deal, the city's checker, and the province's people."""

    def __init__(self, **policy):
        self.applicant = make_enterprise()
        self.province = make_office(region=HEILONGJIANG)
        self.city = make_office()
        self.signatory = make_actor(self.applicant, Role.APPLICANT, Role.SIGNATORY)
        self.checker = make_actor(self.city, Role.CITY_CHECKER)
        self.reviewer = make_actor(self.province, Role.PROVINCIAL_REVIEWER)
        self.approver = make_actor(self.province, Role.APPROVER)
        self.finance = make_actor(self.province, Role.BUREAU_FINANCE)
        self.round = make_round(make_policy(self.province, **policy), budget=Decimal("60000.00"))

    def start(self, *deals):
        return services.start_claim(
            actor=self.signatory,
            round_id=self.round.pk,
            deal_ids=[deal.pk for deal in deals],
            declarations={"bad_credit": False},
            now=NOW,
        )

    def submitted(self, **money):
        claim = self.start(paid_deal(self.applicant, **money))
        return services.submit_claim(actor=self.signatory, claim_id=claim.pk, now=NOW)

    def recommended(self, **money):
        claim = self.submitted(**money)
        return services.recommend_claim(actor=self.checker, claim_id=claim.pk, now=NOW)

    def computed(self, **money):
        claim = self.recommended(**money)
        services.prepare_award(actor=self.reviewer, claim_id=claim.pk, now=NOW)
        return claim


@pytest.fixture
def cast():
    return Cast()


def test_goes_from_draft_to_money_through_five_people(cast):
    claim = cast.computed()
    services.approve_award(actor=cast.approver, claim_id=claim.pk, now=NOW)
    paid = services.record_disbursement(
        actor=cast.finance, claim_id=claim.pk, paid_on=TODAY, bank_reference="B-1", now=NOW
    )

    claim.refresh_from_db()
    cast.round.refresh_from_db()
    assert (claim.status, paid.amount, cast.round.awarded) == ("disbursed", Decimal("50000.00"), Decimal("50000.00"))
    assert list(claim.worksheets.order_by("kind").values_list("kind", "total")) == [
        ("awarded", Decimal("50000.00")),
        ("claimed", Decimal("50000.00")),
    ]
    topics = Event.objects.exclude(topic="document.stored").order_by("position").values_list("topic", flat=True)
    assert list(topics) == [
        "claim.started",
        "claim.submitted",
        "claim.recommended",
        "award.prepared",
        "award.approved",
        "award.paid",
    ]


def test_counts_the_smaller_of_money_and_invoice(cast):
    claim = cast.submitted(amount="400000.00", invoiced="300000.00")

    assert claim.worksheets.get().total == Decimal("30000.00")


def test_caps_the_line(cast):
    claim = cast.submitted(amount="2000000.00", invoiced="2000000.00")

    assert claim.worksheets.get().total == Decimal("100000.00")


def test_keeps_the_worksheet_as_it_was_claimed(cast):
    claim = cast.submitted()
    add_money(claim.lines.get().deal, amount="100000.00", invoiced="100000.00")

    sheet = claim.worksheets.get()
    assert sheet.total == Decimal("50000.00")
    assert sheet.body["facts"]["deals"][0]["paid"] == "500000"
    assert sheet.policy_sha256 == cast.round.policy.sha256


def test_needs_the_mandate_to_submit(cast):
    claim = cast.start(paid_deal(cast.applicant))
    clerk = make_actor(cast.applicant, Role.SIGNATORY, mandates=False)

    with pytest.raises(NoMandate):
        services.submit_claim(actor=clerk, claim_id=claim.pk, now=NOW)

    claim.refresh_from_db()
    assert (claim.status, Worksheet.objects.count(), Reservation.objects.count()) == ("draft", 0, 0)


def test_asks_for_every_declaration_at_once(cast):
    with pytest.raises(services.ClaimInvalid) as refusal:
        services.start_claim(
            actor=cast.signatory,
            round_id=cast.round.pk,
            deal_ids=[make_deal(cast.applicant).pk],
            declarations={},
            now=NOW,
        )

    assert [problem.pointer for problem in refusal.value.problems] == ["/declarations/bad_credit"]
    assert Claim.objects.count() == 0


def test_takes_no_deal_of_somebody_else(cast):
    with pytest.raises(services.ClaimInvalid):
        cast.start(make_deal())

    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    ("opens_on", "cutoff_on"), [(date(2026, 3, 3), date(2027, 1, 1)), (date(2025, 1, 1), date(2026, 3, 1))]
)
def test_is_taken_only_while_the_round_is_open(cast, opens_on, cutoff_on):
    cast.round.opens_on, cast.round.cutoff_on = opens_on, cutoff_on
    cast.round.save()

    with pytest.raises(services.RoundClosed):
        cast.start(make_deal(cast.applicant))

    assert Claim.objects.count() == 0


def test_holds_its_contract_against_another_exclusive_policy(cast):
    first = cast.submitted()
    deal = first.lines.get().deal
    other = services.start_claim(
        actor=cast.signatory,
        round_id=make_round(make_policy(cast.province, body={"stacking": {"mode": "cumulative"}})).pk,
        deal_ids=[deal.pk],
        declarations={"bad_credit": False},
        now=NOW,
    )

    with pytest.raises(services.AlreadySubsidised) as refusal:
        services.submit_claim(actor=cast.signatory, claim_id=other.pk, now=NOW)

    assert refusal.value.values["claim"] == first.number
    assert Reservation.objects.filter(claim=other).count() == 0


def test_frees_its_contract_when_rejected(cast):
    first = cast.submitted()
    services.reject_claim(actor=cast.checker, claim_id=first.pk, reason="合同未备案", now=NOW)

    second = cast.start(first.lines.get().deal)
    services.submit_claim(actor=cast.signatory, claim_id=second.pk, now=NOW)

    assert [row.released_at is None for row in Reservation.objects.order_by("pk")] == [False, True]
    assert second.number.endswith("-C2")


def test_comes_back_with_a_reason_and_can_be_completed_after_the_cutoff(cast):
    claim = cast.submitted()
    services.return_claim(actor=cast.checker, claim_id=claim.pk, reason="缺少章程", now=NOW)
    cast.round.cutoff_on = date(2026, 3, 1)
    cast.round.save()

    again = services.submit_claim(actor=cast.signatory, claim_id=claim.pk, now=NOW)

    assert (again.status, again.reason, again.worksheets.count()) == ("submitted", "", 2)


def test_is_returned_only_with_a_reason(cast):
    claim = cast.submitted()

    with pytest.raises(services.ClaimInvalid):
        services.return_claim(actor=cast.checker, claim_id=claim.pk, reason="  ", now=NOW)

    claim.refresh_from_db()
    assert claim.status == "submitted"


def test_a_number_that_is_not_confirmed_blocks_the_award():
    cast = Cast(body={"scheme": {"type": "flat", "rate": "0.10", "confirmed": False}})
    claim = cast.recommended()

    with pytest.raises(services.AwardBlocked) as refusal:
        services.prepare_award(actor=cast.reviewer, claim_id=claim.pk, now=NOW)

    claim.refresh_from_db()
    assert refusal.value.values["reasons"]
    assert (claim.status, Award.objects.count()) == ("recommended", 0)
    assert list(claim.worksheets.values_list("kind", "provisional")) == [("claimed", True)]


def test_the_approver_is_a_second_person(cast):
    claim = cast.computed()
    both = make_actor(cast.province, Role.APPROVER)
    Award.objects.filter(claim=claim).update(prepared_by=both.pseudonym)

    with pytest.raises(services.OwnCase):
        services.approve_award(actor=both, claim_id=claim.pk, now=NOW)

    assert Award.objects.get().approved_by is None


def test_the_database_wants_two_people_for_an_award(cast):
    claim = cast.computed()
    award = Award.objects.get(claim=claim)

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(approved_by=award.prepared_by, approved_at=NOW)


def test_the_budget_of_the_round_holds(cast):
    cast.round.awarded = Decimal("20000.00")
    cast.round.save()
    claim = cast.computed()

    with pytest.raises(services.BudgetExceeded) as refusal:
        services.approve_award(actor=cast.approver, claim_id=claim.pk, now=NOW)

    cast.round.refresh_from_db()
    assert (refusal.value.values["left"], cast.round.awarded) == ("40000.00", Decimal("20000.00"))


def test_finance_is_another_person_than_the_approver(cast):
    claim = cast.computed()
    services.approve_award(actor=cast.approver, claim_id=claim.pk, now=NOW)
    Award.objects.update(approved_by=cast.finance.pseudonym)

    with pytest.raises(services.OwnCase):
        services.record_disbursement(
            actor=cast.finance, claim_id=claim.pk, paid_on=TODAY, bank_reference="B-1", now=NOW
        )

    assert Disbursement.objects.count() == 0


def test_is_paid_once(cast):
    claim = cast.computed()
    services.approve_award(actor=cast.approver, claim_id=claim.pk, now=NOW)
    services.record_disbursement(actor=cast.finance, claim_id=claim.pk, paid_on=TODAY, bank_reference="B-1", now=NOW)

    with pytest.raises(InvalidTransition):
        services.record_disbursement(
            actor=cast.finance, claim_id=claim.pk, paid_on=TODAY, bank_reference="B-2", now=NOW
        )

    assert Disbursement.objects.count() == 1


def test_another_city_does_not_know_it(cast):
    claim = cast.submitted()
    stranger = make_actor(make_office(region="230200"), Role.CITY_CHECKER)

    with pytest.raises(services.ClaimNotFound):
        services.recommend_claim(actor=stranger, claim_id=claim.pk, now=NOW)

    assert list(selectors.visible_to(stranger)) == []
    assert list(selectors.visible_to(cast.checker)) == [claim]
    assert list(selectors.visible_to(cast.reviewer)) == []


def test_the_role_decides_what_an_office_may_do(cast):
    claim = cast.submitted()

    with pytest.raises(NotPermitted):
        services.recommend_claim(actor=make_actor(cast.city, Role.APPROVER), claim_id=claim.pk, now=NOW)

    claim.refresh_from_db()
    assert claim.status == "submitted"


def test_an_estimate_supposes_the_usual_declarations_and_stores_nothing(cast):
    deal = paid_deal(cast.applicant)

    (estimate,) = selectors.estimates(deal, until=TODAY)

    assert (estimate.worksheet.award, Worksheet.objects.count()) == (Decimal("50000.00"), 0)
    assert estimate.worksheet.facts["sources"]["applicant.registered_in"] == f"organization:{cast.applicant.uscc}"


def test_a_draft_is_not_seen_by_any_office(cast):
    claim = make_claim(cast.applicant, round_=cast.round)

    assert list(selectors.visible_to(cast.checker)) == []
    assert list(selectors.visible_to(cast.reviewer)) == []
    assert list(selectors.visible_to(cast.signatory)) == [claim]
