"""A worked example that comes out differently is named with its field, what it states and what came out."""

from __future__ import annotations

import json

import pytest

from licensing.subsidy.rules import CaseReport, failing_cases, read_policies, run_cases

DEAL = {"deals": [{"paid": 100}]}
GIVEN = {"base": None, "scheme": {"type": "given"}}
SPLIT = {"split": {"city": {"share": "0.5"}, "county": "rest"}}
TIERS = {"scheme": {"type": "tiers", "tiers": [{"min": 50, "delegate_to": "q"}, {"rate": "0.1"}]}}
DIFFERENCES = {
    "an amount": ({}, {**DEAL, "expect": {"total": "11.50"}}, ["total: expected 11.5, got 10"]),
    "awards in whole yuan": (
        {**GIVEN, "pool": {"mode": "pro_rata"}},
        {"entitlements": ["1.99", "3.5"], "expect": {"awards": [1, 4]}},
        ['awards: expected ["1", "4"], got ["1", "3"]'],
    ),
    "awards to the fen": (
        GIVEN,
        {"entitlements": ["1.99", "3.5"], "expect": {"awards": [1, "3.51"]}},
        ['awards: expected ["1", "3.51"], got ["1.99", "3.5"]'],
    ),
    "eligibility": ({}, {**DEAL, "expect": {"eligible": False}}, ["eligible: expected false, got true"]),
    "a plan": (
        {"base": None, "scheme": {"type": "bureau_plan"}, "pool": {"amount": 5}},
        {"plan": [6], "expect": {"plan_ok": True}},
        ["plan_ok: expected true, got false"],
    ),
    "no plan": ({}, {**DEAL, "expect": {"plan_ok": True}}, ["plan_ok: expected true, got null"]),
    "one that is handed over to": (TIERS, {**DEAL, "expect": {"delegated": "r"}}, ["delegated: expected r, got q"]),
    "all that are handed over to": (
        TIERS,
        {**DEAL, "expect": {"delegated": []}},
        ['delegated: expected [], got ["q"]'],
    ),
    "whether it is handed over": (
        TIERS,
        {**DEAL, "expect": {"delegated": False}},
        ["delegated: expected false, got true"],
    ),
    "one of several that are handed over to": (
        {"scheme": {"type": "tiers", "tiers": [{"min": 50, "delegate_to": "甲"}, {"delegate_to": "r"}]}},
        {"deals": [{"paid": 100}, {"paid": 1}], "expect": {"delegated": "q"}},
        ["delegated: expected q, got 甲, r"],
    ),
    "several that are handed over to": (
        {"scheme": {"type": "tiers", "tiers": [{"min": 50, "delegate_to": "甲"}, {"delegate_to": "r"}]}},
        {"deals": [{"paid": 100}, {"paid": 1}], "expect": {"delegated": ["r", "甲"]}},
        ['delegated: expected ["r", "甲"], got ["甲", "r"]'],
    ),
    "a split": (
        SPLIT,
        {**DEAL, "expect": {"split": {"city": 5, "county": 6, "town": 0}}},
        ['split: expected {"city": "5", "county": "6", "town": "0"}, got {"city": "5", "county": "5", "town": null}'],
    ),
    "an earmark": (
        {"earmark": {"min_share": "0.5"}},
        {**DEAL, "expect": {"earmark_min": 6}},
        ["earmark_min: expected 6, got 5"],
    ),
    "no earmark": ({}, {**DEAL, "expect": {"earmark_min": 6}}, ["earmark_min: expected 6, got null"]),
    "several at once, in the order of the page": (
        {},
        {**DEAL, "expect": {"eligible": False, "total": 1}},
        ["total: expected 1, got 10", "eligible: expected false, got true"],
    ),
    "an unusable fact": (
        {},
        {"deals": [{"paid": "x"}], "expect": {"total": 1}},
        ["worksheet: expected an answer, got deal.paid is no number below 10^13: 'x'"],
    ),
}


@pytest.mark.parametrize("what", DIFFERENCES)
def test_names(make_policy, what):
    keys, case, said = DIFFERENCES[what]

    found = failing_cases(make_policy(**keys, cases=[{"id": "c", **case}]))

    assert [str(one) for one in found] == [f"p/c: {one}" for one in said]
    assert all((one.worksheet is None) == (one.field == "worksheet") for one in found)


def test_goes_on_after_a_case_without_an_answer(make_policy):
    wrong = [{"id": "x", "deals": [{"paid": "x"}], "expect": {}}, {"id": "y", **DEAL, "expect": {"total": 1}}]

    assert [one.case for one in failing_cases(make_policy(cases=wrong))] == ["p/x", "p/y"]


