"""The core of the command that holds files of worked cases: run them, and tell what does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licensing.obligations.ledger.cases import Failure, Report, run_file
from marketplace.strict_yaml import Limits, UnreadableFile


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the cases of several files."""

    reports: tuple[tuple[str, Report], ...]

    @property
    def cases(self) -> int:
        """Give the number of cases."""
        return sum(report.cases for _, report in self.reports)

    @property
    def held(self) -> int:
        """Give the number of cases that hold."""
        return sum(report.held for _, report in self.reports)

    @property
    def holds(self) -> bool:
        """Tell whether nothing differs."""
        return not any(report.failures for _, report in self.reports)

    def as_json(self) -> dict[str, Any]:
        """Write the outcome as JSON."""
        failures = [
            {
                "file": name,
                "case": failure.case,
                "field": failure.field,
                "expected": failure.expected,
                "got": failure.got,
            }
            for name, report in self.reports
            for failure in report.failures
        ]
        return {"cases": self.cases, "held": self.held, "failures": failures}

    def lines(self) -> Iterator[str]:
        """Tell each difference on a line, and the count last."""
        for name, report in self.reports:
            for failure in report.failures:
                where = f"{name}: {failure.case}" if failure.case else name
                yield f"{where}: {failure.field}: expected {_shown(failure.expected)}, got {_shown(failure.got)}"
        yield f"{self.held} of {self.cases} cases hold"


def check_files(names: Sequence[str]) -> Checked:
    """Run the cases of files. One that cannot be read counts as a failure without cases."""
    return Checked(tuple((name, _report(name)) for name in names))


def _report(name: str) -> Report:
    try:
        with Path(name).open("rb") as file:
            # One byte more than is read, so that a larger file is told and never held in memory.
            source = file.read(Limits().size_bytes + 1)
        return run_file(source)
    except (UnreadableFile, OSError) as error:
        return Report(0, (Failure(None, "file", "a file of cases", str(error)),))


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
