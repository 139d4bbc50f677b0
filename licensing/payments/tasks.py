"""Tasks of the worker for payments."""

from celery import shared_task

from licensing.payments import inbox
from marketplace.dated.clock import now


@shared_task(name="licensing.payments.tasks.read_stripe_inbox")
def read_stripe_inbox(**_: object) -> int:
    """Act on Stripe's events that wait. Safe to run twice, also at once."""
    return inbox.work_through(now=now())


@shared_task(name="licensing.payments.tasks.look_at_checkouts")
def look_at_checkouts(**_: object) -> int:
    """Ask Stripe about open sessions whose event may be lost."""
    return inbox.look_again(now=now())
