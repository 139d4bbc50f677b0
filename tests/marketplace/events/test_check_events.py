from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace import events
from marketplace.events.chain import chained
from marketplace.events.models import Event, EventHead
from marketplace.events.topics import declare

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

declare("thing.made", "color")

pytestmark = pytest.mark.django_db


class Statements:
    """What the migration of the triggers needs of a schema editor, without leaving the test's transaction."""

    connection = connection

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def log():
    """Write five events and let the test tamper with them."""
    for number in range(1, 6):
        with events.transaction():
            events.record(
                "thing.made", actor=events.SYSTEM, subject=events.Subject("thing", str(number)), at=NOW, color="red"
            )
    # The triggers are back when the test's transaction is rolled back.
    import_module("marketplace.events.migrations.0002_append_only").unguard(None, Statements())


def answer() -> str:
    try:
        call_command("check_events")
    except CommandError as error:
        return str(error)
    return ""


def tamper(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_whole_log_passes(log, capsys):
    assert answer() == ""
    assert capsys.readouterr().out == "5 events, whole and in order\n"


def test_names_the_first_changed_text(log):
    body = Event.objects.get(position=3).body.replace("red", "green")
    tamper("UPDATE events_event SET body = %s WHERE position = 3", body)

    assert answer().startswith("position 3: the hash does not fit")
    assert "(2 events before it are whole)" in answer()


def test_a_rewritten_hash_moves_the_break_to_the_next_event(log):
    second = Event.objects.get(position=2)
    body = Event.objects.get(position=3).body.replace("red", "green")
    forged = chained(previous=second.hash, position=3, body=body)
    tamper("UPDATE events_event SET body = %s, hash = %s WHERE position = 3", body, forged)

    assert answer().startswith("position 4: the hash does not fit")


def test_names_a_missing_position(log):
    tamper("DELETE FROM events_event WHERE position = 2")

    assert answer().startswith("position 2: missing")


def test_names_two_that_changed_places(log):
    tamper("UPDATE events_event SET position = -4 WHERE position = 4")
    tamper("UPDATE events_event SET position = 4 WHERE position = 5")
    tamper("UPDATE events_event SET position = 5 WHERE position = -4")

    assert answer().startswith("position 4: the hash does not fit")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("topic", "thing.sold"),
        ("subject_id", "9"),
        ("subject_kind", "other"),
        ("actor", uuid4()),
        ("organization", uuid4()),
        ("at", datetime(2026, 2, 1, tzinfo=UTC)),
    ],
)
def test_names_a_column_that_no_longer_says_what_was_hashed(log, column, value):
    Event.objects.filter(position=3).update(**{column: value})

    assert answer().startswith("position 3: its columns do not say what was hashed")


def test_notices_that_the_end_was_cut_off(log):
    tamper("DELETE FROM events_event WHERE position = 5")

    assert answer().startswith("position 5: the head says 5, the last event is 4")


def test_notices_that_the_end_was_cut_off_with_the_head_set_back_to_another_hash(log):
    tamper("DELETE FROM events_event WHERE position = 5")
    EventHead.objects.update(position=4)

    assert answer().startswith("position 5: the head")


def test_notices_a_row_that_was_never_numbered(log):
    tamper(
        "INSERT INTO events_event (batch, topic, subject_kind, subject_id, at, body, hash)"
        " VALUES (%s, 'thing.made', 'thing', '1', %s, '{}', '')",
        uuid4().hex,
        NOW,
    )

    assert answer().startswith("position 6: 1 rows have no position")
