"""Check policy files from a command line: read, run every case, name each that does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from licensing.subsidy.rules.cases import Difference, run_cases
from licensing.subsidy.rules.reading import read_policies
from licensing.subsidy.rules.worksheet import Worksheet
from marketplace.strict_yaml import Limits, UnreadableFile

MOST_ROWS_SHOWN = 60


class Output(Protocol):
    """Where the findings are written."""

    def write(self, text: str, /) -> Any:
        """Write text."""


def main(paths: Sequence[str], *, as_json: bool, out: Output, known_fields: frozenset[str] | None = None) -> int:
    """
    Check files and write what was found; give the exit status: 1 if a case fails or a file is refused.

    As text, ``N of M cases hold`` comes last. As JSON, one object ``{cases, held, failures}``, each failure with
    ``file``, ``case``, ``field``, ``expected``, ``got``; a refused file is a failure without a case.
    """
    cases = held = 0
    failures: list[dict[str, Any]] = []
    for path in paths:
        try:
            file = read_policies(_source(path), known_fields=known_fields)
        except (UnreadableFile, OSError) as error:
            said = str(error) if isinstance(error, UnreadableFile) else f"cannot be opened: {error.strerror}"
            failures.append(_failure(path, Difference("", "", "a policy file", said)))
            _say(out, f"{path}: {said}", silent=as_json)
            continue
        for warning in file.warnings:
            _say(out, f"{path}: warning: {warning.message}", silent=as_json)
        report = run_cases(file)
        cases += report.cases
        held += report.held
        for found in report.differences:
            failures.append(_failure(path, found))
            for line in _lines(path, found):
                _say(out, line, silent=as_json)
    if as_json:
        _say(out, json.dumps({"cases": cases, "held": held, "failures": failures}, ensure_ascii=False))
    else:
        _say(out, f"{held} of {cases} cases hold")
    return 1 if failures else 0


def _source(path: str) -> bytes:
    """Read no more than one byte above the limit, so that a huge file costs nothing."""
    with Path(path).open("rb") as file:
        return file.read(Limits().size_bytes + 1)


def _say(out: Output, text: str, *, silent: bool = False) -> None:
    if not silent:
        out.write(f"{text}\n")


def _failure(path: str, found: Difference) -> dict[str, Any]:
    return {
        "file": path,
        "case": found.case or None,
        "field": found.field or None,
        "expected": found.expected,
        "got": found.got,
    }


def _lines(path: str, found: Difference) -> Iterator[str]:
    yield f"{path}: {found}"
    if found.worksheet is not None:
        yield from worksheet_lines(found.worksheet)


def worksheet_lines(worksheet: Worksheet) -> Iterator[str]:
    """Write a worksheet as indented lines of text, the first rows of a long one."""
    for row in worksheet.rows[:MOST_ROWS_SHOWN]:
        inputs = ", ".join(f"{one.field}={one.value or '?'}" for one in row.inputs[:12])
        parts = [row.step, row.line, row.reason, inputs, row.working, row.result, row.binding.value]
        yield "    " + " | ".join(parts)
    if len(worksheet.rows) > MOST_ROWS_SHOWN:
        yield f"    … {len(worksheet.rows) - MOST_ROWS_SHOWN} more rows"
