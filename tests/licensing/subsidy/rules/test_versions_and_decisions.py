"""Versions are picked by the date a rule names; awards exclude each other and are decided as the rule allows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.subsidy.rules import (
    DecisionRefused,
    NoVersion,
    SeveralVersions,
    Waiting,
    blocking_reasons,
    check_decision,
    clash,
    fields_of,
    granted_by,
    in_force_gaps,
    is_exclusive,
    pick_version,
    reservation,
    share_pool,
    work_out,
)


@pytest.mark.parametrize(
    ("day", "version"),
    [("2021-09-01", "hlj-ip-2021"), ("2023-12-31", "hlj-ip-2021"), ("2024-01-01", "hlj-ip-2024")],
)
def test_a_version_ends_the_day_before_the_one_that_supersedes_it(seed_file, day, version):
    versions = [policy for policy in seed_file.policies if policy.family == "hlj-ip"]

    assert pick_version(versions, deal={"recorded_on": day}).id == version


def test_the_first_date_that_the_deal_has_picks_the_version(seed_file):
    versions = [policy for policy in seed_file.policies if policy.family == "hlj-ip"]
    deal = {"registered_on": "2024-02-01", "signed_on": "2023-02-01"}

    assert pick_version(versions, deal=deal).id == "hlj-ip-2024"
    assert pick_version(versions, deal={"signed_on": "2023-02-01"}, round={"opens_on": "2025"}).id == "hlj-ip-2021"
    assert pick_version(versions, deal={}, round={"opens_on": "2025"}).id == "hlj-ip-2024"


def test_never_picks_a_version_without_a_date_or_outside_its_days(seed_file):
    versions = [policy for policy in seed_file.policies if policy.family == "hlj-ip"]

    for deal in ({}, {"recorded_on": "2021-08-31"}):
        with pytest.raises(NoVersion):
            pick_version(versions, deal=deal)


def test_says_so_when_the_dates_of_two_versions_put_both_in_force(make_policy):
    one = make_policy(id="a", valid={"to": "2023"}, version_date="deal.signed_on")
    two = make_policy(id="b", valid={"from": "2024"}, version_date="deal.recorded_on")

    with pytest.raises(SeveralVersions):
        pick_version([one, two], deal={"signed_on": "2023-05-01", "recorded_on": "2024-05-01"})


def taken(policy, deal="d1", contract="c1", applicant="A"):
    return reservation(policy, applicant_id=applicant, deal_id=deal, contract=contract)


def test_either_side_is_enough_to_exclude(make_policy):
    silent, strict = make_policy(id="a"), make_policy(id="b", stacking={"mode": "exclusive", "scope": "contract"})

    assert clash(taken(silent), taken(strict)).policy_id == "b"
    assert clash(taken(strict), taken(silent)).policy_id == "b"
    assert clash(taken(strict), taken(silent, deal="d2", contract="c2")) is None
    assert clash(taken(strict), taken(silent, deal="d2", applicant="B")).scope == "contract"
    assert clash(taken(silent), taken(silent)) is None
    assert (is_exclusive(strict), is_exclusive(silent)) == (True, False)


def test_an_applicant_and_deal_are_held_apart_from_a_contract(make_policy):
    strict = make_policy(id="b", stacking={"mode": "exclusive", "scope": "applicant_deal"})

    assert clash(taken(strict), taken(make_policy(), applicant="B")) is None
    assert clash(taken(strict), taken(make_policy())).scope == "applicant_deal"


def test_a_clause_pair_excludes_only_the_other_clause(make_policy):
    pair = make_policy(id="b", stacking={"mode": "exclusive", "scope": "clause_pair", "with": "c"})

    assert clash(taken(pair), taken(make_policy(id="a"))) is None
    assert clash(taken(make_policy(id="c")), taken(pair)).scope == "clause_pair"


def test_the_same_level_or_type_excludes_only_its_like(make_policy):
    province = make_policy(id="a", stacking={"mode": "exclusive_same_level", "level": "province"})
    other = make_policy(id="b", stacking={"mode": "cumulative", "level": "province"})
    city = make_policy(id="c", stacking={"mode": "cumulative", "level": "city"})
    kind = make_policy(id="d", stacking=[{"mode": "exclusive_same_type", "type": "matching"}])
    like = make_policy(id="e", stacking={"mode": "cumulative", "type": "matching"})

    assert clash(taken(other), taken(province)).mode == "exclusive_same_level"
    assert clash(taken(province), taken(city)) is None
    assert clash(taken(kind), taken(like)).mode == "exclusive_same_type"
    assert clash(taken(kind), taken(city)) is None


def test_a_ceiling_may_be_undercut_with_a_reason_and_never_exceeded(make_policy):
    worksheet = work_out(make_policy(semantics="ceiling"), deals=[{"paid": 1000}])

    check_decision(worksheet, approved=Decimal(100))
    check_decision(worksheet, approved=Decimal(60), reason="Only part of the work was done.")
    for approved, reason in ((Decimal("100.01"), "x"), (Decimal(60), " "), (Decimal(-1), "x")):
        with pytest.raises(DecisionRefused):
            check_decision(worksheet, approved=approved, reason=reason)


def test_an_exact_rule_is_paid_as_worked_out(make_policy):
    worksheet = work_out(make_policy(), deals=[{"paid": 1000}])

    with pytest.raises(DecisionRefused, match="exact amount"):
        check_decision(worksheet, approved=Decimal(99), reason="x")


def test_nothing_is_awarded_on_a_number_that_is_not_confirmed(seed_file):
    policy = seed_file.policy("hlj-ip-2024")

    assert blocking_reasons(policy) == ["scheme", "line_cap"]
    assert blocking_reasons(seed_file.policy("hlj-ip-2021")) == []
    with pytest.raises(DecisionRefused, match="not confirmed"):
        check_decision(work_out(policy, deals=[]), approved=Decimal(0))


def test_the_pool_of_a_round_is_shared_over_all_claims(make_policy):
    waiting = [Waiting(name, "license", Decimal(50000)) for name in ("x", "y", "z")]

    shared = share_pool(make_policy(pool={"mode": "pro_rata"}), waiting, Decimal(100000))

    assert shared == {"x": 33334, "y": 33333, "z": 33333}
    assert share_pool(make_policy(), waiting, Decimal(1)) == {"x": 50000, "y": 50000, "z": 50000}


def test_an_award_counts_in_later_rounds_by_its_groups(make_policy):
    caps = [{"by": ["deal.achievement"], "cap": 100, "lifetime": True}, {"by": ["applicant.id", "year"], "cap": 80}]
    policy = make_policy(scheme={"type": "flat", "rate": "1"}, group_caps=caps)
    deal = {"paid": 70, "achievement": "X", "signed_on": "2024-05-01"}

    first = work_out(policy, applicant={"id": "A"}, deals=[deal])
    before = granted_by(first)

    assert first.total == 70
    assert work_out(policy, applicant={"id": "A"}, deals=[deal], granted=before).total == 10
    later = {**deal, "signed_on": "2025-05-01"}
    assert work_out(policy, applicant={"id": "A"}, deals=[later], granted=before).total == 30
    assert work_out(policy, applicant={"id": "B"}, deals=[{**later, "achievement": "Y"}], granted=before).total == 70


def test_names_the_facts_that_a_policy_asks_for(seed_file):
    assert fields_of(seed_file.policy("gz-2021")) == (
        "deal.type",
        "deal.recorded_on",
        "applicant.size",
        "deal.seller_kind",
        "deal.related_party",
        "deal.purpose_implement",
        "deal.paid",
        "deal.patents",
        "applicant.id",
    )


def test_a_policy_needs_cases_for_each_gate_floor_and_cap(make_policy):
    def case(name, deal, total):
        return {"id": name, "deals": [deal], "expect": {"total": total}}

    keys = {"gates": [["deal.ok", "eq", True]], "min_base": {"value": 100}, "line_cap": 20}
    refused, below = case("a", {"paid": 500}, 0), case("b", {"paid": 99, "ok": True}, 0)
    at, over = case("c", {"paid": 100, "ok": True}, 10), case("d", {"paid": 500, "ok": True}, 20)

    assert [gap.code for gap in in_force_gaps(make_policy(**keys))] == ["no_cases"]
    assert in_force_gaps(make_policy(**keys, cases=[refused, below, at, over])) == []
    assert [gap.code for gap in in_force_gaps(make_policy(**keys, cases=[case("e", {"ok": True}, 1)]))] == [
        "case_fails",
        "gate_never_refuses",
        "floor_never_missed",
        "floor_never_met",
        "cap_never_binds",
    ]


def test_a_policy_needs_cases_for_the_caps_of_tiers_and_add_ons(make_policy):
    tiers = [{"id": "T", "max": 100, "max_incl": True, "rate": "1", "cap": 50}, {"rate": "1", "group_cap": 300}]
    keys = {"scheme": {"type": "tiers", "tiers": tiers}, "addons": [{"rate": "0.1", "cap": 6}]}
    low = {"id": "a", "deals": [{"paid": 20}], "expect": {"total": 22}}
    high = {"id": "b", "deals": [{"paid": 60}, {"paid": 400}], "expect": {"total": 356}}

    gaps = [gap.about for gap in in_force_gaps(make_policy(**keys, cases=[low]))]

    assert gaps == ["tier T cap", "tier 2 group_cap", "addons 1 (6)"]
    assert in_force_gaps(make_policy(**keys, cases=[low, high])) == []
    rows = work_out(make_policy(**keys), deals=[{"paid": 400}]).rows
    assert next(row.values["tier"] for row in rows if row.step == "scheme") == "2"


def test_a_policy_needs_cases_for_every_group_cap_and_for_the_floors_of_a_group(make_policy):
    keys = {
        "granularity": "applicant_year",
        "min_group": {"field": "deal.amount", "value": 50, "min_count": 2},
        "group_caps": [{"by": ["deal.achievement"], "cap": 30}, {"by": ["applicant.id", "year"], "cap": 20}],
    }

    def case(name, *deals, total, **more):
        return {"id": name, "deals": list(deals), "expect": {"total": total}, **more}

    def deal(amount, paid=200):
        return {"paid": paid, "amount": amount}

    lone = case("a", deal(60, 100), deal(60, 100), total=0, prior={"X": 30}, applicant={"id": "X"})
    tried = [
        case("b", deal(60), deal(60), total=20),
        case("c", deal(60), total=0),
        case("d", deal(24), deal(25), total=0),
        case("e", deal(25), deal(25), total=20),
    ]

    assert [(gap.code, gap.about) for gap in in_force_gaps(make_policy(**keys, cases=[lone]))] == [
        ("floor_never_missed", "min_group value"),
        ("floor_never_met", "min_group value"),
        ("floor_never_missed", "min_group min_count"),
        ("cap_never_binds", "group_caps 1 (deal.achievement)"),
    ]
    assert in_force_gaps(make_policy(**keys, cases=tried)) == []


def test_a_policy_needs_a_case_for_every_cap_field(make_policy):
    def case(name, tax, rent, total):
        return {"id": name, "deals": [{"paid": 1000, "tax": tax, "rent": rent}], "expect": {"total": total}}

    keys = {"cap_fields": ["deal.tax", "deal.rent"]}
    by_tax, by_rent = case("a", 30, 200, 30), case("b", 200, 30, 30)

    assert [gap.about for gap in in_force_gaps(make_policy(**keys, cases=[by_tax]))] == ["cap_fields 2 (deal.rent)"]
    assert [gap.about for gap in in_force_gaps(make_policy(**keys, cases=[by_rent]))] == ["cap_fields 1 (deal.tax)"]
    assert in_force_gaps(make_policy(**keys, cases=[by_tax, by_rent])) == []
