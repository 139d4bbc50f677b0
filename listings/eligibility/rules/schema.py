"""The JSON Schema of case files, made from the definitions that the reader uses."""

from __future__ import annotations

from listings.eligibility.rules.casefiles import CASE, SCHEMA_VERSION
from listings.eligibility.rules.fields import NOTES_SCHEMA, Schema
from listings.eligibility.rules.kinds import KINDS, fact_mapping
from listings.eligibility.rules.reading import patent_mapping


def case_file_schema() -> Schema:
    """
    Give the schema of a case file after YAML is read, days as ISO text.

    What only a reader can see stays with it: templates that start from each other, the start of a fact, a kind
    that neither the patent nor its template names.
    """
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "patents": {"anyOf": [{"$ref": "#/$defs/patents"}, {"type": "null"}]},
        "cases": {"type": "array", "items": {"$ref": "#/$defs/case"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Eligibility cases",
        "type": "object",
        "properties": properties,
        "patternProperties": NOTES_SCHEMA,
        "required": ["schema_version", "cases"],
        "additionalProperties": False,
        "$defs": {
            "patents": {"type": "object", "additionalProperties": {"$ref": "#/$defs/patent"}},
            "patent": patent_mapping().schema(),
            "case": CASE.schema(),
            "fact": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]},
            **{kind: fact_mapping(kind).schema() for kind in KINDS},
        },
    }
