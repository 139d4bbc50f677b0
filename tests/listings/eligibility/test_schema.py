"""The JSON Schema of case files: as committed, and as strict as the reader where it can be."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from listings.eligibility.rules.schema import case_file_schema
from marketplace import strict_yaml
from tests.listings.eligibility.documents import document

ROOT = Path(__file__).resolve().parents[3]
SNAPSHOT = ROOT / "docs" / "schemas" / "eligibility-cases.json"
SHOWN = ROOT.parent / "shared" / "data" / "eligibility-cases.yaml"
VALIDATOR = Draft202012Validator(case_file_schema())


def as_json(value):
    """Write the days of a file as text."""
    if isinstance(value, dict):
        return {key: as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def test_snapshot_is_what_the_definitions_give():
    expected = json.dumps(case_file_schema(), ensure_ascii=False, indent=2) + "\n"

    assert SNAPSHOT.read_text(encoding="utf-8") == expected


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(case_file_schema())


@pytest.mark.skipif(not SHOWN.exists(), reason="../shared/data is absent")
def test_shown_file_is_valid():
    shown = as_json(strict_yaml.read(SHOWN.read_bytes()).value)

    assert [error.message for error in VALIDATOR.iter_errors(shown)] == []


def test_random_documents_are_valid():
    errors = [error.message for seed in range(40) for error in VALIDATOR.iter_errors(as_json(document(seed)))]

    assert errors == []


@pytest.mark.parametrize(
    "facts",
    [
        [{"kind": "pledge", "on": "2026-01-01"}],
        [{"kind": "deal", "on": "2026-01-01", "ref": "P1"}],
        [{"kind": "gift", "on": "2026-01-01"}],
        [{"kind": "checked", "topics": "some", "as_of": "2026-01-01"}],
        [{"kind": "deal", "on": "1 January 2026"}],
    ],
)
def test_wrong_facts_are_invalid(facts):
    case = {"id": "one", "text": "x", "on": "2026-01-01", "patent": {"kind": "design", "facts": facts}, "expect": {}}

    assert not VALIDATOR.is_valid({"schema_version": 1, "cases": [case]})
