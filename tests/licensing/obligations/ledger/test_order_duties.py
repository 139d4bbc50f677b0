"""Ordering duties: by the plan that was agreed last, whatever was agreed before."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.licensing.obligations.ledger.conftest import instalment

ROYALTY: dict[str, Any] = {
    "id": "r",
    "kind": "royalty",
    "base": "profit",
    "rates": [{"from_year": 1, "rate": "0.1000"}],
}
ROYALTY |= {"period": {"months": 12}, "trigger": {"event": "period_end"}}
WINDOW = {"to_months": 12, "fee": "1.00"}
STANDARD = ["cnipa_filing", "use_report 6", "use_report 12", "use_report 24"]


def _visit(name, **more):
    return {"id": name, "by": "licensee", "trigger": {"event": "effect", "days_after": 3}, **more}


def _order(deal, day):
    return [
        " ".join(str(part) for part in (duty.item, duty.kind == "statement" and "statement", duty.period) if part)
        for duty in deal.answer(day).duties
    ]


def test_follows_the_plan(signed):
    deal = signed(items=[instalment(), ROYALTY, instalment(name="b", parts=2, every_months=1)], exit_window=WINDOW)
    deal.plan["duties"] = [_visit("late", every_months=12, count=2), _visit("early")]

    assert _order(deal.on(date(2026, 3, 3), "exit_notice_delivered"), date(2026, 3, 3)) == [
        *("a", "r statement 1", "r 1", "b 1", "b 2", *STANDARD, "late 1", "late 2", "early", "stop_use", "exit_fee"),
    ]


def test_follows_the_last_version_and_then_what_older_ones_had(signed):
    old = [instalment("2026-03-04", name="first"), instalment("2026-03-05", name="a"), ROYALTY, instalment(name="b")]
    deal = signed(items=old, exit_window=WINDOW)
    deal.plan["duties"] = [_visit("old"), _visit("late", every_months=12, count=2)]
    items = [instalment("2027-01-10", name="c", parts=2, every_months=1), instalment(name="b"), ROYALTY]
    duties = [_visit("new", every_months=24, count=2), _visit("late", every_months=12, count=2)]
    new = {"term_months": 24, "exit_window": WINDOW, "items": items, "duties": duties}
    deal.on(date(2026, 3, 6), "amendment", **{"from": date(2026, 3, 10)}, plan=new)

    known = ["c 1", "c 2", "b", "r statement 1", "r 1", "r statement 2", "r 2", "first", "a", *STANDARD]

    assert _order(deal, date(2026, 3, 6)) == [*known, "new 2", "late 1", "late 2", "old"]
    deal.on(date(2027, 3, 2), "exit_notice_delivered")
    assert _order(deal, date(2027, 3, 2))[-2:] == ["stop_use", "exit_fee"]
