"""The peer refuses what Stripe refuses, so that a test against it means something."""

from __future__ import annotations

import pytest

ORDER = {
    "mode": "payment",
    "success_url": "https://market.example/",
    "allowed_payment_method_types[0]": "alipay",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "cny",
    "line_items[0][price_data][unit_amount]": "100",
    "line_items[0][price_data][product_data][name]": "fee",
}


def create(peer, *, key, **headers):
    def send(form):
        return peer.ask("/v1/checkout/sessions", form=form, **{"Idempotency-Key": key}, **headers)

    return send


@pytest.mark.parametrize(
    ("wrong", "code", "param"),
    [
        ({"payment_method_types[0]": "alipay"}, "parameter_unknown", "payment_method_types"),
        ({"line_items[0][color]": "red"}, "parameter_unknown", "line_items[0][color]"),
        ({"mode": "gift"}, "parameter_invalid", "mode"),
        ({"allowed_payment_method_types[0]": "shells"}, "parameter_invalid", "allowed_payment_method_types[0]"),
        ({"line_items[0][quantity]": "one"}, "parameter_invalid", "line_items[0][quantity]"),
        (
            {"allowed_payment_method_types[1]": "wechat_pay"},
            "parameter_missing",
            "payment_method_options[wechat_pay][client]",
        ),
    ],
)
def test_refuses_in_stripes_shape(stripe_peer, wrong, code, param):
    status, body = create(stripe_peer, key=f"wrong {param} {code}")({**ORDER, **wrong})

    assert (status, body["error"]["type"]) == (400, "invalid_request_error")
    assert (body["error"]["code"], body["error"]["param"]) == (code, param)


def test_gives_the_same_answer_to_the_same_key_and_refuses_another_request_under_it(stripe_peer):
    send = create(stripe_peer, key="the same")

    first, second = send(ORDER), send(ORDER)
    status, body = send({**ORDER, "success_url": "https://elsewhere.example/"})

    assert first == second
    assert (status, body["error"]["type"]) == (400, "idempotency_error")


def test_shows_a_session_to_its_own_account_only(stripe_peer):
    _, session = create(stripe_peer, key="whose")(ORDER)

    status, body = stripe_peer.ask(f"/v1/checkout/sessions/{session['id']}", **{"Stripe-Account": "acct_other"})

    assert (status, body["error"]["code"]) == (404, "resource_missing")


def test_tells_the_intent_of_a_paid_session(stripe_peer):
    _, session = create(stripe_peer, key="paid")(ORDER)
    stripe_peer.pay(session["url"])
    stripe_peer.events(1)
    _, paid = stripe_peer.ask(f"/v1/checkout/sessions/{session['id']}")

    status, intent = stripe_peer.ask(f"/v1/payment_intents/{paid['payment_intent']}")

    assert (status, intent["amount_received"], intent["status"]) == (200, 100, "succeeded")
