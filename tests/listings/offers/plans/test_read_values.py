"""Reading the kinds of values that events share with plans."""

from __future__ import annotations

from decimal import Decimal

import pytest

from listings.offers.plans.problems import Findings
from listings.offers.plans.tables import Amounts
from listings.offers.plans.values import Money, Raw, Slot, Units, Words


def _read(kind, value):
    findings = Findings()
    return kind.read(value, "/at", findings), [
        (problem.pointer, problem.code, problem.message, problem.values) for problem in findings.problems
    ]


@pytest.mark.parametrize(
    ("kind", "value", "result", "written"),
    [
        (Units(), "0", Decimal(0), "0"),
        (Units(), 1200, Decimal(1200), "1200"),
        (Units(), "1200.500000", Decimal("1200.500000"), "1200.500000"),
        (Units(), "9999999999999", Decimal(9999999999999), "9999999999999"),
        (Money(signed=True), "-0.01", Decimal("-0.01"), "-0.01"),
        (Money(signed=True), "0.00", Decimal("0.00"), "0.00"),
        (Money(), "0.00", Decimal("0.00"), "0.00"),
        (Raw(), {"roll": None}, {"roll": None}, {"roll": None}),
        (
            Amounts(Money()),
            {"vat": "1.00", "freight": None, 7: "2.00"},
            {"vat": Decimal(1), "7": Decimal(2)},
            {"vat": "1.00", "7": "2.00"},
        ),
        (Words(), ("vat",), ("vat",), ["vat"]),
        (Words(), [], (), []),
        (Slot(), [1, "x", None, True], [1, "x", None, True], [1, "x", None, True]),
    ],
)
def test_gives_a_value_and_writes_it(kind, value, result, written):
    assert _read(kind, value) == (result, [])
    assert kind.write(result) == written
    assert type(kind.write(result)) is type(written)


@pytest.mark.parametrize(
    ("kind", "value", "result", "code", "message", "shown"),
    [
        (Units(), True, None, "value_unfit", "not a number of units: True", "True"),
        (Units(), 1.5, None, "value_unfit", "not a number of units: 1.5", "1.5"),
        (Units(), "01", None, "value_unfit", "not a number of units: '01'", "01"),
        (Units(), "1.0000001", None, "value_unfit", "not a number of units: '1.0000001'", "1.0000001"),
        (Units(), -1, None, "value_unfit", "not a number of units: -1", "-1"),
        (Money(), "-0.01", None, "amount_negative", "an amount below zero: -0.01", "-0.01"),
        (Raw(), "roll", None, "value_unfit", "not a mapping: 'roll'", "roll"),
        (Raw(), "x" * 300, None, "value_unfit", "not a mapping: '" + "x" * 184, "x" * 100),
        (Amounts(Money()), "vat", None, "value_unfit", "not names with amounts", "vat"),
        (Amounts(Money()), "x" * 300, None, "value_unfit", "not names with amounts", "x" * 100),
    ],
)
def test_tells_what_is_wrong(kind, value, result, code, message, shown):
    assert _read(kind, value) == (result, [("/at", code, message, {"value": shown})])


def test_reads_the_other_amounts_where_one_is_wrong():
    assert _read(Amounts(Money()), {"a/b": "1", "vat": "2.00"}) == (
        {"vat": Decimal("2.00")},
        [("/at/a~1b", "money_form", "not an amount with two places: '1'", {"value": "1"})],
    )
