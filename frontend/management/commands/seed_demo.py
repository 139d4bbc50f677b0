import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from frontend.demo.people import PASSWORD, make_cast
from frontend.demo.story import tell
from marketplace.accounts.models import Organization
from marketplace.dated import clock
from marketplace.events import consumers


class Command(BaseCommand):
    help = "Seed the demonstration: made-up people, three listings, one running license. Only where DEMO is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This database is no demonstration: set DEMO=1, or run `make demo`.")
        if Organization.objects.exists():
            raise CommandError("This database is seeded already; `make reset` starts over.")
        now = clock.now()
        cast = make_cast(at=now.replace(year=now.year - 1))
        told = tell(cast, now=now)
        consumers.run_all(clock=clock.now)
        accounts = [{**asdict(account), "password": PASSWORD} for account in cast.accounts]
        (settings.VAR_DIR / "demo_accounts.json").write_text(json.dumps(accounts, ensure_ascii=False, indent=1))
        self.stdout.write(f"{len(told.listings)} listings, {len(accounts)} accounts, case {told.deal.number}")
