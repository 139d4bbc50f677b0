"""Fill a database with made-up listings."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from listings.offers.seeding.writing import BATCH, write_listings
from marketplace.dated.clock import now


class Command(BaseCommand):
    """Write listings for a demo or a measurement; the same seed gives the same ones."""

    help = "Add made-up listings with owners, facts, answers, terms, documents and events."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--listings", type=int, default=200, help="How many; 200 if absent.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same listings.")

    def handle(self, *, listings: int, seed: int, **options: Any) -> None:
        """Write them, and tell how it goes."""
        if listings < 1:
            raise CommandError("--listings is at least 1")
        began = time.monotonic()

        def told(written: int) -> None:
            if written % (BATCH * 20) == 0:
                self.stdout.write(f"  {written:,} of {listings:,} after {time.monotonic() - began:.0f} s")

        written = write_listings(count=listings, seed=seed, now=now(), told=told)
        self.stdout.write(f"{written:,} listings in {time.monotonic() - began:.1f} s")
