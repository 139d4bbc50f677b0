"""Worked cases: read a file of them, run each, and name every difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from licensing.obligations.ledger.answering import answer
from licensing.obligations.ledger.calendars import read_calendars
from licensing.obligations.ledger.comparing import EXPECT_KEYS, Difference, Unusable, check_forms, compared
from licensing.obligations.ledger.problems import EventRefused
from listings.offers.plans import PlanRefused, changed, read_plan
from listings.offers.plans.problems import Findings, child
from listings.offers.plans.values import read_day
from marketplace import strict_yaml
from marketplace.dates import WorkingDays
from marketplace.strict_yaml import Document, Path, UnreadableFile

TOP_KEYS: Final = ("schema_version", "text", "calendars", "templates", "cases")
CASE_KEYS: Final = (
    "id",
    "text",
    "plan",
    "template",
    "with",
    "start",
    "events",
    "as_of",
    "calendar",
    "expect",
)
SCHEMA_VERSION: Final = 1
# What ``start`` is short for.
START_EVENTS: Final = ("signed", "effective")


@dataclass(frozen=True, slots=True)
class Failure:
    """One difference between what a case expects and what was worked out."""

    case: str | None
    field: str
    expected: Any
    got: Any


@dataclass(frozen=True, slots=True)
class Report:
    """The number of cases of one file, every difference, and the number of cases without one."""

    cases: int
    failures: tuple[Failure, ...]
    held: int = 0


def run_file(source: bytes | str) -> Report:
    """
    Run every case of a file.

    :raises UnreadableFile: if the file cannot be taken as a file of cases.
    """
    document = strict_yaml.read(source, bare_floats=True, unfit_as_text=True)
    value = document.value
    if not isinstance(value, Mapping):
        raise UnreadableFile("a file of cases is a mapping", line=1)
    _check_top(document)
    templates, calendar = value.get("templates") or {}, _calendars(document)
    found = [tuple(_run(document, place, templates, calendar)) for place in range(len(value["cases"]))]
    failures = tuple(failure for of_case in found for failure in of_case)
    return Report(len(found), failures, held=found.count(()))


def _check_top(document: Document) -> None:
    value = document.value
    for key in value:
        if key not in TOP_KEYS:
            raise _unreadable(document, f"not known here; known are {', '.join(TOP_KEYS)}", key)
    if value.get("schema_version") != SCHEMA_VERSION:
        raise _unreadable(document, f"must be {SCHEMA_VERSION}", "schema_version")
    if not isinstance(value.get("cases"), list):
        raise _unreadable(document, "must be a list of cases", "cases")
    if not isinstance(value.get("templates"), Mapping | None):
        raise _unreadable(document, "must be a mapping of plans by id", "templates")


def _calendars(document: Document) -> WorkingDays:
    findings = Findings()
    calendar = read_calendars(document.value.get("calendars"), findings, at="/calendars")
    for problem in findings.problems:
        raise _unreadable(document, problem.message, *_path(document.value, problem.pointer))
    return calendar


def _unreadable(document: Document, reason: str, *path: str | int) -> UnreadableFile:
    return UnreadableFile(reason, line=document.line_of(path), path=path)


def _path(value: Any, pointer: str) -> Path:
    """Give the keys, as the file has them, that a JSON pointer leads through."""
    path: list[str | int] = []
    for token in pointer.split("/")[1:]:
        keys = range(len(value)) if isinstance(value, list) else value
        key = next(key for key in keys if child("", key) == f"/{token}")
        path.append(key)
        value = value[key]
    return tuple(path)


def _run(document: Document, place: int, templates: Mapping[Any, Any], calendar: WorkingDays) -> Iterator[Failure]:
    case, name = document.value["cases"][place], f"cases[{place}]"
    if isinstance(case, Mapping) and isinstance(case.get("id"), str):
        name = case["id"]
    try:
        yield from (Failure(name, *difference) for difference in differences(case, templates, calendar))
    except Unusable as error:
        yield Failure(name, "case", "a case", str(_unreadable(document, str(error), "cases", place, *error.path)))


def differences(case: Any, templates: Mapping[Any, Any], calendar: WorkingDays) -> list[Difference]:
    """Run one case and give field, expected and got of every difference."""
    _check_keys(case, CASE_KEYS)
    expect = case.get("expect")
    _check_keys(expect, EXPECT_KEYS, "expect")
    check_forms(expect)
    as_of = read_day(case.get("as_of"))
    if as_of is None:
        raise Unusable(f"must be a day, not {_text(case.get('as_of'))}", "as_of")
    try:
        result = answer(
            read_plan(_plan(case, templates)),
            events_of(case),
            as_of=as_of,
            calendar=_calendar(case, calendar),
        )
    except (PlanRefused, EventRefused) as error:
        wanted = expect.get("error")
        return [] if wanted in error.codes else [("error", wanted, _told(error, case))]
    if expect.get("error") is not None:
        return [("error", expect["error"], "an answer")]
    identities = [("totals", identity, "does not hold") for identity in result.totals.broken_identities()]
    return [*identities, *compared(expect, result)]


def _told(error: PlanRefused | EventRefused, case: Mapping[str, Any]) -> str:
    """Tell all that is wrong: code, place in the plan or in the case, and sentence of each problem."""
    before = len(START_EVENTS) if case.get("start") is not None else 0
    places = [
        f"/plan{problem.pointer}" if isinstance(error, PlanRefused) else _event_place(problem.pointer, before)
        for problem in error.problems
    ]
    told = zip(error.problems, places, strict=True)
    return "; ".join(f"{problem.code} ({place}: {problem.message})" for problem, place in told)


def _event_place(pointer: str, before: int) -> str:
    """Give the place of an event in the case, which does not write out the events ``before`` its own."""
    number, _, rest = pointer.removeprefix("/").partition("/")
    place = int(number) - before
    return f"/events/{place}/{rest}".rstrip("/") if place >= 0 else "/start"


def _check_keys(value: Any, keys: tuple[str, ...], *path: str) -> None:
    if not isinstance(value, Mapping):
        raise Unusable(f"must be a mapping of {', '.join(keys)}", *path)
    for key in value:
        if key not in keys:
            raise Unusable(f"not known here; known are {', '.join(keys)}", *path, key)


def _text(value: Any) -> str:
    return "null" if value is None else str(value)[:100]


def _plan(case: Mapping[str, Any], templates: Mapping[Any, Any]) -> Any:
    plan, template, changes = case.get("plan"), case.get("template"), case.get("with")
    if (plan is None) == (template is None):
        raise Unusable("a case has either a plan or a template", "template")
    if plan is None:
        if not isinstance(template, str) or template not in templates:
            raise Unusable(f"no template {_text(template)} in this file", "template")
        plan = templates[template]
    if changes is None or not isinstance(plan, Mapping):
        return plan
    if not isinstance(changes, Mapping):
        raise Unusable("must be a mapping of what changes in the plan", "with")
    return changed(plan, changes)


def events_of(case: Mapping[str, Any]) -> list[Any]:
    """Give the events of a case; ``start`` is short for signature and effect on one day."""
    events, start = case.get("events"), case.get("start")
    if not isinstance(events, list | None):
        raise Unusable("must be a list of events", "events")
    if start is None:
        return list(events or ())
    return [*({"day": start, "event": name} for name in START_EVENTS), *(events or ())]


def _calendar(case: Mapping[str, Any], calendar: WorkingDays) -> WorkingDays:
    findings = Findings()
    own = read_calendars(case.get("calendar"), findings, at="/calendar")
    for problem in findings.problems:
        raise Unusable(problem.message, *_path(case, problem.pointer))
    return calendar.with_tables(own.tables)
