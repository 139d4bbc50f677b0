"""What may not be decided, picked or held together is refused with its reason and its figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.subsidy.rules import (
    Clash,
    DecisionRefused,
    Granted,
    NoVersion,
    Reservation,
    SeveralVersions,
    Waiting,
    check_decision,
    clash,
    granted_by,
    is_exclusive,
    pick_version,
    reservation,
    share_pool,
    work_out,
)

CEILING = {"semantics": "ceiling"}
UNCONFIRMED = {"line_cap": 7, "line_cap_confirmed": False}
REFUSED = {
    "more than a ceiling": (CEILING, "10.01", "x", "at most 10.00 can be approved", {"most": "10.00"}),
    "more than an exact amount": ({}, "10.01", "x", "at most 10.00 can be approved", {"most": "10.00"}),
    "less than nothing": (CEILING, "-0.01", "x", "at most 10.00 can be approved", {"most": "10.00"}),
    "less than an exact amount": ({}, "9.99", "x", "the rule states an exact amount: 10.00", {"most": "10.00"}),
    "less than a ceiling for no reason": (
        CEILING,
        "9.99",
        " \n",
        "an amount below the ceiling needs a reason",
        {"most": "10.00"},
    ),
    "a number that is not confirmed": (
        UNCONFIRMED,
        "7",
        "x",
        "a number of the policy is not confirmed",
        {"reasons": ("line_cap",)},
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_decision_is_refused_for(make_policy, what):
    keys, approved, reason, message, values = REFUSED[what]
    worksheet = work_out(make_policy(**keys), deals=[{"paid": 100}])

    with pytest.raises(DecisionRefused) as caught:
        check_decision(worksheet, approved=Decimal(approved), reason=reason)

    assert (str(caught.value), caught.value.values) == (message, values)


def test_no_reason_is_no_reason(make_policy):
    with pytest.raises(DecisionRefused, match="needs a reason"):
        check_decision(work_out(make_policy(**CEILING), deals=[{"paid": 100}]), approved=Decimal(9))


def test_a_decision_may_be_nothing_with_a_reason_and_all_without(make_policy):
    worksheet = work_out(make_policy(**CEILING), deals=[{"paid": 100}])

    check_decision(worksheet, approved=Decimal(0), reason="x")
    check_decision(worksheet, approved=Decimal(10))
    check_decision(work_out(make_policy(), deals=[]), approved=Decimal(0))


def test_the_pool_is_what_a_decision_may_reach(make_policy):
    worksheet = work_out(make_policy(pool={"mode": "hard_cap", "amount": 4}), deals=[{"paid": 100}])

    with pytest.raises(DecisionRefused, match=r"at most 4\.00 can be approved"):
        check_decision(worksheet, approved=Decimal("4.01"))


def test_a_pool_of_many_claims_serves_by_kind_and_unit(make_policy):
    waiting = [
        Waiting("x", "pledge", Decimal(50)),
        Waiting("y", "license", Decimal(50)),
        Waiting("z", "transfer", Decimal(50)),
    ]
    policy = make_policy(pool={"mode": "hard_cap"}, priority=["transfer", "license"], rounding={"unit": 10})

    assert share_pool(policy, waiting, Decimal(95)) == {"x": 0, "y": 40, "z": 50}
    assert share_pool(make_policy(pool={"mode": "float_rate"}), waiting, Decimal(1)) == {"x": 50, "y": 50, "z": 50}
    assert share_pool(make_policy(pool={"mode": "pro_rata"}), waiting, Decimal("100.99")) == {"x": 34, "y": 33, "z": 33}


def test_a_pool_of_the_largest_amounts_is_shared_exactly(make_policy):
    waiting = [Waiting(name, "", Decimal("9999999999999.99")) for name in "xy"]

    shared = share_pool(make_policy(pool={"mode": "pro_rata"}), waiting, Decimal(9999999999999))

    assert shared == {"x": 5000000000000, "y": 4999999999999}


def test_lines_too_small_for_a_unit_leave_it_to_the_large(make_policy):
    waiting = [Waiting(str(number), "", Decimal("1.9")) for number in range(5)] + [Waiting("z", "", Decimal(100))]

    shared = share_pool(make_policy(pool={"mode": "pro_rata"}), waiting, Decimal(90))

    assert list(shared.values()) == [1, 1, 1, 1, 1, 85]


def test_a_line_without_an_award_grants_nothing(make_policy):
    worksheet = work_out(
        make_policy(pool={"mode": "hard_cap", "amount": 5}, group_caps=[{"by": ["deal.achievement"], "cap": 9}]),
        applicant={"id": "A"},
        deals=[{"paid": 50, "achievement": "X", "signed_on": "2024-05-06"}, {"paid": 50}],
        round={"cycle": "", "id": "R", "year": 2024},
    )

    assert granted_by(worksheet) == (
        Granted({"applicant.id": "A", "year": "2024", "cycle": "R", "deal.achievement": "X"}, Decimal("5.00")),
    )


@pytest.mark.parametrize(
    ("values", "cycle"),
    [
        ({"cycle": "C", "id": "R", "year": 2024, "opens_on": "2024-01-01"}, "C"),
        ({"cycle": None, "id": 7, "year": 2024, "opens_on": "2024-01-01"}, "7"),
        ({"year": 2024, "opens_on": "2024-01-01"}, "2024"),
        ({"opens_on": "2024-01-01"}, "2024-01-01"),
        ({"cutoff": "2024-01-01"}, ""),
    ],
)
def test_a_round_is_named_by_its_cycle_id_year_or_day(make_policy, values, cycle):
    worksheet = work_out(make_policy(), deals=[{"paid": 50}], round=values)

    assert worksheet.lines[0].groups["cycle"] == cycle


def test_no_version_and_several_versions_name_them(make_policy):
    one = make_policy(id="a", valid={"from": "2023", "to": "2023"}, version_date="deal.signed_on")
    two = make_policy(id="b", valid={"from": "2024"}, version_date="deal.recorded_on")

    with pytest.raises(NoVersion) as none:
        pick_version([one, two], deal={"signed_on": "2024-01-01", "recorded_on": "2023-12-31"})
    with pytest.raises(SeveralVersions) as several:
        pick_version([one, two], deal={"signed_on": "2023-12-31", "recorded_on": "2024-01-01"})

    assert (str(none.value), none.value.values) == (
        "no version of this rule is in force for this deal",
        {"versions": ["a", "b"]},
    )
    assert (str(several.value), several.value.values) == (
        "several versions are in force for this deal",
        {"versions": ["a", "b"]},
    )
    assert pick_version([one, two], deal={"signed_on": "2023-01-01"}) is one
    assert pick_version([one, two], deal={"recorded_on": "2024"}) is two


def test_a_version_may_be_picked_by_the_applicant_or_the_round(make_policy):
    by_applicant = make_policy(valid={"from": "2024"}, version_date="applicant.founded_on")
    by_round = make_policy(id="r", valid={"to": "2023"}, version_date="round.closes_on")
    versions = [by_applicant, by_round]

    assert pick_version(versions, deal={}, applicant={"founded_on": "2024-02-02"}) is by_applicant
    assert pick_version(versions, deal={}, round={"closes_on": "2023-12-31"}) is by_round


SCOPES = {
    "a contract": ({"mode": "exclusive", "text": "once"}, {"contract": "K"}, ("exclusive", "contract", "once")),
    "no contract": ({"mode": "exclusive"}, {"contract": ""}, None),
    "a deal": (
        {"mode": "exclusive", "scope": "applicant_deal"},
        {"applicant": "A", "deal": "D"},
        ("exclusive", "applicant_deal", ""),
    ),
    "a deal of another": ({"mode": "exclusive", "scope": "applicant_deal"}, {"deal": "D", "contract": "K"}, None),
    "another deal of one": (
        {"mode": "exclusive", "scope": "applicant_deal"},
        {"applicant": "A", "contract": "K"},
        None,
    ),
    "a deal under a rule for contracts": (
        {"mode": "exclusive", "scope": "contract"},
        {"applicant": "A", "deal": "D"},
        ("exclusive", "contract", ""),
    ),
    "a clause": (
        {"mode": "exclusive", "scope": "clause_pair", "with": "q", "text": ["x"]},
        {"contract": "K"},
        ("exclusive", "clause_pair", ""),
    ),
    "another clause": ({"mode": "exclusive", "scope": "clause_pair", "with": "r"}, {"contract": "K"}, None),
    "a level": (
        {"mode": "exclusive_same_level", "level": "city"},
        {"contract": "K"},
        ("exclusive_same_level", "contract", ""),
    ),
    "another level": ({"mode": "exclusive_same_level", "level": "county"}, {"contract": "K"}, None),
    "no level": ({"mode": "exclusive_same_level"}, {"contract": "K"}, None),
    "a type": (
        {"mode": "exclusive_same_type", "type": 7},
        {"contract": "K"},
        ("exclusive_same_type", "contract", ""),
    ),
    "another type": ({"mode": "exclusive_same_type", "type": "city"}, {"contract": "K"}, None),
    "no type": ({"mode": "exclusive_same_type"}, {"contract": "K"}, None),
    "an addition": ({"mode": "cumulative"}, {"contract": "K", "applicant": "A", "deal": "D"}, None),
}


@pytest.mark.parametrize("what", SCOPES)
def test_two_claims_clash_over(make_policy, what):
    rule, shared, said = SCOPES[what]
    strict = make_policy(stacking=[{"mode": "deduct_part"}, rule])
    silent = make_policy(id="q", stacking={"mode": "cumulative", "level": "city", "type": "7"})
    one = reservation(strict, applicant_id="A", deal_id="D", contract=shared.get("contract", "K1"))
    other = reservation(
        silent,
        applicant_id=shared.get("applicant", "B"),
        deal_id=shared.get("deal", "E"),
        contract=shared.get("contract", "K2"),
    )

    expected = None if said is None else Clash("p", *said)
    assert (clash(one, other), clash(other, one)) == (expected, expected)


def test_a_reservation_is_what_the_claim_takes(make_policy):
    policy = make_policy(stacking={"mode": "exclusive", "scope": "clause_pair", "with": "q"})

    taken = reservation(policy, applicant_id="A", deal_id="D", contract="K")

    assert taken == Reservation("p", "A", "D", "K", policy.stacking)
    assert not is_exclusive(policy)
    assert is_exclusive(make_policy(stacking=[{"mode": "cumulative"}, {"mode": "exclusive"}]))
    assert not is_exclusive(make_policy(stacking={"mode": "exclusive_same_type", "type": "x"}))
