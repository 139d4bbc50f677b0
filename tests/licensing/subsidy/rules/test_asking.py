"""A policy names each fact that it reads, once and in the order of work: each needs a source in the registry."""

from __future__ import annotations

import pytest

from licensing.subsidy.rules import fields_of

GIVEN = {"base": None, "scheme": {"type": "given"}}
ASKED = {
    "nothing": ({}, []),
    "a version date": ({"version_date": "deal.approved_on"}, ["deal.approved_on"]),
    "a version date of the round": ({"version_date": "round.opens_on"}, []),
    "kinds": ({"deal_types": ["license"]}, ["deal.type"]),
    "a window": ({"window": {"field": "deal.day", "op": "lte", "value": {"round": "cutoff"}}}, ["deal.day"]),
    "gates": ({"gates": [["deal.ok", "eq", True], ["applicant.ok", "eq", True]]}, ["deal.ok", "applicant.ok"]),
    "another floor": ({"min_class": {"field": "deal.amount", "value": 1}}, ["deal.amount"]),
    "repetitions": (
        {"dedupe": {"rules": [{"key": ["deal.patent", "deal.plan"]}, {"types": ["license"], "key": ["deal.patent"]}]}},
        ["deal.patent", "deal.plan"],
    ),
    "a base": (
        {
            "base": {
                "by": "deal.type",
                "table": {
                    "license": {"min": ["deal.paid", {"sub": ["deal.paid", "deal.covered"]}]},
                    "transfer": {"mul": [{"payments_until": None}, "applicant.share"]},
                },
            }
        },
        ["deal.type", "deal.paid", "deal.covered", "deal.payments", "applicant.share"],
    ),
    "payments": ({"base": {"payments_between": ["2024", {"round": "cutoff"}]}}, ["deal.payments"]),
    "a group": ({"min_group": {"field": "deal.amount", "value": 1}}, ["deal.amount"]),
    "a number of deals": ({"min_group": {"min_count": 1}}, []),
    "a lookup": ({"scheme": {"type": "lookup", "key": "deal.size", "table": {"a": "0.1"}}}, ["deal.size"]),
    "brackets": ({"scheme": {"type": "marginal", "brackets": [{"upto": None, "rate": "0.1"}]}}, []),
    "tiers": ({"scheme": {"type": "tiers", "classify_by": "base", "tiers": [{"fixed": 1, "cap": 1}]}}, []),
    "tiers by an amount": (
        {
            "scheme": {
                "type": "tiers",
                "classify_by": "deal.amount",
                "tiers": [{"fixed": 1, "when": [["deal.ok", "eq", True]]}, {"rate": "0.1", "group_cap": 5}],
            }
        },
        ["deal.amount", "deal.ok", "applicant.id"],
    ),
    "a cap": ({"line_cap": 5}, []),
    "a cap by a value": ({"line_cap": {"key": "deal.type", "table": {"a": 1}}}, ["deal.type"]),
    "other amounts as caps": (
        {"cap_fields": [{"min": ["deal.tax", "deal.rent"]}, "deal.fee"]},
        ["deal.tax", "deal.rent", "deal.fee"],
    ),
    "a cap by patent": ({"per_patent_cap": 5}, ["deal.patents"]),
    "a cap by patent and value": (
        {"per_patent_cap": {"key": "deal.type", "table": {"a": 1}}, "bundle": "average"},
        ["deal.type", "deal.patents"],
    ),
    "a package as one item": ({"per_patent_cap": 5, "bundle": "one_item"}, []),
    "a package without a cap": ({"bundle": "average"}, []),
    "add-ons": ({"addons": [{"rate": "0.1"}, {"rate": "0.1", "when": [["deal.ok", "eq", True]]}]}, ["deal.ok"]),
    "group caps": (
        {"group_caps": [{"by": ["applicant.id", "year"], "cap": 1}, {"by": ["cycle", "deal.achievement"], "cap": 1}]},
        ["applicant.id", "deal.achievement"],
    ),
    "exclusion": ({"stacking": {"mode": "exclusive"}}, ["deal.contract"]),
    "exclusion by deal": ({"stacking": {"mode": "exclusive", "scope": "applicant_deal"}}, []),
    "exclusion by clause": (
        {"stacking": {"mode": "exclusive", "scope": "clause_pair", "with": "q"}},
        ["deal.contract"],
    ),
    "exclusion at a level": ({"stacking": {"mode": "exclusive_same_level", "scope": "contract"}}, ["deal.contract"]),
    "exclusion of a type": ({"stacking": {"mode": "exclusive_same_type"}}, ["deal.contract"]),
    "the highest of a contract": ({"stacking": {"mode": "highest_only"}}, ["deal.contract"]),
    "the highest of a project": ({"stacking": {"mode": "highest_only", "scope": "deal.project"}}, ["deal.project"]),
    "an addition": ({"stacking": [{"mode": "cumulative"}, {"mode": "top_up_difference"}]}, []),
}


@pytest.mark.parametrize("what", ASKED)
def test_asks_for(make_policy, what):
    keys, fields = ASKED[what]

    assert fields_of(make_policy(**GIVEN | keys)) == tuple(fields)


def test_asks_for_each_fact_once_in_the_order_of_work(make_policy):
    policy = make_policy(
        deal_types=["license"],
        gates=[["deal.paid", "gte", 5], ["applicant.id", "eq", "A"]],
        line_cap={"key": "deal.type", "table": {"license": 5}},
        group_caps=[{"by": ["applicant.id"], "cap": 5}],
    )

    assert fields_of(policy) == ("deal.type", "deal.paid", "applicant.id")
