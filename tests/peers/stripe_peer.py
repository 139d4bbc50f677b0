"""
A stand-in for Stripe on loopback, for tests and the demo: Checkout Sessions, the payer's page, and signed events.

    python -m tests.peers.stripe_peer --port 9000 --webhook http://127.0.0.1:8000/webhooks/stripe/ --secret whsec_demo

It knows what this product uses and refuses everything else in Stripe's error shape. ``POST /_control/scenarios`` with
a JSON list of ``stripe_objects.SCENARIOS`` makes it misbehave; ``POST /_control/expire/<session>`` lets time pass.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import urllib.parse
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from stripe.params import PaymentIntentRetrieveParams
from stripe.params.checkout import SessionCreateParams, SessionExpireParams, SessionRetrieveParams

from tests.peers.stripe_deliveries import deliver
from tests.peers.stripe_objects import METHODS, SCENARIOS, Peer, Refused
from tests.peers.stripe_requests import faults, parse_form

_METHOD_NAMES: Final = {"alipay": "支付宝 Alipay", "wechat_pay": "微信支付 WeChat Pay", "card": "银行卡 Card"}
_PAGE: Final = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Demo payment</title>
<h1>演示支付 · Demo payment page</h1>
<p>这是演示用的支付页面，不会扣款。No money moves here.</p>
<p><strong>{amount}</strong> · {number}</p>
<form method="post">{methods}<p><button type="submit">支付 · Pay</button></p></form>
<p><a href="{cancel_url}">取消并返回 · Cancel and go back</a></p>
</html>"""


