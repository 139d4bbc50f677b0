"""A plan in words."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.offers.plans import changed, read_plan, templates
from listings.offers.plans.wording import one_line, sentence, terms
from tests.licensing.obligations.documents import Draw

START = date(2026, 3, 1)


def _plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        (
            "P1",
            "签约 0 元 · 2027年3月起付 · 净销售额 3%",
            "CNY 0 on signing · first payment March 2027 · 3% of net sales",
        ),
        ("P2", "签约 0 元 · 2027年3月起付", "CNY 0 on signing · first payment March 2027"),
        ("P8", "签约 0 元 · 达到里程碑后付", "CNY 0 on signing · paid on milestones"),
        ("P11", "签约 100,000 元 · 净销售额 3%–5%", "CNY 100,000 on signing · 3%–5% of net sales"),
        ("P12", "免费许可", "Free license"),
    ],
)
def test_says_a_template_in_one_line(name, chinese, english):
    plan = read_plan(templates()[name])

    assert _plain(one_line(plan, "zh", start=START)) == chinese
    assert _plain(one_line(plan, "en", start=START)) == english


def test_says_months_while_no_start_is_known():
    plan = read_plan(templates()["P2"])

    assert _plain(one_line(plan, "zh")) == "签约 0 元 · 生效满 12 个月起付"
    assert _plain(one_line(plan, "en")) == "CNY 0 on signing · first payment after 12 months"


def test_says_that_revenue_decides():
    plan = read_plan(changed(templates()["P2"], {"items": {"fee": {"trigger": {"event": "first_revenue"}}}}))

    assert _plain(one_line(plan, "zh", start=START)) == "签约 0 元 · 取得收入后付"


def test_says_a_plan_in_a_sentence_for_a_shopkeeper():
    assert _plain(sentence(read_plan(templates()["P1"]), "zh")) == (
        "签约时不用付款。延期支付许可费 50,000.00 元：许可生效满 12 个月时或首次取得收入后 30 天内，以较早者为准；"
        "提成：许可生效满 12 个月起，每 12 个月按净销售额的 3% 计算，每期结束后 60 天内付款（每期最多 300,000.00 元）。"
    )
    assert _plain(sentence(read_plan(templates()["P6"]), "en")) == (
        "Nothing to pay on signing. Deferred fee of CNY 80,000.00: "
        "within 30 days after 12 months from the effective date."
    )


def test_gives_a_row_for_each_item():
    rows = terms(read_plan(templates()["P5"]), "zh")

    assert [(row.item, row.label) for row in rows] == [("fee", "延期支付许可费"), ("part", "分期付款")]
    assert _plain(rows[1].text) == "分期付款 60,000.00 元：许可生效满 24 个月时起分 3 期，每 12 个月一期"


@given(st.randoms(use_true_random=False))
def test_finds_words_for_any_plan(random):
    plan = read_plan(Draw(random, Counter()).plan())

    for language in ("zh", "en"):
        for text in (one_line(plan, language), one_line(plan, language, start=START), sentence(plan, language)):
            assert text
            assert "{" not in text
