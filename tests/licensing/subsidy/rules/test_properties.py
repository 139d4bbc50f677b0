"""A working-out keeps its promises on random policies: caps, pools, sums, order, names, numbers."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.subsidy.rules import Worksheet, read_policies, recomputes, work_out_facts
from licensing.subsidy.rules.cases import case_facts, case_worksheet
from licensing.subsidy.rules.pools import PoolLine, RateSource, pro_rata, ratio_from_base
from marketplace.money import RoundingMode, round_to
from tests.licensing.subsidy.rules import oracle
from tests.licensing.subsidy.rules.documents import Maker

SEEDS = st.integers(0, 10**6)
QUICK = settings(max_examples=60, deadline=None)


def documents(seed):
    document = Maker(seed).document()
    file = read_policies(json.dumps(document, ensure_ascii=False))
    return [(policy, policy.cases[0]) for policy in file.policies if "override" not in policy.cases[0]]


@QUICK
@given(SEEDS)
def test_gives_the_same_worksheet_back_from_json_and_from_its_stored_facts(seed):
    for policy, case in documents(seed):
        worksheet = case_worksheet(policy, case)
        written = json.loads(json.dumps(worksheet.to_json()))

        assert Worksheet.from_json(written) == worksheet
        assert Worksheet.from_json(written).digest == worksheet.digest
        assert recomputes(worksheet, policy)


@QUICK
@given(SEEDS)
def test_never_awards_above_a_pool_that_acts_at_the_end(seed):
    for policy, case in documents(seed):
        worksheet = case_worksheet(policy, case)
        money = case.get("pool", policy.pool.amount if policy.pool else None)
        if policy.pool and policy.pool.mode in ("pro_rata", "hard_cap") and money is not None:
            assert worksheet.award <= money
        assert all(0 <= line.award <= line.amount for line in worksheet.lines)


@QUICK
@given(SEEDS)
def test_parts_sum_to_totals_to_the_fen(seed):
    for policy, case in documents(seed):
        worksheet = case_worksheet(policy, case)

        assert sum((line.amount for line in worksheet.lines), Decimal(0)) == worksheet.total
        assert sum(worksheet.awards, Decimal(0)) == worksheet.award
        assert worksheet.total == worksheet.total.quantize(Decimal("0.01"))
        if policy.split:
            assert sum(worksheet.split.values()) == worksheet.total


@QUICK
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.integers(1, 10**9), st.sampled_from(["0.01", 1, 100])
)
def test_lines_over_a_group_cap_sum_to_it_exactly(amounts, cap, unit):
    cap -= cap % 100
    amounts = [amount - amount % 100 for amount in amounts]
    body = {
        "id": "p",
        "base": "deal.paid",
        "scheme": {"type": "flat", "rate": "1"},
        "group_caps": [{"by": ["applicant.id"], "cap": cap}],
        "rounding": {"unit": unit},
    }
    policy = read_policies(json.dumps({"schema_version": 1, "policies": [body]})).policies[0]
    facts = case_facts({}, {"deals": [{"paid": amount} for amount in amounts]})

    worksheet = work_out_facts(policy, facts)

    assert worksheet.total == min(cap, sum(amounts))
    assert all(line.amount <= amount for line, amount in zip(worksheet.lines, amounts, strict=True))


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3), st.sampled_from([1, 2]), st.sampled_from([1, 2]))
def test_equal_remainders_tie_as_fractions_do(thirds, rest, part):
    amounts = [3 * third + rest for third in thirds]
    pool = sum(amounts) * part // 3

    shares = pro_rata([PoolLine(Decimal(amount)) for amount in amounts], Decimal(pool), Decimal(1))

    assert shares == oracle.shrink([Fraction(one) for one in amounts], Fraction(pool), Fraction(1), only_whole=True)


@given(st.lists(st.integers(1, 999), min_size=3, max_size=6), st.integers(1, 99), st.integers(0, 3))
def test_a_pool_at_the_rate_binds_brackets_as_fractions_do(sizes, percent, free):
    """The last ``free`` brackets have a rate of 1%, which the pool mostly leaves alone."""
    rates = [Decimal("0.01") if index >= len(sizes) - free else Decimal(1) for index in range(len(sizes))]
    bases = sum(sizes)
    pool = max(1, bases * percent // 100)

    in_round = ratio_from_base(RateSource(Decimal(pool), Decimal(bases), None))
    amount = in_round.apply([(Decimal(size), rate) for size, rate in zip(sizes, rates, strict=True)])

    exact = sum(size * min(Fraction(rate), Fraction(pool, bases)) for size, rate in zip(sizes, rates, strict=True))
    assert round_to(amount, mode=RoundingMode.DOWN) == Decimal(math.floor(exact * 100)) / 100


@QUICK
@given(SEEDS)
def test_no_line_exceeds_its_cap(seed):
    for policy, case in documents(seed):
        if policy.rounding.mode != "DOWN" or policy.addons or not isinstance(policy.line_cap, Decimal):
            continue
        worksheet = case_worksheet(policy, case)
        if "entitlements" not in case and "plan" not in case:
            assert all(line.amount <= policy.line_cap for line in worksheet.lines)


ORDER_MATTERS = ("dedupe", "stacking", "split", "group_caps", "pool", "priority")


@QUICK
@given(SEEDS)
def test_the_order_of_deals_matters_only_where_the_page_says_so(seed):
    """Order decides repetitions, equals under ``highest_only``, ties of remainders, and a hard cap; nothing else."""
    for policy, case in documents(seed):
        if any(policy.source.get(key) for key in ORDER_MATTERS) or policy.by_year or case.get("already"):
            continue
        if "deals" not in case or any(tier.group_cap for tier in _tiers(policy)):
            continue
        turned = {**case, "deals": list(reversed(case["deals"]))}

        worksheet, other = case_worksheet(policy, case), case_worksheet(policy, turned)

        assert worksheet.total == other.total
        assert worksheet.awards == tuple(reversed(other.awards))


def _tiers(policy):
    return policy.scheme.args[1] if policy.scheme.type == "tiers" else ()


@QUICK
@given(SEEDS)
def test_renamed_ids_change_nothing(seed):
    document = Maker(seed).document()
    names = {f"p{number}": f"other-{9 - number}" for number in range(1, 4)}
    text = json.dumps(document)
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    renamed = json.loads(text)
    for policy in renamed["policies"]:
        for deal in policy["cases"][0].get("deals", []):
            deal["id"] = f"Z{deal['id']}"

    first, second = read_policies(json.dumps(document)), read_policies(json.dumps(renamed))

    for policy, other in zip(first.policies, second.policies, strict=True):
        one, two = case_worksheet(policy, policy.cases[0]), case_worksheet(other, other.cases[0])
        assert (one.total, one.awards, one.split, one.eligible) == (two.total, two.awards, two.split, two.eligible)


NUMBERS = {
    "rate": (lambda body: body["scheme"].update(rate="0.11"), Decimal(110)),
    "line_cap": (lambda body: body.update(line_cap=90), Decimal(90)),
    "group_caps": (lambda body: body.update(group_caps=[{"by": ["applicant.id"], "cap": 80}]), Decimal(80)),
    "cap_fields": (lambda body: body.update(cap_fields=["deal.tax"]), Decimal(70)),
    "addons": (lambda body: body.update(addons=[{"rate": "0.5", "cap": 7}]), Decimal(107)),
    "min_base": (lambda body: body.update(min_base={"value": 1001}), Decimal(0)),
    "min_payout": (lambda body: body.update(min_payout={"value": 101}), Decimal(0)),
    "rounding": (lambda body: body.update(rounding={"unit": 30}), Decimal(90)),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_mutated_number_changes_the_result(name):
    body = {"id": "p", "base": "deal.paid", "scheme": {"type": "flat", "rate": "0.10"}, "line_cap": 500}
    deal = {"paid": 1000, "tax": 70}
    mutate, expected = NUMBERS[name]

    before = work_out_facts(_read(body), case_facts({}, {"deals": [deal]}))
    mutate(body)
    after = work_out_facts(_read(body), case_facts({}, {"deals": [deal]}))

    assert (before.total, after.total) == (100, expected)
    assert before.policy_hash != after.policy_hash


def _read(body):
    return read_policies(json.dumps({"schema_version": 1, "policies": [body]})).policies[0]


def test_every_number_of_the_shared_rates_matters(seed_file):
    """Each rate of the seed, lowered by a tenth, makes at least one case of its policy fail."""
    random = Random(1)  # noqa: S311 - picks numbers of a test
    for policy in seed_file.policies:
        scheme = policy.source["scheme"]
        if scheme["type"] != "flat":
            continue
        body = {**policy.source, "scheme": {**scheme, "rate": str(Decimal(scheme["rate"]) * Decimal("0.9"))}}
        changed = read_policies(json.dumps({"schema_version": 1, "policies": [body]})).policies[0]
        cases = [case for case in policy.cases if "total" in case["expect"] and case["expect"]["total"] > 0]
        totals = {case["id"]: case_worksheet(changed, case).total for case in random.sample(cases, len(cases))}
        assert any(totals[case["id"]] != case["expect"]["total"] for case in cases), policy.id
