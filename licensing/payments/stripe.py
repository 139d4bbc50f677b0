"""
Talk to Stripe: the only module that imports its library.

Values of our own go in and out; the library's objects stay here. No call is made while a transaction is open: it
would hold locks for as long as another server takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import stripe
import structlog
from django.conf import settings

from marketplace import events
from marketplace.problems import DomainError

# The payer waits for the answer, so a silent server counts as down soon.
_TIMEOUT_S: Final = 10
# Of Stripe: an amount has eight digits at most, in fen.
LARGEST_AMOUNT: Final = Decimal("999999.99")
_EXPANDED: Final = ["payment_intent.latest_charge"]

_log = structlog.get_logger(__name__)


class StripeUnavailable(DomainError):
    """Raised when Stripe does not answer; whatever was asked for can be asked for again."""

    code = "stripe_unavailable"
    status = 503


class StripeRefused(DomainError):
    """Raised when Stripe answers that it will not do it. ``code`` among the values is Stripe's own."""

    code = "stripe_refused"
    status = 503


class SessionMissing(StripeRefused):
    """Raised for a session that the account does not have."""


class BadSignature(DomainError):
    """Raised for an event that was not signed with our secret, or long ago."""

    code = "stripe_signature_invalid"
    status = 400


class InTransaction(RuntimeError):
    """Raised when somebody would ask Stripe while a transaction is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a payer is to be asked for. ``number`` comes back with the session, ``key`` makes a second call harmless."""

    number: str
    deal: str
    key: str
    account: str
    amount: Decimal
    product: str
    return_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A Checkout Session as Stripe has it now. ``paid_at`` is the instant of the charge."""

    id: str
    url: str
    status: str
    payment_status: str
    livemode: bool
    amount: Decimal | None
    currency: str
    number: str
    deal: str
    payment_intent: str
    paid_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An event whose signature was checked."""

    id: str
    type: str
    account: str
    livemode: bool
    payload: dict[str, Any]


def is_configured() -> bool:
    """Tell whether the keys for paying online are set."""
    return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)


def create_session(order: Order) -> Session:
    """
    Make a Checkout Session for an order at the payee's account, or give the one that an earlier call made.

    :raises StripeUnavailable, StripeRefused
    """
    price: Any = {
        "currency": "cny",
        "unit_amount": int(order.amount.scaleb(2)),
        "product_data": {"name": order.product},
    }
    metadata = {"number": order.number, "deal": order.deal}
    return _asked(
        lambda client: client.v1.checkout.sessions.create(
            params={
                "mode": "payment",
                "allowed_payment_method_types": ["alipay", "wechat_pay", "card"],
                "payment_method_options": {"wechat_pay": {"client": "web"}},
                "line_items": [{"quantity": 1, "price_data": price}],
                "client_reference_id": order.number,
                "metadata": metadata,
                "payment_intent_data": {"metadata": metadata, "description": order.product},
                "success_url": f"{order.return_url}?returned=paid",
                "cancel_url": f"{order.return_url}?returned=cancelled",
                "expand": _EXPANDED,
            },
            options={"stripe_account": order.account, "idempotency_key": order.key},
        )
    )


def fetch_session(*, account: str, session_id: str) -> Session:
    """
    Give a session as it is now.

    :raises SessionMissing: if this account has none of this id.
    :raises StripeUnavailable, StripeRefused
    """
    return _asked(
        lambda client: client.v1.checkout.sessions.retrieve(
            session_id, params={"expand": _EXPANDED}, options={"stripe_account": account}
        )
    )


def expire_session(*, account: str, session_id: str, key: str) -> Session:
    """
    End a session, so that nobody can pay it any more.

    :raises StripeRefused: if it is complete or has ended.
    """
    return _asked(
        lambda client: client.v1.checkout.sessions.expire(
            session_id, params={"expand": _EXPANDED}, options={"stripe_account": account, "idempotency_key": key}
        )
    )


def checked_event(*, payload: bytes, signature: str) -> Notice:
    """
    Read an event that came in, if its signature holds.

    :raises BadSignature: for any other, and always while no secret is set.
    """
    if not settings.STRIPE_WEBHOOK_SECRET:
        raise BadSignature("no secret is set, so no signature can hold")
    try:
        event = stripe.Webhook.construct_event(payload, signature, settings.STRIPE_WEBHOOK_SECRET)
    except (stripe.SignatureVerificationError, ValueError) as error:
        raise BadSignature("the signature does not hold") from error
    known = event.to_dict()
    return Notice(
        id=known["id"],
        type=known["type"],
        account=known.get("account") or "",
        livemode=known["livemode"],
        payload=known,
    )


def _asked(call: Callable[[stripe.StripeClient], stripe.checkout.Session]) -> Session:
    if events.in_transaction():
        raise InTransaction("Stripe was asked inside a transaction")
    with _our_refusals():
        client = stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            base_addresses={"api": settings.STRIPE_API_BASE},
            max_network_retries=2,
            http_client=stripe.RequestsClient(timeout=_TIMEOUT_S),
        )
        return _read(call(client))


@contextmanager
def _our_refusals() -> Iterator[None]:
    try:
        yield
    except stripe.StripeError as error:
        code = str(error.code or "")
        _log.warning("stripe_error", kind=type(error).__name__, stripe_code=code, stripe_request=error.request_id)
        if isinstance(error, stripe.InvalidRequestError) and code == "resource_missing":
            raise SessionMissing("Stripe has no such session", stripe_code=code) from error
        if isinstance(error, stripe.APIConnectionError | stripe.RateLimitError) or type(error) is stripe.APIError:
            raise StripeUnavailable("Stripe does not answer") from error
        raise StripeRefused("Stripe refused", stripe_code=code) from error


def _read(found: stripe.checkout.Session) -> Session:
    known = found.to_dict()
    metadata = known.get("metadata") or {}
    intent = known.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    total = known.get("amount_total")
    return Session(
        id=known["id"],
        url=known.get("url") or "",
        status=known.get("status") or "",
        payment_status=known["payment_status"],
        livemode=known["livemode"],
        amount=None if total is None else Decimal(total).scaleb(-2),
        currency=(known.get("currency") or "").upper(),
        number=known.get("client_reference_id") or "",
        deal=metadata.get("deal", ""),
        payment_intent=intent.get("id", ""),
        paid_at=datetime.fromtimestamp(charge["created"], UTC) if charge else None,
    )
