"""
``/healthz``: the process answers. ``/readyz``: what it needs is there.

The database is needed. Search and the broker are looked at and shown, but a page that works without them is better
than none: they make the answer ``degraded``, not a 503. Packages add probes when their app is ready.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Probe:
    """A look at something the product talks to: returns, or raises whatever is wrong."""

    name: str
    look: Callable[[], None]
    needed: bool = False


_PROBES: dict[str, Probe] = {}


def register(probe: Probe) -> None:
    """Add a probe. Call it from ``AppConfig.ready``."""
    _PROBES[probe.name] = probe


@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    """Tell that the process answers. Touches nothing."""
    return _uncached(JsonResponse({"status": "alive"}))


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Tell whether requests can be served: 200 ``ready`` or ``degraded``, else 503 ``not_ready``."""
    checks, status = {}, "ready"
    for probe in _PROBES.values():
        works, milliseconds = _look(probe)
        checks[probe.name] = {"works": works, "needed": probe.needed, "ms": milliseconds}
        if not works:
            status = "not_ready" if probe.needed or status == "not_ready" else "degraded"
    body: dict[str, Any] = {"status": status, "checks": checks}
    return _uncached(JsonResponse(body, status=503 if status == "not_ready" else 200))


def _look(probe: Probe) -> tuple[bool, int]:
    started = time.monotonic()
    try:
        probe.look()
        works = True
    except Exception as error:  # noqa: BLE001 - Whatever is wrong, the answer must say that something is.
        log.warning("probe_failed", probe=probe.name, error=repr(error))
        works = False
    return works, round((time.monotonic() - started) * 1000)


def _uncached(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response


def look_at_database() -> None:
    """Read the head of the event log: the database is there and migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position FROM events_eventhead WHERE id = 1")
        if cursor.fetchone() is None:
            raise LookupError("the event log has no head: run the migrations")


def look_at_broker() -> None:
    """Open a connection to the broker, with one try and a second of patience."""
    from marketplace.celery import app

    with app.connection_for_write(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)


register(Probe("database", look_at_database, needed=True))
register(Probe("broker", look_at_broker))
