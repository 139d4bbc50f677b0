"""Paying a duty online, against a peer that speaks as Stripe does."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import stripe as library
from django.test import Client

from licensing.obligations.models import DealEvent
from licensing.obligations.streams import answer_for
from licensing.payments import checkout, inbox, stripe
from licensing.payments.models import CheckoutSession, PayeeAccount, Payment, StripeEvent
from licensing.payments.services import Settles
from marketplace import events
from marketplace.accounts.actors import NotPermitted
from marketplace.accounts.roles import Role
from marketplace.dates import shanghai_day
from marketplace.events.models import Event
from tests.factories import make_actor
from tests.licensing.factories import FEE, NOW, make_deal, make_payment

pytestmark = pytest.mark.django_db

RETURN_URL = "https://market.example/online-payments/{number}/"


class Cast:
    """A deal whose fee can be paid online, and the two sides of the wire."""

    def __init__(self, peer):
        self.peer = peer
        self.deal = make_deal()
        self.payer = make_actor(self.deal.licensee, Role.FINANCE)
        self.now = datetime.now(UTC)
        PayeeAccount.objects.create(
            organization=self.deal.licensor, stripe_account="acct_university", livemode=False, since=NOW
        )

    def start(self, amount=FEE, actor=None):
        return checkout.start_checkout(
            actor=actor or self.payer,
            deal_id=self.deal.pk,
            settles=Settles(item="fee", amount=Decimal(amount)),
            return_url=RETURN_URL,
            now=self.now,
        )

    def deliver(self, count=1):
        """Bring the peer's events to the address for them; gives the answers."""
        return [send(body, signature) for body, signature in self.peer.events(count)]

    def work(self):
        return inbox.work_through(now=self.now)

    def again(self, row):
        row.refresh_from_db()
        return row

    @property
    def settled(self):
        return answer_for(self.deal, as_of=shanghai_day(self.now)).totals.settled

    @property
    def money(self):
        return list(
            Payment.objects.filter(deal=self.deal).values_list("method", "status", "amount", "confirmed_amount")
        )


def send(body, signature):
    return (
        Client(enforce_csrf_checks=True)
        .post("/webhooks/stripe/", body, content_type="application/json", headers={"Stripe-Signature": signature})
        .status_code
    )


PAID_ONCE = [("stripe", "confirmed", Decimal(FEE), Decimal(FEE))]


@pytest.fixture
def cast(stripe_peer):
    return Cast(stripe_peer)


def test_a_paid_session_settles_the_duty_through_the_same_events_as_a_transfer(cast):
    row = cast.start()
    location = cast.peer.pay(row.url, "wechat_pay")
    before = (cast.again(row).status, cast.money)

    answers, done = cast.deliver(), cast.work()

    assert location == f"https://market.example/online-payments/{cast.deal.number}-S1/?returned=paid"
    assert before == ("open", [])
    assert (answers, done) == ([200], 1)
    assert (cast.again(row).status, cast.money, cast.settled) == ("paid", PAID_ONCE, Decimal(FEE))
    assert row.payment.bank_reference.startswith("pi_")
    kinds = DealEvent.objects.filter(deal=cast.deal).order_by("pk").values_list("kind", "recorded_by")
    assert list(kinds) == [("payment_received", cast.payer.pseudonym), ("payment_confirmed", None)]
    assert {"checkout.started", "payment.recorded", "payment.confirmed"} <= set(
        Event.objects.values_list("topic", flat=True)
    )


def test_a_doubled_event_pays_once(cast):
    cast.peer.scenarios("duplicate")
    cast.peer.pay(cast.start().url)

    assert cast.deliver(2) == [200, 200]
    assert (StripeEvent.objects.count(), cast.work(), cast.work()) == (1, 1, 0)
    assert cast.money == PAID_ONCE


def test_two_workers_at_the_same_event_pay_once(cast):
    row = cast.start()
    cast.peer.pay(row.url)
    cast.deliver()
    cast.work()
    StripeEvent.objects.update(processed_at=None)

    cast.work()

    assert cast.money == PAID_ONCE


def test_an_event_before_the_payer_is_back_counts_at_once(cast):
    cast.peer.scenarios("webhook_first")
    row = cast.start()

    cast.peer.pay(row.url)
    assert cast.peer.has_sent_more()
    cast.deliver()
    cast.work()

    assert (cast.again(row).status, cast.money) == ("paid", PAID_ONCE)


def test_another_amount_than_asked_for_is_allocated_to_nothing(cast):
    cast.peer.scenarios("amount_mismatch")
    row = cast.start()
    cast.peer.pay(row.url)
    cast.deliver()

    cast.work()

    assert (cast.again(row).status, row.problem) == ("mismatched", "amount_differs")
    assert StripeEvent.objects.get().error == "amount_differs"
    assert (cast.money, cast.settled, DealEvent.objects.count()) == ([], Decimal("0.00"), 0)


def test_an_event_of_another_account_changes_nothing(cast):
    cast.peer.scenarios("wrong_account")
    row = cast.start()
    cast.peer.pay(row.url)
    cast.deliver()

    cast.work()

    event = StripeEvent.objects.get()
    assert (event.account, event.error) == ("acct_somebodyelse", "account_differs")
    assert (cast.again(row).status, cast.money) == ("open", [])


