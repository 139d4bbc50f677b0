"""Each key of a policy is read as the value that the engine works with."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from licensing.subsidy.rules import UnreadableFile, policy_source, read_policies, read_policy
from licensing.subsidy.rules.caps import AddOn, CapTable, GroupCap
from licensing.subsidy.rules.facts import Field
from licensing.subsidy.rules.payers import Earmark, Payer
from licensing.subsidy.rules.periods import Period, RoundValue, period_of
from licensing.subsidy.rules.policy import VERSION_DATES, DedupeRule, Floor, MinGroup, Rounding, Validity
from licensing.subsidy.rules.pools import Pool
from licensing.subsidy.rules.schemes import Bracket, Tier
from licensing.subsidy.rules.stacking import Stacking
from marketplace.money import RoundingMode

PAID, KIND, OK = Field("deal", "paid", "deal.paid"), Field("deal", "type", "deal.type"), Field("deal", "ok", "deal.ok")
YEAR = Field("year", "", "year")
VALUES = {
    "nothing": ({}, "valid", Validity(None, None)),
    "no family": ({}, "family", "p"),
    "a family": ({"family": 7}, "family", "7"),
    "what is superseded": ({"supersedes": 7}, "supersedes", ("7",)),
    "several that are superseded": ({"supersedes": ["a", "b"]}, "supersedes", ("a", "b")),
    "papers": ({"documents": "申报书"}, "documents", ("申报书",)),
    "partial dates": (
        {"valid": {"from": "2024-02", "to": 2024}},
        "valid",
        Validity(date(2024, 2, 1), date(2024, 12, 31)),
    ),
    "one day": ({"valid": {"from": "2024-02-03", "to": "2024-02-03"}}, "valid", Validity(*[date(2024, 2, 3)] * 2)),
    "an open end": ({"valid": {"from": "2023-02", "to": None}}, "valid", Validity(date(2023, 2, 1), None)),
    "a last month": ({"valid": {"to": "2024-02"}}, "valid", Validity(None, date(2024, 2, 29))),
    "no version date": ({}, "version_date", VERSION_DATES),
    "a version date": (
        {"version_date": "round.closes_on"},
        "version_date",
        (Field("round", "closes_on", "round.closes_on"),),
    ),
    "no kinds": ({}, "deal_types", None),
    "no kind at all": ({"deal_types": []}, "deal_types", ()),
    "another floor": (
        {"min_class": {"field": "deal.paid", "value": "5.5"}},
        "min_class",
        Floor(Decimal("5.5"), True, "", PAID),
    ),
    "a floor": (
        {"min_base": {"value": 5, "inclusive": False, "scope": "deal"}},
        "min_base",
        Floor(Decimal(5), False, "deal"),
    ),
    "a payout by line": (
        {"min_payout": {"value": 5, "scope": "line"}},
        "min_payout",
        Floor(Decimal(5), True, ("line",)),
    ),
    "a payout": ({"min_payout": {"value": 5, "inclusive": True}}, "min_payout", Floor(Decimal(5), True, "")),
    "a group": (
        {"min_group": {"field": "deal.paid", "value": 5, "inclusive": False}},
        "min_group",
        MinGroup(PAID, Floor(Decimal(5), False), 0),
    ),
    "a group of two": ({"min_group": {"min_count": 2}}, "min_group", MinGroup(None, None, 2)),
    "a group of any number": ({"min_group": {"min_count": 0}}, "min_group", MinGroup(None, None, 0)),
    "a group of the most": ({"min_group": {"min_count": 10**6}}, "min_group", MinGroup(None, None, 10**6)),
    "keys that are null": (
        {"group_caps": [{"by": ["year"], "cap": None, "cap_table": {"2024": 1}, "lifetime": None}]},
        "group_caps",
        (GroupCap((YEAR,), None, {"2024": Decimal(1)}, False),),
    ),
    "a key": ({"dedupe": {"key": ["deal.ok"], "keep": "first"}}, "dedupe", (DedupeRule((), (OK,)),)),
    "keys by kind": (
        {"dedupe": {"rules": [{"key": ["deal.ok", "deal.type"], "types": ["license"]}, {"key": ["deal.paid"]}]}},
        "dedupe",
        (DedupeRule(("license",), (OK, KIND)), DedupeRule((), (PAID,))),
    ),
    "a cap": ({"line_cap": "5.50"}, "line_cap", Decimal("5.5")),
    "a cap by a value": (
        {"line_cap": {"key": "deal.type", "table": {"a": 1, "note": "x", "text": 5}}},
        "line_cap",
        CapTable(KIND, {"a": Decimal(1), "text": Decimal(5)}),
    ),
    "add-ons": (
        {"addons": [{"rate": "0.1", "note": ["x"]}, {"rate": 1, "cap": 5, "when": []}]},
        "addons",
        (AddOn((), Decimal("0.1"), None), AddOn((), Decimal(1), Decimal(5))),
    ),
    "group caps": (
        {
            "group_caps": [
                {"by": ["year", "deal.type"], "cap_table": {"a": 1}},
                {"by": ["year"], "cap": 2, "lifetime": True},
            ]
        },
        "group_caps",
        (GroupCap((YEAR, KIND), None, {"a": Decimal(1)}, False), GroupCap((YEAR,), Decimal(2), None, True)),
    ),
    "stacking": (
        {"stacking": {"mode": "exclusive", "scope": "deal.ok", "with": 7, "level": 8, "type": 9, "text": "x"}},
        "stacking",
        (Stacking("exclusive", "deal.ok", "7", "8", "9", "x"),),
    ),
    "several rules of stacking": (
        {"stacking": [{"mode": "cumulative", "text": ["x"]}, {"mode": "deduct_part"}]},
        "stacking",
        (Stacking("cumulative", "", "", "", "", ""), Stacking("deduct_part", "", "", "", "", "")),
    ),
    "a pool": (
        {"pool": {"mode": "pro_rata", "amount": 5, "plan_item_cap": 6}},
        "pool",
        Pool("pro_rata", Decimal(5), Decimal(6)),
    ),
    "an empty pool": ({"pool": {}}, "pool", Pool("", None, None)),
    "a split by share": (
        {"split": {"b": {"share": "0.5"}, "a": {"share": "0.5"}}},
        "split",
        (Payer("b", share=Decimal("0.5")), Payer("a", share=Decimal("0.5"))),
    ),
    "a split by rate": (
        {"split": {"a": {"rate": "0.5", "cap": 5}, "b": "rest", "note": "x"}},
        "split",
        (Payer("a", rate=Decimal("0.5"), cap=Decimal(5)), Payer("b")),
    ),
    "shares of the whole": (
        {"split": {"a": {"share": "0"}, "b": "rest"}},
        "split",
        (Payer("a", share=Decimal(0)), Payer("b")),
    ),
    "an earmark": ({"earmark": {"min_share": "0.5"}}, "earmark", Earmark("", Decimal("0.5"))),
    "an earmark for somebody": ({"earmark": {"min_share": 1, "to": "x"}}, "earmark", Earmark("x", Decimal(1))),
    "no rounding": ({}, "rounding", Rounding(RoundingMode.DOWN, Decimal("0.01"))),
    "a rounding": (
        {"rounding": {"mode": "HALF_UP", "unit": "0.50", "stage": "line"}},
        "rounding",
        Rounding(RoundingMode.HALF_UP, Decimal("0.5")),
    ),
    "limits of an amount": (
        {"line_cap": "9999999999999.999999999999"},
        "line_cap",
        Decimal("9999999999999.999999999999"),
    ),
    "an amount of 0": ({"line_cap": 0}, "line_cap", Decimal(0)),
    "a text of digits": ({"doc_no": 12, "title": ""}, "doc_no", "12"),
}


@pytest.mark.parametrize("what", VALUES)
def test_reads(make_policy, what):
    keys, name, value = VALUES[what]

    assert getattr(make_policy(**keys), name) == value


def test_reads_brackets_and_tiers(make_policy):
    brackets = [{"upto": 5, "rate": "0.1"}, {"upto": None, "rate": 0, "note": "x"}]
    tiers = [
        {"id": 7, "min": 0, "min_incl": True, "max": 0, "rate": "0.1", "cap": 1, "group_cap": 2, "route": "x"},
        {"max_incl": True, "fixed": 3},
        {"delegate_to": "q", "when": [["deal.ok", "eq", True]]},
    ]
    marginal = make_policy(scheme={"type": "marginal", "brackets": brackets}).scheme
    classed = make_policy(scheme={"type": "tiers", "tiers": tiers, "confirmed": False}).scheme

    zero, none = Decimal(0), (None,) * 2
    assert marginal.args == (Bracket(Decimal(5), Decimal("0.1")), Bracket(None, zero))
    assert (marginal.confirmed, classed.confirmed, classed.args[0]) == (True, False, None)
    first, second, third = classed.args[1]
    assert first == Tier("7", zero, True, zero, False, (), Decimal("0.1"), None, "", Decimal(1), Decimal(2))
    assert second == Tier("", None, False, None, True, (), None, Decimal(3), "", *none)
    assert third == Tier("", None, False, None, False, third.when, None, None, "q", *none)
    assert [gate.text for gate in third.when] == ["deal.ok eq true"]


def test_reads_the_values_of_gates_as_number_date_and_word(make_policy):
    gates = [
        ["deal.x", "in", ["2024", 2024, "many", "2.50", "2024-02", True]],
        ["deal.x", "between", [None, {"round": "cutoff", "note": "x"}]],
    ]

    several, between = make_policy(gates=gates).gates

    assert [(one.raw, one.number, one.period and one.period.text) for one in several.wanted] == [
        ("2024", 2024, "2024"),
        (2024, 2024, "2024"),
        ("many", None, None),
        ("2.50", Decimal("2.5"), None),
        ("2024-02", None, "2024-02"),
        (True, None, None),
    ]
    assert (between.wanted, between.text) == ((None, RoundValue("cutoff")), "deal.x between [null, round.cutoff]")
    assert several.text == "deal.x in [2024, 2024, many, 2.50, 2024-02, true]"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        (2023, date(2023, 1, 1), date(2023, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_partial_date_is_all_of_its_days(value, first, last):
    assert period_of(value) == Period(first, last, str(value))


@pytest.mark.parametrize(
    "value",
    [
        *("0000", "2024-13", "2024-00", "2023-02-29", "2024-2-1", "20240201", "2024-1", "abcd", "20٢4", "２０２４"),
        *("", None, True, 24, 20245, 2.5, date(2024, 1, 1), ["2024"], "2024-06-01T00:00", "2024-W05", "2024/06/01"),
    ],
)
def test_anything_else_is_no_date(value):
    assert period_of(value) is None


def test_a_stored_policy_is_refused_with_the_path_of_what_is_wrong():
    body = {"id": "p", "scheme": {"type": "given"}, "cases": [{"id": "c", "plan": [], "deals": [], "expect": {}}]}

    def refused(body, **more):
        with pytest.raises(UnreadableFile) as caught:
            read_policy(body, **more)
        return str(caught.value)

    assert refused(body) == "line 1, cases[0].plan: a case brings one of deals, plan, not several"
    assert refused({**body, "line_cap": "x"}) == (
        "line 1, line_cap: an amount from 0 to below 10^13 is wanted, not 'x'"
    )
    assert refused({**body, "supersedes": "p"}) == "line 1, supersedes: supersedes goes in a circle: p → p"
    assert refused(body, defaults={"rounding": {"mode": "UP"}}) == (
        "line 1, defaults.rounding.mode: 'UP' is not one of DOWN, HALF_UP"
    )


def test_a_stored_policy_keeps_the_order_of_its_split_and_the_rounding_of_its_file():
    body = {"id": "p", "scheme": {"type": "given"}, "split": [["b", {"share": "0.5"}], ["a", "rest"]]}

    policy = read_policy(body, defaults={"rounding": {"unit": 10, "mode": "HALF_UP"}})

    assert [payer.level for payer in policy.split] == ["b", "a"]
    assert policy.rounding == Rounding(RoundingMode.HALF_UP, Decimal(10))
    assert read_policy({**body, "rounding": {"unit": 1}}, defaults={"rounding": {"unit": 10}}).rounding.unit == 1
    assert read_policy(body, defaults={}).rounding == read_policy(body).rounding == Rounding()


def test_a_policy_that_is_not_in_the_file_is_not_given():
    file = read_policies(json.dumps({"schema_version": 1, "policies": [{"id": "p", "scheme": {"type": "given"}}]}))

    assert (file.policy("q"), file.policy("p")) == (None, file.policies[0])
    with pytest.raises(KeyError, match="q"):
        policy_source(file, "q")
