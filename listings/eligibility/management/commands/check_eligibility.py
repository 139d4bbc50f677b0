"""Run eligibility case files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from listings.eligibility.rules.cases import main


class Command(BaseCommand):
    """Run every case of the files; exit with 1 if one does not hold or a file cannot be read."""

    help = "Run eligibility case files and name every case that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object after the count")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(main(options["paths"], as_json=options["json"], out=self.stdout))
