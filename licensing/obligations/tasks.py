"""Tasks of the worker for duties."""

from celery import shared_task

from licensing.deals.models import Deal
from licensing.obligations.services import refresh_obligations
from marketplace.dated.clock import today


@shared_task(name="licensing.obligations.tasks.refresh_duties")
def refresh_duties(**_: object) -> int:
    """Work out the kept duties of all running deals as of today; give how many deals there are. Safe to run twice."""
    running = Deal.objects.filter(status__in=[Deal.Status.IN_EFFECT, Deal.Status.IN_DEFAULT]).values_list(
        "pk", flat=True
    )
    for deal_id in list(running):
        refresh_obligations(deal_id=deal_id, as_of=today())
    return len(running)
