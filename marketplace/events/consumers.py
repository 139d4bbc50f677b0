"""
Consumers of the log: in order, at least once, none lost.

A consumer holds a lease while it works, does its outside work outside any transaction, and moves its cursor by
compare-and-set. One that writes only to the database works *inside* the transaction that moves the cursor, so its
effect happens exactly once. After five failures an event is parked; later events of the same subject wait with it.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from marketplace.events.models import ConsumerCursor, Event, EventHead, ParkedEvent

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
FAILURES_BEFORE_PARKING = 5

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Consumer:
    """
    What reads the log.

    :ivar handle: takes events in order; must be idempotent unless ``inside``.
    :ivar topics: prefixes of the topics wanted, such as ``("listing.",)``; empty means all.
    :ivar inside: run in the transaction that moves the cursor. Only for work in the database.
    """

    name: str
    handle: Callable[[Sequence[Event]], None]
    topics: tuple[str, ...] = ()
    inside: bool = False
    batch: int = 200

    def wants(self, event: Event) -> bool:
        """Tell whether this consumer reads events of this topic."""
        return not self.topics or event.topic.startswith(self.topics)


class LeaseLost(RuntimeError):
    """Raised when another process took over: what was done is done again there."""


_CONSUMERS: dict[str, Consumer] = {}


def register(consumer: Consumer) -> None:
    """Add a consumer. Call it from ``AppConfig.ready``."""
    _CONSUMERS[consumer.name] = consumer


def registered() -> list[Consumer]:
    """Give all consumers in the order they were registered."""
    return list(_CONSUMERS.values())


def run_all(*, clock: Clock) -> int:
    """Let every consumer read to the head once. Give the number of events that were handled."""
    return sum(run(consumer, clock=clock) for consumer in registered())


def run(consumer: Consumer, *, clock: Clock, owner: str | None = None) -> int:
    """
    Read from the cursor to the head, unless another process holds the lease.

    Give the number of events passed. A failure ends this run and is tried again by the next one.
    """
    if not _is_behind(consumer.name):
        return 0
    turn = _Turn(consumer, clock, owner or f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}")
    if not turn.take_lease():
        return 0
    try:
        return sum(turn.steps())
    finally:
        turn.release()


def _is_behind(name: str) -> bool:
    cursor, _ = ConsumerCursor.objects.get_or_create(name=name)
    return EventHead.objects.filter(position__gt=cursor.position).exists()


@dataclass(slots=True)
class _Turn:
    consumer: Consumer
    clock: Clock
    owner: str
    position: int = 0
    parked: set[tuple[str, str]] = field(default_factory=set)

    def take_lease(self) -> bool:
        now = self.clock()
        taken = ConsumerCursor.objects.filter(
            Q(lease_until=None) | Q(lease_until__lt=now), name=self.consumer.name
        ).update(lease_owner=self.owner, lease_until=now + LEASE)
        if not taken:
            return False
        self.position = ConsumerCursor.objects.get(name=self.consumer.name).position
        self.parked = set(
            ParkedEvent.objects.filter(consumer=self.consumer.name).values_list("subject_kind", "subject_id")
        )
        return True

    def release(self) -> None:
        self._mine().update(lease_owner="", lease_until=None)

    def steps(self) -> Iterator[int]:
        while events := self._next():
            passed = self._pass_batch(events)
            yield passed
            if passed < len(events):
                return

    def _next(self) -> list[Event]:
        return list(Event.objects.filter(position__gt=self.position).order_by("position")[: self.consumer.batch])

    def _pass_batch(self, events: list[Event]) -> int:
        """Try the whole batch; where it fails, go one by one, so that one bad event costs only itself."""
        if len(events) > 1:
            try:
                return len(events) if self._pass(events) else 0
            except LeaseLost:
                return 0
            except Exception as error:  # noqa: BLE001 - A consumer may fail in any way; the next lines find where.
                log.info("consumer_batch_failed", consumer=self.consumer.name, error=repr(error))
        for count, event in enumerate(events):
            if not self._pass_one(event):
                return count
        return len(events)

    def _pass_one(self, event: Event) -> bool:
        try:
            return self._pass([event])
        except Exception as error:  # noqa: BLE001 - As above; it is counted, shown and parked, never swallowed.
            return self._failed(event, error)

    def _pass(self, events: list[Event]) -> bool:
        wanted = [event for event in events if self.consumer.wants(event)]
        waiting = [event for event in wanted if (event.subject_kind, event.subject_id) in self.parked]
        ready = [event for event in wanted if event not in waiting]
        with transaction.atomic() if self.consumer.inside else nullcontext():
            if ready:
                self.consumer.handle(ready)
            with transaction.atomic():
                for event in waiting:
                    self._park(event, "waits for an earlier event of the same subject")
                return self._advance(int(events[-1].position or 0))

    def _advance(self, position: int) -> bool:
        """Move the cursor if nobody else did. A lost lease undoes the effect of a consumer that works inside."""
        now = self.clock()
        moved = (
            self._mine()
            .filter(position=self.position)
            .update(
                position=position,
                lease_until=now + LEASE,
                moved_at=now,
                failures=0,
                failing_position=None,
                last_error="",
            )
        )
        if not moved:
            raise LeaseLost(f"{self.consumer.name} is no longer held by {self.owner}")
        self.position = position
        return True

    def _failed(self, event: Event, error: Exception) -> bool:
        if isinstance(error, LeaseLost):
            return False
        cursor = ConsumerCursor.objects.get(name=self.consumer.name)
        failures = cursor.failures + 1 if cursor.failing_position == event.position else 1
        log.warning(
            "consumer_failed",
            consumer=self.consumer.name,
            position=event.position,
            failures=failures,
            error=repr(error),
        )
        if failures < FAILURES_BEFORE_PARKING:
            self._mine().update(failures=failures, failing_position=event.position, last_error=repr(error))
            return False
        with transaction.atomic():
            self._park(event, repr(error))
            self._advance(int(event.position or 0))
        self.parked.add((event.subject_kind, event.subject_id))
        log.error("event_parked", consumer=self.consumer.name, position=event.position, error=repr(error))
        return True

    def _park(self, event: Event, error: str) -> None:
        ParkedEvent.objects.get_or_create(
            consumer=self.consumer.name,
            position=int(event.position or 0),
            defaults={
                "subject_kind": event.subject_kind,
                "subject_id": event.subject_id,
                "error": error,
                "parked_at": self.clock(),
            },
        )

    def _mine(self) -> QuerySet[ConsumerCursor]:
        return ConsumerCursor.objects.filter(name=self.consumer.name, lease_owner=self.owner)


def resume_parked(consumer: Consumer, *, clock: Clock) -> int:
    """
    Try a consumer's parked events again, oldest first per subject; give the number that went through.

    An event that fails again stays parked, and so do the later ones of its subject.
    """
    resumed, stuck = 0, set[tuple[str, str]]()
    for parked in ParkedEvent.objects.filter(consumer=consumer.name).order_by("position"):
        subject = (parked.subject_kind, parked.subject_id)
        if subject in stuck:
            continue
        event = Event.objects.get(position=int(parked.position))
        try:
            with transaction.atomic() if consumer.inside else nullcontext():
                consumer.handle([event])
                parked.delete()
        except Exception as error:  # noqa: BLE001 - It stays parked with its newest reason.
            stuck.add(subject)
            ParkedEvent.objects.filter(pk=parked.pk).update(error=repr(error), parked_at=clock())
            continue
        resumed += 1
    return resumed
