"""Write events: the transaction that numbers them, and the two ways to record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID, uuid4

from django.db import connection, models
from django.db import transaction as database

from marketplace.events.chain import body_of, chained
from marketplace.events.topics import require_declared

if TYPE_CHECKING:
    from marketplace.events.models import Event


class NotInTransaction(RuntimeError):
    """Raised when something is recorded outside ``events.transaction()``: it could be lost or numbered too early."""


class Acting(Protocol):
    """Who acts: a person by pseudonym, for an organization. Both are None for the clock."""

    @property
    def pseudonym(self) -> UUID | None: ...

    @property
    def organization_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class _System:
    pseudonym: UUID | None = None
    organization_id: UUID | None = None


SYSTEM: Acting = _System()


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing an event is about."""

    kind: str
    id: str


@dataclass(slots=True)
class _Open:
    batch: UUID
    recorded: bool = False


_open: ContextVar[_Open | None] = ContextVar("events_transaction", default=None)


def subject_of(thing: models.Model) -> Subject:
    """Give the subject that stands for a row: its model's name and primary key."""
    return Subject(str(thing._meta.model_name), str(thing.pk))  # noqa: SLF001 - Django's documented model API.


@contextmanager
def transaction() -> Iterator[None]:
    """
    Open the outermost transaction, or join the one that is open.

    On leaving the outermost one, as the last statements before the commit, the head row is locked and this
    transaction's events get their positions and hashes. Works as a decorator too.
    """
    if _open.get() is not None:
        with database.atomic():
            yield
        return
    mine = _Open(batch=uuid4())
    token = _open.set(mine)
    try:
        with database.atomic(durable=True):
            yield
            if mine.recorded:
                _number(mine.batch)
    finally:
        _open.reset(token)


def in_transaction() -> bool:
    """Tell whether ``transaction()`` is open here: where it is, nobody may wait for another server."""
    return _open.get() is not None


def record(topic: str, *, actor: Acting, subject: models.Model | Subject, at: datetime, **changes: Any) -> None:
    """
    Record that something happened, with the fields that changed.

    :raises NotInTransaction: outside ``events.transaction()``.
    :raises UndeclaredTopic: for a topic or a field that was not declared.
    """
    record_many(topic, actor=actor, happenings=[(subject, changes)], at=at)


def record_many(
    topic: str,
    *,
    actor: Acting,
    happenings: Iterable[tuple[models.Model | Subject, Mapping[str, Any]]],
    at: datetime,
) -> None:
    """Record the same topic for many subjects in one statement, in the order given."""
    record_all(Happening(topic, actor, subject, at, changes) for subject, changes in happenings)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, for those who record many different ones at once."""

    topic: str
    actor: Acting
    subject: models.Model | Subject
    at: datetime
    changes: Mapping[str, Any]


def record_all(happenings: Iterable[Happening]) -> None:
    """Record different things in few statements, in the order given. Raises as ``record``."""
    from marketplace.events.models import Event  # The package is imported before the app registry is ready.

    mine = _open.get()
    if mine is None:
        raise NotInTransaction("events were recorded outside events.transaction()")
    rows = [
        _row(
            batch=mine.batch, topic=each.topic, actor=each.actor, subject=each.subject, changes=each.changes, at=each.at
        )
        for each in happenings
    ]
    if rows:
        Event.objects.bulk_create(rows, batch_size=500)
        mine.recorded = True


def _row(
    *,
    batch: UUID,
    topic: str,
    actor: Acting,
    subject: models.Model | Subject,
    changes: Mapping[str, Any],
    at: datetime,
) -> Event:
    from marketplace.events.models import Event

    require_declared(topic, changes)
    about = subject if isinstance(subject, Subject) else subject_of(subject)
    body = body_of(
        topic=topic,
        actor=actor.pseudonym,
        organization=actor.organization_id,
        subject_kind=about.kind,
        subject_id=about.id,
        at=at,
        changes=changes,
    )
    return Event(
        batch=batch,
        topic=topic,
        actor=actor.pseudonym,
        organization=actor.organization_id,
        subject_kind=about.kind,
        subject_id=about.id,
        at=at,
        body=body,
    )


def _number(batch: UUID) -> None:
    """Give this transaction's rows their positions. The lock is the last one taken and ends with the commit."""
    from marketplace.events.models import Event, EventHead

    head = EventHead.objects.select_for_update().get(pk=1)
    position, previous = head.position, head.hash
    numbered: list[tuple[int, str, int]] = []
    rows = Event.objects.filter(batch=batch, position=None).order_by("pk").values_list("pk", "body")
    for pk, body in rows:
        position += 1
        previous = chained(previous=previous, position=position, body=body)
        numbered.append((position, previous, pk))
    if not numbered:
        return
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE events_event SET position = %s, hash = %s WHERE id = %s", numbered)
    EventHead.objects.filter(pk=1).update(position=position, hash=previous)
