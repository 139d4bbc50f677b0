"""Small policies for the tests of the subsidy rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licensing.subsidy.rules import read_policies

SEED = Path(__file__).resolve().parents[4] / "licensing" / "subsidy" / "policies" / "seed" / "subsidy-policies.yaml"


@pytest.fixture(scope="session")
def seed_file():
    """Give the policies that the product starts with."""
    return read_policies(SEED.read_bytes())


@pytest.fixture(scope="session")
def make_policy():
    """Give a policy from its keys; without any, 10% of what was paid."""

    def make(**keys):
        body = {"id": "p", "base": "deal.paid", "scheme": {"type": "flat", "rate": "0.10"}, **keys}
        body = {key: value for key, value in body.items() if value is not None}
        return read_policies(json.dumps({"schema_version": 1, "policies": [body]})).policies[0]

    return make
