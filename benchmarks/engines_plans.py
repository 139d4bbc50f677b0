"""
CPU of the plan ledger: a ten-year royalty deal with 200 events, against the oracle of the tests, memory over time.

Run as ``python -m benchmarks.engines_plans``. Aim: at most 10 ms per evaluation; memory flat over 100,000 evaluations.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from licensing.obligations.ledger import Answer, answer
from licensing.obligations.ledger.calendars import read_calendars
from listings.offers.plans import Plan, read_plan, templates
from listings.offers.plans.problems import Findings
from marketplace.dates import WorkingDays, add_months
from tests.licensing.obligations.oracle import oracle

START = date(2026, 3, 1)
QUARTERS = 40
ROUNDS = 5
EVALUATIONS = 100_000
# Small deals take turns in the memory run, so that it ends within minutes.
SECONDS_AT_MOST = 120
AIM_MS = 10.0
FLAT_BYTES = 4 * 1024 * 1024

PLAN: dict[str, Any] = {
    "term_months": 120,
    "grace_days": 5,
    "late_interest": {"rate": "0.0365"},
    "items": [
        {"id": "entry", "kind": "entry_fee", "amount": "100000.00", "trigger": {"event": "signing", "days_after": 30}},
        {
            "id": "royalty",
            "kind": "royalty",
            "base": "net_sales",
            "rates": [{"from_year": 1, "rate": "0.0500"}, {"from_year": 5, "rate": "0.0300"}],
            "floor": "1000.00",
            "cap": "50000.00",
            "total_cap": "900000.00",
            "deductions": ["vat"],
            "period": {"months": 3},
            "trigger": {"event": "period_end", "days_after": 45},
        },
    ],
}


def deal() -> list[dict[str, Any]]:
    """Give 200 events: statements and corrections, payments a little late, demands, disputes, acts."""
    events: list[dict[str, Any]] = [
        {"day": START, "event": "signed"},
        {"day": START, "event": "effective"},
        {"day": START + timedelta(days=60), "event": "duty_met", "item": "cnipa_filing"},
        *(
            {"day": add_months(START, month), "event": "duty_met", "item": "use_report", "period": month}
            for month in (6, 12, 24)
        ),
    ]
    for year in (2, 4, 6):
        events.append({"day": add_months(START, 12 * year), "event": "patent_lapsed"})
        events.append({"day": add_months(START, 12 * year + 1), "event": "suspension_decided", "decision": "continue"})
    for number in range(1, QUARTERS + 1):
        events += _quarter(number)
    return events


def _quarter(number: int) -> list[dict[str, Any]]:
    ends, sales = add_months(START, 3 * number) - timedelta(days=1), 20_000 * number
    paid = ends + timedelta(days=50 + number % 9)
    duty, payment = {"item": "royalty", "period": number}, f"p{number}"
    events: list[dict[str, Any]] = [
        {
            "day": ends + timedelta(days=20),
            "event": "statement",
            **duty,
            "amount": f"{sales}.00",
            "deductions": {"vat": f"{number}.10"},
        },
        {"day": paid, "event": "payment_received", "payment": payment, "amount": f"{max(sales // 20, 1000)}.00"},
        {"day": paid + timedelta(days=1), "event": "payment_confirmed", "payment": payment},
    ]
    if number > 2:
        correction = {"event": "statement", **duty, "amount": f"{sales - 500}.00"}
        events.append({"day": paid + timedelta(days=3), **correction})
    if number % 4 == 0:
        dispute = f"d{number}"
        late = ends + timedelta(days=30)
        events += [
            {"day": late, "event": "dispute_opened", "dispute": dispute, **duty, "amount": "100.00"},
            {"day": late + timedelta(days=9), "event": "dispute_closed", "dispute": dispute, "upheld": "10.00"},
            {"day": paid - timedelta(days=1), "event": "demand_delivered"},
        ]
    return events


def main() -> int:
    """Measure and print one JSON object; give 1 if an aim is missed."""
    figures = measure()
    print(json.dumps(figures, indent=2))
    return 0 if figures["ms_per_evaluation"] <= AIM_MS and figures["memory_growth_bytes"] <= FLAT_BYTES else 1


def measure() -> dict[str, Any]:
    """Give the figures of one run."""
    plan, events = read_plan(PLAN), deal()
    as_of, calendar = add_months(START, 121), _calendar()
    ours = min(cpu_ms(lambda: _ask(plan, events, as_of, calendar)) for _ in range(ROUNDS))
    document = {"plan": PLAN, "events": events, "calendars": {}, "as_of": as_of}
    theirs = cpu_ms(lambda: oracle(document))
    evaluations, growth = memory_growth(calendar)
    return {
        "events": len(events),
        "duties": len(_ask(plan, events, as_of, calendar).duties),
        "ms_per_evaluation": round(ours, 3),
        "ms_per_evaluation_oracle": round(theirs, 1),
        "ratio_to_oracle": round(ours / theirs, 5),
        "evaluations": evaluations,
        "memory_growth_bytes": growth,
    }


def cpu_ms(work: Callable[[], object]) -> float:
    """Give the CPU time of some work."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1_000


def memory_growth(calendar: WorkingDays) -> tuple[int, int]:
    """Give the number of evaluations and by how much the peak of memory grows over them, once warm."""
    plans = [read_plan(template) for template in templates().values()]
    events = [{"day": START, "event": "signed"}, {"day": START, "event": "effective"}]
    for plan in plans:
        _ask(plan, events, START, calendar)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, number = time.process_time(), 0
    while number < EVALUATIONS and time.process_time() - started < SECONDS_AT_MOST:
        _ask(plans[number % len(plans)], events, START + timedelta(days=number % 1_000), calendar)
        number += 1
    return number, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1_024


def _ask(plan: Plan, events: list[dict[str, Any]], as_of: date, calendar: WorkingDays) -> Answer:
    return answer(plan, events, as_of=as_of, calendar=calendar)


def _calendar() -> WorkingDays:
    years = {year: {"closed": [f"{year}-10-01..{year}-10-07"], "open": []} for year in range(2026, 2030)}
    return read_calendars(years, Findings(), at="")


if __name__ == "__main__":
    sys.exit(main())
