"""Build the search index anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines import engine
from search.engines.contract import SearchUnavailable
from search.indexing.rebuild import RebuildRunning, rebuild


class Command(BaseCommand):
    """Fill a new index beside the old one and exchange them; searches go on meanwhile."""

    help = "Build the search index anew from the tables. Searches are answered meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many documents it holds."""
        started = time.perf_counter()
        try:
            position = rebuild(engine())
            status = engine().status()
        except (SearchUnavailable, RebuildRunning) as error:
            # The old index still answers: failing here loses nothing.
            raise CommandError(f"the index was not rebuilt: {error.message}") from error
        took = time.perf_counter() - started
        self.stdout.write(f"{status.backend}: {status.live} listings up to position {position} in {took:.1f} s")
