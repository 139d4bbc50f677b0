"""
What may be done with one patent on one day: pure rules over dated facts.

Nothing here knows Django, a database, a clock or a network. The rest of the product uses these names and no others:

``patent_from(mapping)``
    makes a :class:`Patent` from stored values (dates as ``date`` or ISO text; every fact carries ``source``,
    ``as_of`` and ``recorded_at``); raises :class:`UnreadablePatent` with a JSON pointer.
``evaluate(patent, on=day, known_at=None, params=Parameters())``
    gives :class:`Answers`: per purpose ``answer`` (yes, no, unknown), ``failed``, ``unknown``, ``warned``, ``noted``,
    ``classes``, ``earliest``, ``next_change`` and ``rules``, each with its facts and their sources.
``explain(rule_result, language)``
    gives one sentence, in ``zh`` or ``en``.
``answers_to_json``, ``answers_from_json``
    write and read the documented JSON.

The rules stand in :mod:`table`, one row each; ``docs/eligibility.md`` says how they work together.
"""

from listings.eligibility.rules.evaluating import evaluate
from listings.eligibility.rules.explaining import explain
from listings.eligibility.rules.facts import Fact, Owner, Patent
from listings.eligibility.rules.parameters import Parameters
from listings.eligibility.rules.reading import UnreadablePatent, parameters_from, patent_from
from listings.eligibility.rules.results import Answer, Answers, RuleResult
from listings.eligibility.rules.serialising import (
    answer_from_json,
    answer_to_json,
    answers_from_json,
    answers_to_json,
    fact_from_json,
    fact_to_json,
)
from listings.eligibility.rules.table import RULES, not_binding
from listings.eligibility.rules.vocabulary import PURPOSES, RULE_SET

__all__ = [
    "PURPOSES",
    "RULES",
    "RULE_SET",
    "Answer",
    "Answers",
    "Fact",
    "Owner",
    "Parameters",
    "Patent",
    "RuleResult",
    "UnreadablePatent",
    "answer_from_json",
    "answer_to_json",
    "answers_from_json",
    "answers_to_json",
    "evaluate",
    "explain",
    "fact_from_json",
    "fact_to_json",
    "not_binding",
    "parameters_from",
    "patent_from",
]
