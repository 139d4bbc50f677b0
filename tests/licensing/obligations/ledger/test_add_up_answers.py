"""Adding up answers: the identities of the ledger, and answers as JSON and back."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Context, Decimal, localcontext

import pytest

from licensing.obligations.ledger import Answer, Totals
from tests.licensing.obligations.ledger.conftest import instalment

NAMES = [part.name for part in fields(Totals)]
NOTHING = Totals(**dict.fromkeys(NAMES[:-1], Decimal("0.00")), unknown=0)
SETTLED = replace(
    NOTHING,
    owed=Decimal(9),
    settled=Decimal(5),
    open=Decimal(4),
    interest=Decimal(3),
    interest_settled=Decimal(2),
    interest_open=Decimal(1),
    received=Decimal(10),
    refunded=Decimal(1),
    unallocated=Decimal(2),
)
OWED = "owed = settled + open"
INTEREST = "interest = interest_settled + interest_open"
RECEIVED = "received = settled + interest_settled + refunded + unallocated"


@pytest.mark.parametrize("totals", [NOTHING, SETTLED, replace(SETTLED, overdue=Decimal(1), unknown=3)])
def test_finds_no_identity_broken(totals):
    assert totals.broken_identities() == ()


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"owed": 8}, [OWED]),
        ({"open": 5}, [OWED]),
        ({"settled": 6}, [OWED, RECEIVED]),
        ({"interest": 4}, [INTEREST]),
        ({"interest_open": 2}, [INTEREST]),
        ({"interest_settled": 1}, [INTEREST, RECEIVED]),
        ({"received": 11}, [RECEIVED]),
        ({"refunded": 2}, [RECEIVED]),
        ({"unallocated": 1}, [RECEIVED]),
        ({"overdue": Decimal("-0.01"), "unknown": -1}, ["overdue is not negative", "unknown is not negative"]),
        ({"owed": -9, "settled": -5, "open": -4}, [RECEIVED, *(f"{name} is not negative" for name in NAMES[:3])]),
    ],
)
def test_names_each_identity_that_is_broken(changes, broken):
    assert list(replace(SETTLED, **changes).broken_identities()) == broken


def test_writes_an_answer_as_json_and_reads_it_back(signed):
    deal = signed(items=[instalment(), instalment("2026-05-10", name="w", at_latest="due", latest_date="2026-06-10")])
    deal.on(date(2026, 3, 5), "demand_delivered").on(date(2026, 3, 6), "payment_received", payment="p", amount="1.00")

    result = deal.answer(date(2026, 4, 11))

    written = result.as_json()
    assert list(written) == ["as_of", "duties", "totals", "next", "proposals", "warnings"]
    assert written["as_of"] == "2026-04-11"
    assert written["duties"][0] | {"why": len(written["duties"][0]["why"])} == {
        "item": "a",
        "kind": "instalment",
        "period": None,
        "from": None,
        "to": None,
        "due_date": "2026-04-10",
        "provisional": False,
        "movable": False,
        "latest_date": None,
        "amount": "10000.00",
        "at_least": None,
        "allocated": "0.00",
        "open": "10000.00",
        "disputed": "0.00",
        "interest": "0.00",
        "interest_paid": "0.00",
        "cure_until": None,
        "met_on": None,
        "status": "overdue",
        "why": 2,
    }
    assert written["duties"][0]["why"][1] == {
        "step": "amount",
        "clause": "plan:amount",
        "inputs": {},
        "result": "10000.00",
    }
    assert written["next"] == written["duties"][0]
    assert written["totals"]["unconfirmed"] == "1.00"
    assert written["totals"]["unknown"] == 0
    assert written["proposals"] == [
        {"act": "confirm_payment", "item": None, "period": None, "kind": None, "payment": "p"},
        {"act": "demand", "item": "a", "period": None, "kind": "instalment", "payment": None},
    ]
    assert written["warnings"] == [
        {"code": "demand_too_early", "day": "2026-03-05", "item": None, "period": None, "values": {}}
    ]
    assert Answer.from_json(json.loads(json.dumps(written))) == result


def test_writes_that_nothing_is_next(signed):
    result = signed("P12", standard_duties=False).answer(date(2026, 3, 2))

    assert result.as_json()["next"] is None
    assert Answer.from_json(result.as_json()) == result


def test_gives_one_answer_whatever_the_precision_around(signed):
    deal = signed(items=[instalment(amount="12345.67")], late_interest={"rate": "0.0365"})
    deal.paid(date(2026, 6, 3), "98765.43")
    expected = deal.answer(date(2026, 6, 3))

    with localcontext(Context(prec=3)):
        assert deal.answer(date(2026, 6, 3)) == expected
