from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from licensing.obligations.models import DealEvent, Obligation
from licensing.obligations.streams import answer_for
from licensing.payments import selectors, services
from licensing.payments.models import Invoice, Payment
from marketplace.accounts.actors import NotPermitted
from marketplace.accounts.roles import Role
from marketplace.events.models import Event
from marketplace.lifecycle import InvalidTransition
from tests.factories import make_actor, make_enterprise
from tests.licensing.factories import FEE, NOW, TODAY, make_deal, make_document

pytestmark = pytest.mark.django_db

DUE = datetime(2027, 3, 1, 2, tzinfo=UTC)
DUE_DAY = date(2027, 3, 1)


class Cast:
    def __init__(self):
        self.deal = make_deal()
        self.payer = make_actor(self.deal.licensee, Role.FINANCE)
        self.receiver = make_actor(self.deal.licensor, Role.OWNER_FINANCE)

    def record(self, **changes):
        given = {
            "amount": Decimal(FEE),
            "paid_on": DUE_DAY,
            "bank_reference": "20270301-77",
            "voucher": make_document(self.deal.licensee),
            "now": DUE,
        }
        return services.record_payment(actor=self.payer, deal_id=self.deal.pk, **{**given, **changes})

    def confirm(self, payment, amount=FEE, actor=None):
        return services.confirm_payment(
            actor=actor or self.receiver, payment_id=payment.pk, amount=Decimal(amount), now=DUE
        )

    def invoice(self, payment, **changes):
        facts = {
            "number": "24232000000012345678",
            "issued_on": DUE_DAY,
            "net": Decimal("47169.81"),
            "tax": Decimal("2830.19"),
        }
        return services.file_invoice(
            actor=self.receiver,
            payment_id=payment.pk,
            facts=services.InvoiceFacts(**{**facts, **changes}),
            document=make_document(self.deal.licensor, kind="invoice"),
            now=DUE,
        )

    def totals(self):
        totals = answer_for(self.deal, as_of=DUE_DAY).totals
        return (totals.settled, totals.open, totals.unconfirmed, totals.unallocated)


@pytest.fixture
def cast():
    return Cast()


def test_counts_for_nothing_until_the_receiver_confirms(cast):
    payment = cast.record()

    assert (payment.number, payment.status) == (f"{cast.deal.number}-P1", "recorded")
    assert cast.totals() == (Decimal("0.00"), Decimal(FEE), Decimal(FEE), Decimal("0.00"))


def test_settles_the_fee_once_confirmed(cast):
    cast.confirm(cast.record())

    assert cast.totals() == (Decimal(FEE), Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))
    assert Obligation.objects.get(item="fee").status == "met"


def test_settles_in_part_what_arrived_in_part(cast):
    cast.confirm(cast.record(), amount="49500.00")

    assert cast.totals() == (Decimal("49500.00"), Decimal("500.00"), Decimal("0.00"), Decimal("0.00"))


def test_keeps_what_is_too_much_for_a_person_to_place(cast):
    cast.confirm(cast.record(amount=Decimal("60000.00")), amount="60000.00")

    assert cast.totals() == (Decimal(FEE), Decimal("0.00"), Decimal("0.00"), Decimal("10000.00"))


def test_is_confirmed_once(cast):
    payment = cast.record()
    cast.confirm(payment)

    with pytest.raises(InvalidTransition):
        cast.confirm(payment)

    assert DealEvent.objects.filter(kind="payment_confirmed").count() == 1


def test_the_same_transfer_is_recorded_once(cast):
    first = cast.record()

    with pytest.raises(services.PaymentExists) as refusal:
        cast.record()

    assert (refusal.value.values["number"], Payment.objects.count()) == (first.number, 1)


def test_a_transfer_that_did_not_arrive_can_be_recorded_again(cast):
    payment = cast.record()
    services.refuse_payment(actor=cast.receiver, payment_id=payment.pk, reason="未到账", now=DUE)

    assert cast.record().number == f"{cast.deal.number}-P2"
    assert cast.totals()[0] == Decimal("0.00")


def test_tells_every_wrong_field_at_once(cast):
    with pytest.raises(services.PaymentInvalid) as refusal:
        cast.record(amount=Decimal(0), paid_on=date(2027, 3, 2), bank_reference=" ")

    assert [problem.pointer for problem in refusal.value.problems] == ["/amount", "/paid_on", "/bank_reference"]
    assert (Payment.objects.count(), DealEvent.objects.count()) == (0, 0)


def test_the_payer_cannot_confirm(cast):
    payment = cast.record()

    with pytest.raises(NotPermitted):
        cast.confirm(payment, actor=cast.payer)

    payment.refresh_from_db()
    assert payment.status == "recorded"


def test_another_receiver_finds_no_payment(cast):
    payment = cast.record()
    stranger = make_actor(make_deal().licensor, Role.OWNER_FINANCE)

    with pytest.raises(services.PaymentNotFound):
        cast.confirm(payment, actor=stranger)

    assert list(selectors.visible_to(stranger)) == []
    assert list(selectors.visible_to(cast.receiver)) == [payment]
    assert list(selectors.visible_to(make_actor(make_enterprise(), Role.FINANCE))) == []


def test_no_bank_reference_enters_the_log(cast):
    cast.record()

    assert all("20270301-77" not in event.body for event in Event.objects.all())


def test_an_invoice_follows_its_confirmed_payment(cast):
    payment = cast.confirm(cast.record())

    invoice = cast.invoice(payment)

    assert invoice.total == Decimal(FEE)


def test_an_invoice_needs_a_confirmed_payment(cast):
    payment = cast.record()

    with pytest.raises(services.InvoiceInvalid) as refusal:
        cast.invoice(payment, issued_on=date(2027, 3, 9), net=Decimal(0))

    assert [problem.pointer for problem in refusal.value.problems] == ["/payment", "/issued_on", "/net"]
    assert Invoice.objects.count() == 0


def test_an_invoice_is_filed_once(cast):
    payment = cast.confirm(cast.record())
    cast.invoice(payment)

    with pytest.raises(services.InvoiceExists):
        cast.invoice(payment)

    assert Invoice.objects.count() == 1


def test_the_case_of_today_knows_nothing_of_it(cast):
    cast.record()

    assert answer_for(cast.deal, as_of=TODAY, known_at=NOW).totals.unconfirmed == Decimal("0.00")
