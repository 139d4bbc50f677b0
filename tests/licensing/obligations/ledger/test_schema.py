"""The published JSON Schema of plans, events and cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from licensing.obligations.ledger.comparing import plain
from licensing.obligations.ledger.recording.registry import EVENTS
from licensing.obligations.ledger.schema import case_file_schema, event_schema
from listings.offers.plans import canonical, read_plan, templates
from listings.offers.plans.formats import plan_schema
from marketplace import strict_yaml

SNAPSHOT = Path(__file__).resolve().parents[4] / "docs" / "schemas" / "plan-cases.json"


def _shared(shared_data):
    source = (shared_data / "plan-cases.yaml").read_bytes()
    document = plain(strict_yaml.read(source, bare_floats=True, unfit_as_text=True).value)
    return json.loads(json.dumps(document))


def test_is_the_one_in_the_documentation():
    assert json.loads(SNAPSHOT.read_text("utf-8")) == json.loads(json.dumps(case_file_schema()))


def test_is_a_schema():
    Draft202012Validator.check_schema(case_file_schema())


def test_takes_the_shared_cases(shared_data):
    errors = list(Draft202012Validator(case_file_schema()).iter_errors(_shared(shared_data)))

    assert errors == []


def test_takes_every_event_of_the_shared_cases(shared_data):
    for case in _shared(shared_data)["cases"]:
        for event in case.get("events", []):
            assert list(Draft202012Validator(event_schema(event["event"])).iter_errors(event)) == []


@pytest.mark.parametrize("name", list(templates()))
def test_takes_every_template_and_its_canonical_form(name):
    validator = Draft202012Validator(plan_schema())

    assert list(validator.iter_errors(templates()[name])) == []
    assert list(validator.iter_errors(canonical(read_plan(templates()[name])))) == []


@pytest.mark.parametrize("name", EVENTS)
def test_refuses_an_event_without_a_day_or_with_a_key_that_is_not_known(name):
    validator = Draft202012Validator(event_schema(name))

    assert not validator.is_valid({"event": name})
    assert not validator.is_valid({"event": name, "day": "2026-03-01", "colour": "red"})


def test_refuses_a_bare_number_as_money():
    plan = templates()["P2"]
    plan["items"][0]["amount"] = 60000

    assert not Draft202012Validator(plan_schema()).is_valid(plan)
