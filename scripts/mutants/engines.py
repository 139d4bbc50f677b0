"""The engines whose code is changed, and the tests that should notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Tests of time and memory and of ten thousand broken files take seconds and ask only that there is an answer.
LEFT_OUT = ("bounded", "mutated_file", "for_any_file", "reach_every_construct", "knows_no_framework")
ENVIRONMENT = {"HYPOTHESIS_PROFILE": "mutants", "ENGINE_DOCUMENTS": "300"}


@dataclass(frozen=True)
class Engine:
    """What is changed, and the tests that should notice."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self) -> Iterator[Path]:
        """Give every file that is changed."""
        for source in self.sources:
            place = ROOT / source
            yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]

    def arguments(self) -> list[str]:
        """Say to pytest which tests to run, and how."""
        plugins = ["-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"]
        return [
            *self.tests,
            "-q",
            "-x",
            "--capture=sys",
            "--tb=no",
            *plugins,
            "-k",
            " and ".join(f"not {name}" for name in LEFT_OUT),
        ]


ENGINES = {
    "arithmetic": Engine(
        ("marketplace/money.py", "marketplace/dates.py", "marketplace/strict_yaml.py"),
        ("tests/marketplace/test_money.py", "tests/marketplace/test_dates.py", "tests/marketplace/test_strict_yaml.py"),
    ),
    "eligibility": Engine(("listings/eligibility/rules",), ("tests/listings/eligibility",)),
    "plans": Engine(
        ("listings/offers/plans", "licensing/obligations/ledger"),
        (
            "tests/listings/offers/plans",
            "tests/licensing/obligations/ledger",
            "tests/licensing/obligations/test_against_the_oracle.py",
        ),
    ),
    "subsidy": Engine(("licensing/subsidy/rules",), ("tests/licensing/subsidy/rules",)),
}
