"""The layer contracts name every package, so that none stands outside of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def contract(name):
    return next(contract for contract in CONTRACTS if contract["name"] == name)


def test_every_module_of_the_ground_floor_has_its_layer():
    layered = set(re.findall(r"marketplace\.(\w+)", " ".join(contract("Layers")["layers"])))
    present = {
        path.stem
        for path in (ROOT / "marketplace").iterdir()
        if (path / "__init__.py").is_file() or (path.suffix == ".py" and path.stem != "__init__")
    }

    # The settings are read by name and the WSGI entry is imported by nobody.
    assert present - layered == {"settings", "wsgi"}


def test_every_pure_package_is_kept_pure():
    assert {
        "listings.eligibility.rules",
        "listings.offers.plans",
        "licensing.obligations.ledger",
        "licensing.subsidy.rules",
        "search.language",
        "marketplace.dates",
        "marketplace.lifecycle",
        "marketplace.money",
        "marketplace.problems",
        "marketplace.strict_yaml",
    } <= set(contract("Pure packages know no framework and no server")["source_modules"])
