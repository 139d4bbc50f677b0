"""Say in one sentence why a rule came out as it did, in Chinese or English."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from listings.eligibility.rules.findings import Value
from listings.eligibility.rules.results import RuleResult
from listings.eligibility.rules.sentences import ANY, SENTENCES, TOPIC_OF_LICENSES, WORDS, Sentence

Language = Literal["zh", "en"]

_CODES: Final = frozenset({"patent_kind", "use", "classes", "topic"})
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def explain(rule: RuleResult, language: Language) -> str:
    """Give the sentence of a rule's result; every result that a rule can have has one."""
    key = (rule.result, rule.reason or "", rule.ground)
    sentence = SENTENCES.get((rule.id, *key)) or SENTENCES[(ANY, *key)]
    values = {name: _shown(name, value, language) for name, value in rule.values.items()}
    return (sentence.zh if language == "zh" else sentence.en).format_map(values)


def _shown(name: str, value: Value, language: Language) -> str:
    if isinstance(value, date):
        return day_text(value, language)
    if name in _CODES:
        words = [getattr(_word(name, code), language) for code in str(value).split()]
        return ("、" if language == "zh" else ", ").join(words)
    return str(value)


def _word(name: str, code: str) -> Sentence:
    return TOPIC_OF_LICENSES if (name, code) == ("topic", "license") else WORDS[code]


def day_text(day: date, language: Language) -> str:
    """Write a day as people read it."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
