"""A working-out: what each construct of the format does, where the page says more than the shared cases show."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.subsidy.rules import Granted, UnusableFact, recomputes, work_out
from licensing.subsidy.rules.steps import STEPS
from licensing.subsidy.rules.worksheet import Binding

YEAR = {"granularity": "applicant_year"}


def total(policy, *deals, **facts):
    return work_out(policy, deals=list(deals), **facts).total


def test_walks_the_steps_in_the_order_of_the_page():
    assert [name for name, _ in STEPS] == [
        "version",
        "deal_kind",
        "window",
        "gates",
        "min_class",
        "dedupe",
        "base",
        "grouping",
        "floor",
        "scheme",
        "line_caps",
        "addons",
        "rounding",
        "tier_group_cap",
        "group_caps",
        "stacking",
        "rounding",
        "min_payout",
        "pool",
        "decision",
        "split",
        "earmark",
    ]


def test_writes_a_row_for_every_step_even_where_the_policy_says_nothing(make_policy):
    worksheet = work_out(make_policy(), deals=[{"id": "d1", "paid": 100}])

    assert {row.step for row in worksheet.rows} == {name for name, _ in STEPS}


def test_writes_a_cap_that_does_not_bind(make_policy):
    worksheet = work_out(make_policy(line_cap=1000), deals=[{"id": "d1", "paid": 100}])

    row = next(row for row in worksheet.rows if row.reason == "cap_not_binding")
    assert (row.working, row.result, row.binding) == ("min(10, 1000)", "10", Binding.NO)


def test_reads_an_open_license_as_a_license_unless_the_rule_names_it(make_policy):
    deal = {"paid": 100, "type": "open_license"}
    table = {"key": "deal.type", "table": {"license": 3, "open_license": 4}}

    assert total(make_policy(deal_types=["license"], line_cap=table), deal) == 3
    assert total(make_policy(deal_types=["license", "open_license"], line_cap=table), deal) == 4
    assert total(make_policy(line_cap=table), deal) == 3


def test_says_that_a_gate_has_no_fact_to_look_at(make_policy):
    worksheet = work_out(make_policy(gates=[["deal.registered", "eq", True]]), deals=[{"id": "d1", "paid": 100}])

    row = next(row for row in worksheet.rows if row.step == "gates")
    assert (row.reason, row.inputs[0].mark, row.values["missing"]) == ("gates_missing", "missing", "deal.registered")
    assert (worksheet.total, worksheet.eligible, worksheet.missing) == (0, False, ("deal.registered",))


@pytest.mark.parametrize(
    ("gate", "value", "met"),
    [
        (["deal.x", "eq", 2024], "2024-06-01", True),
        (["deal.x", "eq", "2024-06"], "2024-07-01", False),
        (["deal.x", "eq", "2.0"], 2, True),
        (["deal.x", "eq", 1], True, False),
        (["deal.x", "in", ["2023", "2024-02"]], "2024-02-29", True),
        (["deal.x", "gte", "2024"], "2023-12-31", False),
        (["deal.x", "gte", "2024"], "2024-01-01", True),
        (["deal.x", "lte", "2024"], "2024-12-31", True),
        (["deal.x", "lte", "2024"], "2025-01-01", False),
        (["deal.x", "lte", "2024-02"], "2024-02-29", True),
        (["deal.x", "lte", "2024-02"], "2024-03-01", False),
        (["deal.x", "between", ["2021-09", None]], "2021-08-31", False),
        (["deal.x", "between", ["2021-09", None]], "2021-09-01", True),
        (["deal.x", "between", [1, "3"]], "3.0", True),
        (["deal.x", "between", [1, "3"]], "3.01", False),
        (["deal.x", "gte", 3], "many", False),
        (["deal.x", "gte", 3], 3, True),
        (["deal.x", "gte", 3], "2.99", False),
        (["deal.x", "lte", 3], "3.0", True),
        (["deal.x", "lte", 3], "3.01", False),
        (["deal.x", "lte", 3], "many", False),
        (["deal.x", "gte", "2024-06-01"], 5, False),
        (["deal.x", "lte", "2024-06-01"], 5, False),
        (["deal.x", "lte", "2024-06"], "2024", False),
        (["deal.x", "gte", "2024-06"], "2024", False),
        (["deal.x", "gte", "2024-06"], "2024-06", True),
        (["deal.x", "between", [None, "2024-06-30"]], "2024-07-01", False),
        (["deal.x", "between", [None, "2024-06-30"]], "2024-06-30", True),
        (["deal.x", "between", [2, None]], 1, False),
        (["deal.x", "eq", "many"], "many", True),
        (["deal.x", "eq", "many"], "few", False),
        (["deal.x", "eq", True], "true", False),
        (["deal.x", "eq", "true"], True, False),
        (["deal.x", "eq", False], False, True),
        (["deal.x", "eq", "2024-06-01"], "2024-06", False),
        (["deal.x", "eq", 2024], "2024", True),
        (["deal.x", "eq", 2024], "2024-01-01", True),
        (["deal.x", "eq", 2024], "2024-12-31", True),
        (["deal.x", "eq", 2024], "2023-12-31", False),
        (["deal.x", "eq", 2024], "2025-01-01", False),
        (["deal.x", "in", ["many", False]], False, True),
        (["deal.x", "in", [{"round": "opens_on"}, "2024"]], "2024-05-05", True),
        (["deal.x", "eq", {"round": "opens_on"}], "2020-01-01", False),
        (["deal.x", "gte", {"round": "opens_on"}], "2020-01-01", False),
        (["deal.x", "between", [None, {"round": "opens_on"}]], "2020-01-01", False),
        (["deal.x", "eq", {"round": "year"}], "2024-05-05", True),
        (["deal.x", "lte", {"round": "cutoff"}], "2025-03-24", False),
        (["deal.x", "lte", {"round": "opens_on"}], "2020-01-01", False),
    ],
)
def test_compares_numbers_dates_and_words(make_policy, gate, value, met):
    policy = make_policy(gates=[gate])

    worksheet = work_out(policy, deals=[{"paid": 100, "x": value}], round={"year": 2024, "cutoff": "2025-03-23"})

    assert worksheet.eligible is met


@pytest.mark.parametrize(("day", "amount"), [("2025-03-22", 10), ("2025-03-23", 10), ("2025-03-24", 0)])
def test_counts_payments_up_to_and_on_the_day(make_policy, day, amount):
    policy = make_policy(base={"payments_until": "2025-03-23"})

    assert total(policy, {"payments": [{"paid_on": day, "amount": 100}]}) == amount


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2018-12-31", 0), ("2019-01-01", 10), ("2019-01-02", 10), ("2019-12-31", 10), ("2020-01-01", 0)],
)
def test_counts_payments_between_two_days_both_in(make_policy, day, amount):
    policy = make_policy(base={"payments_between": ["2019", 2019]})

    assert total(policy, {"payments": [{"paid_on": day, "amount": 100}]}) == amount


def test_a_duplicate_is_looked_for_within_each_kind_where_the_rule_names_kinds(make_policy):
    rule = {"types": ["license", "transfer"], "key": ["deal.achievement"]}
    deals = [{"paid": 100, "achievement": "X", "type": kind} for kind in ("license", "transfer", "license")]

    assert total(make_policy(dedupe={"rules": [rule]}), *deals) == 20
    assert total(make_policy(dedupe={"key": ["deal.achievement"]}), *deals) == 10


def test_an_empty_key_is_not_compared_and_a_refused_deal_is_not_the_first(make_policy):
    policy = make_policy(dedupe={"key": ["deal.patent"]}, gates=[["deal.ok", "eq", True]])

    assert total(policy, {"paid": 100, "ok": True}, {"paid": 100, "ok": True, "patent": ""}) == 20
    assert total(policy, {"paid": 100, "ok": False, "patent": "P"}, {"paid": 100, "ok": True, "patent": "P"}) == 10


def test_a_floor_on_the_sum_can_stand_with_lines_by_deal(make_policy):
    policy = make_policy(min_base={"value": 150, "scope": "group"})

    assert total(policy, {"paid": 100}, {"paid": 50}) == 15
    assert total(policy, {"paid": 100}, {"paid": 49}) == 0


def test_a_floor_by_deal_can_stand_before_the_sum_of_a_year(make_policy):
    policy = make_policy(**YEAR, min_base={"value": 100, "scope": "deal"})

    assert total(policy, {"paid": 100}, {"paid": 99}) == 10


def test_a_floor_may_leave_out_its_own_value(make_policy):
    assert total(make_policy(min_base={"value": 100, "inclusive": False}), {"paid": 100}) == 0
    assert total(make_policy(min_base={"value": 100}), {"paid": 100}) == 10


def test_a_group_needs_enough_deals_and_enough_money(make_policy):
    policy = make_policy(**YEAR, min_group={"field": "deal.paid", "value": 100, "min_count": 2})

    assert total(policy, {"paid": 60}, {"paid": 40}) == 10
    assert total(policy, {"paid": 100}) == 0
    assert not work_out(policy, deals=[{"paid": 60}, {"paid": 39}]).eligible


def test_a_year_sums_caps_and_patents_and_reads_tables_from_the_first_deal(make_policy):
    policy = make_policy(
        **YEAR,
        scheme={"type": "flat", "rate": "1"},
        cap_fields=["deal.tax"],
        per_patent_cap={"key": "deal.type", "table": {"license": 10, "transfer": 1000}},
    )

    assert total(policy, {"paid": 90, "tax": 30, "type": "license"}, {"paid": 90, "tax": 30, "type": "transfer"}) == 20
    assert total(policy, {"paid": 90, "tax": 30, "type": "transfer"}, {"paid": 90, "tax": 15, "type": "license"}) == 45


def test_an_amount_of_the_applicant_counts_once_however_many_deals_a_year_has(make_policy):
    policy = make_policy(**YEAR, scheme={"type": "flat", "rate": "1"}, cap_fields=["applicant.vat_paid"])

    assert total(policy, {"paid": 90}, {"paid": 90}, applicant={"vat_paid": 100}) == 100


def test_a_missing_cap_field_is_0_and_said(make_policy):
    worksheet = work_out(make_policy(cap_fields=["deal.tax"]), deals=[{"paid": 100}])

    assert (worksheet.total, worksheet.missing) == (0, ("deal.tax",))


def test_a_tier_that_ends_at_0_takes_no_add_on_and_one_with_rate_0_does(make_policy):
    addons = [{"rate": "0.5"}]
    none = make_policy(scheme={"type": "tiers", "tiers": [{"min": 1000, "rate": "1"}]}, addons=addons)
    zero = make_policy(scheme={"type": "tiers", "tiers": [{"rate": "0"}]}, addons=addons)

    assert total(none, {"paid": 100}) == 0
    assert total(zero, {"paid": 100}) == 50


@pytest.mark.parametrize(("amount", "rate"), [(99, 0), (100, 1), (101, 10), (200, 10), (201, 0)])
def test_the_first_tier_that_fits_sets_the_rate(make_policy, amount, rate):
    tiers = [{"min": 100, "min_incl": True, "max": 100, "max_incl": True, "rate": "0.01"}]
    tiers.append({"min": 100, "max": 200, "max_incl": True, "rate": "0.10"})

    assert (
        total(make_policy(scheme={"type": "tiers", "tiers": tiers}), {"paid": amount}) == Decimal(amount * rate) / 100
    )


def test_a_tier_may_give_a_fixed_amount_up_to_its_cap(make_policy):
    tiers = [{"id": "T", "fixed": 70, "cap": 60}, {"fixed": 1}]
    policy = make_policy(scheme={"type": "tiers", "tiers": tiers}, group_caps=[{"by": ["deal.x", "year"], "cap": 50}])

    worksheet = work_out(policy, deals=[{"paid": 5, "x": "Q"}])

    rows = {row.step: row for row in worksheet.rows}
    assert (rows["scheme"].reason, rows["scheme"].working) == ("tier_fixed_capped", "min(70, 60)")
    assert (rows["group_caps"].values["group"], worksheet.total) == ("deal.x=Q, year=?", 50)


def test_names_the_policy_that_a_tier_hands_over_to(make_policy):
    policy = make_policy(scheme={"type": "tiers", "tiers": [{"min": 100, "delegate_to": "other"}, {"rate": "1"}]})

    worksheet = work_out(policy, deals=[{"paid": 101}, {"paid": 100}])

    assert (worksheet.delegated, worksheet.total) == (("other",), 100)


def test_prior_grants_come_off_every_cap_whose_value_they_name(make_policy):
    caps = [{"by": ["deal.achievement"], "cap": 100, "lifetime": True}, {"by": ["applicant.id", "year"], "cap": 150}]
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, group_caps=caps)
    deals = [{"paid": 100, "achievement": "X1"}, {"paid": 100, "achievement": "X2"}]

    assert total(policy, *deals, applicant={"id": "A"}) == 150
    assert total(policy, *deals, applicant={"id": "A"}, prior={"X1": 90}) == 110
    assert total(policy, *deals, applicant={"id": "A"}, prior={"X1": 90, "A": 100}) == 50
    assert total(policy, *deals, applicant={"id": "A"}, prior={"A": 200}) == 0


def test_grants_in_full_tell_yearly_from_lifetime_caps(make_policy):
    caps = [{"by": ["deal.achievement"], "cap": 100, "lifetime": True}, {"by": ["applicant.id", "year"], "cap": 150}]
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, group_caps=caps)
    deal = {"paid": 100, "achievement": "X1", "signed_on": "2024-05-01"}
    before = Granted({"applicant.id": "A", "deal.achievement": "X1", "year": "2023"}, Decimal(80))

    assert total(policy, deal, applicant={"id": "A"}, granted=[before]) == 20
    assert total(policy, {**deal, "achievement": "X2"}, applicant={"id": "A"}, granted=[before]) == 100


def test_the_highest_of_one_scope_stands_and_of_equals_the_earlier(make_policy):
    policy = make_policy(stacking={"mode": "highest_only", "scope": "deal.project"})
    deals = [{"paid": 100, "project": "Q"}, {"paid": 200, "project": "Q"}, {"paid": 200, "project": "Q"}, {"paid": 50}]

    worksheet = work_out(policy, deals=deals)

    assert worksheet.awards == (0, 20, 0, 5)


def test_what_another_scheme_covered_is_named(make_policy):
    policy = make_policy(base={"sub": ["deal.paid", "deal.covered"]}, stacking={"mode": "deduct_part"})

    worksheet = work_out(policy, deals=[{"id": "d1", "paid": 100, "covered": 30}])

    row = next(row for row in worksheet.rows if row.step == "stacking")
    assert (worksheet.total, row.values["part"], row.inputs[0].field) == (7, "30", "deal.covered")


def test_multiplies_before_it_divides(make_policy):
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, pool={"mode": "ratio_from_base"})

    assert total(policy, {"paid": 3}, pool=1, others_base=0) == 1
    assert total(policy, {"paid": 1}, pool=1, others_base=2) == Decimal("0.33")


def test_divides_what_the_pool_binds_once_over_all_brackets(make_policy):
    brackets = [{"upto": 1000, "rate": "0.5"}, {"upto": 2000, "rate": "0.4"}, {"upto": None, "rate": "0.35"}]
    policy = make_policy(scheme={"type": "marginal", "brackets": brackets}, pool={"mode": "ratio_from_base"})

    assert total(policy, {"paid": 3000}, pool=1000) == 1000
    assert total(policy, {"paid": 3000}, pool=1140) == 1110
    assert total(policy, {"paid": 3000}, pool=3000, others_base=3000) == 1250


def test_equal_remainders_go_to_the_earlier_line_however_long_the_quotients_are(make_policy):
    pool = make_policy(base=None, scheme={"type": "given"}, pool={"mode": "pro_rata"})
    cap = make_policy(rounding={"unit": 1}, group_caps=[{"by": ["applicant.id"], "cap": 200}])

    assert work_out(pool, entitlements=[400, 100, 100], pool=200).awards == (134, 33, 33)
    assert work_out(pool, entitlements=[100, 400, 100], pool=200).awards == (34, 133, 33)
    assert work_out(cap, deals=[{"paid": 4000}, {"paid": 1000}, {"paid": 1000}]).awards == (134, 33, 33)


def test_a_round_may_bring_the_day_that_the_rule_names(make_policy):
    policy = make_policy(version_date="round.closes_on", group_caps=[{"by": ["year"], "cap": 100}])

    assert total(policy, {"paid": 1000}, prior={"2025": 30}, round={"closes_on": "2025-06-30"}) == 70


def test_a_pool_never_hands_out_less_than_one_yuan(make_policy):
    policy = make_policy(scheme={"type": "given"}, pool={"mode": "pro_rata"})

    worksheet = work_out(policy, entitlements=[50000, 50000, 50000], pool=100000)

    assert worksheet.awards == (33334, 33333, 33333)


def test_a_hard_cap_serves_by_priority_and_the_first_that_does_not_fit_gets_what_is_left(make_policy):
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, pool={"mode": "hard_cap"}, priority=["open_license"])
    deals = [{"paid": 60, "type": "license"}, {"paid": 60, "type": "license"}, {"paid": 30, "type": "open_license"}]
    policy_open = make_policy(
        scheme={"type": "flat", "rate": "1"},
        pool={"mode": "hard_cap"},
        priority=["open_license"],
        deal_types=["license", "open_license"],
    )

    assert work_out(policy, deals=deals, pool=100).awards == (60, 40, 0)
    assert work_out(policy_open, deals=deals, pool=100).awards == (60, 10, 30)


def test_entitlements_are_not_held_to_gates_and_caps(make_policy):
    policy = make_policy(scheme={"type": "given"}, gates=[["deal.ok", "eq", True]], line_cap=1)

    assert work_out(policy, entitlements=[5], already=[2]).awards == (3,)


def test_the_odd_part_of_a_group_cap_is_rounded_again(make_policy):
    caps = [{"by": ["applicant.id"], "cap": 155}]
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, group_caps=caps, rounding={"unit": 10})

    worksheet = work_out(policy, deals=[{"paid": 100}, {"paid": 100}])

    held = next(row for row in worksheet.rows if row.reason == "group_cap_binds")
    assert (held.result, worksheet.awards) == ("155", (80, 70))


def test_nobody_gets_more_of_a_pool_than_the_line_had(make_policy):
    policy = make_policy(scheme={"type": "given"}, pool={"mode": "pro_rata"})

    worksheet = work_out(policy, entitlements=["1.50", "1.50", "1.50"], pool=4)

    assert worksheet.awards == (1, 1, 1)


def test_refunds_never_make_a_base_negative(make_policy):
    policy = make_policy(base={"payments_until": None}, addons=[{"rate": "1"}])
    payments = [{"paid_on": "2024-01-01", "amount": 10}, {"paid_on": "2024-02-01", "amount": -30}]

    assert total(policy, {"payments": payments}) == 0
    assert total(policy, {"payments": payments}, {"payments": payments[:1]}) == 11


def test_a_package_is_one_item_also_in_a_year(make_policy):
    cap = {"key": "deal.type", "table": {"license": 10}}
    policy = make_policy(**YEAR, scheme={"type": "flat", "rate": "1"}, per_patent_cap=cap, bundle="one_item")
    deal = {"paid": 100, "type": "license", "patents": 5}

    assert total(policy, deal, deal) == 20


def test_a_cycle_is_the_round(make_policy):
    caps = [{"by": ["applicant.id", "cycle"], "cap": 10}]
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, group_caps=caps)

    assert total(policy, {"paid": 50}, round={"id": "R1"}, prior={"R1": 4}) == 6
    assert total(policy, {"paid": 50}, round={"year": 2024}, prior={"R1": 4}) == 10


def test_a_plan_holds_within_its_two_limits(make_policy):
    policy = make_policy(scheme={"type": "bureau_plan", "factors": []}, pool={"amount": 100}, plan_item_cap=60)

    assert work_out(policy, plan=[60, 40]).plan_ok is True
    assert work_out(policy, plan=[60, 41]).plan_ok is False
    assert work_out(policy, plan=[61, 1]).plan_ok is False
    assert work_out(policy, plan=[60, 41], pool=101).plan_ok is True


def test_a_split_by_rate_leaves_the_rest_to_another_level(make_policy):
    split = {"province": {"rate": "0.30", "cap": 25}, "city": "rest"}
    policy = make_policy(scheme={"type": "flat", "rate": "0.5"}, split=split)

    worksheet = work_out(policy, deals=[{"paid": 50}, {"paid": 1000}])

    assert worksheet.split == {"province": 40, "city": 485}


def test_a_split_by_share_sums_to_the_fen_with_ties_in_the_order_written(make_policy):
    policy = make_policy(split={"b": {"share": "0.5"}, "a": {"share": "0.5"}})

    worksheet = work_out(policy, deals=[{"paid": "0.1"}])

    assert worksheet.split == {"b": Decimal("0.01"), "a": 0}


def test_an_earmark_is_rounded_up_to_the_unit(make_policy):
    policy = make_policy(earmark={"to": "people", "min_share": "0.5"}, rounding={"unit": 1})

    assert work_out(policy, deals=[{"paid": 1010}]).earmark_min == 51


def test_a_rate_that_is_not_known_gives_eligibility_and_no_amount(make_policy):
    policy = make_policy(scheme={"type": "flat", "rate": None, "confirmed": False}, addons=[{"rate": "1"}])

    worksheet = work_out(policy, deals=[{"paid": 100}])

    assert (worksheet.eligible, worksheet.total, worksheet.amount_known) == (True, 0, False)
    assert worksheet.provisional_reasons == ("scheme",)


def test_an_unconfirmed_number_marks_its_rows_and_the_worksheet(make_policy):
    worksheet = work_out(make_policy(line_cap=5, line_cap_confirmed=False), deals=[{"paid": 100}])

    assert (worksheet.provisional, worksheet.provisional_reasons) == (True, ("line_cap",))
    assert [row.step for row in worksheet.rows if row.provisional] == ["line_caps", "decision"]


def test_a_word_where_an_amount_is_wanted_is_an_error_with_the_field(make_policy):
    with pytest.raises(UnusableFact, match=r"deal\.paid is no number"):
        work_out(make_policy(), deals=[{"paid": "much"}])


def test_an_expression_beyond_all_amounts_is_an_error(make_policy):
    policy = make_policy(base={"mul": ["deal.paid", "deal.paid"]})

    with pytest.raises(UnusableFact, match="mul"):
        work_out(policy, deals=[{"paid": 9_999_999_999}])


def test_names_the_record_behind_each_fact(make_policy):
    sources = {"d1/deal.paid": "payments:D-1"}

    worksheet = work_out(make_policy(), deals=[{"id": "d1", "paid": 100}], sources=sources)

    row = next(row for row in worksheet.rows if row.step == "base")
    assert (row.inputs[0].field, row.inputs[0].value, row.inputs[0].source) == ("deal.paid", "100", "payments:D-1")
    assert recomputes(worksheet, make_policy())
