"""Reading a plan."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.offers.plans import PlanRefused, canonical, changed, read_plan, templates
from tests.licensing.obligations.documents import Draw

ROYALTY: dict = {"id": "royalty", "kind": "royalty", "base": "net_sales", "rates": [{"from_year": 1, "rate": "0.0300"}]}
ROYALTY |= {"period": {"months": 12}, "trigger": {"event": "period_end", "days_after": 60}}


def _codes(plan):
    with pytest.raises(PlanRefused) as refused:
        read_plan(plan)
    return refused.value.codes


def _with(template, **changes):
    return changed(templates()[template], changes)


def _item(template, name, **changes):
    return changed(templates()[template], {"items": {name: changes}})


EFFECT_12 = {"event": "effect", "months_after": 12}
REFUSALS = [
    ("unknown_key", _with("P2", colour="red")),
    ("unknown_key", _item("P2", "fee", base="net_sales")),
    ("unknown_key", _item("P2", "fee", trigger={"event": "effect", "weeks_after": 52})),
    ("unknown_key", _with("P7", late_interest={"rate": "0.0365", "compound": True})),
    ("currency_not_cny", _with("P2", currency="USD")),
    ("term_missing", _with("P2", term_months=None)),
    ("term_missing", _with("P2", term_months=0, exit_window=None)),
    ("no_items", _with("P12", free=None)),
    ("no_items", _with("P2", items={"fee": None})),
    ("duplicate_item", _with("P10", duties=[{"id": "fee", "trigger": EFFECT_12}])),
    ("duplicate_item", _with("P2", items={"stop_use": {"kind": "entry_fee", "amount": "1.00", "trigger": EFFECT_12}})),
    ("unknown_kind", _item("P2", "fee", kind="gift")),
    ("unknown_kind", _item("P2", "fee", kind=None)),
    ("due_rule_unknown", _with("P1", due_rule="either")),
    ("due_rule_unknown", _item("P1", "fee", due_rule="first")),
    ("due_rule_unknown", _with("P1", due_rule=None)),
    ("interest_unfit", _with("P7", late_interest={"days": 365})),
    ("interest_unfit", _with("P7", late_interest={"rate": "0.0365", "days": 364})),
    ("interest_unfit", _with("P7", late_interest={"rate": "1.0001"})),
    ("interest_unfit", _with("P7", late_interest={"rate": "0.0365", "per": "week"})),
    ("interest_unfit", _with("P7", late_interest={"rate": "0.0365", "from": "demand"})),
    ("exit_after_term", _with("P2", exit_window={"to_months": 37})),
    ("trigger_missing", _item("P2", "fee", trigger=None)),
    ("trigger_missing", _item("P2", "fee", trigger={"months_after": 12})),
    ("trigger_missing", _item("P2", "fee", trigger={"event": "date"})),
    ("trigger_unknown", _item("P2", "fee", trigger={"event": "period_end"})),
    ("trigger_unknown", _item("P8", "launch", trigger=EFFECT_12)),
    ("trigger_unknown", _item("P3", "royalty", trigger=EFFECT_12)),
    ("trigger_unknown", _item("P1", "fee", also={"event": "milestone"})),
    ("amount_missing", _item("P2", "fee", amount=None)),
    ("amount_negative", _item("P2", "fee", amount="-0.01")),
    ("amount_negative", _item("P3", "royalty", cap="-1.00")),
    ("money_form", _item("P2", "fee", amount=60000)),
    ("money_form", _item("P2", "fee", amount=Decimal("60000.50"))),
    ("money_form", _item("P2", "fee", amount="60,000.00")),
    ("money_form", _item("P2", "fee", amount="60000")),
    ("money_form", _with("P9", instalment_total="3e4")),
    ("milestone_without_latest", _item("P8", "launch", latest_after=None)),
    ("latest_before_trigger", _item("P5", "fee", latest_after={"event": "effect", "months_after": 11})),
    (
        "latest_before_trigger",
        _item("P2", "fee", trigger={"event": "date", "date": "2027-03-02"}, latest_date="2027-03-01"),
    ),
    ("before_deferral", _item("P2", "fee", trigger={"event": "effect", "months_after": 11, "days_after": 30})),
    ("before_deferral", _item("P2", "fee", trigger={"event": "effect", "days_after": 365})),
    ("before_deferral", _item("P2", "fee", trigger={"event": "signing", "months_after": 2})),
    ("base_missing", _item("P3", "royalty", base=None)),
    ("base_unknown", _item("P3", "royalty", base="turnover")),
    ("rates_missing", _item("P3", "royalty", rates=None)),
    ("rates_missing", _item("P3", "royalty", rates=[])),
    ("rate_out_of_range", _item("P3", "royalty", rates=[{"from_year": 1, "rate": "3"}])),
    ("rate_out_of_range", _item("P3", "royalty", rates=[{"from_year": 1, "rate": "-0.0100"}])),
    ("rate_out_of_range", _item("P3", "royalty", rates=[{"from_year": 1, "rate": Decimal("0.03")}])),
    ("rates_order", _item("P3", "royalty", rates=[{"from_year": 2, "rate": "0.0300"}])),
    ("rates_order", _item("P3", "royalty", rates=[{"from_year": 0, "rate": "0.0300"}])),
    ("rates_order", _item("P3", "royalty", rates=[{"from_year": 1, "rate": "0.0300"}] * 2)),
    (
        "rates_order",
        _item("P3", "royalty", rates=[{"from_year": year, "rate": "0.0300"} for year in (1, 3, 2)]),
    ),
    ("rates_order", _item("P3", "royalty", rates=[{"from_year": 1, "over": "1.00", "rate": "0.0300"}])),
    ("floor_above_cap", _item("P11", "royalty", floor="200000.01")),
    ("period_missing", _item("P1", "royalty", period=None)),
    ("period_missing", _item("P1", "royalty", period={"anchor": "calendar"})),
    ("period_unfit", _item("P1", "royalty", period={"months": 4, "anchor": "calendar"})),
    ("period_unfit", _item("P1", "royalty", period={"months": 0})),
    ("period_unfit", _item("P1", "royalty", period={"months": 3, "anchor": "moon"})),
    ("range_outside_term", _item("P1", "royalty", from_month=60)),
    ("range_outside_term", _item("P1", "royalty", to_month=61)),
    ("range_outside_term", _item("P1", "royalty", from_month=24, to_month=24)),
    ("range_outside_term", _item("P1", "royalty", from_month=-1)),
    ("periods_overlap", _with("P1", items={"second": {**ROYALTY, "from_month": 59}})),
    ("instalments_do_not_sum", _with("P9", instalment_total="30000.01")),
    ("instalments_do_not_sum", _with("P2", instalment_total="1.00")),
    ("value_unfit", _with("P2", roll="previous_working_day")),
    ("value_unfit", _with("P2", rounding={"mode": "CEILING"})),
    ("value_unfit", _with("P2", rounding={"unit": "0.1"})),
    ("value_unfit", _with("P2", grace_days=-1)),
    ("value_unfit", _with("P2", cure_days="30")),
    ("value_unfit", _with("P2", cure_days=True)),
    ("value_unfit", _with("P2", pattern="P13")),
    ("value_unfit", _with("P2", interest_order="first")),
    ("value_unfit", _item("P8", "launch", at_latest="waived")),
    ("value_unfit", _item("P2", "fee", on_end="keep")),
    ("value_unfit", _item("P2", "fee", parts=0, every_months=1)),
    ("value_unfit", _item("P2", "fee", parts=2)),
    ("value_unfit", _item("P2", "fee", parts=1200, every_months=12)),
    ("value_unfit", _item("P2", "fee", trigger={"event": "date", "date": "2026-02-30"})),
    ("value_unfit", _item("P2", "fee", trigger={"event": "effect", "months_after": 12, "days_after": -1})),
    ("value_unfit", _item("P8", "launch", latest_date="2028-01-01")),
    ("value_unfit", _item("P11", "royalty", year_basis="fiscal")),
    ("value_unfit", _item("P11", "royalty", negative="forget")),
    ("value_unfit", [templates()["P2"]]),
    ("value_unfit", None),
]


@pytest.mark.parametrize(
    ("code", "plan"), REFUSALS, ids=[f"{code}-{index}" for index, (code, _) in enumerate(REFUSALS)]
)
def test_refuses(code, plan):
    assert code in _codes(plan)


def test_tells_all_that_is_wrong_at_once_with_its_place():
    plan = _with("P1", currency="USD", term_months=None, colour="red")
    plan = changed(plan, {"items": {"fee": {"amount": "-1.00"}, "royalty": {"rates": [{"from_year": 1, "rate": "3"}]}}})

    with pytest.raises(PlanRefused) as refused:
        read_plan(plan)

    assert {(problem.pointer, problem.code) for problem in refused.value.problems} == {
        ("/colour", "unknown_key"),
        ("/currency", "currency_not_cny"),
        ("/term_months", "term_missing"),
        ("/items/0/amount", "amount_negative"),
        ("/items/1/rates/0/rate", "rate_out_of_range"),
    }


@given(st.randoms(use_true_random=False))
def test_gives_any_plan_back(random):
    from collections import Counter

    plan = read_plan(Draw(random, Counter()).plan())

    assert read_plan(canonical(plan)) == plan
    assert canonical(read_plan(canonical(plan))) == canonical(plan)


def test_counts_null_as_absent():
    plan = _with("P2", text=None, colour=None)

    assert read_plan(plan) == read_plan(templates()["P2"])


def test_takes_dates_as_dates_and_as_text():
    as_text = _item("P2", "fee", trigger={"event": "date", "date": "2027-03-01"})
    as_date = _item("P2", "fee", trigger={"event": "date", "date": date(2027, 3, 1)})

    assert read_plan(as_text) == read_plan(as_date)


def test_leaves_defaults_out_of_the_canonical_form():
    plain = canonical(read_plan(templates()["P2"]))

    assert plain == canonical(read_plan(_with("P2", currency="CNY", cure_days=30, roll="next_working_day")))
    assert plain == {
        "pattern": "P2",
        "term_months": 36,
        "deferral_min_months": 12,
        "exit_window": {"to_months": 12},
        "items": [
            {
                "kind": "deferred_fee",
                "id": "fee",
                "amount": "60000.00",
                "trigger": {"event": "effect", "months_after": 12},
            }
        ],
    }


def _rate(from_year, **more):
    return {"from_year": from_year, "rate": "0.0300", **more}


LATER_OF_11_AND_12 = {"due_rule": "later_of", "trigger": {"event": "effect", "months_after": 11}, "also": EFFECT_12}


@pytest.mark.parametrize(
    "plan",
    [
        _item("P2", "fee", trigger={"event": "effect", "days_after": 366}),
        _item("P2", "fee", trigger={"event": "effect", "months_after": 11, "days_after": 31}),
        _item("P2", "fee", **LATER_OF_11_AND_12),
        _item("P5", "fee", latest_after=EFFECT_12),
        _item("P5", "fee", due_rule="earlier_of", also={"event": "effect", "months_after": 30}),
        _item("P5", "part", parts=None),
        _item("P5", "part", parts=1, every_months=None),
        _item("P5", "part", parts=3, every_months=600),
        _item("P2", "fee", id="x" * 100, text="x" * 20_000),
        _item("P2", "fee", trigger={"event": "date", "date": "1900-01-01"}, latest_date="2999-12-31"),
        _item("P2", "fee", trigger={"event": "effect", "months_after": 1200, "days_after": 36_500}),
        _with("P2", exit_window={"to_months": 36}),
        _with("P2", term_months=1200, deferral_min_months=12, grace_days=36_500),
        _with("P2", duties=[{"id": "report", "trigger": EFFECT_12, "count": 1}]),
        _with("P11", items={"royalty": {"floor": "200000.00"}}),
        _with("P1", items={"royalty": {"from_month": None}}),
        _with("P1", items={"royalty": {"from_month": None, "to_month": 1}}),
        _with("P1", items={"royalty": {"from_month": 59}}),
        _with("P1", items={"royalty": {"to_month": 24}, "second": {**ROYALTY, "from_month": 24}}),
        _with("P1", items={"royalty": {"from_month": 24}, "second": {**ROYALTY, "to_month": 24}}),
        _with("P1", items={"royalty": {"from_month": 1}, "second": {**ROYALTY, "to_month": 1}}),
        _with("P1", items={"second": {**ROYALTY, "product": "B"}}),
        _with("P1", items={"second": {**ROYALTY, "base": "profit"}}),
        _item("P3", "royalty", rates=[_rate(1), _rate(1, over="0.50"), _rate(1, over="0.51"), _rate(1000)]),
        _item("P3", "royalty", rates=[{"from_year": 1, "rate": "0"}, {"from_year": 2, "rate": "1"}]),
        *(_item("P3", "royalty", period={"months": months, "anchor": "calendar"}) for months in (1, 3, 6, 12)),
        _item("P3", "royalty", period={"months": 5}),
        _with("P12", free=True, items=None),
    ],
)
def test_takes_what_lies_at_the_bound(plan):
    written = canonical(read_plan(plan))

    assert written["term_months"] == plan["term_months"]
    assert len(written["items"]) == len(plan["items"] or ())


# Every key of the format with a value that is not its default, in the order in which it is written.
FULL: dict = {
    "pattern": "P9",
    "term_months": 48,
    "free": True,
    "text": "延期支付",
    "due_rule": "later_of",
    "deferral_min_months": 6,
    "instalment_total": "30000.00",
    "roll": "none",
    "rounding": {"mode": "UP", "unit": "1"},
    "grace_days": 10,
    "cure_days": 15,
    "acceptance_days": 20,
    "stop_use_days": 25,
    "late_interest": {"rate": "0.0005", "per": "day", "days": 360, "from": "grace_end"},
    "interest_order": "after",
    "exit_window": {"to_months": 12, "notice_days": 5, "fee": "100.00", "fee_days": 40},
    "standard_duties": False,
    "ceiling_reason": "评估报告",
    "insurance": {"insurer": "示例保险公司", "sums": ["1.00", 2]},
    "guarantor": "示例担保公司",
    "audit_right": True,
    "items": [
        {
            "kind": "deferred_fee",
            "id": "fee",
            "amount": "20000.00",
            "trigger": {"event": "effect", "months_after": 6, "days_after": 3},
            "also": {"event": "date", "months_after": 1, "date": "2027-03-01"},
            "due_rule": "earlier_of",
            "latest_after": {"event": "signing", "months_after": 30, "days_after": 2},
            "at_latest": "lapse",
            "parts": 2,
            "every_months": 3,
            "on_end": "stay",
            "evidence": "中试报告",
            "text": "首笔",
        },
        {
            "kind": "instalment",
            "id": "part",
            "amount": "30000.00",
            "trigger": {"event": "first_revenue"},
            "latest_date": "2029-12-31",
        },
        {
            "kind": "royalty",
            "id": "royalty",
            "base": "unit_price",
            "product": "A 型",
            "rates": [{"from_year": 1, "rate": "0.0123456789"}, {"from_year": 1, "over": "5.00", "rate": "1.0000"}],
            "period": {"months": 6, "anchor": "calendar"},
            "trigger": {"event": "period_end", "days_after": 45},
            "from_month": 6,
            "to_month": 36,
            "floor": "1.00",
            "cap": "2.00",
            "total_cap": "3.00",
            "year_basis": "calendar",
            "prorate": "none",
            "negative": "drop",
            "deductions": ["returns", "vat"],
            "statement_days": 20,
            "text": "按台",
        },
    ],
    "duties": [
        {
            "id": "platform_filing",
            "by": "licensor",
            "office": True,
            "trigger": {"event": "signing", "days_after": 30},
            "every_months": 12,
            "count": 3,
            "text": "备案",
        }
    ],
}
DEFAULTS = {
    "currency": "CNY",
    "free": False,
    "deferral_min_months": 0,
    "roll": "next_working_day",
    "rounding": {"mode": "HALF_UP", "unit": "0.01"},
    "grace_days": 0,
    "cure_days": 30,
    "acceptance_days": 15,
    "stop_use_days": 30,
    "interest_order": "before",
    "standard_duties": True,
    "duties": [],
}
FIXED_DEFAULTS = {"at_latest": "due", "on_end": "cancel"}
ROYALTY_DEFAULTS = {"from_month": 0, "year_basis": "contract", "prorate": "days", "negative": "carry"}
ROYALTY_DEFAULTS |= {"deductions": [], "statement_days": 30}


def test_writes_every_key_as_it_was_read():
    assert canonical(read_plan(FULL)) == FULL


def test_writes_no_key_that_has_its_default():
    least = {"kind": "entry_fee", "id": "fee", "amount": "1.00", "trigger": {"event": "effect"}}
    royalty = {"kind": "royalty", "id": "royalty", "base": "profit", "rates": [_rate(1)], "period": {"months": 12}}
    royalty |= {"trigger": {"event": "period_end"}}
    window, interest = {"to_months": 12}, {"rate": "0.0365"}
    plan = {"term_months": 36, "late_interest": interest, "exit_window": window, "items": [least, royalty]}

    said = {
        **DEFAULTS,
        "term_months": 36,
        "late_interest": {**interest, "per": "year", "days": 365, "from": "due"},
        "exit_window": {**window, "notice_days": 0, "fee_days": 30},
        "items": [
            {**least, **FIXED_DEFAULTS, "trigger": {"event": "effect", "months_after": 0, "days_after": 0}},
            {**royalty, **ROYALTY_DEFAULTS, "period": {"months": 12, "anchor": "effect"}},
        ],
    }

    assert canonical(read_plan(plan)) == plan
    assert canonical(read_plan(said)) == plan


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"instalment_total": "-0.00"}, {"instalment_total": "0.00"}),
        ({"late_interest": {"rate": "-0.0"}}, {"late_interest": {"rate": "0.0000"}}),
        ({"late_interest": {"rate": "1"}}, {"late_interest": {"rate": "1.0000"}}),
        ({"late_interest": {"rate": "0.10"}}, {"late_interest": {"rate": "0.1000"}}),
        ({"late_interest": {"rate": "0.0365000"}}, {"late_interest": {"rate": "0.0365"}}),
        ({"late_interest": {"rate": "0.00005"}}, {"late_interest": {"rate": "0.00005"}}),
        ({"rounding": {"unit": 1}}, {"rounding": {"unit": "1"}}),
        ({"rounding": {"unit": 0.01, "mode": "DOWN"}}, {"rounding": {"mode": "DOWN"}}),
        (
            {"insurance": {"to": date(2027, 3, 1), 7: [Decimal("1.50"), None]}},
            {"insurance": {"to": "2027-03-01", "7": ["1.50", None]}},
        ),
        ({"guarantor": ("甲", {"sum": None})}, {"guarantor": ["甲", {}]}),
    ],
)
def test_writes_one_form_per_meaning(given, written):
    plan = {"term_months": 36, "free": True}

    assert canonical(read_plan({**plan, **given})) == {**plan, "items": [], **written}


def test_changes_top_level_keys_as_a_whole():
    plan = {"term_months": 36, "rounding": {"mode": "UP", "unit": "1"}, "items": [FEE]}

    assert changed(plan, {"rounding": {"mode": "DOWN"}, "roll": "none", "term_months": None}) == {
        "term_months": None,
        "rounding": {"mode": "DOWN"},
        "roll": "none",
        "items": [FEE],
    }
    assert plan == {"term_months": 36, "rounding": {"mode": "UP", "unit": "1"}, "items": [FEE]}


FEE = {"id": "fee", "amount": "1.00", "text": "首笔"}
PART = {"id": "part", "amount": "2.00"}
NAMELESS = {"amount": "3.00"}
OF_NUMBER = {"id": 7, "amount": "4.00"}


@pytest.mark.parametrize(
    ("items", "changes", "result"),
    [
        ([FEE, PART], {"part": {"amount": "5.00"}}, [FEE, {"id": "part", "amount": "5.00"}]),
        ([FEE, PART], {"fee": {"text": None}}, [{**FEE, "text": None}, PART]),
        ([FEE, PART], {"fee": None}, [PART]),
        ([FEE, PART], {"fee": {}}, [FEE, PART]),
        ([FEE, PART], {"fee": "none"}, ["none", PART]),
        ([FEE, PART], {"new": {"amount": "5.00"}, "none": None}, [FEE, PART, {"id": "new", "amount": "5.00"}]),
        ([FEE], {"new": "5.00"}, [FEE, "5.00"]),
        ([FEE, FEE], {"fee": {"amount": "5.00"}}, [{**FEE, "amount": "5.00"}, FEE]),
        ([FEE], {"fee": {"id": "part"}}, [{**FEE, "id": "part"}]),
        ((FEE,), {"fee": None}, []),
        ([NAMELESS, "fee", OF_NUMBER], {7: {"amount": "5.00"}}, [NAMELESS, "fee", {"id": 7, "amount": "5.00"}]),
        ([{"id": ["fee"]}], {"fee": {"amount": "5.00"}}, [{"id": ["fee"]}, {"id": "fee", "amount": "5.00"}]),
        (None, {"fee": {"amount": "1.00"}}, [{"id": "fee", "amount": "1.00"}]),
        ([FEE], [PART], [PART]),
        ([FEE], None, None),
        ("fee", {"fee": None}, {"fee": None}),
    ],
)
def test_changes_items_by_id(items, changes, result):
    assert changed({"term_months": 36, "items": items}, {"items": changes}) == {"term_months": 36, "items": result}


def test_adds_items_to_a_plan_that_had_none():
    assert changed({"free": True}, {"items": {"fee": NAMELESS}}) == {"free": True, "items": [{**NAMELESS, "id": "fee"}]}


def test_takes_any_form_in_the_slots_that_are_only_shown():
    insurance = {"insurer": "示例保险公司", "policy_no": None, "covers": [{"from": date(2026, 1, 1), "sum": "1.00"}]}

    plan = read_plan(_with("P2", insurance=insurance, guarantor=["甲", "乙"], audit_right=True))

    assert plan.insurance == {"insurer": "示例保险公司", "covers": [{"from": "2026-01-01", "sum": "1.00"}]}
    assert (plan.guarantor, plan.audit_right) == (["甲", "乙"], True)
    assert read_plan(canonical(plan)) == plan


@pytest.mark.parametrize("one_level", [lambda slot: [slot], lambda slot: (slot,), lambda slot: {"of": slot}])
@pytest.mark.parametrize(("levels", "is_taken"), [(7, True), (8, True), (9, False)])
def test_takes_slots_of_eight_levels(one_level, levels, is_taken):
    slot = "x"
    for _ in range(levels):
        slot = one_level(slot)

    if is_taken:
        assert json.dumps(read_plan(_with("P2", insurance=slot)).insurance) == json.dumps(slot)
    else:
        assert _codes(_with("P2", insurance=slot)) == {"value_unfit"}