class Server(ThreadingHTTPServer):
    """The server with the peer's memory and the address of the webhook."""

    daemon_threads = True

    def __init__(self, port: int, *, webhook: str, secret: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.peer = Peer(f"http://127.0.0.1:{self.server_address[1]}")
        self.webhook, self.secret = webhook, secret

    def send_event(self, event: dict[str, Any]) -> None:
        """Deliver an event as the scenarios say."""
        if "lost" in self.peer.scenarios:
            return
        copies = 2 if "duplicate" in self.peer.scenarios else 1
        thread = deliver(event, url=self.webhook, secret=self.secret, copies=copies)
        if "webhook_first" in self.peer.scenarios:
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers the API, the payer's page and the control calls."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a reading call."""
        self._route()

    def do_POST(self) -> None:
        """Answer a call that changes something."""
        self._route()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - The name is the base class's.
        """Keep quiet: tests read what the peer answered."""

    def _route(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        url = urllib.parse.urlsplit(self.path)
        self.query = url.query
        try:
            with self.server.peer.lock:
                if url.path.startswith("/v1/"):
                    self._require_caller()
                after = self._answer_to(url.path)
            # An event goes out without the lock: its receiver may ask the peer before it answers.
            after()
        except Refused as refused:
            self._json(refused.status, refused.body)

    def _answer_to(self, path: str) -> Callable[[], None]:
        for method, pattern, answer in _ROUTES:
            found = re.fullmatch(pattern, path)
            if found and method == self.command:
                return answer(self, *found.groups())
        raise Refused(404, f"Unrecognized request URL ({self.command}: {path}).")

    # --- The API

    def _require_caller(self) -> None:
        if "down" in self.server.peer.scenarios:
            raise Refused(503, "Stripe is down.", kind="api_error")
        if not self.headers.get("Authorization", "").startswith("Bearer sk_test_"):
            raise Refused(401, "Invalid API Key provided.")
        if not re.fullmatch(r"acct_\w+", self._account):
            raise Refused(403, "The account does not exist or your key may not act for it.", code="account_invalid")

    @property
    def _account(self) -> str:
        return self.headers.get("Stripe-Account", "")

    def _given(self, request_type: type) -> dict[str, Any]:
        given = parse_form(self.body or self.query)
        for fault in faults(given, request_type):
            raise Refused(400, fault.message, code=fault.code, param=fault.param)
        return given

    def _once(self, act: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
        """Act once per idempotency key, and give the same answer again."""
        key = self.headers.get("Idempotency-Key")
        if not key:
            raise Refused(400, "This peer wants an idempotency key with every change.")
        asked = (self.path, self.body)
        before = self.server.peer.kept.get((self._account, key))
        if before is None:
            before = self.server.peer.kept[self._account, key] = (asked, act())
        if before[0] != asked:
            raise Refused(400, "Keys for idempotent requests can only be used once.", kind="idempotency_error")
        return before[1]

    def create_session(self) -> Callable[[], None]:
        """``POST /v1/checkout/sessions``."""
        given = self._given(SessionCreateParams)

        def act() -> tuple[int, Any]:
            session = self.server.peer.create_session(self._account, given)
            return 200, self.server.peer.expanded(self._account, session, given.get("expand", []))

        return self._later(*self._once(act))

    def get_session(self, session_id: str) -> Callable[[], None]:
        """``GET /v1/checkout/sessions/<id>``."""
        given, peer = self._given(SessionRetrieveParams), self.server.peer
        session = peer.session(self._account, session_id)
        return self._later(200, peer.expanded(self._account, session, given.get("expand", [])))

    def expire_session(self, session_id: str) -> Callable[[], None]:
        """``POST /v1/checkout/sessions/<id>/expire``."""
        given, peer = self._given(SessionExpireParams), self.server.peer
        sent: list[dict[str, Any]] = []

        def act() -> tuple[int, Any]:
            sent.append(peer.expire(self._account, session_id))
            session = peer.session(self._account, session_id)
            return 200, peer.expanded(self._account, session, given.get("expand", []))

        return self._later(*self._once(act), events=sent)

    def get_intent(self, intent_id: str) -> Callable[[], None]:
        """``GET /v1/payment_intents/<id>``."""
        given, peer = self._given(PaymentIntentRetrieveParams), self.server.peer
        intent = peer.intent(self._account, intent_id)
        return self._later(200, peer.expanded(self._account, intent, given.get("expand", [])))

    # --- The payer's page

    def show_page(self, session_id: str) -> Callable[[], None]:
        """``GET /pay/<id>``."""
        peer = self.server.peer
        session = peer.session(peer.account_of(session_id), session_id)
        if session["status"] != "open":
            raise Refused(400, f"This Checkout Session is {session['status']}.")
        methods = "".join(
            f'<p><label><input type="radio" name="method" value="{method}"{" checked" if not place else ""}> '
            f"{_METHOD_NAMES[method]}</label></p>"
            for place, method in enumerate(METHODS)
            if method in session["payment_method_types"]
        )
        page = _PAGE.format(
            amount=f"{session['amount_total'] / 100:,.2f} {session['currency'].upper()}",
            number=html.escape(session["client_reference_id"] or ""),
            methods=methods,
            cancel_url=html.escape(session["cancel_url"] or "", quote=True),
        )
        return lambda: self._send(200, page.encode(), "text/html; charset=utf-8")

    def pay(self, session_id: str) -> Callable[[], None]:
        """``POST /pay/<id>``: the payer pays and is sent back."""
        peer = self.server.peer
        event = peer.pay(session_id, parse_form(self.body).get("method", ""))
        success_url = peer.session(peer.account_of(session_id), session_id)["success_url"]
        location = success_url.replace("{CHECKOUT_SESSION_ID}", session_id)

        def after() -> None:
            self.server.send_event(event)
            self._send(303, b"", "text/plain", Location=location)

        return after

    # --- The rest

    def set_scenarios(self) -> Callable[[], None]:
        """``POST /_control/scenarios`` with a list of names; all others are off."""
        wanted = set(json.loads(self.body))
        if unknown := wanted - SCENARIOS:
            raise Refused(400, f"No such scenarios: {sorted(unknown)}")
        self.server.peer.scenarios = wanted
        return self._later(200, sorted(wanted))

    def let_expire(self, session_id: str) -> Callable[[], None]:
        """``POST /_control/expire/<id>``: the session's time is over."""
        peer = self.server.peer
        event = peer.expire(peer.account_of(session_id), session_id)
        return self._later(200, {}, events=[event])

    def alive(self) -> Callable[[], None]:
        """``GET /healthz``."""
        return self._later(200, {"status": "ok"})

    def _later(self, status: int, body: Any, *, events: list[dict[str, Any]] | None = None) -> Callable[[], None]:
        def after() -> None:
            self._json(status, body)
            for event in events or []:
                self.server.send_event(event)

        return after

    def _json(self, status: int, body: Any) -> None:
        self._send(status, json.dumps(body).encode(), "application/json")

    def _send(self, status: int, body: bytes, media_type: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


_ID: Final = r"(\w+)"
_ROUTES: Final[list[tuple[str, str, Callable[..., Callable[[], None]]]]] = [
    ("POST", "/v1/checkout/sessions", Handler.create_session),
    ("GET", f"/v1/checkout/sessions/{_ID}", Handler.get_session),
    ("POST", f"/v1/checkout/sessions/{_ID}/expire", Handler.expire_session),
    ("GET", f"/v1/payment_intents/{_ID}", Handler.get_intent),
    ("GET", f"/pay/{_ID}", Handler.show_page),
    ("POST", f"/pay/{_ID}", Handler.pay),
    ("POST", "/_control/scenarios", Handler.set_scenarios),
    ("POST", f"/_control/expire/{_ID}", Handler.let_expire),
    ("GET", "/healthz", Handler.alive),
]


def main() -> None:
    """Serve until the process is ended. Says its address first; port 0 takes a free one."""
    parser = argparse.ArgumentParser(description="A stand-in for Stripe on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--webhook", required=True)
    parser.add_argument("--secret", required=True)
    options = parser.parse_args()
    server = Server(options.port, webhook=options.webhook, secret=options.secret)
    print(server.peer.address, flush=True)  # noqa: T201 - Whoever started it reads the address.
    server.serve_forever()


if __name__ == "__main__":
    main()
