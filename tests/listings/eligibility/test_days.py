"""Days that are asked about, and counting that ends where the calendar does."""

from __future__ import annotations

from datetime import date

import pytest

from listings.eligibility.rules.days import NEVER, Day, day_after, days_after, months_after, moved, years_after

LAST = date(9999, 12, 31)
EVE = date(9999, 12, 30)


def test_a_day_is_reached_on_itself_and_passed_on_the_next():
    day = Day(date(2026, 10, 15))

    assert [day.reached(date(2026, 10, on)) for on in (14, 15, 16)] == [True, True, False]
    assert [day.passed(date(2026, 10, on)) for on in (14, 15, 16)] == [True, False, False]


def test_a_day_remembers_the_first_later_one_that_would_change_an_answer():
    day = Day(date(2026, 10, 15))
    assert (day.reached(date(2026, 10, 15)), day.until) == (True, None)

    found = [(day.reached(date(2026, month, 1)), day.until) for month in (12, 11, 12)]

    assert found == [(False, date(2026, 12, 1)), (False, date(2026, 11, 1)), (False, date(2026, 11, 1))]


def test_a_day_that_does_not_come_changes_no_answer():
    day = Day(date(2026, 10, 15))

    assert (day.reached(NEVER), day.passed(LAST), day.until) == (False, False, None)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (days_after(EVE, 1), LAST),
        (days_after(EVE, 2), NEVER),
        (day_after(EVE), LAST),
        (day_after(LAST), NEVER),
        (months_after(date(9999, 11, 30), 1), EVE),
        (months_after(date(9999, 11, 30), 2), NEVER),
        (months_after(date(2026, 8, 31), 10**13), NEVER),
        (months_after(date(2026, 8, 31), 6), date(2027, 2, 28)),
        (years_after(date(2024, 2, 29), 3), date(2027, 2, 28)),
        (years_after(date(9998, 1, 1), 1), date(9999, 1, 1)),
        (years_after(date(9998, 1, 1), 2), NEVER),
    ],
)
def test_days_are_counted_to_the_end_of_the_calendar(found, expected):
    assert found == expected


@pytest.mark.parametrize(
    ("day", "closed", "expected"),
    [
        (EVE, set(), EVE),
        (EVE, {LAST}, EVE),
        (EVE, {EVE}, LAST),
        (EVE, {EVE, LAST}, NEVER),
        (date(2026, 10, 1), {date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 4)}, date(2026, 10, 3)),
    ],
)
def test_days_on_which_nothing_can_be_done_are_passed_over(day, closed, expected):
    assert moved(day, closed) == expected
