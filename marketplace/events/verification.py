"""Walk the log and find the first thing that does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.events.chain import GENESIS, body_of, chained
from marketplace.events.models import Event, EventHead


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many events are whole, and the first position that is not (None: all are) with the reason."""

    checked: int
    bad_position: int | None = None
    reason: str = ""


def verify() -> Verdict:
    """Check order, gaps, the hash chain, and that the columns say what was hashed, from the first event to the head."""
    position, previous = 0, GENESIS
    for event in Event.objects.exclude(position=None).order_by("position").iterator(chunk_size=2000):
        number = int(event.position or 0)
        if number != position + 1:
            return Verdict(position, position + 1, "missing")
        if chained(previous=previous, position=number, body=event.body) != event.hash:
            return Verdict(position, number, "the hash does not fit the text or the event before")
        if _text_of_columns(event) != event.body:
            return Verdict(position, number, "its columns do not say what was hashed")
        position, previous = number, event.hash
    head = EventHead.objects.get(pk=1)
    if (head.position, head.hash) != (position, previous):
        return Verdict(position, position + 1, f"the head says {head.position}, the last event is {position}")
    # Rows of transactions that are still open are not visible here.
    if unnumbered := Event.objects.filter(position=None).count():
        return Verdict(position, position + 1, f"{unnumbered} rows have no position")
    return Verdict(position)


def _text_of_columns(event: Event) -> str:
    return body_of(
        topic=event.topic,
        actor=event.actor,
        organization=event.organization,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        at=event.at,
        changes=event.changes,
    )
