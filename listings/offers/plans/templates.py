"""
The twelve templates P1 to P12: patterns of published programmes, with sample amounts to be replaced.

Product seed, not law. Where a pattern has two forms, the other one is a change to the template.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final


def _after(event: str, months: int | None = None, days: int | None = None) -> dict[str, Any]:
    counted = {"months_after": months, "days_after": days}
    return {"event": event} | {key: value for key, value in counted.items() if value is not None}


def _deferred(amount: str, months: int, days: int | None = None, **more: Any) -> dict[str, Any]:
    trigger = _after("effect", months, days)
    return {"id": "fee", "kind": "deferred_fee", "amount": amount, "trigger": trigger, **more}


def _royalty(base: str, *rates: tuple[int, str], time_to_pay: int = 60, **more: Any) -> dict[str, Any]:
    rows = [{"from_year": year, "rate": rate} for year, rate in rates]
    item = {"id": "royalty", "kind": "royalty", "base": base, "rates": rows, "period": {"months": 12}}
    return {**item, "statement_days": 30, "trigger": _after("period_end", days=time_to_pay), **more}


def _milestone(name: str, amount: str, evidence: str, latest_months: int) -> dict[str, Any]:
    item = {"id": name, "kind": "milestone", "amount": amount, "evidence": evidence, "at_latest": "lapse"}
    return {**item, "trigger": _after("milestone", days=30), "latest_after": _after("effect", latest_months)}


def _stage(name: str, amount: str, months: int) -> dict[str, Any]:
    return {"id": name, "kind": "instalment", "amount": amount, "trigger": _after("effect", months)}


_YEARLY_INTEREST: Final = {"rate": "0.0365", "days": 365}

_TEMPLATES: Final[dict[str, dict[str, Any]]] = {
    "P1": {
        "pattern": "P1",
        "term_months": 60,
        "due_rule": "earlier_of",
        "deferral_min_months": 12,
        "cure_days": 30,
        "late_interest": _YEARLY_INTEREST,
        "items": [
            _deferred("50000.00", 12, also=_after("first_revenue", days=30)),
            _royalty("net_sales", (1, "0.0300"), from_month=12, cap="300000.00"),
        ],
    },
    "P2": {
        "pattern": "P2",
        "term_months": 36,
        "deferral_min_months": 12,
        "exit_window": {"to_months": 12},
        "items": [_deferred("60000.00", 12)],
    },
    "P3": {
        "pattern": "P3",
        "term_months": 48,
        "deferral_min_months": 12,
        "exit_window": {"to_months": 12},
        "items": [_royalty("profit", (1, "0.1000"), from_month=12, cap="200000.00")],
    },
    "P4": {
        "pattern": "P4",
        "term_months": 60,
        "deferral_min_months": 12,
        "acceptance_days": 15,
        "items": [
            _milestone("pilot", "20000.00", "中试报告", 24),
            _milestone("product", "40000.00", "产品上市证明", 36),
            _royalty("net_sales", (1, "0.0200"), from_month=12, floor="5000.00"),
        ],
    },
    "P5": {
        "pattern": "P5",
        "term_months": 60,
        "due_rule": "later_of",
        "deferral_min_months": 12,
        "instalment_total": "60000.00",
        "items": [
            _deferred("30000.00", 12, also=_after("first_revenue", days=30), latest_after=_after("effect", 24)),
            _stage("part", "60000.00", 24) | {"parts": 3, "every_months": 12},
        ],
    },
    "P6": {
        "pattern": "P6",
        "term_months": 60,
        "deferral_min_months": 12,
        "exit_window": {"to_months": 12, "notice_days": 0},
        "items": [_deferred("80000.00", 12, 30)],
    },
    "P7": {
        "pattern": "P7",
        "term_months": 36,
        "deferral_min_months": 12,
        "exit_window": {"to_months": 12},
        "late_interest": _YEARLY_INTEREST,
        "insurance": {
            "insurer": "示例保险公司",
            "policy_no": None,
            "premium": "600.00",
            "insured_sum": "40000.00",
        },
        "items": [_deferred("40000.00", 12)],
    },
    "P8": {
        "pattern": "P8",
        "term_months": 60,
        "acceptance_days": 15,
        "items": [
            _milestone("validation", "30000.00", "技术验证报告", 12),
            _milestone("launch", "50000.00", "产品上市证明", 24),
            _milestone("sales", "100000.00", "累计销售额达到约定", 48),
        ],
    },
    "P9": {
        "pattern": "P9",
        "term_months": 36,
        "grace_days": 10,
        "cure_days": 15,
        "late_interest": {"rate": "0.0005", "per": "day"},
        "instalment_total": "30000.00",
        "guarantor": {"name": "示例担保公司", "sum": "50000.00"},
        "items": [
            _deferred("20000.00", 6),
            _stage("stage1", "15000.00", 12),
            _stage("stage2", "15000.00", 24),
            _royalty("added_output_value", (1, "0.0100"), time_to_pay=45, period={"months": 6, "anchor": "calendar"}),
        ],
    },
    "P10": {
        "pattern": "P10",
        "term_months": 36,
        "duties": [
            {"id": "platform_filing", "by": "licensor", "office": True, "trigger": _after("signing", days=30)},
        ],
        "items": [
            _deferred("10000.00", 6),
            _royalty("unit_price", (1, "0.0500"), time_to_pay=45, period={"months": 3, "anchor": "calendar"}),
        ],
    },
    "P11": {
        "pattern": "P11",
        "term_months": 60,
        "items": [
            {"id": "entry", "kind": "entry_fee", "amount": "100000.00", "trigger": _after("signing", days=30)},
            _royalty(
                "net_sales",
                (1, "0.0500"),
                (3, "0.0400"),
                (5, "0.0300"),
                floor="10000.00",
                cap="200000.00",
                total_cap="500000.00",
                deductions=["returns", "vat", "freight"],
            ),
        ],
    },
    "P12": {"pattern": "P12", "term_months": 36, "free": True, "items": []},
}


def templates() -> dict[str, dict[str, Any]]:
    """Give the twelve templates by id, each as a mapping that ``read_plan`` takes; the caller may change them."""
    return deepcopy(_TEMPLATES)
