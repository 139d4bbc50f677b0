"""The engine gives each published rule and worked example of the shared file its stated answer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from licensing.subsidy.rules.cases import run_cases, run_policy_cases
from licensing.subsidy.rules.reading import PolicyFile, read_policies

SEED = Path(__file__).resolve().parents[4] / "licensing" / "subsidy" / "policies" / "seed" / "subsidy-policies.yaml"


@cache
def policy_file() -> PolicyFile:
    return read_policies(SEED.read_bytes())


NAMES = [(policy.id, str(case["id"])) for policy in policy_file().policies for case in policy.cases]


@pytest.mark.parametrize(("policy_id", "case_id"), NAMES, ids=["/".join(pair) for pair in NAMES])
def test_holds_the_case(policy_id, case_id):
    policy = policy_file().policy(policy_id)

    found = {case["id"]: differences for case, _, differences in run_policy_cases(policy)}

    assert found[case_id] == []


def test_holds_all_ninety_with_rounding_and_cross_policy_cases():
    report = run_cases(policy_file())

    assert (report.cases, report.held, report.differences) == (90, 90, ())


def test_the_seed_is_the_shared_file(shared_data):
    assert (shared_data / "subsidy-policies.yaml").read_bytes() == SEED.read_bytes()


def test_there_are_sixteen_policies_and_eighty_two_cases():
    assert len(policy_file().policies) == 16
    assert len(NAMES) == 82
