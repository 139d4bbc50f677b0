from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from marketplace.dated import clock
from marketplace.dated.models import DemoClock
from marketplace.dates import shanghai_day

pytestmark = pytest.mark.django_db


def test_goes_ahead_to_a_day_and_back_in_the_demo(settings):
    settings.DEMO = True
    day = shanghai_day(datetime.now(UTC)) + timedelta(days=40)

    call_command("demo_clock", "--day", day.isoformat())
    assert clock.today() == day

    call_command("demo_clock", "--reset")
    assert clock.today() == day - timedelta(days=40)


def test_does_not_go_back(settings):
    settings.DEMO = True

    with pytest.raises(CommandError, match="before today"):
        call_command("demo_clock", "--day", "2020-01-01")

    assert DemoClock.objects.count() == 0


def test_stands_still_outside_the_demo():
    with pytest.raises(CommandError):
        call_command("demo_clock", "--day", "2100-01-01")

    assert DemoClock.objects.count() == 0
