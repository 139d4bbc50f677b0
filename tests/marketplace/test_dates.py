from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.dates import (
    RolledDay,
    WorkingDays,
    add_days,
    add_months,
    add_years,
    days_between,
    shanghai_day,
    shanghai_midnight,
    year_table,
)

# A made-up arrangement: 1 to 3 January closed, Sunday 4 January worked.
TABLE = year_table(closed=[date(2026, 1, day) for day in (1, 2, 3)], open_days=[date(2026, 1, 4)])
CALENDAR = WorkingDays({2026: TABLE})
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 2, 28), 12, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 15), 0, date(2026, 3, 15)),
    ],
)
def test_a_period_in_months_ends_on_the_corresponding_day_or_the_last_of_the_month(start, months, end):
    assert add_months(start, months) == end


def test_a_year_from_a_leap_day_ends_on_28_february():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_days_are_calendar_days():
    assert add_days(date(2026, 2, 27), 15) == date(2026, 3, 14)
    assert list(days_between(date(2026, 2, 28), date(2026, 3, 1))) == [date(2026, 2, 28), date(2026, 3, 1)]
    assert list(days_between(date(2026, 3, 1), date(2026, 2, 28))) == []


@given(days, st.integers(0, 240))
def test_more_months_never_end_earlier(start, months):
    assert add_months(start, months) < add_months(start, months + 1)


@given(days, st.integers(0, 240))
def test_going_back_returns_to_the_start_or_past_a_short_month(start, months):
    assert 0 <= (start - add_months(add_months(start, months), -months)).days <= 3


def test_an_instant_falls_on_the_day_in_shanghai():
    assert shanghai_day(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert shanghai_day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert shanghai_midnight(date(2026, 3, 2)) == datetime(2026, 3, 1, 16, tzinfo=UTC)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match=r"^an instant without a time zone belongs to no day$"):
        shanghai_day(datetime(2026, 3, 1))  # noqa: DTZ001 - The naive instant is what is refused.


def test_the_machines_own_time_zone_changes_no_day(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert shanghai_day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
        assert shanghai_midnight(date(2026, 3, 2)) == datetime(2026, 3, 1, 16, tzinfo=UTC)
        assert shanghai_midnight(date(2026, 3, 2)).tzinfo is UTC
    finally:
        monkeypatch.undo()
        time.tzset()


@given(days)
def test_midnight_is_the_first_instant_of_its_day(day):
    assert shanghai_day(shanghai_midnight(day)) == day
    assert shanghai_day(shanghai_midnight(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        (date(2026, 1, 1), date(2026, 1, 4)),  # Three closed days, then a worked Sunday.
        (date(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 1, 10), date(2026, 1, 12)),  # An ordinary weekend.
    ],
)
def test_a_last_day_that_is_a_rest_day_moves_to_the_next_working_day(day, rolled):
    assert CALENDAR.roll(day) == RolledDay(rolled, provisional=False)


def test_a_day_is_provisional_when_a_year_without_a_table_was_looked_at():
    assert WorkingDays().roll(date(2026, 1, 1)) == RolledDay(date(2026, 1, 1), provisional=True)
    into_2027 = WorkingDays({2026: year_table(closed=[date(2026, 12, 31)], open_days=[])})
    assert into_2027.roll(date(2026, 12, 31)) == RolledDay(date(2027, 1, 1), provisional=True)
    assert CALENDAR.add(date(2026, 12, 31), 1) == RolledDay(date(2027, 1, 1), provisional=True)


def test_working_days_are_counted_from_the_day_after():
    assert CALENDAR.add(date(2025, 12, 31), 1) == RolledDay(date(2026, 1, 4), provisional=False)
    assert CALENDAR.add(date(2026, 1, 4), 5) == RolledDay(date(2026, 1, 9), provisional=False)
    assert CALENDAR.add(date(2026, 1, 4), 0) == RolledDay(date(2026, 1, 4), provisional=False)


def test_a_table_holds_its_closed_and_its_open_days():
    table = year_table(closed=[date(2026, 1, 1)], open_days=[date(2026, 1, 4)])

    assert (table.closed, table.open) == ({date(2026, 1, 1)}, {date(2026, 1, 4)})


def test_a_later_table_replaces_that_of_its_year_only():
    changed = WorkingDays({2025: TABLE, 2026: TABLE}).with_tables({2026: year_table(closed=[], open_days=[])})

    assert not changed.is_rest_day(date(2026, 1, 1))
    assert changed.tables[2025] is TABLE


@given(days)
def test_rolling_ends_on_the_first_day_that_is_worked(day):
    rolled = CALENDAR.roll(day).day

    assert not CALENDAR.is_rest_day(rolled)
    assert all(CALENDAR.is_rest_day(before) for before in days_between(day, rolled - timedelta(days=1)))
