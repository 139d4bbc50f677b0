"""Who can be paid online: organizations with a connected account whose money counts here."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from licensing.payments import stripe, topics
from licensing.payments.models import PayeeAccount
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.accounts.models import Organization


@events.transaction()
def connect_payee(*, actor: Actor, stripe_account: str, livemode: bool, now: datetime) -> PayeeAccount:
    """Name the connected account to which the actor's organization is paid online."""
    require(actor, "organization.manage")
    account, _ = PayeeAccount.objects.update_or_create(
        organization=actor.organization,
        defaults={"stripe_account": stripe_account, "livemode": livemode, "since": now},
    )
    events.record(topics.PAYEE_CONNECTED, actor=actor, subject=account, at=now, livemode=livemode)
    return account


def payee_account(organization: Organization) -> PayeeAccount | None:
    """Give the account to which an organization can be paid online, or None."""
    if not stripe.is_configured():
        return None
    account = PayeeAccount.objects.filter(organization=organization).first()
    return account if account is not None and counts(livemode=account.livemode) else None


def counts(*, livemode: bool) -> bool:
    """Tell whether money of this mode is money: what Stripe's test mode moves counts in a demo and in tests only."""
    return livemode or settings.DEMO or settings.TESTING
