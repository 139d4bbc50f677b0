"""A fact that cannot be used where the rule wants it stops the working-out and is named with its value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.subsidy.rules import UnusableFact, work_out

NO_NUMBER = "is no number below 10^13:"
GIVEN = {"base": None, "scheme": {"type": "given"}}
PAYMENTS = {"base": {"payments_until": None}}
UNUSABLE = {
    "a word": ({}, {"deals": [{"paid": "much"}]}, f"deal.paid {NO_NUMBER} 'much'", {"field": "deal.paid"}),
    "a yes": ({}, {"deals": [{"paid": True}]}, f"deal.paid {NO_NUMBER} 'True'", {"field": "deal.paid"}),
    "an exponent": ({}, {"deals": [{"paid": "1e5"}]}, f"deal.paid {NO_NUMBER} '1e5'", {"field": "deal.paid"}),
    "too much": (
        {},
        {"deals": [{"paid": 10**13}]},
        f"deal.paid {NO_NUMBER} '10000000000000'",
        {"field": "deal.paid"},
    ),
    "too little": (
        {},
        {"deals": [{"paid": -(10**13)}]},
        f"deal.paid {NO_NUMBER} '-10000000000000'",
        {"field": "deal.paid"},
    ),
    "a long word": (
        {},
        {"deals": [{"paid": "x" * 61}]},
        f"deal.paid {NO_NUMBER} '{'x' * 60}'",
        {"field": "deal.paid"},
    ),
    "an amount of the applicant": (
        {"min_class": {"field": "applicant.budget", "value": 1}},
        {"deals": [{"paid": 1}], "applicant": {"budget": "big"}},
        f"applicant.budget {NO_NUMBER} 'big'",
        {"field": "applicant.budget"},
    ),
    "a number of patents": (
        {"per_patent_cap": 5},
        {"deals": [{"paid": 1, "patents": "many"}]},
        f"deal.patents {NO_NUMBER} 'many'",
        {"field": "deal.patents"},
    ),
    "an entitlement": (
        GIVEN,
        {"entitlements": [1, "x"]},
        f"entitlements {NO_NUMBER} 'x'",
        {"field": "entitlements"},
    ),
    "what was granted already": (
        GIVEN,
        {"entitlements": [1], "already": ["x"]},
        f"already {NO_NUMBER} 'x'",
        {"field": "already"},
    ),
    "what was granted before": (
        {"group_caps": [{"by": ["applicant.id"], "cap": 5}]},
        {"deals": [{"paid": 1}], "applicant": {"id": "A"}, "prior": {"A": "x"}},
        f"prior {NO_NUMBER} 'x'",
        {"field": "prior"},
    ),
    "a pool at the end": (
        {"pool": {"mode": "pro_rata"}},
        {"deals": [{"paid": 1}], "pool": "x"},
        f"pool {NO_NUMBER} 'x'",
        {"field": "pool"},
    ),
    "a pool at the rate": (
        {"pool": {"mode": "ratio_from_base"}},
        {"deals": [{"paid": 1}], "pool": "x"},
        f"pool {NO_NUMBER} 'x'",
        {"field": "pool"},
    ),
    "a pool of a plan": (
        {"base": None, "scheme": {"type": "bureau_plan"}},
        {"plan": [1], "pool": "x"},
        f"pool {NO_NUMBER} 'x'",
        {"field": "pool"},
    ),
    "the bases of others": (
        {"pool": {"mode": "ratio_from_base"}},
        {"deals": [{"paid": 1}], "pool": 1, "others_base": "x"},
        f"others_base {NO_NUMBER} 'x'",
        {"field": "others_base"},
    ),
    "the year's rate": (
        {"pool": {"mode": "float_rate"}},
        {"deals": [{"paid": 1}], "round": {"rate": "x"}},
        f"round.rate {NO_NUMBER} 'x'",
        {"field": "round.rate"},
    ),
    "payments that are no list": (
        PAYMENTS,
        {"deals": [{"payments": "100"}]},
        "deal.payments is no list of payments",
        {"field": "deal.payments"},
    ),
    "payments that are amounts": (
        PAYMENTS,
        {"deals": [{"payments": [{"amount": 1}, 100]}]},
        "deal.payments is no list of payments",
        {"field": "deal.payments"},
    ),
    "a payment of a word": (
        PAYMENTS,
        {"deals": [{"payments": [{"paid_on": "2024-01-01", "amount": "x"}]}]},
        f"deal.payments.amount {NO_NUMBER} 'x'",
        {"field": "deal.payments.amount"},
    ),
    "a product of 10^13": (
        {"base": {"mul": ["deal.paid", "deal.share"]}},
        {"deals": [{"paid": 10**7, "share": 10**6}]},
        "the expression mul leaves the range of amounts below 10^13",
        {"kind": "mul"},
    ),
    "refunds of 10^13": (
        PAYMENTS,
        {"deals": [{"payments": [{"paid_on": "2024", "amount": -(10**12) * 5}] * 2}]},
        "the expression payments_until leaves the range of amounts below 10^13",
        {"kind": "payments_until"},
    ),
    "a fraction of the machine": (
        {},
        {"deals": [{"paid": 1.5}]},
        "a fact of the type float cannot be kept",
        {"type": "float"},
    ),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_names(make_policy, what):
    keys, claim, message, values = UNUSABLE[what]

    with pytest.raises(UnusableFact) as caught:
        work_out(make_policy(**keys), **claim)

    assert (str(caught.value), caught.value.values) == (message, values)


def test_takes_amounts_up_to_the_limit(make_policy):
    most = "9999999999999.99"

    assert work_out(make_policy(line_cap=5), deals=[{"paid": most}]).total == 5
    assert work_out(make_policy(), deals=[{"paid": f"-{most}"}]).total == 0
    product = make_policy(base={"mul": ["deal.paid", "deal.share"]}, scheme={"type": "flat", "rate": "1"})
    assert work_out(product, deals=[{"paid": most, "share": 1}]).total == Decimal(most)


def test_works_with_all_the_places_of_a_product(make_policy):
    product = make_policy(base={"mul": ["deal.paid", "deal.share"]}, scheme={"type": "flat", "rate": "1"})
    deal = {"paid": "3000000000003.000000000003", "share": "0.333333333333"}

    assert work_out(product, deals=[deal]).total == Decimal("999999999999.99")
