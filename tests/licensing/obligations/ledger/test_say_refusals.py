"""Saying why a plan or an event is refused, in words of both languages."""

from __future__ import annotations

import pytest

from licensing.obligations.ledger import sentences
from marketplace.problems import FieldProblem

SAID = [
    (
        "/items/0/amount",
        "money_form",
        {"value": "60000"},
        "金额请写成带两位小数的文字，如 50000.00；收到的是 60000。",
        "Write amounts as text with two places, such as 50000.00; found 60000.",
    ),
    (
        "/items/0/amount",
        "amount_negative",
        {"value": "-1.00"},
        "金额不能是负数：-1.00。",
        "An amount cannot be negative: -1.00.",
    ),
    (
        "/currency",
        "currency_not_cny",
        {"value": "USD", "known": "CNY"},
        "只接受人民币（CNY），不接受 USD。",
        "Only CNY is taken, not USD.",
    ),
    (
        "/items/0/rates/0/rate",
        "rate_out_of_range",
        {"value": "1.5"},
        "比例应在 0 和 1 之间（3% 写成 0.0300）：1.5。",
        "Rates lie between 0 and 1 (3% is 0.0300): 1.5.",
    ),
    (
        "/items/0",
        "floor_above_cap",
        {"item": "r", "floor": "20.00", "cap": "1000.00"},
        "保底 20.00 元 高于封顶 1,000.00 元。",
        "The floor of CNY 20.00 is above the cap of CNY 1,000.00.",
    ),
    (
        "/instalment_total",
        "instalments_do_not_sum",
        {"sum": "90.00", "total": "90000.00"},
        "各期合计 90.00 元，与约定总额 90,000.00 元 不符。",
        "The instalments sum to CNY 90.00, not to the stated total of CNY 90,000.00.",
    ),
    (
        "/exit_window",
        "exit_after_term",
        {"months": 36, "term": 24},
        "退出期 36 个月长于许可期限 24 个月。",
        "The exit window of 36 months is longer than the term of 24 months.",
    ),
    (
        "/items/1",
        "periods_overlap",
        {"item": "u", "other": "r"},
        "u 与 r 在相同月份对同一基础计提，请错开。",
        "u and r share months of one base; keep them apart.",
    ),
    (
        "/items/0/trigger/event",
        "trigger_unknown",
        {"value": "delivery", "known": "signing, effect"},
        "不能从“delivery”起算，可选：signing, effect。",
        "delivery cannot be counted from here; choose one of signing, effect.",
    ),
    (
        "/items/0/trigger/days_after",
        "value_unfit",
        {"value": "-1", "low": 0, "high": 36500},
        "days_after 的内容不合规或缺失：-1。",
        "days_after is missing or does not fit: -1.",
    ),
    (
        "/guarantor",
        "value_unfit",
        {"value": "{'sum': 1.5}"},
        "guarantor 的内容不合规或缺失：—。",
        "guarantor is missing or does not fit: —.",
    ),
    (
        "/insurance",
        "value_unfit",
        {"value": "['x']"},
        "insurance 的内容不合规或缺失：—。",
        "insurance is missing or does not fit: —.",
    ),
    ("/9", "value_unfit", {"key": "plan"}, "plan 的内容不合规或缺失：—。", "plan is missing or does not fit: —."),
    ("", "value_unfit", {"value": None}, "— 的内容不合规或缺失：—。", "— is missing or does not fit: —."),
    ("/9/colour", "unknown_key", {"key": "colour"}, "colour 不是这里可以填写的项目。", "colour is not known here."),
    ("/9/event", "unknown_event", {"value": "gift"}, "没有“gift”这种事件。", "There is no event called gift."),
    (
        "/9/item",
        "unknown_item",
        {"item": "z"},
        "付款计划里没有 z，或它不适用此操作。",
        "The plan has no z that this could apply to.",
    ),
    ("/9/period", "unknown_period", {"item": "a", "period": 1}, "a 没有第 1 期。", "a has no period 1."),
    ("/9/period", "unknown_period", {"item": "a", "period": None}, "a 没有第 — 期。", "a has no period —."),
    (
        "/9",
        "period_not_ended",
        {"item": "r", "last": "2028-03-01"},
        "r 的结算期到2028年3月1日才结束，之后再填报。",
        "The period of r ends on 1 March 2028; file its statement then.",
    ),
    ("/9/payment", "payment_exists", {"payment": "p1"}, "付款记录 p1 已经存在。", "Payment p1 is recorded already."),
    ("/9/payment", "already_confirmed", {"payment": "p1"}, "p1 已经确认到账。", "p1 is confirmed already."),
    ("/9/payment", "not_confirmed", {"payment": "p1"}, "p1 还没有确认到账。", "p1 is not confirmed yet."),
    (
        "/9",
        "refund_exceeds_unallocated",
        {"payment": "p1", "free": "500.00"},
        "p1 未核销的只有 500.00 元。",
        "Only CNY 500.00 of p1 is not allocated.",
    ),
    (
        "/9",
        "refund_exceeds_allocated",
        {"payment": "p1", "settled": "1500.00"},
        "p1 在该项上只核销了 1,500.00 元。",
        "p1 settles only CNY 1,500.00 there.",
    ),
    (
        "/9",
        "allocation_exceeds_payment",
        {"payment": "p1", "free": "0.10"},
        "p1 未核销的只有 0.10 元。",
        "Only CNY 0.10 of p1 is left to allocate.",
    ),
    (
        "/9/to/0",
        "allocation_exceeds_due",
        {"item": "a", "open": "50.00"},
        "a 最多还能核销 50.00 元。",
        "a can take only CNY 50.00 more.",
    ),
    (
        "/9",
        "dispute_exceeds_open",
        {"item": "a", "open": "9900.00"},
        "a 只有 9,900.00 元 可以提出争议。",
        "Only CNY 9,900.00 of a can be disputed.",
    ),
    (
        "/9/upheld",
        "upheld_exceeds_dispute",
        {"dispute": "x", "amount": "100.00"},
        "争议 x 的金额只有 100.00 元。",
        "The dispute x is about CNY 100.00 only.",
    ),
]


@pytest.mark.parametrize(("pointer", "code", "values", "chinese", "english"), SAID)
def test_in_a_sentence(pointer, code, values, chinese, english):
    problem = FieldProblem(pointer, code, "a message", values)

    assert sentences.of_refusal(problem, "zh").replace("\u00a0", " ") == chinese
    assert sentences.of_refusal(problem, "en").replace("\u00a0", " ") == english
