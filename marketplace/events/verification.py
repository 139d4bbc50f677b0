"""Walk the log and find the first thing that does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.events.chain import GENESIS, chained
from marketplace.events.models import Event, EventHead


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many events are whole, and the first position that is not (None: all are) with the reason."""

    checked: int
    bad_position: int | None = None
    reason: str = ""


def verify() -> Verdict:
    """Check order, gaps and the hash chain from the first event to the head."""
    position, previous = 0, GENESIS
    rows = Event.objects.exclude(position=None).order_by("position").values_list("position", "body", "hash")
    for number, body, stored in rows.iterator(chunk_size=2000):
        if number != position + 1:
            return Verdict(position, position + 1, "missing")
        if chained(previous=previous, position=number, body=body) != stored:
            return Verdict(position, number, "the hash does not fit the text or the event before")
        position, previous = number, stored
    head = EventHead.objects.get(pk=1)
    if (head.position, head.hash) != (position, previous):
        return Verdict(position, position + 1, f"the head says {head.position}, the last event is {position}")
    return Verdict(position)
