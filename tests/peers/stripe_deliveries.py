"""Send events to the webhook, signed as Stripe signs them, again and again until they are taken."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any, Final

import stripe

# Seconds before each further try.
RETRIES_AFTER: Final = (0.2, 0.5, 1, 2, 5, 10, 30, 60, 120)


def deliver(event: dict[str, Any], *, url: str, secret: str, copies: int = 1) -> threading.Thread:
    """Send an event in the background; whoever must wait for it joins the thread."""

    def send() -> None:
        for _ in range(copies):
            _until_taken(event, url=url, secret=secret)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    return thread


def _until_taken(event: dict[str, Any], *, url: str, secret: str) -> None:
    for wait in (*RETRIES_AFTER, None):
        if _taken(event, url=url, secret=secret) or wait is None:
            return
        time.sleep(wait)


def _taken(event: dict[str, Any], *, url: str, secret: str) -> bool:
    body = json.dumps(event)
    headers = {
        "Content-Type": "application/json",
        # Made anew for every try, as the receiver refuses an old one.
        "Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, secret),
    }
    request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310 - The receiver's own address.
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - As above.
            return 200 <= answer.status < 300
    except (urllib.error.URLError, OSError):
        return False
