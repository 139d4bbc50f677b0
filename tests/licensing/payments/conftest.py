"""The real Stripe peer on loopback, one process for all tests, and the place where its events arrive."""

from __future__ import annotations

import json
import queue
import secrets
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SECRET = f"whsec_{secrets.token_hex(8)}"


class Arrivals(ThreadingHTTPServer):
    """Takes the peer's events, so that a test decides when they reach the product."""

    daemon_threads = True

    def __init__(self):
        self.arrived = queue.Queue()
        arrived = self.arrived

        class Taker(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                arrived.put((body, self.headers["Stripe-Signature"]))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        super().__init__(("127.0.0.1", 0), Taker)


class PeerProcess:
    """The peer as a test sees it: a payer's browser, control calls, and the events it sent."""

    def __init__(self, address, arrivals):
        self.address, self._arrivals = address, arrivals

    def scenarios(self, *names):
        self._post(f"{self.address}/_control/scenarios", json.dumps(names).encode())

    def pay(self, url, method="alipay"):
        """Pay as a payer does; gives where the browser is sent."""
        return self._post(url, urllib.parse.urlencode({"method": method}).encode()).headers["Location"]

    def expire(self, session_id):
        self._post(f"{self.address}/_control/expire/{session_id}", b"")

    def events(self, count):
        """Give as many events as (body, signature), once they are there."""
        return [self._arrivals.arrived.get(timeout=10) for _ in range(count)]

    def has_sent_more(self):
        return not self._arrivals.arrived.empty()

    def ask(self, path, *, form=None, **headers):
        """Call the API as a client of any kind would; gives status and body."""
        body = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(  # noqa: S310 - The peer's own address.
            f"{self.address}{path}",
            body,
            {"Authorization": "Bearer sk_test_x", "Stripe-Account": "acct_university", **headers},
        )
        try:
            with _opener.open(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def _post(self, url, body):
        try:
            return _opener.open(urllib.request.Request(url, body), timeout=10)  # noqa: S310 - As above.
        except urllib.error.HTTPError as answer:
            if answer.code == 303:
                return answer
            raise


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


@pytest.fixture(scope="session")
def _peer_process():
    arrivals = Arrivals()
    threading.Thread(target=arrivals.serve_forever, daemon=True).start()
    webhook = f"http://127.0.0.1:{arrivals.server_address[1]}/"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.peers.stripe_peer", "--webhook", webhook, "--secret", SECRET],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield PeerProcess(process.stdout.readline().strip(), arrivals)
    process.terminate()
    process.wait(timeout=10)
    arrivals.shutdown()
    arrivals.server_close()


@pytest.fixture
def stripe_peer(_peer_process, settings):
    """Give the peer, well behaved and with nothing under way, and point the product at it."""
    settings.STRIPE_API_BASE = _peer_process.address
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    _peer_process.scenarios()
    yield _peer_process
    while _peer_process.has_sent_more():
        _peer_process.events(1)
