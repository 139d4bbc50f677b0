"""Each finding is explained in one sentence in both languages, with its values and without a hole."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from licensing.subsidy.rules import work_out
from licensing.subsidy.rules.explaining import binding_word, field_name, sentence, step_name
from licensing.subsidy.rules.sentences import BINDING_WORDS, SENTENCES, STEP_NAMES
from licensing.subsidy.rules.steps import STEPS
from licensing.subsidy.rules.worksheet import Binding
from tests.licensing.subsidy.rules.written import worked_examples, worksheet_of

SAID = Path(__file__).parent / "worksheets" / "sentences.txt"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def rows(make_policy):
    """Give rows of each finding from the worked examples: plain, not confirmed, with what is missing or not known."""
    found = {}
    for _, example in worked_examples():
        for row in worksheet_of(make_policy, example).rows:
            found.setdefault(form_of(row), row)
    return [found[key] for key in sorted(found)]


def form_of(row):
    """Tell rows apart whose sentences are built in different ways."""
    missing, blocked = row.values.get("missing", ""), row.values.get("blocked", "")
    return (
        row.reason,
        row.provisional,
        "?" in row.values.values(),
        bool(missing),
        ", " in missing + blocked,
        " = " in missing,
    )


def test_says_what_the_page_of_sentences_says(rows):
    said = [f"{row.reason}\n  {sentence(row, 'zh')}\n  {sentence(row, 'en')}\n" for row in rows]

    assert "\n".join(said).replace("\u00a0", "~") == SAID.read_text(encoding="utf-8")


def test_explains_every_finding_in_both_languages(rows):
    assert {row.reason for row in rows} == set(SENTENCES)
    for row in rows:
        chinese, english = sentence(row, "zh"), sentence(row, "en")
        assert chinese.endswith(("。", "）"))
        assert HAN.search(chinese)
        assert english.endswith((".", ")"))
        assert "{" not in chinese + english


@pytest.mark.parametrize("reason", SENTENCES)
def test_both_languages_name_the_same_values(reason):
    said = SENTENCES[reason]

    chinese, english = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in said)

    assert chinese == english


def test_every_step_and_binding_has_a_name():
    assert set(STEP_NAMES) == {name for name, _ in STEPS}
    assert set(BINDING_WORDS) == {one.value for one in Binding}
    assert (step_name("line_caps", "zh"), step_name("line_caps", "en")) == ("单笔上限", "Line cap")
    assert (binding_word(Binding.NO, "zh"), binding_word(Binding.NO, "en")) == ("未触及", "Not binding")


def test_speaks_of_money_rates_and_facts_as_the_pages_do(make_policy):
    policy = make_policy(line_cap=5000, gates=[["deal.related_party", "eq", False]])
    worksheet = work_out(policy, deals=[{"id": "d1", "paid": 100000, "related_party": True}])
    paying = work_out(policy, deals=[{"id": "d1", "paid": 100000, "related_party": False}])
    by_reason = {row.reason: row for row in [*worksheet.rows, *paying.rows]}

    assert sentence(by_reason["gates_not_met"], "zh") == "1\u00a0项条件中0\u00a0项符合；不符合：关联关系为是。"
    assert sentence(by_reason["gates_not_met"], "en") == "0 of 1 conditions are met; not met: related parties is yes."
    assert sentence(by_reason["flat_rate"], "zh") == "基数100,000.00\u00a0元按10%计，得10,000.00\u00a0元。"
    assert sentence(by_reason["cap_binds"], "en") == (
        "CNY\u00a010,000.00 exceeds the cap of CNY\u00a05,000.00, so CNY\u00a05,000.00."
    )


def test_names_what_is_missing(make_policy):
    worksheet = work_out(make_policy(), deals=[{"id": "d1"}])
    row = next(row for row in worksheet.rows if row.step == "base")

    assert sentence(row, "zh") == "补助基数为0.00\u00a0元，缺少的事实按0计。缺少：实际支付额。"
    assert sentence(row, "en", labels={"deal.paid": "what was paid"}).endswith("Missing: what was paid.")


def test_calls_facts_as_the_registry_does(make_policy):
    labels = {"deal.paid": "money", "deal.size": "size", "applicant.id": "who", "deal.type": "kind"}
    policy = make_policy(
        gates=[["deal.size", "eq", "small"], ["deal.ok", "eq", True]],
        min_class={"field": "deal.paid", "value": 5},
        group_caps=[{"by": ["applicant.id", "deal.type"], "cap": 1}],
    )
    refused = work_out(policy, deals=[{"paid": 9}])
    paid = work_out(
        policy, applicant={"id": "A"}, deals=[{"paid": 90, "size": "small", "ok": True, "type": "transfer"}]
    )
    said = {row.reason: sentence(row, "en", labels=labels) for row in [*refused.rows, *paid.rows]}

    assert (
        said["gates_missing"] == "0 of 2 conditions are met; not met or not proved: size (missing), deal.ok (missing)."
    )
    assert said["min_class_met"] == "Money is CNY\u00a090.00 and reaches the floor (≥ CNY\u00a05.00)."
    assert said["group_cap_binds"] == (
        "Who A, kind transfer: lines (1) sum to CNY\u00a09.00 under a cap of CNY\u00a01.00 "
        "(CNY\u00a00.00 used before); reduced in proportion to CNY\u00a01.00."
    )


def test_marks_a_number_that_is_not_confirmed(make_policy):
    policy = make_policy(scheme={"type": "flat", "rate": "0.10", "confirmed": False})
    row = next(row for row in work_out(policy, deals=[{"paid": 100}]).rows if row.step == "scheme")

    assert sentence(row, "zh").endswith("得10.00\u00a0元（未经确认，暂估）。")


def test_a_fact_without_a_name_is_called_as_the_policy_calls_it():
    assert field_name("deal.unheard_of", "zh") == "deal.unheard_of"
