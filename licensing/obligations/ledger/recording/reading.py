"""Read a stream of events: forms of values, days, and the order in which they are applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from licensing.obligations.ledger.recording.registry import EVENTS, SHOWN
from listings.offers.plans.problems import Findings, child
from listings.offers.plans.tables import Field, read_fields
from listings.offers.plans.values import Schema, read_day
from marketplace.dates import shanghai_day


class _Read:
    """The keys that every event has, which are read before its own."""

    def read(self, _value: Any, _at: str, _findings: Findings) -> None:
        return None

    def write(self, value: Any) -> Any:
        return value

    def schema(self) -> Schema:
        return {}


_COMMON: Final = {key: Field(_Read()) for key in ("day", "at", "event")}
_FIELDS: Final = {name: {**_COMMON, **kind.fields, **SHOWN} for name, kind in EVENTS.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """One event on its day. ``at`` is its JSON pointer in the stream; ``values`` are those of its table."""

    name: str
    day: date
    at: str
    values: Mapping[str, Any]


def read_events(rows: Any, findings: Findings, *, until: date) -> list[Event]:
    """Read the events up to a day, by day and then in the order given. Later ones do not exist yet."""
    if not isinstance(rows, list | tuple):
        findings.add("", "value_unfit", "events are a list", value=str(rows)[:100])
        return []
    read = [event for index, row in enumerate(rows) for event in _read(row, child("", index), findings, until)]
    return sorted(read, key=lambda event: event.day)


def _read(row: Any, at: str, findings: Findings, until: date) -> Iterable[Event]:
    if not isinstance(row, Mapping):
        findings.add(at, "value_unfit", "an event is a mapping", value=str(row)[:100])
        return
    day = day_of(row)
    if day is None:
        findings.add(at, "value_unfit", "an event has either a day or an instant", value=str(row)[:100])
    elif day > until:
        return
    name = row.get("event")
    if not isinstance(name, str) or name not in EVENTS:
        findings.add(child(at, "event"), "unknown_event", f"no known event: {name!r}"[:200], value=str(name)[:100])
        return
    known = len(findings.problems)
    values = read_fields(_FIELDS[name], row, at, findings)
    confirmed_on = values.get("confirmed_on")
    if day is not None and confirmed_on is not None and confirmed_on < day:
        findings.add(child(at, "confirmed_on"), "value_unfit", "confirmed before it was received", key="confirmed_on")
    if len(findings.problems) > known:
        _summed_up(at, findings, known)
    elif day is not None:
        yield Event(name, day, at, values)
        if confirmed_on is not None and confirmed_on <= until:
            # What confirmed_on in a payment is short for.
            yield Event("payment_confirmed", confirmed_on, at, {"payment": values["payment"]})


def _summed_up(at: str, findings: Findings, known: int) -> None:
    # Forms that have a code of their own in a plan are also what the page calls unfit in an event.
    if all(problem.code != "value_unfit" for problem in findings.problems[known:]):
        findings.add(at, "value_unfit", "the event has values that do not fit")


def day_of(row: Mapping[Any, Any]) -> date | None:
    """Give the day of an event, from its day or from its instant (UTC) in Asia/Shanghai; ``None`` if it has none."""
    given, instant = row.get("day"), row.get("at")
    if (given is None) == (instant is None):
        return None
    return read_day(given) if instant is None else _instant_day(instant)


def _instant_day(value: Any) -> date | None:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        return read_day(shanghai_day(instant)) if isinstance(instant, datetime) else None
    except (ValueError, OverflowError):
        # No instant, one without a time zone, or one so near the ends of time that it has no day in Shanghai.
        return None
