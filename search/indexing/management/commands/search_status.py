"""Show the state of the search index."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.events.models import ConsumerCursor, ParkedEvent
from search.engines import engine
from search.engines.contract import SearchUnavailable
from search.indexing.consumer import CONSUMER
from search.indexing.source import head_position


class Command(BaseCommand):
    """Print engine, counts, versions and how far the index is behind the log."""

    help = "Show engine, counts, versions and how far the search index is behind the log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line each."""
        try:
            index = engine()
            is_unfilled = index.ensure()
            status = index.status()
        except SearchUnavailable as error:
            raise CommandError(error.message) from error
        cursor = ConsumerCursor.objects.filter(name=CONSUMER.name).first()
        lag = head_position() - (cursor.position if cursor else 0)
        parked = ParkedEvent.objects.filter(consumer=CONSUMER.name).count()
        rows = {
            "engine": status.backend,
            "listings": status.live,
            "tombstones": status.tombstones,
            "dead rows": status.dead_rows,
            "built with": status.built_with,
            "events behind": lag,
            "events parked": parked,
            "last error": cursor.last_error if cursor else "",
            "advice": "run search_rebuild" if is_unfilled or status.wants_rebuild else "none",
        }
        for name, value in rows.items():
            self.stdout.write(f"{name}: {value}")
