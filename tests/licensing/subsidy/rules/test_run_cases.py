"""Cases across policies pay once, on the last day that all windows share, and reserve each pair."""

from __future__ import annotations

import json

from licensing.subsidy.rules import read_policies, run_cases


def differences(policies, case, **more):
    group = {"id": "g", "cases": [{"id": "c", "paid": 1000, "type": "license", **case}]}
    file = read_policies(json.dumps({"schema_version": 1, "policies": policies, "cross_policy_cases": [group], **more}))
    return [str(one) for one in run_cases(file).differences]


def policy(name, base, **keys):
    return {"id": name, "base": base, "scheme": {"type": "flat", "rate": "0.1"}, **keys}


def test_pays_on_the_last_day_that_all_windows_share():
    early = policy("early", {"payments_until": "2024-03-31"})
    late = policy("late", {"payments_between": ["2024-03", "2024-12-31"]})

    assert differences([early, late], {"expect": {"early": 100, "late": 100}}) == []
    assert differences([early, late], {"expect": {"late": 100}}) == []


def test_takes_the_day_from_the_round_where_a_window_does():
    rule = policy("a", {"payments_until": {"round": "cutoff"}})

    assert differences([rule], {"round": {"cutoff": "2024-05-05"}, "expect": {"a": 100}}) == []
    assert differences([rule], {"expect": {"a": 0}}) == []


def test_names_a_pair_that_may_or_may_not_both_stand():
    strict = policy("a", "deal.paid", stacking={"mode": "exclusive", "scope": "contract"})
    silent = policy("b", "deal.paid")

    assert differences([strict, silent], {"expect": {"a": 100, "b": 100, "both": "forbidden"}}) == []
    assert differences([silent, {**silent, "id": "c"}], {"expect": {"b": 100, "c": 100, "both": "forbidden"}}) == [
        "g/c: both: expected forbidden, got allowed"
    ]


def test_names_a_policy_that_is_not_there_and_an_amount_that_differs():
    assert differences([policy("a", "deal.paid")], {"expect": {"a": 99, "z": 1}}) == [
        "g/c: z: expected 1, got there is no such policy in this file",
        "g/c: a: expected 99, got 100",
    ]


def test_rounding_cases_round_or_share_a_pool():
    right = {"id": "r", "base": "100.05", "rate": "0.1", "unit": 1, "mode": "HALF_UP", "expect": 10}
    wrong = {"id": "s", "pool": 100, "entitlements": [50, 50, 50], "unit": "0.01", "expect": [33, 33, 33]}

    assert differences([policy("a", "deal.paid")], {"expect": {"a": 100}}, rounding_cases=[right, wrong]) == [
        'rounding_cases/s: expect: expected ["33", "33", "33"], got ["34", "33", "33"]'
    ]
