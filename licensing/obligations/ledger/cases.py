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
from listings.offers.plans.problems import Findings
from listings.offers.plans.values import read_day
from marketplace import strict_yaml
from marketplace.dates import WorkingDays
from marketplace.strict_yaml import UnreadableFile

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


@dataclass(frozen=True, slots=True)
class Failure:
    """One difference between what a case expects and what was worked out."""

    case: str | None
    field: str
    expected: Any
    got: Any


@dataclass(frozen=True, slots=True)
class Report:
    """The cases of one file and every difference."""

    cases: int
    failures: tuple[Failure, ...]

    @property
    def held(self) -> int:
        """Give the number of cases without a difference."""
        return self.cases - len({failure.case for failure in self.failures if failure.case is not None})


def run_file(source: bytes | str) -> Report:
    """
    Run every case of a file.

    :raises UnreadableFile: if the file cannot be taken as a file of cases.
    """
    document = strict_yaml.read(source, bare_floats=True, unfit_as_text=True)
    value = document.value
    if not isinstance(value, Mapping):
        raise UnreadableFile("a file of cases is a mapping", line=1)
    for key in value:
        if key not in TOP_KEYS:
            raise UnreadableFile(f"the key {key!r} is not known here", line=document.line_of((key,)), path=(key,))
    if value.get("schema_version") != SCHEMA_VERSION:
        line = document.line_of(("schema_version",))
        raise UnreadableFile(f"schema_version is {SCHEMA_VERSION}", line=line, path=("schema_version",))
    cases = value.get("cases")
    if not isinstance(cases, list):
        raise UnreadableFile("cases are a list", line=document.line_of(("cases",)), path=("cases",))
    findings = Findings()
    calendar = read_calendars(value.get("calendars"), findings, at="/calendars")
    for problem in findings.problems:
        path = ("calendars",)
        raise UnreadableFile(f"{problem.pointer}: {problem.message}", line=document.line_of(path), path=path)
    templates = {} if value.get("templates") is None else value["templates"]
    if not isinstance(templates, Mapping):
        raise UnreadableFile("templates are plans by id", line=document.line_of(("templates",)), path=("templates",))
    failures = [failure for place, case in enumerate(cases) for failure in _run(case, place, templates, calendar)]
    return Report(len(cases), tuple(failures))


def _run(case: Any, place: int, templates: Mapping[Any, Any], calendar: WorkingDays) -> Iterator[Failure]:
    name = f"cases[{place}]"
    if isinstance(case, Mapping) and isinstance(case.get("id"), str):
        name = case["id"]
    try:
        yield from (Failure(name, *difference) for difference in differences(case, templates, calendar))
    except Unusable as error:
        yield Failure(name, "case", "a case", str(error))


def differences(case: Any, templates: Mapping[Any, Any], calendar: WorkingDays) -> list[Difference]:
    """Run one case and give field, expected and got of every difference."""
    _known(case, CASE_KEYS, "case")
    expect = case.get("expect")
    _known(expect, EXPECT_KEYS, "expect")
    check_forms(expect)
    as_of = read_day(case.get("as_of"))
    if as_of is None:
        raise Unusable(f"as_of is no day: {case.get('as_of')!r}")
    try:
        result = answer(
            read_plan(_plan(case, templates)),
            events_of(case),
            as_of=as_of,
            calendar=_calendar(case, calendar),
        )
    except (PlanRefused, EventRefused) as error:
        wanted = expect.get("error")
        return [] if wanted in error.codes else [("error", wanted, ", ".join(sorted(error.codes)))]
    if expect.get("error") is not None:
        return [("error", expect["error"], "an answer")]
    identities = [("totals", identity, "does not hold") for identity in result.totals.broken_identities()]
    return [*identities, *compared(expect, result)]


def _known(value: Any, keys: tuple[str, ...], what: str) -> None:
    if not isinstance(value, Mapping):
        raise Unusable(f"{what} is no mapping")
    unknown = [str(key) for key in value if key not in keys]
    if unknown:
        raise Unusable(f"unknown keys in {what}: {', '.join(unknown)}")


def _plan(case: Mapping[str, Any], templates: Mapping[Any, Any]) -> Any:
    plan, template, changes = case.get("plan"), case.get("template"), case.get("with")
    if (plan is None) == (template is None):
        raise Unusable("a case has either a plan or a template")
    if plan is None:
        if not isinstance(template, str) or template not in templates:
            raise Unusable(f"no template {template!r}")
        plan = templates[template]
    if changes is None or not isinstance(plan, Mapping):
        return plan
    if not isinstance(changes, Mapping):
        raise Unusable("with is no mapping")
    return changed(plan, changes)


def events_of(case: Mapping[str, Any]) -> list[Any]:
    """Give the events of a case; ``start`` is short for signature and effect on one day."""
    events, start = case.get("events"), case.get("start")
    if not isinstance(events, list | None):
        raise Unusable("events are no list")
    if start is None:
        return list(events or ())
    return [{"day": start, "event": "signed"}, {"day": start, "event": "effective"}, *(events or ())]


def _calendar(case: Mapping[str, Any], calendar: WorkingDays) -> WorkingDays:
    findings = Findings()
    own = read_calendars(case.get("calendar"), findings, at="/calendar")
    if findings.problems:
        raise Unusable(f"{findings.problems[0].pointer}: {findings.problems[0].message}")
    return calendar.with_tables(own.tables)
