from datetime import UTC, date, datetime

import pytest
import yaml

from marketplace.accounts.actors import NotPermitted
from marketplace.accounts.roles import Role
from marketplace.dated.models import DatedSetting, WorkingYear
from marketplace.dated.names import DEFERRED_COUNTS
from marketplace.dated.selectors import setting_on, working_days
from marketplace.dated.services import (
    Backdated,
    CalendarMalformed,
    SourceMissing,
    UnknownSetting,
    set_setting,
    set_working_year,
)
from marketplace.dates import days_between
from marketplace.events.models import Event
from tests.factories import make_actor, make_office

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = date(2026, 3, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_actor(make_office(), Role.POLICY_EDITOR)


def switch(actor, **changes):
    values = {"name": DEFERRED_COUNTS, "value": True, "valid_from": TODAY, "source": "省局函", "confirmed": True}
    return set_setting(actor=actor, at=NOW, **{**values, **changes})


def test_a_setting_counts_from_its_day(editor):
    switch(editor, valid_from=date(2026, 4, 1))

    before, after = (
        setting_on(DEFERRED_COUNTS, on=day, default=False) for day in (date(2026, 3, 31), date(2026, 4, 1))
    )

    assert (before.value, before.confirmed) == (False, False)
    assert (after.value, after.confirmed, after.source) == (True, True, "省局函")
    (event,) = Event.objects.all()
    assert (event.topic, event.changes["value"], event.changes["valid_from"]) == ("setting.set", True, "2026-04-01")


def test_a_later_setting_leaves_the_earlier_days_as_they_were(editor):
    switch(editor)
    switch(editor, value=False, valid_from=date(2026, 5, 1))

    values = [setting_on(DEFERRED_COUNTS, on=date(2026, month, 1), default=None).value for month in (2, 3, 4, 5)]

    assert values == [None, True, True, False]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "no_such_switch"}, UnknownSetting),
        ({"value": 1}, UnknownSetting),
        ({"source": " "}, SourceMissing),
        ({"valid_from": date(2026, 2, 28)}, Backdated),
    ],
)
def test_refuses_a_setting_and_changes_nothing(editor, changes, refusal):
    with pytest.raises(refusal):
        switch(editor, **changes)

    assert (DatedSetting.objects.count(), Event.objects.count()) == (0, 0)


def test_only_the_policy_editor_sets():
    checker = make_actor(make_office(), Role.CITY_CHECKER)

    with pytest.raises(NotPermitted):
        switch(checker)
    with pytest.raises(NotPermitted):
        set_working_year(actor=checker, year=2027, closed=[date(2027, 1, 1)], open_days=[], source="x", at=NOW)


def test_knows_the_published_years_from_the_start(shared_data):
    published = yaml.safe_load((shared_data / "plan-cases.yaml").read_text())["calendars"]

    def days(entries):
        for entry in entries:
            first, _, last = str(entry).partition("..")
            yield from days_between(date.fromisoformat(first), date.fromisoformat(last or first))

    calendar = working_days()

    assert set(calendar.tables) == set(published) == {2025, 2026}
    for year, table in published.items():
        assert calendar.tables[year].closed == set(days(table["closed"]))
        assert calendar.tables[year].open == set(days(table["open"]))


def test_a_recorded_year_is_no_longer_provisional(editor):
    assert working_days().roll(date(2027, 1, 1)).provisional

    set_working_year(
        actor=editor, year=2027, closed=[date(2027, 1, 1)], open_days=[date(2027, 1, 3)], source="通知", at=NOW
    )

    rolled = working_days().roll(date(2027, 1, 1))
    assert (rolled.day, rolled.provisional) == (date(2027, 1, 3), False)
    assert working_days(known_at=datetime(2026, 2, 1, tzinfo=UTC)).roll(date(2027, 1, 1)).provisional
    assert Event.objects.get().topic == "calendar.set"


@pytest.mark.parametrize(
    ("closed", "open_days", "problem"),
    [
        ([date(2026, 1, 1)], [], ("/closed", "other_year")),
        ([date(2027, 1, 1)], [date(2027, 1, 4)], ("/open", "no_weekend")),
        ([date(2027, 1, 2)], [date(2027, 1, 2)], ("/open", "closed_too")),
    ],
)
def test_refuses_days_that_make_no_calendar(editor, closed, open_days, problem):
    before = WorkingYear.objects.count()

    with pytest.raises(CalendarMalformed) as refused:
        set_working_year(actor=editor, year=2027, closed=closed, open_days=open_days, source="通知", at=NOW)

    assert [(each.pointer, each.code) for each in refused.value.problems] == [problem]
    assert (WorkingYear.objects.count(), Event.objects.count()) == (before, 0)
