"""
The edge where time enters: views, tasks and commands ask here once and pass the answer on.

Nothing deeper reads a clock. In the demo the clock can be set ahead, so that a pay-later year can be walked through.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings

from marketplace.dated.models import DemoClock
from marketplace.dates import shanghai_day
from marketplace.problems import DomainError


class NoDemo(DomainError):
    """Raised when somebody wants to set the clock outside the demo."""

    code = "no_demo"
    status = 403


def now() -> datetime:
    """Give the present instant (UTC); in the demo, as far ahead as its clock was set."""
    instant = datetime.now(UTC)
    if settings.DEMO:
        instant += timedelta(seconds=DemoClock.objects.filter(pk=1).values_list("ahead_s", flat=True).first() or 0)
    return instant


def on_our_clock(instant: datetime) -> datetime:
    """Give an instant that another server told; in the demo, as far ahead as its clock was set."""
    return instant + (now() - datetime.now(UTC)) if settings.DEMO else instant


def today() -> date:
    """Give the present day in Asia/Shanghai."""
    return shanghai_day(now())


def set_demo_clock(*, ahead: timedelta) -> None:
    """
    Set the demo's clock ahead of the real one.

    :raises NoDemo: outside a demo.
    """
    if not settings.DEMO:
        raise NoDemo("the clock can be set in the demo only")
    DemoClock.objects.update_or_create(pk=1, defaults={"ahead_s": int(ahead.total_seconds())})
