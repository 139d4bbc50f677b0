from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.dated import clock
from marketplace.dates import shanghai_day
from marketplace.problems import DomainError


class Command(BaseCommand):
    help = "Move the demonstration's clock ahead to a day, or back to the real time; without arguments say the time."

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--day", type=date.fromisoformat, help="a day from today on, such as 2027-11-01")
        where.add_argument("--reset", action="store_true", help="back to the real time")

    def handle(self, *args: Any, day: date | None = None, reset: bool = False, **options: Any) -> None:
        try:
            if reset:
                clock.set_demo_clock(ahead=timedelta(0))
            elif day is not None:
                clock.set_demo_clock(ahead=self._ahead(day))
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{clock.now():%Y-%m-%d %H:%M} UTC")

    def _ahead(self, day: date) -> timedelta:
        days = (day - shanghai_day(datetime.now(UTC))).days
        if days < 0:
            raise CommandError(f"{day} lies before today: the clock goes ahead only.")
        return timedelta(days=days)
