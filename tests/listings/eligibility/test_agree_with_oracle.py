"""Random documents: the package and an independent reading of the page say the same."""

from __future__ import annotations

import os
import sys
from collections import Counter

import pytest

from listings.eligibility.rules import PURPOSES, evaluate, explain
from listings.eligibility.rules.casefiles import cases_from
from listings.eligibility.rules.kinds import KINDS
from listings.eligibility.rules.parameters import PARAMETERS
from listings.eligibility.rules.sentences import ANY, SENTENCES
from tests.listings.eligibility.documents import document
from tests.listings.eligibility.oracle import Oracle

DOCUMENTS = int(os.environ.get("ENGINE_DOCUMENTS", "1500"))
ASK_FOR_CHANGE_EVERY = 7


def constructs():
    """Name every construct that a document can reach."""
    sentences = {"/".join(key) for key in SENTENCES}
    shapes = {"like", "drop", "known_at", "in the case", "contested", "dropped", "not known then", "without document"}
    times = {f"{time} {purpose}" for time in ("earliest", "next_change") for purpose in PURPOSES}
    kinds = {f"fact {kind}" for kind in KINDS}
    return sentences | shapes | times | kinds | {f"parameter {name}" for name in PARAMETERS.fields}


def compared(answer):
    """Give what both sides say about a purpose, in one form."""
    return {
        "answer": answer.answer,
        **{key: set(getattr(answer, key)) for key in ("failed", "unknown", "warned", "noted", "classes")},
        "reasons": {rule.id: rule.reason for rule in answer.rules},
        "earliest": answer.earliest and answer.earliest.toordinal(),
    }


def note_sentences(answers, reached):
    for answer in answers.purposes.values():
        for rule in answer.rules:
            assert explain(rule, "zh")
            assert explain(rule, "en")
            key = (rule.result, rule.reason or "", rule.ground)
            reached["/".join((rule.id if (rule.id, *key) in SENTENCES else ANY, *key))] += 1


def note_shapes(made, oracle, answers, reached):
    case = made["cases"][0]
    given = [*made.get("patents", {}).values(), case["patent"]]
    reached.update(f"fact {fact['kind']}" for patent in given for fact in patent.get("facts", []))
    reached.update(f"parameter {name}" for name in case.get("params", {}))
    reached["like"] += "like" in case["patent"]
    reached["in the case"] += "like" not in case["patent"]
    reached["drop"] += "drop" in case["patent"]
    reached["known_at"] += "known_at" in case
    reached["contested"] += bool(oracle.contested)
    papers = [fact for fact in oracle.facts if fact["kind"] == "consent" and not fact.get("document")]
    reached["without document"] += bool(papers)
    reached["dropped"] += len(oracle.facts) > len(oracle.base) + len(oracle.contested) + len(papers)
    reached["not known then"] += len(oracle.patent["facts"]) > len(oracle.facts)
    for purpose, answer in answers.purposes.items():
        reached[f"earliest {purpose}"] += answer.earliest is not None
        reached[f"next_change {purpose}"] += answer.next_change is not None


def differences(seed, reached):
    made = document(seed)
    case = cases_from(made)[0]
    answers = evaluate(case.patent, on=case.on, known_at=case.known_at, params=case.params)
    oracle = Oracle(made, made["cases"][0])
    note_sentences(answers, reached)
    note_shapes(made, oracle, answers, reached)
    for purpose, answer in answers.purposes.items():
        expected, got = oracle.answer(purpose), compared(answer)
        if seed % ASK_FOR_CHANGE_EVERY == 0:
            expected["next_change"] = oracle.next_change(purpose)
            got["next_change"] = answer.next_change and answer.next_change.toordinal()
        yield from ((seed, purpose, key, expected[key], got[key]) for key in expected if expected[key] != got[key])


@pytest.fixture(scope="module")
def run():
    """Compare all documents once."""
    reached = Counter(dict.fromkeys(constructs(), 0))
    found = [difference for seed in range(DOCUMENTS) for difference in differences(seed, reached)]
    return found, reached


def test_on_every_document(run):
    found, _ = run

    assert found[:3] == []


def test_on_documents_that_reach_every_construct(run):
    _, reached = run
    lines = [f"{count:>9} {name}" for name, count in sorted(reached.items(), key=lambda entry: entry[1])]
    sys.stdout.write("\n".join([f"{DOCUMENTS} documents reach:", *lines, ""]))

    assert [name for name in sorted(reached) if not reached[name]] == []
    assert sorted(set(reached) - constructs()) == []