def test_an_expired_session_ends_without_money_and_another_can_be_opened(cast):
    row = cast.start()
    cast.peer.expire(row.session_id)
    cast.deliver()
    cast.work()

    assert (cast.again(row).status, cast.money) == ("expired", [])
    assert cast.start().number == f"{cast.deal.number}-S2"


def test_a_lost_event_is_healed_by_looking_again(cast):
    cast.peer.scenarios("lost")
    row = cast.start()
    cast.peer.pay(row.url)

    soon = inbox.look_again(now=cast.now + timedelta(minutes=4))
    later = inbox.look_again(now=cast.now + timedelta(minutes=6))

    assert (soon, later) == (0, 1)
    assert (cast.again(row).status, cast.money) == ("paid", PAID_ONCE)


def test_the_same_duty_has_one_page_however_often_it_is_asked_for(cast):
    first, second = cast.start(), cast.start()

    assert (first.pk, first.url) == (second.pk, second.url)


def test_another_amount_closes_the_page_that_is_open(cast):
    first = cast.start()
    second = cast.start(amount="20000.00")

    assert (cast.again(first).status, second.status, second.amount) == ("expired", "open", Decimal("20000.00"))
    assert cast.peer.ask(f"/v1/checkout/sessions/{first.session_id}")[1]["status"] == "expired"


def test_a_page_that_was_paid_is_not_paid_again_in_another_amount(cast):
    first = cast.start()
    cast.peer.pay(first.url)

    with pytest.raises(checkout.NotPayableOnline):
        cast.start(amount="20000.00")

    assert (cast.again(first).status, cast.money) == ("paid", PAID_ONCE)


def test_while_the_peer_is_down_our_row_stays_and_the_next_try_goes_on_with_it(cast, settings):
    working = settings.STRIPE_API_BASE
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(stripe.StripeUnavailable):
            cast.start()
    (draft,) = CheckoutSession.objects.all()
    assert (draft.status, draft.session_id) == ("draft", None)

    settings.STRIPE_API_BASE = working
    row = cast.start()

    assert (row.pk, row.status) == (draft.pk, "open")


def test_an_answer_that_was_lost_gives_the_same_session_again(cast):
    row = cast.start()
    CheckoutSession.objects.filter(pk=row.pk).update(status="draft", session_id=None, url="")

    assert cast.start().session_id == row.session_id


def test_an_event_waits_while_the_peer_is_down(cast, monkeypatch):
    monkeypatch.setattr(library.HTTPClient, "_sleep_time_seconds", lambda *args, **options: 0)
    row = cast.start()
    cast.peer.pay(row.url)
    cast.deliver()
    cast.peer.scenarios("down")

    assert cast.work() == 0
    assert (StripeEvent.objects.get().error, cast.money) == ("stripe_unavailable", [])

    cast.peer.scenarios()
    assert cast.work() == 1
    assert (StripeEvent.objects.get().error, cast.again(row).status, cast.money) == ("", "paid", PAID_ONCE)


def test_money_of_the_test_mode_counts_in_a_demo_and_in_tests_only(cast, settings):
    row = cast.start()
    cast.peer.pay(row.url)
    cast.deliver()
    settings.TESTING = False

    cast.work()

    assert StripeEvent.objects.get().error == "test_mode"
    assert (cast.again(row).status, cast.money) == ("open", [])
    with pytest.raises(checkout.NotPayableOnline):
        cast.start(amount="20000.00")


def test_stripe_is_never_asked_inside_a_transaction(cast):
    with events.transaction(), pytest.raises(stripe.InTransaction):
        stripe.fetch_session(account="acct_university", session_id="cs_test_1")


def test_an_event_whose_signature_does_not_hold_is_not_stored(cast, settings):
    body = json.dumps({"id": "evt_1", "object": "event"}).encode()
    forged = library.WebhookSignature.generate_signature_header(body.decode(), "whsec_guessed")
    unsigned_secret = library.WebhookSignature.generate_signature_header(body.decode(), "")

    assert send(body, forged) == 400
    assert send(body, "") == 400
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert send(body, unsigned_secret) == 400
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize("amount", ["0.00", "50000.01", "-1.00"])
def test_what_is_not_owed_cannot_be_paid(cast, amount):
    with pytest.raises(checkout.NotPayableOnline):
        cast.start(amount=amount)

    assert not CheckoutSession.objects.exists()


def test_a_receiver_without_an_account_takes_transfers_only(cast):
    PayeeAccount.objects.all().delete()

    with pytest.raises(checkout.NotPayableOnline):
        cast.start()

    assert not CheckoutSession.objects.exists()


def test_others_than_the_payer_may_not_begin(cast):
    with pytest.raises(NotPermitted):
        cast.start(actor=make_actor(cast.deal.licensor, Role.OWNER_FINANCE))

    assert not CheckoutSession.objects.exists()


def test_a_payment_that_is_recorded_as_a_transfer_keeps_its_number(cast):
    make_payment(cast.deal)
    row = cast.start()
    cast.peer.pay(row.url)
    cast.deliver()
    cast.work()

    assert cast.again(row).payment.number == f"{cast.deal.number}-P2"
