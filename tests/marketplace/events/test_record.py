from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from marketplace import events
from marketplace.events.chain import GENESIS, chained
from marketplace.events.models import Event, EventHead
from marketplace.events.topics import UndeclaredTopic, declare
from marketplace.events.verification import verify

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
THING = events.Subject("thing", "1")

declare("thing.made", "color")


def make(color: str = "red") -> None:
    events.record("thing.made", actor=events.SYSTEM, subject=THING, at=NOW, color=color)


@pytest.mark.django_db
def test_numbers_and_chains_on_leaving():
    with events.transaction():
        make("red")
        make("blue")
        assert list(Event.objects.values_list("position", flat=True)) == [None, None]

    first, second = Event.objects.order_by("position")
    assert (first.position, second.position) == (1, 2)
    assert first.hash == chained(previous=GENESIS, position=1, body=first.body)
    assert second.hash == chained(previous=first.hash, position=2, body=second.body)
    assert second.changes == {"color": "blue"}
    assert verify().checked == 2


@pytest.mark.django_db
def test_refuses_outside_a_transaction():
    with pytest.raises(events.NotInTransaction):
        make()

    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_refuses_what_was_not_declared():
    with pytest.raises(UndeclaredTopic), events.transaction():
        events.record("thing.made", actor=events.SYSTEM, subject=THING, at=NOW, iban="DE00")

    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_rolled_back_savepoint_leaves_no_gap():
    with events.transaction():
        make("red")
        with pytest.raises(RuntimeError), events.transaction():
            make("lost")
            raise RuntimeError
        make("blue")

    assert [(row.position, row.changes["color"]) for row in Event.objects.order_by("position")] == [
        (1, "red"),
        (2, "blue"),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [{"body": "{}"}, {"hash": "0" * 64}, {"position": 9}])
def test_the_database_refuses_to_change_history(change):
    with events.transaction():
        make()
    before = list(Event.objects.values())

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()

    assert list(Event.objects.values()) == before
    assert EventHead.objects.get().position == 1
