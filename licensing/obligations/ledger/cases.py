"""Worked cases: read a file of them, run each, and name every difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from licensing.obligations.ledger.answering import answer
from licensing.obligations.ledger.calendars import read_calendars
from licensing.obligations.ledger.problems import EventRefused
from licensing.obligations.ledger.results import Answer, written
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
EXPECT_KEYS: Final = ("duties", "absent", "totals", "next", "proposals", "warnings", "error")
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


class _Unusable(ValueError):
    """Raised within a case that is no case: it fails, the others are run."""


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
    templates = value.get("templates") or {}
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
    except _Unusable as error:
        yield Failure(name, "case", "a case", str(error))


Difference = tuple[str, Any, Any]


def differences(case: Any, templates: Mapping[Any, Any], calendar: WorkingDays) -> list[Difference]:
    """Run one case and give field, expected and got of every difference."""
    _known(case, CASE_KEYS, "case")
    expect = case.get("expect")
    _known(expect, EXPECT_KEYS, "expect")
    as_of = read_day(case.get("as_of"))
    if as_of is None:
        raise _Unusable(f"as_of is no day: {case.get('as_of')!r}")
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
    return [*identities, *_compared(expect, result)]


def _known(value: Any, keys: tuple[str, ...], what: str) -> None:
    if not isinstance(value, Mapping):
        raise _Unusable(f"{what} is no mapping")
    unknown = [str(key) for key in value if key not in keys]
    if unknown:
        raise _Unusable(f"unknown keys in {what}: {', '.join(unknown)}")


def _plan(case: Mapping[str, Any], templates: Mapping[Any, Any]) -> Any:
    plan, template, changes = case.get("plan"), case.get("template"), case.get("with")
    if (plan is None) == (template is None):
        raise _Unusable("a case has either a plan or a template")
    if plan is None:
        if template not in templates:
            raise _Unusable(f"no template {template!r}")
        plan = templates[template]
    if changes is None or not isinstance(plan, Mapping):
        return plan
    if not isinstance(changes, Mapping):
        raise _Unusable("with is no mapping")
    return changed(plan, changes)


def events_of(case: Mapping[str, Any]) -> list[Any]:
    """Give the events of a case; ``start`` is short for signature and effect on one day."""
    events, start = case.get("events"), case.get("start")
    if not isinstance(events, list | None):
        raise _Unusable("events are no list")
    if start is None:
        return list(events or ())
    return [{"day": start, "event": "signed"}, {"day": start, "event": "effective"}, *(events or ())]


def _calendar(case: Mapping[str, Any], calendar: WorkingDays) -> WorkingDays:
    findings = Findings()
    own = read_calendars(case.get("calendar"), findings, at="/calendar")
    if findings.problems:
        raise _Unusable(f"{findings.problems[0].pointer}: {findings.problems[0].message}")
    return calendar.with_tables(own.tables)


def _compared(expect: Mapping[str, Any], result: Answer) -> list[Difference]:
    duties = [written(duty) for duty in result.duties]
    got: list[Difference] = []
    for index, wanted in enumerate(expect.get("duties") or ()):
        got.extend(_compare_duty(wanted, duties, f"duties[{index}]"))
    for index, wanted in enumerate(expect.get("absent") or ()):
        if found := [_named(duty) for duty in duties if _fits(wanted, duty)]:
            got.append((f"absent[{index}]", plain(wanted), found))
    totals = written(result.totals)
    got.extend(_compare_parts(expect.get("totals") or {}, totals, "totals"))
    if "next" in expect:
        got.extend(_compare_next(expect["next"], written(result.next) if result.next else None))
    if expect.get("proposals") is not None:
        got.extend(_compare_proposals(expect["proposals"], [written(proposal) for proposal in result.proposals]))
    if expect.get("warnings") is not None:
        codes = sorted({warning.code for warning in result.warnings})
        if sorted(set(expect["warnings"])) != codes:
            got.append(("warnings", expect["warnings"], codes))
    return got


def _compare_duty(wanted: Any, duties: list[dict[str, Any]], at: str) -> list[Difference]:
    if not isinstance(wanted, Mapping):
        raise _Unusable(f"{at} is no mapping")
    by = {key: wanted[key] for key in ("item", "period", "kind") if key in wanted}
    picked = [duty for duty in duties if _fits(by, duty)]
    if len(picked) != 1:
        return [(at, plain(by), f"{len(picked)} duties fit")]
    label = f"{at} {_named(picked[0])}"
    return _compare_parts(wanted, picked[0], label)


def _compare_parts(wanted: Mapping[str, Any], got: Mapping[str, Any], at: str) -> list[Difference]:
    return [
        (f"{at}.{key}", plain(value), got.get(key, "no such field"))
        for key, value in wanted.items()
        if key not in got or plain(value) != got[key]
    ]


def _compare_next(wanted: Any, got: Mapping[str, Any] | None) -> list[Difference]:
    if wanted is None or got is None:
        shown = _named(got) if got else None
        return [] if wanted is got is None else [("next", plain(wanted), shown)]
    return _compare_parts(wanted, got, "next")


def _compare_proposals(wanted: Any, got: list[dict[str, Any]]) -> list[Difference]:
    left = [{key: value for key, value in proposal.items() if value is not None} for proposal in got]
    shown, missing = list(left), []
    for proposal in wanted:
        asked = {key: value for key, value in plain(proposal).items() if value is not None}
        match = next((other for other in left if _same_proposal(asked, other)), None)
        if match is None:
            missing.append(asked)
        else:
            left.remove(match)
    return [("proposals", plain(wanted), shown)] if missing or left else []


def _same_proposal(asked: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    return asked == {key: value for key, value in got.items() if key != "kind" or "kind" in asked}


def _fits(wanted: Mapping[str, Any], duty: Mapping[str, Any]) -> bool:
    return all(key in duty and plain(value) == duty[key] for key, value in wanted.items())


def _named(duty: Mapping[str, Any]) -> str:
    return "/".join(str(duty[key]) for key in ("item", "kind", "period") if duty[key] is not None)


def plain(value: Any) -> Any:
    """Write a value of a file as JSON holds it: dates as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value