HELD = {
    "awards stated in whole yuan": (GIVEN, {"entitlements": ["1.99"], "expect": {"awards": [1]}}),
    "one of those that are handed over to": (TIERS, {**DEAL, "expect": {"delegated": "q"}}),
    "all of them": (TIERS, {**DEAL, "expect": {"delegated": ["q"]}}),
    "one of two": (
        {"scheme": {"type": "tiers", "tiers": [{"min": 50, "delegate_to": "q"}, {"delegate_to": "r"}]}},
        {"deals": [{"paid": 100}, {"paid": 1}], "expect": {"delegated": "r"}},
    ),
    "that it is handed over": (TIERS, {**DEAL, "expect": {"delegated": True}}),
    "a part of a split": (SPLIT, {**DEAL, "expect": {"split": {"city": 5}}}),
    "defaults under applicant and deals": (
        {
            "gates": [["applicant.size", "eq", "small"], ["deal.ok", "eq", True]],
            "case_defaults": {"applicant": {"size": "small"}, "deal": {"ok": True, "paid": 50}},
        },
        {"deals": [{}, {"ok": False}, {"paid": 30}], "applicant": {"id": "A"}, "expect": {"total": 8}},
    ),
    "copies that vary": (
        {"dedupe": {"key": ["deal.patent"]}},
        {
            "deals_repeat": {"count": 3, "deal": {"paid": 10, "patent": "P"}, "vary": "deal.patent"},
            "expect": {"total": 3},
        },
    ),
    "copies that vary in a field of the deal": (
        {"gates": [["deal.patent", "in", ["X1", "X3"]]]},
        {"deals_repeat": {"count": 3, "deal": {"paid": 10}, "vary": "patent"}, "expect": {"total": 2}},
    ),
    "copies by their number": (
        {"gates": [["deal.id", "in", ["d1", "d3"]]]},
        {"deals_repeat": {"count": 3, "deal": {"paid": 10, "id": "x"}}, "expect": {"total": 2}},
    ),
    "deals by their place": (
        {"gates": [["deal.id", "in", ["d1", "x"]]]},
        {"deals": [{"paid": 10}, {"paid": 20}, {"id": "x", "paid": 30}], "expect": {"total": 4}},
    ),
    "copies that do not": (
        {"dedupe": {"key": ["deal.patent"]}},
        {"deals_repeat": {"count": 3, "deal": {"paid": 10, "patent": "P"}}, "expect": {"total": 1}},
    ),
    "what a round brings": (
        {**GIVEN, "pool": {"mode": "hard_cap"}},
        {"entitlements": [5, 6], "already": [1], "pool": 7, "expect": {"awards": [4, 3]}},
    ),
    "another rule for the case": ({}, {**DEAL, "override": {"line_cap": 5}, "expect": {"total": 5}}),
}


@pytest.mark.parametrize("what", HELD)
def test_holds(make_policy, what):
    keys, case = HELD[what]

    assert failing_cases(make_policy(**keys, cases=[{"id": "c", **case}])) == []


RATE = {"type": "flat", "rate": "0.1"}
STRICT = {"id": "a", "base": "deal.paid", "scheme": RATE, "stacking": {"mode": "exclusive"}}
ALIKE = {"id": "b", "base": "deal.paid", "scheme": RATE}


def crossing(case, *policies):
    """Run one case across policies and name what differs."""
    group = {"id": "g", "cases": [{"id": "c", **case}]}
    body = {"schema_version": 1, "policies": list(policies), "cross_policy_cases": [group]}
    return [str(one) for one in run_cases(read_policies(json.dumps(body))).differences]


def test_names_what_differs_across_policies():
    case = {"paid": 100, "expect": {"a": 9, "b": 10, "both": "allowed"}}

    assert crossing(case, STRICT, ALIKE) == [
        "g/c: a: expected 9, got 10",
        "g/c: both: expected allowed, got forbidden",
    ]
    assert crossing({"paid": "x", "expect": {"b": "1.50"}}, ALIKE) == [
        "g/c: b: expected 1.5, got deal.paid is no number below 10^13: 'x'"
    ]


def test_a_case_across_policies_stands_on_the_defaults_of_each():
    defaults = {"applicant": {"size": "small", "place": "x"}, "deal": {"ok": True, "type": "transfer"}}
    gates = [["applicant.size", "eq", "small"], ["applicant.place", "eq", "y"], ["deal.ok", "eq", True]]
    policy = {**ALIKE, "gates": gates, "deal_types": ["license"], "case_defaults": defaults}
    case = {"paid": 100, "type": "license", "applicant": {"place": "y"}, "expect": {"b": 10}}

    assert crossing(case, policy) == []


