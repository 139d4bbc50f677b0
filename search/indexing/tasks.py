"""Tasks of the worker for the index."""

from contextlib import suppress

from celery import shared_task

from marketplace.dated.clock import now
from marketplace.events.consumers import resume_parked
from marketplace.events.models import ParkedEvent
from search.engines import engine
from search.indexing.consumer import CONSUMER
from search.indexing.rebuild import RebuildRunning, rebuild


@shared_task(name="search.indexing.tasks.tidy_search")
def tidy_search(**_: object) -> bool:
    """
    Rebuild the index where it was never filled, was made by another version, or is a fifth dead rows.

    Events that were parked while the engine was down are taken up again. Tell whether there was anything to do.
    """
    index = engine()
    wants_rebuild = index.ensure() or index.status().wants_rebuild
    has_parked = ParkedEvent.objects.filter(consumer=CONSUMER.name).exists()
    if wants_rebuild:
        with suppress(RebuildRunning):
            rebuild(index)
    if has_parked:
        resume_parked(CONSUMER, clock=now)
    return wants_rebuild or has_parked
