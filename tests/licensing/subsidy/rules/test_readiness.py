"""A policy is ready when its cases hold, refuse each gate, stand at and just below each floor and reach each cap."""

from __future__ import annotations

import pytest

from licensing.subsidy.rules import Gap, in_force_gaps

ALL = {"type": "flat", "rate": "1"}


def case(*deals, total=None, **more):
    """Give a case that states its total, or nothing of it."""
    return {"id": "c", "deals": list(deals), "expect": {} if total is None else {"total": total}, **more}


def said(policy, **known):
    return [gap.message for gap in in_force_gaps(policy, **known)]


BELOW, AT = "no case stands just below the floor", "no case stands at the floor"
BINDS = "no case makes the cap"
UNTRIED = {
    "a case that fails": ({}, [case({"paid": 1}, total=5)], ["p/c: total: expected 5, got 0.1"]),
    "a case without an answer": (
        {},
        [case({"paid": "x"})],
        ["p/c: worksheet: expected an answer, got deal.paid is no number below 10^13: 'x'"],
    ),
    "gates and a window": (
        {
            "gates": [["deal.size", "in", ["small", 2]], ["deal.ok", "eq", True]],
            "window": {"field": "deal.day", "op": "between", "value": [None, {"round": "cutoff"}]},
        },
        [case({"paid": 1, "size": "large", "ok": True})],
        ["no case is refused by deal.ok eq true"],
    ),
    "two cases that fail": (
        {},
        [case({"paid": 1}, total=5), case({"paid": 10}, total=5)],
        ["p/c: total: expected 5, got 0.1", "p/c: total: expected 5, got 1"],
    ),
    "two gates that one case fails": (
        {"gates": [["deal.size", "in", ["small", 2]], ["deal.ok", "eq", True]]},
        [case({"paid": 1, "ok": False})],
        [],
    ),
    "a window": (
        {"window": {"field": "deal.day", "op": "between", "value": [None, {"round": "cutoff"}]}},
        [case({"paid": 1, "day": "2024-01-01"}, round={"cutoff": "2024"})],
        ["no case is refused by deal.day between [null, round.cutoff]"],
    ),
    "another floor, far below and above": (
        {"min_class": {"field": "deal.amount", "value": 100}},
        [case({"paid": 1, "amount": "98.99"}), case({"paid": 1, "amount": "100.01"})],
        [f"{BELOW} min_class", f"{AT} min_class"],
    ),
    "another floor, just below": (
        {"min_class": {"field": "deal.amount", "value": 100}},
        [case({"paid": 1, "amount": 99})],
        [f"{AT} min_class"],
    ),
    "a floor of the base, at it": ({"min_base": {"value": 100}}, [case({"paid": 100})], [f"{BELOW} min_base"]),
    "a floor of the base with many places": (
        {"min_base": {"value": 100}, "base": {"mul": ["deal.paid", "deal.share"]}},
        [case({"paid": "333.333333", "share": "0.299999"})],
        [f"{AT} min_base"],
    ),
    "a least payout": (
        {"min_payout": {"value": 10}, "scheme": ALL},
        [case({"paid": 9}), case({"paid": 11})],
        [f"{AT} min_payout"],
    ),
    "a group's sum and number": (
        {
            "granularity": "applicant_year",
            "min_group": {"field": "deal.amount", "value": 10, "min_count": 3},
        },
        [case({"amount": 4}, {"amount": 5}, {"amount": 20})],
        [f"{BELOW} min_group value", f"{AT} min_group value", f"{BELOW} min_group min_count"],
    ),
    "a group of one": (
        {"granularity": "applicant_year", "min_group": {"field": "deal.amount", "value": 10, "min_count": 1}},
        [case({"amount": 10}), case({"amount": 9})],
        [],
    ),
    "a group's sum, at it": (
        {"granularity": "applicant_year", "min_group": {"field": "deal.amount", "value": 10}},
        [case({"amount": 10}), case({"amount": "8.99"})],
        [f"{BELOW} min_group value"],
    ),
    "a group's number": (
        {"granularity": "applicant_year", "min_group": {"min_count": 2}},
        [case({"paid": 1})],
        [f"{AT} min_group min_count"],
    ),
    "caps of one line": (
        {"line_cap": 10, "per_patent_cap": 9, "scheme": ALL},
        [case({"paid": 10, "patents": 2})],
        [f"{BINDS} line_cap bind", f"{BINDS} per_patent_cap bind"],
    ),
    "a cap of one line": (
        {"line_cap": 10, "per_patent_cap": 9, "scheme": ALL},
        [case({"paid": 11, "patents": 2})],
        [f"{BINDS} per_patent_cap bind"],
    ),
    "several caps under one key": (
        {
            "cap_fields": [{"min": ["deal.tax", "deal.rent"]}, "applicant.budget"],
            "group_caps": [{"by": ["applicant.id", "year"], "cap": 5}, {"by": ["cycle"], "cap": 4}],
            "scheme": ALL,
        },
        [case({"paid": 5, "tax": 9, "rent": 9}, applicant={"budget": 4}), case({"paid": 5, "tax": 5, "rent": 5})],
        [
            f"{BINDS} cap_fields 1 (deal.tax, deal.rent) bind",
            f"{BINDS} group_caps 1 (applicant.id, year) bind",
            f"{BINDS} group_caps 2 (cycle) bind",
        ],
    ),
    "caps of tiers": (
        {
            "scheme": {
                "type": "tiers",
                "tiers": [
                    {"id": "low", "max": 10, "rate": "1", "cap": 5, "group_cap": 8},
                    {"fixed": 5, "cap": 4},
                    {"fixed": 5, "group_cap": 4},
                ],
            }
        },
        [case({"paid": 5}), case({"paid": 10})],
        [f"{BINDS} tier low cap bind", f"{BINDS} tier low group_cap bind", f"{BINDS} tier 3 group_cap bind"],
    ),
    "caps of add-ons": (
        {"addons": [{"rate": "0.1", "cap": 5}, {"rate": "0.1"}, {"rate": "0.2", "cap": "7.50"}]},
        [case({"paid": 50}), case({"paid": "37.5"})],
        [f"{BINDS} addons 1 (5) bind"],
    ),
}


@pytest.mark.parametrize("what", UNTRIED)
def test_says_what_its_cases_do_not_try(make_policy, what):
    keys, cases, messages = UNTRIED[what]

    assert said(make_policy(**keys, cases=cases)) == messages


def test_says_that_there_are_no_cases(make_policy):
    assert in_force_gaps(make_policy(line_cap=5), known_fields=frozenset()) == [Gap("no_cases", "")]
    assert said(make_policy()) == ["there are no cases"]


def test_says_which_facts_have_no_source(make_policy):
    policy = make_policy(cases=[case({"paid": 90, "tax": 1}, total=1)], cap_fields=["deal.tax"])

    assert said(policy, known_fields=frozenset({"deal.paid"})) == ["no source is registered for the field deal.tax"]
    assert said(policy, known_fields=frozenset({"deal.paid", "deal.tax"})) == []
    assert said(policy) == []
