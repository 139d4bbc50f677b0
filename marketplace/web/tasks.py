"""Tasks of the worker for the web edge."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from marketplace.web import idempotency


@shared_task(name="marketplace.web.tasks.forget")
def forget(**_: object) -> int:
    """Delete kept answers and sessions that are over."""
    SessionStore.clear_expired()
    return idempotency.forget_kept_answers()
