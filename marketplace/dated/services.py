"""Set dated configuration: from a day on, with its source, recorded, never over what was in force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dated import topics
from marketplace.dated.models import DatedSetting, WorkingYear
from marketplace.dated.names import type_of
from marketplace.dates import SATURDAY, shanghai_day
from marketplace.problems import DomainError, FieldProblem


class UnknownSetting(DomainError):
    """Raised for a setting that nobody declared, or a value of another type."""

    code = "setting_unknown"


class SourceMissing(DomainError):
    """Raised when it is not said where a value comes from."""

    code = "source_missing"


class Backdated(DomainError):
    """Raised when a value should count from a day that is over: what was worked out by the old one stands."""

    code = "setting_backdated"


class CalendarMalformed(DomainError):
    """Raised for days of another year, days both closed and worked, or a worked day that is no weekend."""

    code = "calendar_malformed"


@events.transaction()
def set_setting(
    *, actor: Actor, name: str, value: Any, valid_from: date, source: str, confirmed: bool, at: datetime
) -> DatedSetting:
    """
    Set a switch or number from a day on.

    :raises UnknownSetting, SourceMissing, Backdated: as their names say; nothing changes then.
    """
    require(actor, "setting.set")
    wanted = type_of(name)
    if wanted is None or type(value) is not wanted:
        raise UnknownSetting(f"{name} takes no such value", name=name)
    if not source.strip():
        raise SourceMissing("say where it comes from", problems=[FieldProblem("/source", "required", "required")])
    if valid_from < shanghai_day(at):
        raise Backdated("it can count from today on", valid_from=valid_from)
    setting = DatedSetting.objects.create(
        name=name,
        value=value,
        valid_from=valid_from,
        source=source.strip(),
        confirmed=confirmed,
        set_by=actor.pseudonym,
        recorded_at=at,
    )
    events.record(
        topics.SETTING_SET,
        actor=actor,
        subject=events.Subject("setting", name),
        at=at,
        name=name,
        value=value,
        valid_from=valid_from,
        source=setting.source,
        confirmed=confirmed,
    )
    return setting


@events.transaction()
def set_working_year(
    *,
    actor: Actor,
    year: int,
    closed: Collection[date],
    open_days: Collection[date],
    source: str,
    at: datetime,
) -> WorkingYear:
    """
    Record the published arrangement of a year; a later one of the same year replaces it for what is worked out then.

    :raises CalendarMalformed: as its name says.
    :raises SourceMissing: without the notice it stands in.
    """
    require(actor, "calendar.set")
    if not source.strip():
        raise SourceMissing("name the notice", problems=[FieldProblem("/source", "required", "required")])
    problems = [
        *(FieldProblem("/closed", "other_year", str(day)) for day in closed if day.year != year),
        *(FieldProblem("/open", "other_year", str(day)) for day in open_days if day.year != year),
        *(FieldProblem("/open", "no_weekend", str(day)) for day in open_days if day.weekday() < SATURDAY),
        *(FieldProblem("/open", "closed_too", str(day)) for day in set(closed) & set(open_days)),
    ]
    if problems or not closed:
        raise CalendarMalformed("the days do not make a calendar", problems=problems)
    row = WorkingYear.objects.create(
        year=year,
        closed=[day.isoformat() for day in sorted(set(closed))],
        open=[day.isoformat() for day in sorted(set(open_days))],
        source=source.strip(),
        recorded_at=at,
    )
    events.record(
        topics.CALENDAR_SET,
        actor=actor,
        subject=events.Subject("working_year", str(year)),
        at=at,
        year=year,
        closed=row.closed,
        open=row.open,
        source=row.source,
    )
    return row
