"""
CPU of the eligibility rules: per patent for all six purposes, against the oracle of the tests, memory over time.

Run as ``python -m benchmarks.engines_eligibility``. Aim: at most 1 ms per patent, with the times
(``earliest``, ``next_change``) of every purpose; memory flat over 100,000 evaluations.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from listings.eligibility.rules import evaluate
from listings.eligibility.rules.casefiles import Case, cases_from
from tests.listings.eligibility.documents import document
from tests.listings.eligibility.oracle import PURPOSES, Oracle

DOCUMENTS = 1_000
ORACLE_DOCUMENTS = 100
ROUNDS = 5
EVALUATIONS = 100_000
AIM_MS = 1.0
FLAT_BYTES = 4 * 1024 * 1024


def main() -> int:
    """Measure and print one JSON object; give 1 if an aim is missed."""
    figures = measure()
    print(json.dumps(figures, indent=2))
    return 0 if figures["ms_per_patent"] <= AIM_MS and figures["memory_growth_bytes"] <= FLAT_BYTES else 1


def measure() -> dict[str, Any]:
    """Give the figures of one run."""
    made = [document(seed) for seed in range(DOCUMENTS)]
    cases = [cases_from(entry)[0] for entry in made]
    ours = min(cpu_ms(lambda: [_ask(case) for case in cases]) for _ in range(ROUNDS)) / DOCUMENTS
    oracle = cpu_ms(lambda: [_ask_oracle(entry) for entry in made[:ORACLE_DOCUMENTS]]) / ORACLE_DOCUMENTS
    slowest = max(min(cpu_ms(partial(_ask, case)) for _ in range(3)) for case in cases)
    return {
        "documents": DOCUMENTS,
        "facts_per_patent": round(sum(len(case.patent.facts) for case in cases) / DOCUMENTS, 1),
        "ms_per_patent": round(ours, 3),
        "ms_slowest_patent": round(slowest, 3),
        "ms_per_patent_oracle": round(oracle, 3),
        "ratio_to_oracle": round(ours / oracle, 3),
        "evaluations": EVALUATIONS,
        "memory_growth_bytes": memory_growth(cases),
    }


def cpu_ms(work: Callable[[], object]) -> float:
    """Give the CPU time of some work."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1_000


def memory_growth(cases: list[Case]) -> int:
    """Give by how much the peak of memory grows over many evaluations, once warm."""
    for case in cases:
        _ask(case)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(EVALUATIONS):
        _ask(cases[number % len(cases)])
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1_024


def _ask(case: Case) -> object:
    return evaluate(case.patent, on=case.on, known_at=case.known_at, params=case.params)


def _ask_oracle(made: dict[str, Any]) -> object:
    oracle = Oracle(made, made["cases"][0])
    return [(oracle.answer(purpose), oracle.next_change(purpose)) for purpose in PURPOSES]


if __name__ == "__main__":
    sys.exit(main())
