"""What holds for every patent: order, names, numbers, times."""

from __future__ import annotations

import copy
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.eligibility.rules import PURPOSES, answers_from_json, answers_to_json, evaluate
from listings.eligibility.rules.casefiles import cases_from
from listings.eligibility.rules.identifiers import number_problem
from tests.listings.eligibility.documents import document
from tests.listings.eligibility.patents import SOUND, asked, result

SEEDS = st.integers(0, 10**9)
EXAMPLES = 120
SCANNED = max(4, int(os.environ.get("ENGINE_DOCUMENTS", "1500")) // 150)
SCANNED_DAYS = 420
RENAMED = {
    "heu": "z-one",
    "plant": "a-two",
    "buyer": "m-three",
    "P1": "L9",
    "P2": "P0",
    "L1": "C7",
    "L2": "x",
    "C1": "L1",
}
RENAMED |= {"abc1": "h7", "abc2": "a0", "database:a": "database:z", "database:b": "database:c", "D1": "paper"}


def case_of(made):
    return cases_from(made)[0]


def asked_of(case, **changes):
    case = replace(case, **changes)
    return evaluate(case.patent, on=case.on, known_at=case.known_at, params=case.params)


def told(answers):
    """Give what is answered, without the facts shown beside it."""
    return {
        purpose: [replace(answer, rules=()), [(rule.id, rule.result, rule.reason) for rule in answer.rules]]
        for purpose, answer in answers.purposes.items()
    }


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_order_of_facts_never_matters(seed, rng):
    made = document(seed)
    mixed = copy.deepcopy(made)
    for patent in [*mixed.get("patents", {}).values(), mixed["cases"][0]["patent"]]:
        rng.shuffle(patent["facts"])
        rng.shuffle(patent.get("owners") or [])

    assert told(asked_of(case_of(mixed))) == told(asked_of(case_of(made)))


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_renamed_ids_change_nothing(seed):
    made = document(seed)

    assert told(asked_of(case_of(renamed(made)))) == told(asked_of(case_of(made)))


def renamed(value):
    """Write a document with other names for owners, references, documents and databases."""
    if isinstance(value, dict):
        return {key: renamed(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [renamed(entry) for entry in value]
    if isinstance(value, str):
        return value.replace(":heu", ":w") if value.startswith("owner:") else RENAMED.get(value, value)
    return value


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_answers_are_read_back_as_they_were_written(seed):
    answers = asked_of(case_of(document(seed)))

    assert answers_from_json(answers_to_json(answers)) == answers


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 12), st.sampled_from("0123456789X"))
def test_a_mutated_number_changes_the_result(place, figure):
    right = "2016101234566"
    mutated = right[:place] + figure + right[place + 1 :]

    problem = number_problem(mutated, "invention")

    assert (problem is None) == (mutated == right)
    expected = ("met", None) if mutated == right else ("failed", None)
    assert result(asked(application_number=mutated), "transfer", "number_check") == expected


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_unknown_never_passes(seed):
    answers = asked_of(case_of(document(seed)))

    for answer in answers.purposes.values():
        blocking = {rule.result for rule in answer.rules if rule.level == "block"}
        assert (answer.answer == "yes") == (blocking <= {"met", "not_applicable"})
        assert (answer.answer == "no") == ("failed" in blocking)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_nothing_changes_before_the_next_change(seed):
    case = case_of(document(seed))
    for purpose, answer in asked_of(case).purposes.items():
        if answer.next_change is None:
            continue
        days = (answer.next_change - case.on).days

        around = [case.on + timedelta(days=day) for day in (1, days // 2, days - 1) if 0 < day < days]

        assert {asked_of(case, on=day).purposes[purpose].answer for day in around} <= {answer.answer}
        assert asked_of(case, on=answer.next_change).purposes[purpose].answer != answer.answer


@pytest.mark.parametrize("seed", range(SCANNED))
def test_next_change_is_what_a_scan_over_days_finds(seed):
    case = case_of(document(10_000 + seed))
    now = asked_of(case).purposes
    days = [case.on + timedelta(days=day) for day in range(1, SCANNED_DAYS)]
    scanned = {day: asked_of(case, on=day).purposes for day in days}

    for purpose in PURPOSES:
        changed = [day for day in days if scanned[day][purpose].answer != now[purpose].answer]
        expected = now[purpose].next_change
        assert (changed[0] if changed else None) == (expected if expected and expected <= days[-1] else None)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_earliest_is_no_day_before_the_one_asked_about(seed):
    case = case_of(document(seed))

    for answer in asked_of(case).purposes.values():
        assert answer.earliest is None or (answer.answer == "no" and answer.earliest > case.on)


def test_sound_patent_is_not_changed_by_asking():
    before = copy.deepcopy(SOUND)

    asked()

    assert before == SOUND
