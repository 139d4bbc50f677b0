from datetime import UTC, datetime, timedelta

import pytest

from marketplace import events
from marketplace.events.consumers import Consumer, resume_parked, run
from marketplace.events.models import ConsumerCursor, ParkedEvent
from marketplace.events.topics import declare

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

declare("thing.made", "color")

pytestmark = pytest.mark.django_db


def clock() -> datetime:
    return NOW


def make(*things: str) -> None:
    with events.transaction():
        for thing in things:
            events.record(
                "thing.made", actor=events.SYSTEM, subject=events.Subject("thing", thing), at=NOW, color="red"
            )


def test_reads_each_event_once_in_order():
    seen: list[str] = []
    consumer = Consumer("reader", lambda rows: seen.extend(row.subject_id for row in rows))
    make("a", "b")
    make("c")

    assert run(consumer, clock=clock) == 3
    assert run(consumer, clock=clock) == 0
    assert seen == ["a", "b", "c"]


def test_leaves_the_work_to_the_holder_of_the_lease():
    seen: list[str] = []
    consumer = Consumer("reader", lambda rows: seen.extend(row.subject_id for row in rows))
    make("a")
    ConsumerCursor.objects.create(name="reader", lease_owner="other", lease_until=NOW + timedelta(seconds=5))

    assert run(consumer, clock=clock) == 0
    assert seen == []
    assert run(consumer, clock=lambda: NOW + timedelta(seconds=6)) == 1
    assert seen == ["a"]


def test_parks_after_five_failures_and_holds_back_only_its_subject():
    seen: list[str] = []
    broken = {"bad"}

    def handle(rows):
        if any(row.subject_id in broken for row in rows):
            raise ValueError("no")
        seen.extend(row.subject_id for row in rows)

    consumer = Consumer("reader", handle)
    make("good", "bad", "fine", "bad")
    passed = [run(consumer, clock=clock) for _ in range(5)]

    assert passed == [1, 0, 0, 0, 3]
    assert seen == ["good", "fine"]
    assert list(ParkedEvent.objects.order_by("position").values_list("position", "subject_id")) == [
        (2, "bad"),
        (4, "bad"),
    ]

    broken.clear()
    assert resume_parked(consumer, clock=clock) == 2
    assert seen == ["good", "fine", "bad", "bad"]
    assert ParkedEvent.objects.count() == 0


def test_works_inside_the_cursors_transaction_when_asked():
    def handle(rows):
        ConsumerCursor.objects.create(name=f"effect of {rows[0].position}")
        raise ValueError("no")

    make("a")
    run(Consumer("inner", handle, inside=True), clock=clock)

    assert list(ConsumerCursor.objects.values_list("name", "position", "failures")) == [("inner", 0, 1)]
