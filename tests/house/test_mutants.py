"""Mutants are made of every pure engine, and judged by tests that are there."""

from __future__ import annotations

import tomllib

import pytest

from scripts.mutants.engines import ENGINES, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_change_every_pure_engine():
    pure = {
        module for contract in CONTRACTS if "forbidden_modules" in contract for module in contract["source_modules"]
    }
    changed = {source.removesuffix(".py").replace("/", ".") for engine in ENGINES.values() for source in engine.sources}

    assert changed <= pure
    assert {module for module in pure if module.endswith((".rules", ".plans", ".ledger"))} <= changed


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_are_made_of_files_and_judged_by_tests_that_are_there(engine):
    assert all(path.is_file() for path in engine.files())
    assert len(list(engine.files())) >= len(engine.sources)
    assert all((ROOT / test).exists() for test in engine.tests)
