from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.events.verification import verify


class Command(BaseCommand):
    help = "Walk the event log and name the first position that is missing, changed or out of order."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if verdict.bad_position is not None:
            raise CommandError(
                f"position {verdict.bad_position}: {verdict.reason} ({verdict.checked} events before it are whole)"
            )
        self.stdout.write(f"{verdict.checked} events, whole and in order")
