"""The peer's memory: sessions, intents and events of each account, and the ways in which they may go wrong."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

import stripe

# What a control call may switch on.
SCENARIOS: Final = frozenset({"duplicate", "webhook_first", "amount_mismatch", "wrong_account", "lost", "down"})
METHODS: Final = ("alipay", "wechat_pay", "card")
_LARGEST: Final = 99_999_999
_LIVES_S: Final = 24 * 60 * 60


class Refused(Exception):
    """An answer in Stripe's error shape."""

    def __init__(self, status: int, message: str, *, code: str = "", param: str = "", kind: str = "") -> None:
        super().__init__(message)
        error = {"type": kind or "invalid_request_error", "message": message, "code": code, "param": param}
        self.status = status
        self.body = {"error": {name: value for name, value in error.items() if value}}


@dataclass
class Peer:
    """Everything the peer knows. Each call holds the lock."""

    address: str
    scenarios: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)
    sessions: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    intents: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    kept: dict[tuple[str, str], tuple[Any, tuple[int, Any]]] = field(default_factory=dict)

    def create_session(self, account: str, given: dict[str, Any]) -> dict[str, Any]:
        """Make a session of what was asked for; the types are checked already."""
        session_id = f"cs_test_{secrets.token_hex(16)}"
        prices = [line.get("price_data", {}) for line in given.get("line_items", [])]
        _require_sense(given, prices)
        total = sum(
            int(price["unit_amount"]) * int(line.get("quantity", 1))
            for price, line in zip(prices, given["line_items"], strict=True)
        )
        if not 0 < total <= _LARGEST:
            raise Refused(400, "The amount has eight digits at most.", code="amount_too_large", param="line_items")
        session = {
            "id": session_id,
            "object": "checkout.session",
            "amount_subtotal": total,
            "amount_total": total,
            "cancel_url": given.get("cancel_url"),
            "client_reference_id": given.get("client_reference_id"),
            "created": int(time.time()),
            "currency": prices[0]["currency"],
            "expires_at": int(time.time()) + _LIVES_S,
            "livemode": False,
            "metadata": given.get("metadata", {}),
            "mode": given["mode"],
            "payment_intent": None,
            "payment_method_types": given.get("allowed_payment_method_types", list(METHODS)),
            "payment_status": "unpaid",
            "status": "open",
            "success_url": given["success_url"],
            "url": f"{self.address}/pay/{session_id}",
        }
        self.sessions[account, session_id] = session
        return session

    def session(self, account: str, session_id: str) -> dict[str, Any]:
        """Give a session of an account."""
        found = self.sessions.get((account, session_id))
        if found is None:
            raise Refused(404, f"No such checkout.session: {session_id}", code="resource_missing", param="session")
        return found

    def account_of(self, session_id: str) -> str:
        """Give the account that a session belongs to."""
        for account, known in self.sessions:
            if known == session_id:
                return account
        raise Refused(404, f"No such checkout.session: {session_id}", code="resource_missing", param="session")

    def intent(self, account: str, intent_id: str) -> dict[str, Any]:
        """Give a PaymentIntent of an account."""
        found = self.intents.get((account, intent_id))
        if found is None:
            raise Refused(404, f"No such payment_intent: {intent_id}", code="resource_missing", param="intent")
        return found

    def pay(self, session_id: str, method: str) -> dict[str, Any]:
        """Let the payer pay a session; gives the event."""
        account = self.account_of(session_id)
        session = self.session(account, session_id)
        if session["status"] != "open":
            raise Refused(400, f"This Checkout Session is {session['status']}.")
        if method not in session["payment_method_types"]:
            raise Refused(400, "Choose a way to pay.", param="method")
        if "amount_mismatch" in self.scenarios:
            session["amount_total"] += 100
        intent_id = f"pi_{secrets.token_hex(12)}"
        self.intents[account, intent_id] = {
            "id": intent_id,
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": session["amount_total"],
            "currency": session["currency"],
            "created": int(time.time()),
            "livemode": False,
            "metadata": session["metadata"],
            "status": "succeeded",
            "latest_charge": {
                "id": f"ch_{secrets.token_hex(12)}",
                "object": "charge",
                "amount": session["amount_total"],
                "created": int(time.time()),
                "currency": session["currency"],
                "livemode": False,
                "paid": True,
                "payment_method_details": {"type": method},
                "status": "succeeded",
            },
        }
        session.update(status="complete", payment_status="paid", payment_intent=intent_id, url=None)
        return self._event("checkout.session.completed", account, session)

    def expire(self, account: str, session_id: str) -> dict[str, Any]:
        """End an open session; gives the event."""
        session = self.session(account, session_id)
        if session["status"] != "open":
            raise Refused(400, f"Only open sessions can be expired; this one is {session['status']}.")
        session.update(status="expired", url=None)
        return self._event("checkout.session.expired", account, session)

    def expanded(self, account: str, thing: dict[str, Any], expand: list[str]) -> dict[str, Any]:
        """Give a copy of a session or an intent with what ``expand`` names written out."""
        copy = dict(thing)
        if copy["object"] == "payment_intent":
            if "latest_charge" not in expand:
                copy["latest_charge"] = copy["latest_charge"]["id"]
            return copy
        for path in expand:
            head, _, rest = path.partition(".")
            if head != "payment_intent" or rest not in {"", "latest_charge"}:
                raise Refused(400, f"This property cannot be expanded ({path}).", param="expand")
            if isinstance(copy["payment_intent"], str):
                intent = self.intent(account, copy["payment_intent"])
                copy["payment_intent"] = self.expanded(account, intent, [rest])
        return copy

    def _event(self, kind: str, account: str, session: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "account": "acct_somebodyelse" if "wrong_account" in self.scenarios else account,
            "api_version": stripe.api_version,
            "created": int(time.time()),
            "data": {"object": dict(session)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }


def _require_sense(given: dict[str, Any], prices: list[dict[str, Any]]) -> None:
    """Refuse what the types allow and Stripe does not."""
    if given.get("mode") != "payment" or not prices or not all("unit_amount" in price for price in prices):
        raise Refused(400, "This peer knows payments with priced line items only.", param="mode")
    if "success_url" not in given:
        raise Refused(400, "Missing required param: success_url.", code="parameter_missing", param="success_url")
    if any(price["currency"] != prices[0]["currency"] or not price["currency"].islower() for price in prices):
        raise Refused(400, "Invalid currency.", param="line_items[0][price_data][currency]")
    options = given.get("payment_method_options", {})
    if "wechat_pay" in given.get("allowed_payment_method_types", []) and "wechat_pay" not in options:
        param = "payment_method_options[wechat_pay][client]"
        raise Refused(400, f"Missing required param: {param}.", code="parameter_missing", param=param)
