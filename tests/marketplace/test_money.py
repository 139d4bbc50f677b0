from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import RoundingMode, largest_remainder, money_text, parse_money, round_to, round_up

amounts = st.decimals(min_value=0, max_value=10**12, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=10**6, places=4), min_size=1, max_size=12)
fine_amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=6)


@pytest.mark.parametrize("text", ["0.00", "0.01", "50000.00", "-12.30", "9999999999999.99"])
def test_reads_what_it_writes(text):
    assert money_text(parse_money(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.5",
        "1.000",
        "01.00",
        "1,000.00",
        "+1.00",
        " 1.00",
        "1.00\n",
        "1e3",
        "NaN",
        "١.٠٠",
        "10000000000000.00",
    ],
)
def test_refuses_any_other_form(text):
    with pytest.raises(ValueError, match="not an amount with two places"):
        parse_money(text)


def test_refuses_a_number_that_is_no_text():
    with pytest.raises(ValueError, match="not an amount with two places"):
        parse_money(1.5)


def test_does_not_write_a_part_of_a_fen():
    with pytest.raises(ValueError, match=r"0\.005 has a part of a 分"):
        money_text(Decimal("0.005"))


def test_writes_no_negative_zero():
    assert money_text(Decimal("-0.00")) == "0.00"


@pytest.mark.parametrize(
    ("mode", "down", "half", "negative_half"),
    [
        (RoundingMode.DOWN, "2.34", "2.34", "-2.34"),
        (RoundingMode.UP, "2.35", "2.35", "-2.35"),
        (RoundingMode.HALF_UP, "2.34", "2.35", "-2.35"),
        (RoundingMode.HALF_EVEN, "2.34", "2.34", "-2.34"),
    ],
)
def test_rounds_to_the_fen_by_each_mode(mode, down, half, negative_half):
    rounded = [str(round_to(Decimal(text), mode=mode)) for text in ("2.341", "2.345", "-2.345")]

    assert rounded == [down, half, negative_half]


def test_rounds_to_larger_units_with_two_places():
    assert str(round_to(Decimal("15499.99"), unit=Decimal(1000))) == "15000.00"
    assert str(round_up(Decimal("15000.01"), unit=Decimal(1000))) == "16000.00"
    assert str(round_up(Decimal("15000.00"), unit=Decimal(1000))) == "15000.00"


def test_a_callers_precision_changes_nothing():
    with localcontext() as context:
        context.prec = 3
        assert str(round_to(Decimal("123456.789"))) == "123456.79"
        assert str(round_up(Decimal("123456.781"), unit=Decimal("0.01"))) == "123456.79"
        assert money_text(Decimal("123456.78")) == "123456.78"
        assert largest_remainder(Decimal("1000.00"), [Decimal(1)] * 3) == [
            Decimal("333.34"),
            Decimal("333.33"),
            Decimal("333.33"),
        ]


@given(fine_amounts)
def test_half_up_is_never_further_away_than_half_a_fen(amount):
    assert abs(round_to(amount) - amount) <= Decimal("0.005")


@given(fine_amounts)
def test_up_and_down_lie_on_either_side(amount):
    down, up = (abs(round_to(amount, mode=mode)) for mode in (RoundingMode.DOWN, RoundingMode.UP))

    assert down <= abs(amount) <= up
    assert up - down in {Decimal("0.00"), Decimal("0.01")}


def test_the_odd_fen_goes_to_the_largest_remainder_and_ties_to_the_first():
    assert largest_remainder(Decimal("0.05"), [Decimal(1), Decimal(2)]) == [Decimal("0.02"), Decimal("0.03")]
    assert largest_remainder(Decimal("0.01"), [Decimal(1), Decimal(1)]) == [Decimal("0.01"), Decimal("0.00")]
    later = largest_remainder(Decimal("1.00"), [Decimal(1), Decimal(3), Decimal(3)])
    assert later == [Decimal("0.14"), Decimal("0.43"), Decimal("0.43")]


def test_remainders_tie_however_long_the_quotients_are():
    assert largest_remainder(Decimal(200), [Decimal(4), Decimal(1), Decimal(1)], unit=Decimal(1)) == [134, 33, 33]
    assert largest_remainder(Decimal(200), [Decimal(1), Decimal(4), Decimal(1)], unit=Decimal(1)) == [34, 133, 33]


@given(amounts, weights.filter(any))
def test_shares_sum_to_the_whole_and_miss_their_part_by_less_than_a_fen(total, parts):
    shares = largest_remainder(total, parts)

    assert sum(shares) == total
    assert all(share >= 0 for share in shares)
    whole = sum(parts)
    assert all(abs(share - total * part / whole) < Decimal("0.0101") for share, part in zip(shares, parts, strict=True))


@given(amounts, weights.filter(any))
def test_a_part_without_weight_gets_nothing_while_another_has_weight(total, parts):
    shares = largest_remainder(total, parts)

    assert all(share == 0 for share, part in zip(shares, parts, strict=True) if part == 0)


def test_nothing_to_share_by_is_refused_unless_there_is_nothing_to_share():
    assert largest_remainder(Decimal("0.00"), [Decimal(0), Decimal(0)]) == [Decimal("0.00"), Decimal("0.00")]
    with pytest.raises(ValueError, match=r"^nothing to share by: the weights sum to zero$"):
        largest_remainder(Decimal("1.00"), [Decimal(0)])
