"""Compare the search index with the tables."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import engine
from search.engines.contract import SearchUnavailable
from search.indexing.source import documents
from search.indexing.verify import verify


class Command(BaseCommand):
    """Name every listing whose document is missing, surplus or different; exit 1 if there is one."""

    help = "Compare the search index with the tables; exit 1 if they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--repair``."""
        parser.add_argument("--repair", action="store_true", help="Index anew what differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and repair where asked."""
        index = engine()
        try:
            found = verify(index)
            for what in ("missing", "surplus", "different"):
                for listing_id in getattr(found, what):
                    self.stdout.write(f"{what} {listing_id}")
            if options["repair"] and found.ids:
                index.index(documents(UUID(one) for one in found.ids))
                index.refresh()
        except SearchUnavailable as error:
            raise CommandError(error.message) from error
        summary = f"{len(found.missing)} missing, {len(found.surplus)} surplus, {len(found.different)} different"
        if found.ids and not options["repair"]:
            raise CommandError(summary)
        self.stdout.write(summary + (", all indexed anew" if found.ids else ""))
