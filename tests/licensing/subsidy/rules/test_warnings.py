"""A file warns of what does not stop its cases but should be known; rows name the clause they rest on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from licensing.subsidy.rules import Granted, read_policies, work_out
from licensing.subsidy.rules.checking import Warned, families, in_force
from licensing.subsidy.rules.policy import Validity


def warned(*policies):
    file = read_policies(json.dumps({"schema_version": 1, "policies": list(policies)}))
    return [(one.policy_id, one.code, one.about) for one in file.warnings if one.code != "no_cases"]


GIVEN = {"type": "given"}


def test_warns_of_policies_that_are_named_and_not_there():
    tiers = {"type": "tiers", "tiers": [{"delegate_to": "x"}]}
    pair = {"mode": "exclusive", "scope": "clause_pair", "with": "y"}

    assert warned({"id": "a", "scheme": tiers, "stacking": pair, "supersedes": "z"}) == [
        ("a", "policy_not_here", "x"),
        ("a", "policy_not_here", "z"),
        ("a", "policy_not_here", "y"),
    ]
    assert warned({"id": "a", "scheme": GIVEN, "stacking": {**pair, "with": "b"}}, {"id": "b", "scheme": GIVEN}) == []


def test_warns_of_a_rate_without_a_base():
    lookup = {"type": "lookup", "key": "deal.type", "table": {"license": "0.1"}}
    marginal = {"type": "marginal", "brackets": [{"upto": None, "rate": "0.1"}]}
    tiers = {"type": "tiers", "classify_by": "deal.paid", "tiers": [{"fixed": 5}]}

    for scheme in ({"type": "flat", "rate": "0.1"}, lookup, marginal):
        assert warned({"id": "a", "scheme": scheme}) == [("a", "no_base", "")]
    assert warned({"id": "a", "scheme": tiers}, {"id": "b", "scheme": {"type": "bureau_plan"}}) == []


def test_warns_of_shares_that_do_not_sum_to_the_whole():
    third = {"share": "0.3333"}

    assert warned({"id": "a", "scheme": GIVEN, "split": {"x": third, "y": third, "z": third}}) == [
        ("a", "shares", "0.9999")
    ]
    assert warned({"id": "a", "scheme": GIVEN, "split": {"x": {"share": "0.5"}, "y": {"share": "0.5"}}}) == []
    assert warned({"id": "a", "scheme": GIVEN, "split": {"x": third, "y": "rest"}}) == []


def test_warns_of_a_version_that_is_never_in_force():
    old = {"id": "a", "family": "f", "scheme": GIVEN, "valid": {"from": "2024"}}
    new = {"id": "b", "family": "f", "scheme": GIVEN, "valid": {"from": "2024"}, "supersedes": "a"}

    assert warned(old, new) == [("a", "never_in_force", "2024-01-01")]
    assert warned(old, {**new, "valid": {"from": "2024-01-02"}}) == []


def test_warns_in_whole_sentences():
    policies = [
        {
            "id": "a",
            "family": "f",
            "valid": {"from": "2024"},
            "supersedes": ["z", "z"],
            "scheme": {"type": "flat", "rate": "0.1"},
            "split": {"x": {"share": "0.25"}, "y": {"share": "0.5"}},
            "line_cap": {"key": "deal.size", "table": {"s": 1}},
        },
        {"id": "b", "family": "f", "valid": {"from": "2023"}, "supersedes": "a", "scheme": GIVEN, "cases": []},
    ]

    file = read_policies(json.dumps({"schema_version": 1, "policies": policies}), known_fields=frozenset({"deal.type"}))

    assert [one.message for one in file.warnings] == [
        "a: the policy z is named and is not in this file",
        "a: there is no base, so the amount is worked out from 0",
        "a: the shares of the split sum to 0.75; they are taken in proportion",
        "a: it has no cases; it cannot be put in force",
        "a: it is superseded from 2023-01-01 and is never in force",
        "a: no source is registered for the field deal.size; the policy cannot be put in force",
        "b: it has no cases; it cannot be put in force",
    ]


def test_a_version_that_another_supersedes_from_the_beginning_is_never_in_force():
    old = {"id": "a", "scheme": GIVEN, "valid": {"to": "2024"}}

    assert warned(old, {"id": "b", "scheme": GIVEN, "supersedes": "a"}) == [("a", "never_in_force", "the beginning")]
    assert warned(old, {"id": "b", "scheme": GIVEN, "supersedes": "a", "valid": {"from": "2025"}}) == []


def test_versions_are_one_rule_by_family_or_by_what_supersedes_what():
    policies = [
        {"id": "a", "scheme": GIVEN, "valid": {"to": "2021"}},
        {"id": "b", "scheme": GIVEN, "valid": {"from": "2022"}, "supersedes": "a", "family": "g"},
        {"id": "c", "scheme": GIVEN, "family": "h"},
        {"id": "d", "scheme": GIVEN, "valid": {"from": "2024"}, "supersedes": ["b", "x"], "family": "i"},
        {"id": "e", "scheme": GIVEN, "valid": {"to": "2020"}, "family": "k"},
    ]
    policies = read_policies(json.dumps({"schema_version": 1, "policies": policies})).policies

    assert [[one.id for one in versions] for versions in families(policies)] == [["a", "b", "d"], ["c"], ["e"]]
    assert [in_force(one, policies) for one in policies] == [
        Validity(None, date(2021, 12, 31)),
        Validity(date(2022, 1, 1), date(2023, 12, 31)),
        Validity(None, None),
        Validity(date(2024, 1, 1), None),
        Validity(None, date(2020, 12, 31)),
    ]


def test_warns_of_a_policy_without_cases():
    file = read_policies(json.dumps({"schema_version": 1, "policies": [{"id": "a", "scheme": GIVEN}]}))

    assert file.warnings == (Warned("a", "no_cases", ""),)


def test_a_row_names_document_place_and_published_words(make_policy):
    policy = make_policy(doc_no="No. 7", base_note="what was paid", min_base={"value": 1, "text": "at least one"})

    rows = {row.step: row.clause for row in work_out(policy, deals=[{"paid": 10}]).rows if row.line}

    assert rows["base"] == "No. 7 · base · what was paid"
    assert rows["floor"] == "No. 7 · min_base · at least one"
    assert rows["rounding"] == "No. 7 · rounding"
    notes = {"gates": [["deal.ok", "eq", True]], "gates_note": "proved", "semantics_note": ["x"], "semantics": "exact"}
    pool = {"mode": "pro_rata", "text": ["x"], "note": "in full"}
    rows = {row.step: row.clause for row in work_out(make_policy(**notes, pool=pool), deals=[{"paid": 1}]).rows}
    assert (rows["gates"], rows["decision"]) == ("p · gates · proved", "p · semantics")
    assert rows["pool"] == "p · pool · in full"
    assert next(row.clause for row in work_out(make_policy(), deals=[]).rows if row.step == "gates") == "p · gates"


def test_a_line_that_ended_at_0_is_not_rounded(make_policy):
    worksheet = work_out(
        make_policy(min_base={"value": 50}), deals=[{"id": "d1", "paid": 49}, {"id": "d2", "paid": 50}]
    )

    assert [row.line for row in worksheet.rows if row.step == "rounding"] == ["d2", "d2"]


def test_a_tier_cap_counts_grants_of_the_same_year_only(make_policy):
    tiers = {"type": "tiers", "tiers": [{"id": "T", "rate": "1", "group_cap": 100}]}
    deal = {"paid": 90, "signed_on": "2024-05-01"}
    before = [Granted({"applicant.id": "A", "year": year}, Decimal(60)) for year in ("2023", "2024")]

    def total(granted):
        return work_out(make_policy(scheme=tiers), applicant={"id": "A"}, deals=[deal], granted=granted).total

    assert (total(before[:1]), total(before[1:]), total(before)) == (90, 40, 40)
