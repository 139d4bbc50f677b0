"""Sentences: the same values in both languages, in the words of the product."""

from __future__ import annotations

from datetime import date
from string import Formatter

import pytest

from listings.eligibility.rules import RULES, answers_from_json, answers_to_json, explain
from listings.eligibility.rules.explaining import day_text
from listings.eligibility.rules.sentences import ANY, SENTENCES
from tests.listings.eligibility.patents import ON, asked, fact


def names(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


@pytest.mark.parametrize("key", SENTENCES, ids="/".join)
def test_both_languages_show_the_same_values(key):
    sentence = SENTENCES[key]

    assert names(sentence.zh) == names(sentence.en)
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert key[0] == ANY or key[0] in {rule.id for rule in RULES}


def rule_of(answers, purpose, name):
    return next(rule for rule in answers.purposes[purpose].rules if rule.id == name)


def test_sentence_names_the_day_and_the_term():
    rule = rule_of(asked(), "transfer", "in_force")

    assert explain(rule, "zh") == "专利权有效，期限至2036年3月9日（含当日）。"
    assert explain(rule, "en") == "The right is in force; its last day is 9 March 2036."


def test_sentence_is_made_from_a_stored_row_too():
    answers = asked(fact("pledge", ref="P1", on=date(2025, 6, 1)))
    stored = answers_from_json(answers_to_json(answers))

    sentence = explain(rule_of(stored, "transfer", "pledge"), "zh")

    assert sentence == "质押登记 P1 有效，还缺质权人的书面同意（转让）。"
    assert sentence == explain(rule_of(answers, "transfer", "pledge"), "zh")


def test_days_are_written_as_people_read_them():
    assert (day_text(ON, "zh"), day_text(ON, "en")) == ("2026年10月15日", "15 October 2026")
