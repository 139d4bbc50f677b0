"""The payer's pages for paying online."""

from __future__ import annotations

import socket

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from licensing.payments import inbox
from licensing.payments.models import CheckoutSession, PayeeAccount, Payment
from marketplace.accounts.roles import Role
from marketplace.dated import clock
from tests.factories import make_actor
from tests.licensing.factories import NOW, make_checkout, make_deal

pytestmark = pytest.mark.django_db


class Payer:
    """Somebody of the enterprise's finance at the browser, on the English pages."""

    def __init__(self):
        self.deal = make_deal()
        self.actor = make_actor(self.deal.licensee, Role.FINANCE)
        self.client = Client()
        self.client.force_login(self.actor.person)
        PayeeAccount.objects.create(
            organization=self.deal.licensor, stripe_account="acct_university", livemode=False, since=NOW
        )

    def address(self, route, number=None):
        kwargs = {"uscc": self.deal.licensee.uscc, "number": number or self.deal.number}
        with translation.override("en"):
            return reverse(f"enterprise:{route}", kwargs=kwargs)

    def read(self, address):
        return self.client.get(address).content.decode()

    def open(self):
        return self.client.post(self.address("pay_online"))


@pytest.fixture
def payer(db):
    return Payer()


def test_leads_from_the_act_through_the_peer_to_the_paid_page(payer, stripe_peer, settings):
    assert payer.address("pay_online") in payer.read(payer.address("record_payment"))

    page = payer.open()["Location"]
    row = CheckoutSession.objects.get()
    assert row.url in payer.read(page)

    back = stripe_peer.pay(row.url, "card").removeprefix(settings.BASE_URL)
    assert "Not confirmed yet." in payer.read(back)

    ((body, signature),) = stripe_peer.events(1)
    payer.client.post(
        "/webhooks/stripe/", body, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    assert "Not confirmed yet." in payer.read(back)

    inbox.work_through(now=clock.now())
    assert "The money has arrived and is allocated." in payer.read(back)
    assert Payment.objects.get().number in payer.read(payer.address("case"))


def test_says_that_the_service_does_not_answer_and_keeps_nothing_half_done(payer, stripe_peer, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        answer = payer.open()

    assert answer.status_code == 503
    assert "The payment service does not answer" in answer.content.decode()
    assert list(CheckoutSession.objects.values_list("status", flat=True)) == ["draft"]


def test_has_no_way_to_pay_online_without_keys(payer, settings):
    settings.STRIPE_SECRET_KEY = ""

    assert payer.address("pay_online") not in payer.read(payer.address("record_payment"))
    assert "The receiver takes bank transfers only." in payer.read(payer.address("pay_online"))
    assert payer.open().status_code == 409
    assert not CheckoutSession.objects.exists()


@pytest.mark.parametrize(
    ("fields", "query", "said"),
    [
        ({}, "?returned=cancelled", "You came back without paying."),
        ({"status": "draft", "session_id": None, "url": ""}, "", "The payment service has not answered yet."),
        ({"status": "expired"}, "?returned=paid", "The payment page ended without a payment."),
        ({"status": "mismatched", "problem": "amount_differs"}, "?returned=paid", "Nothing was allocated."),
    ],
)
def test_say_how_the_payment_stands(payer, fields, query, said):
    row = make_checkout(payer.deal, **fields)

    assert said in payer.read(payer.address("online_payment", row.number) + query)
