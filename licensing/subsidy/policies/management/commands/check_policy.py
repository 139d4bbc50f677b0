"""Run the worked examples of subsidy policy files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from licensing.subsidy.rules.command import main


class Command(BaseCommand):
    """Read policy files and run every case; exit with 1 if one does not hold or a file is refused."""

    help = "Check subsidy policy files: layout, meaning, and every worked example."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(main(options["paths"], as_json=options["json"], out=self.stdout))
