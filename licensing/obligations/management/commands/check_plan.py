"""Run files of worked payment plans."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from licensing.obligations.ledger.checking import check_files


class Command(BaseCommand):
    """Run every case of the files; exit with 1 if one does not hold or a file cannot be read."""

    help = "Run the worked cases of payment-plan files and tell every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a file of worked cases (YAML)")
        parser.add_argument("--json", action="store_true", help="print {cases, held, failures} instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check_files(options["files"])
        if options["json"]:
            self.stdout.write(json.dumps(checked.as_json(), ensure_ascii=False, indent=2, default=str))
        else:
            for line in checked.lines():
                self.stdout.write(line)
        if not checked.holds:
            sys.exit(1)
