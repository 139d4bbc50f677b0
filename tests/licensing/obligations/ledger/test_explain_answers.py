"""Explaining answers: how each duty stands and why, sums, proposals and warnings, with the words of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from licensing.obligations.ledger import Answer, answer, sentences
from licensing.obligations.ledger.results import written
from listings.offers.plans import read_plan

CASES = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text("utf-8"))
NOTHING: tuple[object, ...] = (None, False, "0.00", 0, {})


def _told(values, *left_out):
    kept = {key: value for key, value in values.items() if value not in NOTHING and key not in left_out}
    return "; ".join(f"{key}={value}" for key, value in kept.items())


def _words(say, *about, indent="  ", **more) -> Iterator[str]:
    for language in ("zh", "en"):
        yield indent + say(*about, language, **more).replace("\u00a0", " ")


def _lines(result) -> Iterator[str]:
    for duty in result.duties:
        yield _told(written(duty), "why")
        yield from _words(sentences.of_duty, duty, as_of=result.as_of)
        for why in duty.why:
            inputs = "".join(f", {key}={value}" for key, value in why.inputs.items())
            yield f"  - {why.step} {why.result} by {why.clause}{inputs}"
            yield from _words(sentences.of_step, why, indent="    ")
    yield f"totals: {_told(written(result.totals)) or None}"
    yield f"next: {_told(written(result.next), 'why') if result.next else None}"
    for proposal in result.proposals:
        yield f"proposes {_told(written(proposal))}"
        yield from _words(sentences.of_proposal, proposal)
    for warned in result.warnings:
        yield f"warns of {_told(written(warned))}"
        yield from _words(sentences.of_warning, warned)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_says_all_of(case, calendar):
    result = answer(read_plan(case["plan"]), case["events"], as_of=case["as_of"], calendar=calendar)

    assert list(_lines(result)) == case["said"].splitlines()
    assert Answer.from_json(result.as_json()) == result
