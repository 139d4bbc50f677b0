"""Tell what may be done with one patent on one day."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from listings.eligibility.rules import Answers, answers_to_json
from listings.eligibility.services import answers_for
from listings.patents.selectors import with_number
from marketplace.dated.clock import today


class Command(BaseCommand):
    """Ask the rules about a stored patent; nothing is written."""

    help = "Tell what may be done with one patent on one day, rule by rule."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("number", help="Application, patent or publication number, in any spelling.")
        parser.add_argument("--on", type=date.fromisoformat, help="The day asked about; today if absent.")
        parser.add_argument("--known-at", type=date.fromisoformat, help="Answer by what was known on that day.")
        parser.add_argument("--json", action="store_true", help="Write the answer with every rule as JSON.")

    def handle(self, *, number: str, on: date | None, known_at: date | None, **options: Any) -> None:
        """Look the patent up and write the answer."""
        found = list(with_number(number).prefetch_related("owners", "facts")[:2])
        if len(found) != 1:
            raise CommandError(f"{number}: {'no patent' if not found else 'several patents'} with this number here")
        answers = answers_for(found[0], on=on or today(), known_at=known_at)
        if options["json"]:
            plain = answers_to_json(answers) | {"number": found[0].number}
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1))
            return
        self._write_table(found[0].number, answers)

    def _write_table(self, number: str, answers: Answers) -> None:
        self.stdout.write(f"{number} on {answers.on} ({answers.rule_set})")
        for purpose, answer in answers.purposes.items():
            open_rules = ", ".join([*answer.failed, *(f"{rule}?" for rule in answer.unknown)])
            self.stdout.write(f"  {purpose:20} {answer.answer:8} {open_rules}")
