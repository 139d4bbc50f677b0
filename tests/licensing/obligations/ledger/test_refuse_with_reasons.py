"""Refusing events, with all that is said of each: place, code, sentence and values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from licensing.obligations.ledger import EventRefused, answer, check_event
from listings.offers.plans import read_plan, templates

DEALS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text("utf-8"))
CASES = [(deal, case) for deal in DEALS for case in deal["refused"]]
DAY = date(2027, 3, 10)
LONG = "x" * 300


def _line(problem):
    values = "".join(f"; {key}={value!r}" for key, value in problem.values.items())
    return f"{problem.pointer} {problem.code}: {problem.message}{values}"


def _name(case):
    return case.get("text") or "-".join(str(value) for value in case["event"].values())


@pytest.mark.parametrize(("deal", "case"), CASES, ids=[_name(case) for _, case in CASES])
def test_for(deal, case, calendar):
    plan, events = read_plan(deal["plan"]), [*deal["events"], *case.get("before", ())]
    event = {"day": DAY} | case["event"]

    with pytest.raises(EventRefused) as refused:
        check_event(plan, events, event, calendar=calendar)

    assert [_line(problem) for problem in refused.value.problems] == case["said"].splitlines()


def _refused(calendar, rows, day=DAY):
    with pytest.raises(EventRefused) as refused:
        answer(read_plan(templates()["P2"]), rows, as_of=day, calendar=calendar)
    return refused.value


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (LONG, [" value_unfit: events are a list; value='" + "x" * 100 + "'"]),
        ([{"day": DAY, "event": "signed"}, LONG], ["/1 value_unfit: an event is a mapping; value='" + "x" * 100 + "'"]),
        (
            [{"event": LONG, "day": 3}],
            [
                "/0 value_unfit: an event has either a day or an instant; value=\"{'event': '" + "x" * 89 + '"',
                "/0/event unknown_event: no known event: '" + "x" * 183 + "; value='" + "x" * 100 + "'",
            ],
        ),
        (
            [{"day": DAY, "event": ["signed"]}],
            ["/0/event unknown_event: no known event: ['signed']; value=\"['signed']\""],
        ),
        ([{"day": DAY}], ["/0/event unknown_event: no known event: None; value='None'"]),
        (
            [{"event": "ended", "x": 2}],
            [
                "/0 value_unfit: an event has either a day or an instant; value=\"{'event': 'ended', 'x': 2}\"",
                "/0/x unknown_key: the key 'x' is not known here; key='x'",
                "/0 value_unfit: the event has values that do not fit",
            ],
        ),
    ],
)
def test_for_a_stream(rows, said, calendar):
    assert [_line(problem) for problem in _refused(calendar, rows).problems] == said


def test_in_one_sentence_with_all_codes(calendar):
    refused = _refused(calendar, [{"day": DAY, "event": "gift"}, {"day": DAY, "event": "ended"}])

    assert str(refused) == "the event is refused: /0/event: unknown_event; /1: not_signed"
    assert refused.codes == {"unknown_event", "not_signed"}
    assert str(_refused(calendar, {})) == "the event is refused: /: value_unfit"


def test_for_each_confirmation_that_a_payment_is_short_for(calendar):
    rows = [
        {"day": "2027-03-01", "event": "payment_received", "payment": "p", "amount": "1.00", "confirmed_on": DAY},
        {"day": "2027-03-02", "event": "payment_confirmed", "payment": "p"},
    ]

    assert [_line(problem) for problem in _refused(calendar, rows).problems] == [
        "/0/payment already_confirmed: p is confirmed already; payment='p'"
    ]


INSTANTS = [
    ("2027-03-09T15:59:59Z", "2027-03-09"),
    ("2027-03-09T16:00:00Z", "2027-03-10"),
    ("2027-03-10T09:00:00+14:00", "2027-03-10"),
    (datetime(2027, 3, 9, 16, tzinfo=UTC), "2027-03-10"),
    ("2999-12-31T15:59:59Z", "2999-12-31"),
]


@pytest.mark.parametrize(("instant", "day"), INSTANTS)
def test_not_for_an_instant_which_falls_on_its_day_in_shanghai(instant, day, calendar):
    plan, rows = read_plan(templates()["P12"]), [{"at": instant, "event": "signed"}, {"at": instant, "event": "ended"}]

    result = answer(plan, rows, as_of=date(2999, 12, 31), calendar=calendar)

    stop = next(duty for duty in result.duties if duty.item == "stop_use")
    assert stop.why[0].inputs["start"] == day


@pytest.mark.parametrize(
    "instant",
    [
        "2027-03-09T16:00:00",
        datetime(2027, 3, 9, 16),  # noqa: DTZ001 - an instant without a time zone is the point
        "2027-03-10",
        date(2027, 3, 10),
        "now",
        1773000000,
        "2999-12-31T16:00:00Z",
        "9999-12-31T23:59:59Z",
        "1899-12-31T15:00:00Z",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_for_an_instant_that_has_no_day(instant, calendar):
    refused = _refused(calendar, [{"at": instant, "event": "signed"}], date(2999, 12, 31))

    assert [(problem.pointer, problem.message) for problem in refused.problems] == [
        ("/0", "an event has either a day or an instant")
    ]


def test_for_both_a_day_and_an_instant(calendar):
    refused = _refused(calendar, [{"day": DAY, "at": "2027-03-10T00:00:00Z", "event": "signed"}])

    assert refused.codes == {"value_unfit"}
