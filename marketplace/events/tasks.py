"""Tasks of the worker for the log."""

from celery import shared_task

from marketplace.dated.clock import now
from marketplace.events import consumers


@shared_task(name="marketplace.events.tasks.consume_events")
def consume_events(**_: object) -> int:
    """Let every consumer read to the head. Wakes by the beat; what to do stands in the log."""
    return consumers.run_all(clock=now)
