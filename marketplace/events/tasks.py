"""Tasks of the worker for the log."""

from datetime import UTC, datetime

from celery import shared_task

from marketplace.events import consumers


@shared_task(name="marketplace.events.tasks.consume_events")
def consume_events(**_: object) -> int:
    """Let every consumer read to the head. Wakes by the beat; what to do stands in the log."""
    # Leases run on real time: a demo's clock that is set must neither free nor hold one.
    return consumers.run_all(clock=lambda: datetime.now(UTC))
