"""
Say which mutants of a pure engine no test notices.

    python -m scripts.mutants subsidy                                  every mutant of one engine
    python -m scripts.mutants subsidy licensing/subsidy/rules/caps.py  those of one file

Survivors are written with their differences to var/mutants/ENGINE.txt as they are found. The exit code is 1 where the
tests fail without any mutant, and 0 otherwise: a survivor is a question, not a failure.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest

from scripts.mutants.engines import ENGINES, ENVIRONMENT, ROOT, Engine
from scripts.mutants.judging import Judge, judge_afresh
from scripts.mutants.making import Mutant, mutants_of


class Report:
    """Counts verdicts and writes down what was not killed."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.counts: Counter[str] = Counter()

    def add(self, mutant: Mutant, verdict: str) -> None:
        """Take one verdict."""
        self.counts[verdict] += 1
        if verdict != "killed":
            self.out.write(f"{mutant.name}  {verdict}\n{mutant.difference()}\n\n")
            self.out.flush()

    def __str__(self) -> str:
        return ", ".join(f"{count} {verdict}" for verdict, count in self.counts.most_common())


def judge(engine: Engine, mutants: list[Mutant], report: Report, *, jobs: int, patience: float) -> bool:
    """Judge all mutants; say whether the tests pass without any."""
    plugin = Judge(mutants, jobs=jobs, patience=patience, verdict=report.add)
    if pytest.main(engine.arguments(), plugins=[plugin]) != pytest.ExitCode.OK:
        return False
    judge_afresh(plugin.unreached, engine.arguments(), jobs=jobs, verdict=report.add)
    return True


def main() -> int:
    """Judge the mutants that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("files", nargs="*", help="only the mutants of these files")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="only every so many-th mutant: a sample")
    parser.add_argument("--tests", nargs="+", help="judge by these tests instead of all of the engine's")
    parser.add_argument("--patience", type=float, default=60, help="seconds of tests after which a mutant has survived")
    asked = parser.parse_args()
    engine = ENGINES[asked.engine]
    if asked.tests:
        engine = replace(engine, tests=tuple(asked.tests))
    mutants = [mutant for file in asked.files or engine.files() for mutant in mutants_of(ROOT / file)]
    mutants = mutants[:: asked.every]
    os.environ |= ENVIRONMENT
    place = ROOT / "var" / "mutants" / f"{'-'.join([asked.engine, *(Path(file).stem for file in asked.files)])}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w", encoding="utf-8") as out:
        report = Report(out)
        passes = judge(engine, mutants, report, jobs=asked.jobs, patience=asked.patience)
    if not passes:
        print("The tests fail without any mutant: make them pass first.", file=sys.stderr)
        return 1
    print(f"{asked.engine}: {len(mutants)} mutants, {report}; those not killed: {place.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
