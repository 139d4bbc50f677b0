from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts.models import Organization, Person
from marketplace.accounts.organizations import Particulars, found_office
from marketplace.accounts.roles import Kind
from marketplace.problems import DomainError


class Command(BaseCommand):
    help = "Found an office of the bureau, or the platform, with its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uscc", required=True, help="unified social credit code")
        parser.add_argument("--name", required=True)
        parser.add_argument("--region", required=True, help="GB/T 2260, six digits; its place")
        parser.add_argument("--level", choices=[*Organization.Level.values], help="leave out for the platform")
        parser.add_argument("--administrator", required=True, help="e-mail of a person who has signed up")

    def handle(self, *args: Any, **options: Any) -> None:
        administrator = Person.objects.filter(email=options["administrator"].lower()).first()
        if administrator is None:
            raise CommandError(f"{options['administrator']} has not signed up")
        level = options["level"] or ""
        particulars = Particulars(
            uscc=options["uscc"],
            name=options["name"],
            kind=Kind.BUREAU_OFFICE if level else Kind.PLATFORM,
            region=options["region"],
            is_public_body=bool(level),
        )
        try:
            organization = found_office(
                administrator=administrator, particulars=particulars, level=level, at=datetime.now(UTC)
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{organization.name} ({organization.uscc}), administered by {administrator.email}")
