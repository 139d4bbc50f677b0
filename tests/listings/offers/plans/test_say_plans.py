"""A plan in words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from listings.offers.plans import changed, read_plan, templates
from listings.offers.plans.wording import TermRow, one_line, sentence, terms
from tests.licensing.obligations.documents import Draw

START = date(2026, 3, 1)
SAID = yaml.safe_load((Path(__file__).parent / "wording.yaml").read_text("utf-8"))


def _plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", SAID, ids=[case["text"] for case in SAID])
def test_says_in_a_line_and_in_a_sentence(case, language):
    plan = read_plan(changed(templates()[case["template"]], case.get("with", {})))
    said = {"line": one_line(plan, language, start=START), "sentence": sentence(plan, language)}

    assert {name: _plain(text) for name, text in said.items()} == case[language]


def test_holds_figures_and_their_units_together():
    plan = read_plan(templates()["P6"])

    assert one_line(plan, "zh", start=START) == "签约 0\u00a0元\u00a0· 2027年3月起付"
    assert one_line(plan, "en", start=START) == "CNY\u00a00 on signing\u00a0· first payment March 2027"
    assert sentence(plan, "zh") == (
        "签约时不用付款。延期支付许可费 80,000.00\u00a0元：许可生效满\u00a012\u00a0个月后\u00a030\u00a0天内。"
    )
    assert sentence(plan, "en") == (
        "Nothing to pay on signing. Deferred fee of CNY\u00a080,000.00: "
        "within 30 days after 12 months from the effective date."
    )


def test_gives_a_row_for_each_item():
    plan = read_plan(changed(templates()["P4"], {"items": {"product": None}}))

    assert terms(plan, "en") == (
        TermRow(
            item="pilot",
            kind="milestone",
            label="milestone payment",
            text="milestone payment of CNY\u00a020,000.00: within 30 days after acceptance of the milestone; "
            "it has to happen at the latest 24 months after the effective date, or nothing is owed",
            notes=("中试报告",),
        ),
        TermRow(
            item="royalty",
            kind="royalty",
            label="royalty",
            text="royalty: from month 12 of the license, for every 12 months, 2% of net sales, "
            "paid within 60 days after the end of each period",
            notes=("at least CNY\u00a05,000.00 a period",),
        ),
    )
    assert [(row.label, row.notes) for row in terms(plan, "zh")] == [
        ("里程碑付款", ("中试报告",)),
        ("提成", ("每期至少 5,000.00\u00a0元",)),
    ]
    assert [row.notes for row in terms(read_plan(templates()["P2"]), "zh")] == [()]


@given(st.randoms(use_true_random=False))
def test_finds_words_for_any_plan(random):
    plan = read_plan(Draw(random, Counter()).plan())

    for language in ("zh", "en"):
        for text in (one_line(plan, language, start=START), sentence(plan, language)):
            assert text
            assert "{" not in text
