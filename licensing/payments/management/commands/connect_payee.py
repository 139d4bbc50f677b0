from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from licensing.payments.payees import connect_payee
from marketplace.accounts.actors import acting
from marketplace.accounts.models import Person
from marketplace.dated import clock
from marketplace.problems import DomainError


class Command(BaseCommand):
    help = "Name the connected Stripe account to which an organization is paid online."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--uscc", required=True, help="unified social credit code of the organization")
        parser.add_argument("--account", required=True, help="the connected account, acct_…")
        parser.add_argument("--administrator", required=True, help="e-mail of the organization's administrator")
        parser.add_argument("--test-mode", action="store_true", help="the account is of Stripe's test mode")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email=options["administrator"].lower()).first()
        if person is None:
            raise CommandError(f"{options['administrator']} has not signed up")
        try:
            actor = acting(person=person, organization_uscc=options["uscc"], on=clock.today())
            account = connect_payee(
                actor=actor, stripe_account=options["account"], livemode=not options["test_mode"], now=clock.now()
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{actor.organization.name} is paid online at {account.stripe_account}")
