"""Tasks of the worker for the index."""

from celery import shared_task

from search.engines import engine
from search.indexing.rebuild import RebuildRunning, rebuild


@shared_task(name="search.indexing.tasks.tidy_search")
def tidy_search(**_: object) -> bool:
    """Rebuild the index where it was never filled, was made by another version, or is a fifth dead rows."""
    index = engine()
    if not (index.ensure() or index.status().wants_rebuild):
        return False
    try:
        rebuild(index)
    except RebuildRunning:
        return False
    return True
