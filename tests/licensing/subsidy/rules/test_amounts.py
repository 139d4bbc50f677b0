"""Numbers are read exactly and written plainly, for a reader with at most eight places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.subsidy.rules.amounts import number_of, plain, plain_rounded


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1200000", "1200000"),
        ("1.2E+6", "1200000"),
        ("1E-7", "0.0000001"),
        ("0.20", "0.2"),
        ("10.00", "10"),
        ("100", "100"),
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("-5.50", "-5.5"),
    ],
)
def test_writes_a_number_without_exponent_and_idle_zeros(amount, text):
    assert plain(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1.12345678", "1.12345678"), ("1.123456789", "1.12345678…"), ("123456789012", "123456789012"), ("2.50", "2.5")],
)
def test_writes_at_most_eight_places_for_a_reader(amount, text):
    assert plain_rounded(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, Decimal(5)),
        ("5.50", Decimal("5.50")),
        ("-1", Decimal(-1)),
        (Decimal("0.1"), Decimal("0.1")),
        ("9" * 13, Decimal("9" * 13)),
        ("0." + "1" * 12, Decimal("0." + "1" * 12)),
        ("9" * 14, None),
        ("0." + "1" * 13, None),
        (True, None),
        (False, None),
        (None, None),
        ("", None),
        ("1e5", None),
        (" 1", None),
        ("1.", None),
        ("٣", None),
        ([1], None),
    ],
)
def test_reads_whole_numbers_and_decimal_text_and_nothing_else(value, number):
    assert number_of(value) == number
