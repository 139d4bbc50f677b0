"""The description of the API as it was agreed. After a change on purpose run this file with ``UPDATE_SNAPSHOTS=1``."""

import os
from pathlib import Path

import yaml
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

SNAPSHOT = Path(__file__).parent / "openapi.yaml"


def described() -> tuple[dict, str]:
    GENERATOR_STATS.reset()
    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        return schema, OpenApiYamlRenderer().render(schema, renderer_context={}).decode()


def test_is_valid_and_complete():
    schema, _ = described()

    validate_schema(schema)
    warnings = {**GENERATOR_STATS._warn_cache, **GENERATOR_STATS._error_cache}
    assert warnings == {}


def test_is_what_was_agreed():
    _, text = described()
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(text)

    assert yaml.safe_load(text) == yaml.safe_load(SNAPSHOT.read_text())
