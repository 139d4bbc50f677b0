"""Ledger and oracle: two readings of one page, compared on random documents that reach every construct."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from licensing.obligations.ledger import answer
from licensing.obligations.ledger.calendars import read_calendars
from licensing.obligations.ledger.results import written
from licensing.obligations.ledger.running import run
from listings.offers.plans import read_plan
from listings.offers.plans.problems import Findings
from tests.licensing.obligations.documents import EVENTS, Draw
from tests.licensing.obligations.oracle import oracle

DOCUMENTS = int(os.environ.get("ENGINE_DOCUMENTS", "800"))
SEED = 20260301

EVENT_CODES = [
    "not_signed",
    "milestone_not_reported",
    "unknown_item",
    "unknown_period",
    "period_not_ended",
    "payment_exists",
    "unknown_payment",
    "already_confirmed",
    "not_confirmed",
    "refund_exceeds_unallocated",
    "refund_exceeds_allocated",
    "allocation_exceeds_payment",
    "allocation_exceeds_due",
    "dispute_exceeds_open",
    "unknown_dispute",
    "upheld_exceeds_dispute",
    "amendment_retroactive",
    "amendment_changes_period",
    "latest_before_trigger",
    "value_unfit",
]
STATUSES = ["cancelled", "met", "disputed", "overdue", "partly", "due", "upcoming"]
ACTS = ["demand", "termination", "suspension", "exit_decision", "milestone_answer", "confirm_payment", "allocate"]
WARNINGS = [
    "ceiling_fixed_fee",
    "ceiling_net_sales",
    "ceiling_profit",
    "ceiling_reason_missing",
    "no_latest_date",
    "deduction_not_agreed",
    "exit_outside_window",
    "termination_without_cure",
    "demand_too_early",
]
KINDS = ["entry_fee", "deferred_fee", "instalment", "milestone", "royalty", "statement", "exit_fee", "duty"]


def _required() -> set[str]:
    constructs = {f"refused {code}" for code in EVENT_CODES}
    constructs |= {f"status {status}" for status in STATUSES} | {f"proposes {act}" for act in ACTS}
    constructs |= {f"warns {code}" for code in WARNINGS} | {f"duty {kind}" for kind in KINDS}
    constructs |= {f"event {name}" for name in EVENTS}
    return constructs | {
        *("movable", "provisional", "interest", "interest settled", "unknown amount", "at least", "cure period"),
        *("instant", "payment named", "latest_date", "office", "brackets", "steps", "amendment by plan"),
        *("repeats with count", "repeats within the term", "refunded", "unallocated", "unconfirmed", "settled"),
        *(f"amendment {name}" for name in ("interest", "grace", "roll", "standard", "window", "add", "remove")),
        *(f"amendment {name}" for name in ("rates", "range", "period", "amount", "move", "split", "join")),
        *(f"item.due_rule={rule}" for rule in ("earlier_of", "later_of")),
        *(f"plan.due_rule={rule}" for rule in ("earlier_of", "later_of")),
        *(f"item.at_latest={word}" for word in ("due", "lapse")),
        *(f"item.on_end={word}" for word in ("cancel", "stay")),
        *(f"rounding={mode}" for mode in ("HALF_UP", "DOWN", "UP", "HALF_EVEN")),
        *(f"rounding.unit={unit}" for unit in ("0.01", "1")),
        *(f"anchor={anchor}" for anchor in ("effect", "calendar")),
        *(f"base={base}" for base in ("net_sales", "profit", "added_output_value", "unit_price")),
        *(f"royalty.year_basis={basis}" for basis in ("contract", "calendar")),
        *(f"royalty.prorate={word}" for word in ("days", "none")),
        *(f"royalty.negative={word}" for word in ("carry", "drop")),
        *(f"late_interest.per={word}" for word in ("year", "day")),
        *(f"late_interest.from={word}" for word in ("due", "grace_end")),
        *(f"plan.interest_order={word}" for word in ("before", "after")),
        *(f"plan.roll={word}" for word in ("next_working_day", "none")),
    }


def _met(reach: Counter, refused, result) -> None:
    for codes in refused.values():
        reach.update(f"refused {code}" for code in codes)
    for row in result["duties"]:
        reach.update((f"status {row['status']}", f"duty {row['kind']}"))
        for name, found in (
            ("movable", row["movable"]),
            ("provisional", row["provisional"]),
            ("interest", row["interest"] != "0.00"),
            ("interest settled", row["interest_paid"] != "0.00"),
            ("unknown amount", row["kind"] == "royalty" and row["amount"] is None),
            ("at least", row["at_least"]),
            ("cure period", row["cure_until"]),
        ):
            reach[name] += bool(found)
    reach.update(f"proposes {proposal['act']}" for proposal in result["proposals"])
    reach.update(f"warns {code}" for code in result["warnings"])
    for name in ("refunded", "unallocated", "unconfirmed", "settled"):
        reach[name] += result["totals"][name] != "0.00"


def _engine(document, refused):
    """Give the codes of refused events, and the answer to the others, as the oracle writes it."""
    plan, findings = read_plan(document["plan"]), Findings()
    calendar = read_calendars(document["calendars"], findings, at="")
    _, problems = run(plan, document["events"], until=document["as_of"], calendar=calendar)
    codes: dict[int, set[str]] = {}
    for problem in problems:
        codes.setdefault(int(problem.pointer.split("/")[1]), set()).add(problem.code)
    left = []
    for index, event in enumerate(document["events"]):
        if index not in refused:
            left.append(event)
        elif event["event"] == "payment_received" and refused[index] <= {"already_confirmed", "unknown_payment"}:
            # Its confirmation was refused, not the payment.
            left.append({key: value for key, value in event.items() if key != "confirmed_on"})
    result = answer(plan, left, as_of=document["as_of"], calendar=calendar)
    return codes, _as_oracle_writes(result)


def _row(duty):
    row = written(duty)
    del row["why"]
    if duty.is_money:
        del row["met_on"]
    return row


def _as_oracle_writes(result):
    rows = [{key: value for key, value in written(one).items() if value is not None} for one in result.proposals]
    return _sorted(
        {
            "duties": [_row(duty) for duty in result.duties],
            "totals": written(result.totals),
            "next": _row(result.next) if result.next else None,
            "proposals": rows,
            "warnings": sorted({warned.code for warned in result.warnings}),
        }
    )


def _sorted(result):
    return result | {"proposals": sorted(result["proposals"], key=lambda row: sorted(map(repr, row.items())))}


@pytest.fixture(scope="module")
def compared():
    """Compare all documents once: give the differences, and what was met on the way."""
    rng, reach = random.Random(SEED), Counter()  # noqa: S311 - documents, not secrets
    differences = []
    for number in range(DOCUMENTS):
        document = Draw(rng, reach).document()
        refused, expected = oracle(document)
        codes, got = _engine(document, refused)
        if (codes, got) != (refused, _sorted(expected)):
            differences.append((number, document, codes, refused, got, expected))
        _met(reach, refused, expected)
    return differences, reach


def test_both_give_the_same_answer_on_every_document(compared):
    differences, _ = compared

    assert differences[:1] == []


def test_documents_reach_every_construct(compared):
    _, reach = compared

    print("\n".join(f"{count:7d} {construct}" for construct, count in sorted(reach.items())))  # noqa: T201 - the reach is the point
    assert sorted(construct for construct in _required() if not reach[construct]) == []