def test_two_applicants_share_a_contract_and_not_a_deal():
    by_deal = {**STRICT, "stacking": {"mode": "exclusive", "scope": "applicant_deal"}}
    other = {**ALIKE, "case_defaults": {"applicant": {"id": "B"}}}
    case = {"paid": 100, "expect": {"a": 10, "b": 10, "both": "forbidden"}}

    assert crossing(case, STRICT, other) == []
    assert crossing(case, by_deal, other) == ["g/c: both: expected forbidden, got allowed"]
    assert crossing(case, by_deal, ALIKE) == []
    assert crossing({**case, "applicant": {"id": "C"}}, by_deal, other) == []
    assert crossing(case, other, by_deal) == ["g/c: both: expected forbidden, got allowed"]
    third = {**by_deal, "case_defaults": {"applicant": {"id": "C"}}}
    assert crossing(case, other, third) == ["g/c: both: expected forbidden, got allowed"]


def test_two_clauses_exclude_each_other_by_their_ids():
    pair = {**STRICT, "stacking": {"mode": "exclusive", "scope": "clause_pair", "with": "b"}}
    case = {"paid": 100, "expect": {"a": 10, "b": 10, "both": "forbidden"}}

    assert crossing(case, pair, ALIKE) == []
    assert crossing(case, {**pair, "stacking": {**pair["stacking"], "with": "z"}}, ALIKE) == [
        "g/c: both: expected forbidden, got allowed"
    ]


def test_goes_on_after_a_policy_that_is_not_there_or_has_no_answer():
    gated = {**STRICT, "min_class": {"field": "deal.x", "value": 1}}

    assert crossing({"paid": 100, "x": "y", "expect": {"z": 1, "a": 1, "b": 1}}, gated, ALIKE) == [
        "g/c: z: expected 1, got there is no such policy in this file",
        "g/c: a: expected 1, got deal.x is no number below 10^13: 'y'",
        "g/c: b: expected 1, got 10",
    ]


def test_one_payment_stands_on_the_last_day_that_all_windows_share():
    by_kind = {"by": "deal.type", "table": {"license": {"min": [{"payments_until": "2024-03-31"}, "deal.paid"]}}}
    tiers = {"type": "tiers", "classify_by": {"payments_until": "2024-02"}, "tiers": [{"min": 50, "rate": "0.1"}]}
    until, classed = {**ALIKE, "base": by_kind}, {**ALIKE, "id": "t", "scheme": tiers}
    capped = {**ALIKE, "id": "x", "cap_fields": [{"payments_between": ["2024", "2024-01-15"]}]}
    case = {"paid": 100, "type": "license"}

    assert crossing({**case, "expect": {"b": 10, "t": 10, "x": 10}}, until, classed, capped) == []
    assert crossing({**case, "expect": {"b": 10, "t": 10}}, until, classed) == []
    later = {"payments_between": ["2024-01-16", None]}
    assert crossing({**case, "expect": {"b": 10, "x": 0}}, {**ALIKE, "base": later}, capped) == [
        "g/c: b: expected 10, got 0",
        "g/c: x: expected 0, got 10",
    ]


def test_payments_that_a_case_states_stay_as_they_are():
    policy = {**ALIKE, "base": {"payments_until": "2024"}}
    payments = [{"paid_on": "2024-12-31", "amount": 30}, {"paid_on": "2025-01-01", "amount": 70}]

    assert crossing({"paid": 100, "payments": payments, "expect": {"b": 3}}, policy) == []


def test_rounding_cases_name_their_id_and_amounts():
    cases = [
        {"id": "r", "base": 15, "rate": "0.5", "unit": 1, "mode": "HALF_UP", "expect": 7},
        {"id": "d", "base": 15, "rate": "0.5", "unit": 1, "expect": 8},
        {"id": "e", "base": "3000000000003.000000000003", "rate": "0.333333333333", "expect": 10**12},
        {"id": "f", "base": "0.15", "rate": "0.5", "expect": "0.08"},
        {"id": "p", "pool": 5, "entitlements": [3, 3], "unit": "0.01", "expect": [2, 3]},
        {
            "id": "q",
            "pool": 30,
            "entitlements": [30, 30],
            "unit": 10,
            "method": "largest_remainder",
            "expect": [20, 10],
        },
    ]
    report = run_cases(read_policies(json.dumps({"schema_version": 1, "policies": [], "rounding_cases": cases})))

    assert [str(one) for one in report.differences] == [
        "rounding_cases/r: expect: expected 7, got 8",
        "rounding_cases/d: expect: expected 8, got 7",
        "rounding_cases/e: expect: expected 1000000000000, got 999999999999.99",
        "rounding_cases/f: expect: expected 0.08, got 0.07",
        'rounding_cases/p: expect: expected ["2", "3"], got ["3", "2"]',
    ]
    assert (report.cases, report.held) == (6, 1)


def test_a_file_without_cases_has_none():
    assert run_cases(read_policies('{"schema_version": 1, "policies": []}')) == CaseReport(0, 0, ())
