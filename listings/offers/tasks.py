"""Tasks of the worker for offers."""

from celery import shared_task

from listings.offers.nightly import check_all
from marketplace.dated.clock import now


@shared_task(name="listings.offers.tasks.check_eligibility")
def check_eligibility(*, everything: bool = False, **_: object) -> int:
    """Check every public listing; give how many were suspended or closed. Safe to run twice."""
    return check_all(now=now(), everything=everything).suspended
