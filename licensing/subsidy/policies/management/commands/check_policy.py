"""Run the worked examples of subsidy policy files."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from licensing.subsidy.facts import APPLICANT, DEAL
from licensing.subsidy.rules import json_schema
from licensing.subsidy.rules.command import main


class Command(BaseCommand):
    """Read policy files and run every case; exit with 1 if one does not hold or a file is refused."""

    help = "Check subsidy policy files: layout, meaning, and every worked example."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")

        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the format and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2))
            return
        if not options["paths"]:
            raise CommandError("name at least one policy file")
        known = {f"applicant.{name}" for name in APPLICANT} | {f"deal.{name}" for name in DEAL}
        sys.exit(
            main(options["paths"], as_json=options["json"], out=self.stdout, known_fields=frozenset(known)),
        )
