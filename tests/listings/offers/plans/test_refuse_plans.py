"""Refusing plans, with all that is said of each: place, code, sentence and values."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from listings.offers.plans import PlanRefused, changed, read_plan, templates

REFUSALS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text("utf-8"))


def _problems(plan):
    with pytest.raises(PlanRefused) as refused:
        read_plan(plan)
    return refused.value.problems


def _item(template, name, **changes):
    return changed(templates()[template], {"items": {name: changes}})


def _line(problem):
    values = "".join(f"; {key}={value!r}" for key, value in problem.values.items())
    return f"{problem.pointer or repr('')} {problem.code}: {problem.message}{values}\n"


@pytest.mark.parametrize("case", REFUSALS, ids=[case["text"] for case in REFUSALS])
def test_for(case):
    plan = changed(templates()[case["template"]], case["with"]) if "template" in case else case["plan"]

    assert "".join(map(_line, _problems(plan))) == case["said"]


LONG = "x" * 300


@pytest.mark.parametrize(
    ("plan", "message", "value"),
    [
        (LONG, "a plan is a mapping", "x" * 100),
        ({**templates()["P2"], "items": [LONG]}, "an item is a mapping", "x" * 100),
        ({**templates()["P2"], "items": LONG}, "not a list", "x" * 100),
        ({**templates()["P2"], "duties": [LONG]}, "a duty is a mapping", "x" * 100),
        ({**templates()["P2"], "exit_window": LONG}, "not a mapping: '" + "x" * 184, "x" * 100),
        (
            {**templates()["P2"], "guarantor": {LONG: 1.5}},
            "neither a text nor lists or names of texts",
            "{'" + "x" * 98,
        ),
        (_item("P2", "fee", id=LONG), "not a text of 1 to 100 characters", "x" * 100),
        (_item("P2", "fee", kind=LONG), "an item of no known kind: '" + "x" * 173, LONG),
        (_item("P2", "fee", trigger=LONG), "no trigger with an event: '" + "x" * 173, "x" * 100),
        (_item("P3", "royalty", rates=LONG), "not a list", "x" * 100),
        (_item("P3", "royalty", deductions=LONG), "not a list of words", "x" * 100),
    ],
)
def test_without_repeating_all_of_a_long_value(plan, message, value):
    problem = _problems(plan)[0]

    assert (problem.message, problem.values["value"]) == (message, value)


def test_in_one_sentence_with_all_codes():
    with pytest.raises(PlanRefused) as refused:
        read_plan([])

    assert str(refused.value) == "the plan is refused: /: value_unfit; /items: no_items"
    assert refused.value.codes == {"value_unfit", "no_items"}
    assert [problem.pointer for problem in refused.value.problems] == ["", "/items"]
