"""Run case files and say which cases do not hold, with expected, got and the facts used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from listings.eligibility.rules.casefiles import Case, read_cases
from listings.eligibility.rules.evaluating import answer
from listings.eligibility.rules.inquiry import inquire
from listings.eligibility.rules.results import Answer
from listings.eligibility.rules.serialising import fact_to_json
from listings.eligibility.rules.vocabulary import PURPOSES, Purpose
from marketplace.strict_yaml import Limits, UnreadableFile

_ALWAYS_COMPARED: Final = ("failed", "unknown")
_WHERE_GIVEN: Final = ("warned", "noted", "classes")


class Output(Protocol):
    """Where the runner writes: a stream, or a command's standard output."""

    def write(self, text: str, /) -> object:
        """Write a text as it stands."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise than expected; ``place`` is its path in ``expect``."""

    place: str
    expected: Any
    got: Any

    def to_json(self) -> dict[str, Any]:
        """Give the difference as JSON values."""
        return {"path": self.place, "expected": _plain(self.expected), "got": _plain(self.got)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case came out; ``facts`` are those that the rules in question rest on."""

    case: Case
    differences: tuple[Difference, ...]
    facts: tuple[dict[str, Any], ...] = ()


def run_case(case: Case) -> Outcome:
    """Answer one case and compare."""
    inquiry = inquire(case.patent, known_at=case.known_at, params=case.params)
    asked = {*case.expect, *case.earliest, *case.next_change}
    answers = {purpose: answer(inquiry, purpose, case.on) for purpose in PURPOSES if purpose in asked}
    found = [difference for purpose, got in answers.items() for difference in _differences(case, purpose, got)]
    return Outcome(case, tuple(found), tuple(_facts_used(answers, found)))


def _differences(case: Case, purpose: Purpose, got: Answer) -> Iterable[Difference]:
    for key, expected, found in _compared(case, purpose, got):
        if expected != found:
            place = f"{key}.{purpose}" if key in {"earliest", "next_change"} else f"{purpose}.{key}"
            yield Difference(place, expected, found)


def _compared(case: Case, purpose: Purpose, got: Answer) -> Iterable[tuple[str, Any, Any]]:
    expect = case.expect.get(purpose)
    if expect is not None:
        yield "answer", expect["answer"], got.answer
        for key in (*_ALWAYS_COMPARED, *_WHERE_GIVEN):
            if key in _ALWAYS_COMPARED or expect.get(key) is not None:
                yield key, sorted(set(expect.get(key) or ())), sorted(getattr(got, key))
        reasons = {rule.id: rule.reason for rule in got.rules}
        for rule, reason in (expect.get("reasons") or {}).items():
            yield f"reasons.{rule}", reason, reasons.get(rule)
    for key in ("earliest", "next_change"):
        dates = getattr(case, key)
        if purpose in dates:
            yield key, dates[purpose], getattr(got, key)


def _facts_used(answers: dict[Purpose, Answer], found: list[Difference]) -> Iterable[dict[str, Any]]:
    """Give once each fact that the rules rest on which decided or changed the answers in question."""
    asked = {part for difference in found for part in difference.place.split(".")}
    rules = [
        rule
        for purpose, given in answers.items()
        if purpose in asked
        for rule in given.rules
        if rule.result in {"failed", "unknown", "applies"} or rule.id in asked or _is_named(rule.id, found)
    ]
    used = dict.fromkeys(fact for rule in rules for fact in rule.facts)
    return [fact_to_json(fact) for fact in used]


def _is_named(rule: str, found: list[Difference]) -> bool:
    return any(isinstance(difference.expected, list) and rule in difference.expected for difference in found)


def main(paths: Sequence[str], *, as_json: bool, out: Output) -> int:
    """
    Run every case of the files and print the count last (with JSON, one object after it).

    Gives 1 if a case does not hold or a file cannot be read, else 0.
    """
    outcomes: list[Outcome] = []
    unreadable: list[str] = []
    for path in paths:
        try:
            outcomes += [run_case(case) for case in read_cases(_content(path))]
        except UnreadableFile as error:
            unreadable.append(f"{path}: {error.message}")
        except OSError as error:
            unreadable.append(f"{path}: cannot be read: {error.strerror}")
    _print_lines(unreadable, out)
    for outcome in outcomes:
        _print_outcome(outcome, out)
    held = sum(not outcome.differences for outcome in outcomes)
    out.write(f"{held} of {len(outcomes)} cases hold\n")
    if as_json:
        # In one line, so that whoever reads the output by lines finds the object in the last one.
        report = json.dumps(_report(outcomes, held, unreadable), ensure_ascii=False)
        out.write(f"{report}\n")
    return 0 if held == len(outcomes) and not unreadable else 1


def _content(path: str) -> bytes:
    # One byte more than may be read is enough for the reader to refuse the file.
    with Path(path).open("rb") as file:
        return file.read(Limits().size_bytes + 1)


def _print_outcome(outcome: Outcome, out: Output) -> None:
    if not outcome.differences:
        return
    shown = [difference.to_json() for difference in outcome.differences]
    lines = [f"  {it['path']}: expected {_shown(it['expected'])}, got {_shown(it['got'])}" for it in shown]
    _print_lines([f"{outcome.case.id}: {outcome.case.text}", *lines], out)
    _print_lines([f"  used: {_shown(fact)}" for fact in outcome.facts], out)


def _print_lines(lines: Iterable[str], out: Output) -> None:
    for line in lines:
        out.write(f"{line}\n")


def _report(outcomes: list[Outcome], held: int, unreadable: list[str]) -> dict[str, Any]:
    results = [
        {
            "id": outcome.case.id,
            "held": not outcome.differences,
            "differences": [difference.to_json() for difference in outcome.differences],
        }
        for outcome in outcomes
    ]
    report: dict[str, Any] = {"cases": len(outcomes), "held": held, "results": results}
    return report | ({"unreadable": unreadable} if unreadable else {})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
