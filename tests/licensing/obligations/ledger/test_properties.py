"""What holds of any plan and any stream of events."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.obligations.ledger import Answer, answer, check_event
from licensing.obligations.ledger.calendars import read_calendars
from licensing.obligations.ledger.problems import EventRefused
from licensing.obligations.ledger.recording.reading import day_of
from licensing.obligations.ledger.running import run
from listings.offers.plans import read_plan
from listings.offers.plans.problems import Findings
from tests.licensing.obligations.documents import Draw

RANDOM = st.randoms(use_true_random=False)
FEW = settings(max_examples=60, deadline=None)


class Drawn:
    """A random document whose refused events are left out."""

    def __init__(self, random) -> None:
        document = Draw(random, Counter()).document()
        self.random = random
        self.as_of = document["as_of"]
        self.mapping = document["plan"]
        self.plan = read_plan(document["plan"])
        self.calendar = read_calendars(document["calendars"], Findings(), at="")
        self.events: list = []
        for event in document["events"]:
            if self._is_taken([*self.events, event]):
                self.events.append(event)

    def _is_taken(self, events):
        last = max((day_of(event) for event in events), default=self.as_of)
        _, problems = run(self.plan, events, until=last + timedelta(days=100), calendar=self.calendar)
        return not problems

    def answer(self, *, events=None, as_of=None):
        events = self.events if events is None else events
        return answer(self.plan, events, as_of=as_of or self.as_of, calendar=self.calendar)


@FEW
@given(RANDOM)
def test_every_identity_of_the_ledger_holds_on_every_day(random):
    drawn = Drawn(random)

    for step in range(0, 900, 90):
        result = drawn.answer(as_of=drawn.as_of + timedelta(days=step - 400))

        assert result.totals.broken_identities() == ()
        for duty in result.duties:
            parts = (duty.allocated, duty.open, duty.disputed, duty.interest, duty.interest_paid)
            assert min(parts) >= 0
            assert duty.disputed <= duty.open
            assert duty.interest_paid <= duty.interest
            if duty.is_money and duty.amount is not None and duty.status != "cancelled":
                assert duty.amount == duty.allocated + duty.open
        assert result.totals.settled == sum(duty.allocated for duty in result.duties)


@FEW
@given(RANDOM)
def test_later_events_never_change_the_answer_for_an_earlier_day(random):
    drawn = Drawn(random)
    days = sorted(day_of(event) for event in drawn.events)
    day = days[len(days) // 2] if days else drawn.as_of

    so_far = [event for event in drawn.events if day_of(event) <= day]

    assert drawn.answer(as_of=day) == drawn.answer(events=so_far, as_of=day)


@FEW
@given(RANDOM)
def test_order_in_the_file_does_not_matter_between_days(random):
    drawn = Drawn(random)
    before = drawn.answer()

    by_day: dict = {}
    for event in drawn.events:
        by_day.setdefault(day_of(event), []).append(event)
    # A payment with its confirmation stands on two days, so its day keeps its place in the file.
    movable = [day for day, events in by_day.items() if not any("confirmed_on" in event for event in events)]
    random.shuffle(movable)
    fixed = [event for event in drawn.events if day_of(event) not in movable]
    shuffled = [*fixed, *(event for day in movable for event in by_day[day])]

    assert drawn.answer(events=shuffled).as_json()["totals"] == before.as_json()["totals"]
    assert drawn.answer(events=shuffled).duties == before.duties


COMMUTE = {"duty_met", "patent_lapsed", "patent_invalidated", "first_revenue_reported", "milestone_reported"}


@FEW
@given(RANDOM)
def test_order_within_a_day_does_not_matter_for_facts_that_do_not_meet(random):
    drawn = Drawn(random)
    movable = [event for event in drawn.events if event["event"] in COMMUTE]
    kept = [event for event in drawn.events if event["event"] not in COMMUTE]
    if not movable:
        return
    day = max(day_of(event) for event in drawn.events)
    together = [{**event, "day": day, "at": None} for event in {event["event"]: event for event in movable}.values()]
    if not drawn._is_taken([*kept, *together]):
        return

    forward = drawn.answer(events=[*kept, *together], as_of=day)

    assert drawn.answer(events=[*kept, *reversed(together)], as_of=day) == forward


@FEW
@given(RANDOM)
def test_renamed_ids_change_nothing_else(random):
    drawn = Drawn(random)
    names = {"a": "q7", "b": "入门", "c": "zz", "d": "d d", "n": "n/~", "p1": "first", "d1": "contest"}

    def renamed(value):
        if isinstance(value, dict):
            return {names.get(key, key) if key in "abcdn" else key: renamed(part) for key, part in value.items()}
        if isinstance(value, list):
            return [renamed(part) for part in value]
        return names.get(value, value) if isinstance(value, str) else value

    before = drawn.answer()
    after = answer(read_plan(renamed(drawn.mapping)), renamed(drawn.events), as_of=drawn.as_of, calendar=drawn.calendar)

    assert renamed(json.loads(json.dumps(before.as_json()))) == json.loads(json.dumps(after.as_json()))


@FEW
@given(RANDOM)
def test_an_answer_is_written_as_json_and_read_back(random):
    result = Drawn(random).answer()

    assert Answer.from_json(json.loads(json.dumps(result.as_json()))) == result


@FEW
@given(RANDOM)
def test_checking_an_event_says_what_answering_says(random):
    drawn = Drawn(random)
    event = Draw(random, Counter()).event(drawn.mapping, 0)
    if event is None:
        return

    try:
        check_event(drawn.plan, drawn.events, event, calendar=drawn.calendar)
    except EventRefused:
        return
    day = max(day_of(one) for one in [*drawn.events, event])

    assert drawn.answer(events=[*drawn.events, event], as_of=day).totals.broken_identities() == ()


@FEW
@given(RANDOM)
def test_money_moves_only_by_events(random):
    drawn = Drawn(random)
    days = {day_of(event) for event in drawn.events}
    totals = [
        (day, drawn.answer(as_of=day).totals)
        for day in (drawn.as_of + timedelta(days=step) for step in (0, 1))
        if day not in days
    ]

    if len(totals) == 2 and not _lapses(drawn):
        (_, before), (_, after) = totals
        assert (before.received, before.refunded) == (after.received, after.refunded)
        assert before.settled == after.settled


def _lapses(drawn):
    return any(item.get("at_latest") == "lapse" for item in drawn.mapping["items"]) or any(
        event["event"] == "amendment" or "confirmed_on" in event for event in drawn.events
    )
