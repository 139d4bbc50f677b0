"""The JSON Schema of case files, of plans and of events, made from the tables that read them."""

from __future__ import annotations

from typing import Any, Final

from licensing.obligations.ledger.cases import CASE_KEYS, SCHEMA_VERSION
from licensing.obligations.ledger.comparing import EXPECT_KEYS
from licensing.obligations.ledger.recording.registry import EVENTS, SHOWN
from licensing.obligations.ledger.standing import STATUSES
from listings.offers.plans.formats import plan_schema
from listings.offers.plans.tables import schema_of
from listings.offers.plans.values import Day, Schema

_DAY: Final = Day().schema()
_TEXT: Final[Schema] = {"type": "string"}


def case_file_schema() -> Schema:
    """
    Give the JSON Schema of a file of cases, with dates as ISO text.

    Plans and events of cases may be wrong on purpose, so the file takes any mapping there; ``$defs`` holds what a plan
    and an event that are taken look like.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Payment plan cases",
        "type": "object",
        "properties": {
            "schema_version": {"const": SCHEMA_VERSION},
            "text": _TEXT,
            "calendars": {"$ref": "#/$defs/calendars"},
            "templates": {"type": "object", "additionalProperties": {"$ref": "#/$defs/plan"}},
            "cases": {"type": "array", "items": {"$ref": "#/$defs/case"}},
        },
        "required": ["schema_version", "cases"],
        "additionalProperties": False,
        "$defs": {
            "calendars": _calendars(),
            "plan": plan_schema(),
            "event": {"oneOf": [event_schema(name) for name in EVENTS]},
            "case": _case(),
            "expect": _expect(),
        },
    }


def event_schema(name: str) -> Schema:
    """Give the JSON Schema of one event, on a day or at an instant."""
    own = schema_of({**EVENTS[name].fields, **SHOWN})
    when = {"day": _DAY, "at": {"type": "string", "format": "date-time"}, "event": {"const": name}}
    return own | {
        "properties": when | own["properties"],
        "required": ["event", *own["required"]],
        "oneOf": [{"required": ["day"]}, {"required": ["at"]}],
    }


def _calendars() -> Schema:
    span = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
    days = {"type": ["array", "null"], "items": span}
    table = {"type": ["object", "null"], "properties": {"closed": days, "open": days}, "additionalProperties": False}
    return {"type": ["object", "null"], "patternProperties": {"^[0-9]{4}$": table}, "additionalProperties": False}


def _case() -> Schema:
    kinds: dict[str, Any] = {
        "id": _TEXT,
        "text": _TEXT,
        "plan": {"type": ["object", "null"]},
        "template": {"type": ["string", "null"]},
        "with": {"type": ["object", "null"]},
        "start": {"anyOf": [_DAY, {"type": "null"}]},
        "events": {"type": ["array", "null"], "items": {"type": "object", "required": ["event"]}},
        "as_of": _DAY,
        "calendar": {"$ref": "#/$defs/calendars"},
        "expect": {"$ref": "#/$defs/expect"},
    }
    return {
        "type": "object",
        "properties": {key: kinds[key] for key in CASE_KEYS},
        "required": ["id", "as_of", "expect"],
        "additionalProperties": False,
    }


def _expect() -> Schema:
    duty: Schema = {
        "type": "object",
        "properties": {"status": {"enum": [status for status, _ in STATUSES]}},
        "required": ["item"],
    }
    kinds: dict[str, Any] = {
        "duties": {"type": "array", "items": duty},
        "absent": {"type": "array", "items": {"type": "object"}},
        "totals": {"type": "object"},
        "next": {"type": ["object", "null"]},
        "proposals": {"type": "array", "items": {"type": "object", "required": ["act"]}},
        "warnings": {"type": "array", "items": _TEXT},
        "error": _TEXT,
    }
    return {
        "type": "object",
        "properties": {key: kinds[key] for key in EXPECT_KEYS},
        "additionalProperties": False,
    }
