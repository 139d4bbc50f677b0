"""
Measure the subsidy engine: CPU per worksheet row, the ratio to the oracle, memory over 100,000 evaluations.

    python benchmarks/engines_subsidy.py [--quick] [--json]

The goals: at most 60 µs of CPU per row; memory flat. The oracle (tests) writes no rows and checks nothing, so the
ratio says what the explanation costs. Both run over the same cases in the same process.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from licensing.subsidy.rules import ClaimFacts, Policy, read_policies, work_out_facts  # noqa: E402 - after the path
from licensing.subsidy.rules.cases import case_facts  # noqa: E402
from licensing.subsidy.rules.reading import overridden  # noqa: E402
from tests.licensing.subsidy.rules.documents import Maker  # noqa: E402
from tests.licensing.subsidy.rules.oracle import answer  # noqa: E402

SEED = ROOT / "licensing" / "subsidy" / "policies" / "seed" / "subsidy-policies.yaml"
GOAL_US = 60.0
Situation = tuple[Policy, ClaimFacts, dict[str, Any], dict[str, Any]]


def situations(documents: int) -> list[Situation]:
    """Give the shared cases and those of random documents, each ready for the engine and for the oracle."""
    sources = [SEED.read_bytes()] + [json.dumps(Maker(number).document()).encode() for number in range(documents)]
    found = []
    for source in sources:
        for policy in read_policies(source).policies:
            raw = dict(policy.source)
            for case, written in zip(policy.cases, raw["cases"], strict=True):
                used = overridden(policy, case["override"]) if "override" in case else policy
                found.append((used, case_facts(policy.case_defaults, case), raw, written))
    return found


def cpu(run: Callable[[], object], times: int) -> float:
    """Give the least CPU seconds of one run, of several."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return best


def measure(*, documents: int, evaluations: int) -> dict[str, float]:
    """Measure all figures."""
    listed = situations(documents)
    rows = sum(len(work_out_facts(policy, facts).rows) for policy, facts, _, _ in listed)
    engine = cpu(lambda: [work_out_facts(policy, facts) for policy, facts, _, _ in listed], 5)
    oracle = cpu(lambda: [answer(source, case, {}) for _, _, source, case in listed], 5)
    reading = cpu(lambda: read_policies(SEED.read_bytes()), 5)
    early, late = memory(listed, evaluations)
    return {
        "cases": len(listed),
        "rows": rows,
        "us_per_row": engine / rows * 1e6,
        "us_per_worksheet": engine / len(listed) * 1e6,
        "ratio_to_oracle": engine / oracle,
        "ms_to_read_the_seed": reading * 1e3,
        "evaluations": evaluations,
        "mb_after_a_tenth": early,
        "mb_at_the_end": late,
    }


def memory(listed: Sequence[Situation], evaluations: int) -> tuple[float, float]:
    """Give the largest resident memory (MB) after a tenth of the evaluations and after all."""
    early = 0.0
    for number in range(evaluations):
        policy, facts, _, _ = listed[number % len(listed)]
        work_out_facts(policy, facts)
        if number == evaluations // 10:
            gc.collect()
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return early, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--quick", action="store_true", help="a tenth of the work, to see that it runs")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    figures = measure(documents=40 if options.quick else 400, evaluations=10_000 if options.quick else 100_000)
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
    else:
        for name, value in figures.items():
            print(f"{name:22} {value:12.2f}")
    flat = figures["mb_at_the_end"] - figures["mb_after_a_tenth"] < 5
    return 0 if figures["us_per_row"] <= GOAL_US and flat else 1


if __name__ == "__main__":
    sys.exit(main())
