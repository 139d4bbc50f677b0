"""The tables of the plan format: every key, the kind of its value, and the refusal when it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from listings.offers.plans.model import BASES, PATTERNS, ExitWindow, LateInterest, Period, RateRow, Rounding, Trigger
from listings.offers.plans.problems import Findings, child
from listings.offers.plans.tables import Field, Fields, Record, Rows, read_fields, schema_of, write_fields
from listings.offers.plans.values import (
    DAYS_MAX,
    WORD,
    Choice,
    Count,
    Day,
    Flag,
    Kind,
    Money,
    Rate,
    Schema,
    Slot,
    Text,
    Unit,
    Words,
)
from marketplace.money import RoundingMode

MONTHS: Final = Count()
DAYS: Final = Count(high=DAYS_MAX)
MONEY: Final = Money()
PARTY_EVENTS: Final = ("signing", "effect", "first_revenue", "date")
EVENTS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "entry_fee": PARTY_EVENTS,
    "deferred_fee": PARTY_EVENTS,
    "instalment": PARTY_EVENTS,
    "milestone": ("milestone",),
    "royalty": ("period_end",),
}


class Counted:
    """A trigger: the event, and the months and days after it."""

    def __init__(self, events: tuple[str, ...]) -> None:
        self.events = events
        self._fields: Fields = {
            "event": Field(Choice(events, "trigger_unknown"), "trigger_missing"),
            "months_after": Field(MONTHS),
            "days_after": Field(DAYS),
            "date": Field(Day()),
        }

    def read(self, value: Any, at: str, findings: Findings) -> Trigger | None:
        if not isinstance(value, Mapping):
            findings.add(at, "trigger_missing", f"no trigger with an event: {value!r}"[:200], value=str(value)[:100])
            return None
        known = len(findings.problems)
        read = read_fields(self._fields, value, at, findings)
        self._check_date(value, at, findings)
        return Trigger(**read) if len(findings.problems) == known else None

    @staticmethod
    def _check_date(value: Mapping[str, Any], at: str, findings: Findings) -> None:
        named, given = value.get("event") == "date", value.get("date") is not None
        if named and not given:
            findings.add(child(at, "date"), "trigger_missing", "the date of the trigger is missing", key="date")
            findings.add(child(at, "date"), "value_unfit", "the date of the trigger is missing", key="date")
        if given and not named:
            findings.add(child(at, "date"), "value_unfit", "a date stands only with the event date", key="date")

    def write(self, value: Any) -> Any:
        return write_fields(self._fields, value)

    def schema(self) -> Schema:
        return schema_of({key: field for key, field in self._fields.items() if key != "date" or "date" in self.events})


LATEST_AFTER: Final = Record(
    {
        "event": Field(Choice(("signing", "effect")), "value_unfit"),
        "months_after": Field(MONTHS),
        "days_after": Field(DAYS),
    },
    Trigger,
)
ROUNDING: Final = Record(
    {"mode": Field(Choice(tuple(mode.value for mode in RoundingMode))), "unit": Field(Unit())}, Rounding
)


class Days365:
    """The days of an interest year: 365 or 360."""

    def read(self, value: Any, at: str, findings: Findings) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and value in {360, 365}:
            return value
        findings.add(at, "interest_unfit", f"neither 365 nor 360: {value!r}", value=str(value))
        return None

    def write(self, value: Any) -> int:
        return int(value)

    def schema(self) -> Schema:
        return {"enum": [360, 365]}


LATE_INTEREST: Final = Record(
    {
        "rate": Field(Rate("interest_unfit"), "interest_unfit"),
        "per": Field(Choice(("year", "day"), "interest_unfit")),
        "days": Field(Days365()),
        "from": Field(Choice(("due", "grace_end"), "interest_unfit")),
    },
    LateInterest,
    unfit="interest_unfit",
)
EXIT_WINDOW: Final = Record(
    {
        "to_months": Field(MONTHS, "value_unfit"),
        "notice_days": Field(DAYS),
        "fee": Field(MONEY),
        "fee_days": Field(DAYS),
    },
    ExitWindow,
)
RATES: Final = Rows(
    Record(
        {
            "from_year": Field(Count(low=1, high=1000, code="rates_order", also="value_unfit"), "value_unfit"),
            "over": Field(MONEY),
            "rate": Field(Rate(), "value_unfit"),
        },
        RateRow,
    ),
    unfit="rates_missing",
    filled=True,
)
PERIOD: Final = Record(
    {
        "months": Field(Count(low=1, code="period_unfit"), "period_missing"),
        "anchor": Field(Choice(("effect", "calendar"), "period_unfit")),
    },
    Period,
    unfit="period_missing",
)
DUE_RULE: Final = Choice(("earlier_of", "later_of"), "due_rule_unknown")


def _fixed(kind: str) -> Fields:
    return {
        "id": Field(WORD, "value_unfit"),
        "kind": Field(Choice((kind,)), "unknown_kind"),
        "amount": Field(MONEY, "amount_missing"),
        "trigger": Field(Counted(EVENTS_OF[kind]), "trigger_missing"),
        "also": Field(Counted(PARTY_EVENTS)),
        "due_rule": Field(DUE_RULE),
        "latest_date": Field(Day()),
        "latest_after": Field(LATEST_AFTER),
        "at_latest": Field(Choice(("due", "lapse"))),
        "parts": Field(Count(low=1)),
        "every_months": Field(Count(low=1)),
        "on_end": Field(Choice(("cancel", "stay"))),
        "evidence": Field(Text()),
        "text": Field(Text()),
    }


ROYALTY_FIELDS: Final[Fields] = {
    "id": Field(WORD, "value_unfit"),
    "kind": Field(Choice(("royalty",)), "unknown_kind"),
    "base": Field(Choice(BASES, "base_unknown"), "base_missing"),
    "product": Field(WORD),
    "rates": Field(RATES, "rates_missing"),
    "period": Field(PERIOD, "period_missing"),
    "trigger": Field(Counted(EVENTS_OF["royalty"]), "trigger_missing"),
    "from_month": Field(Count(code="range_outside_term", also="value_unfit")),
    "to_month": Field(Count(code="range_outside_term", also="value_unfit")),
    "floor": Field(MONEY),
    "cap": Field(MONEY),
    "total_cap": Field(MONEY),
    "year_basis": Field(Choice(("contract", "calendar"))),
    "prorate": Field(Choice(("days", "none"))),
    "negative": Field(Choice(("carry", "drop"))),
    "deductions": Field(Words()),
    "statement_days": Field(DAYS),
    "text": Field(Text()),
}
ITEM_FIELDS: Final[Mapping[str, Fields]] = {
    "entry_fee": _fixed("entry_fee"),
    "deferred_fee": _fixed("deferred_fee"),
    "instalment": _fixed("instalment"),
    "milestone": _fixed("milestone"),
    "royalty": ROYALTY_FIELDS,
}
DUTY_FIELDS: Final[Fields] = {
    "id": Field(WORD, "value_unfit"),
    "by": Field(WORD),
    "office": Field(Flag()),
    "trigger": Field(Counted(PARTY_EVENTS), "trigger_missing"),
    "every_months": Field(Count(low=1)),
    "count": Field(Count(low=1)),
    "text": Field(Text()),
}


class _Whatever:
    """Items and duties are read one by one, so that each is told all that is wrong with it."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def read(self, value: Any, _at: str, _findings: Findings) -> Any:
        return value

    def write(self, value: Any) -> Any:
        return value

    def schema(self) -> Schema:
        return self._schema


ITEMS: Final[Kind] = _Whatever(
    {"type": "array", "items": {"oneOf": [schema_of(fields) for fields in ITEM_FIELDS.values()]}}
)
DUTIES: Final[Kind] = _Whatever({"type": "array", "items": schema_of(DUTY_FIELDS)})
PLAN_FIELDS: Final[Fields] = {
    "pattern": Field(Choice(PATTERNS)),
    "currency": Field(Choice(("CNY",), "currency_not_cny")),
    "term_months": Field(Count(low=1, code="term_missing", also="value_unfit"), "term_missing"),
    "free": Field(Flag()),
    "text": Field(Text()),
    "due_rule": Field(DUE_RULE),
    "deferral_min_months": Field(MONTHS),
    "instalment_total": Field(MONEY),
    "roll": Field(Choice(("next_working_day", "none"))),
    "rounding": Field(ROUNDING),
    "grace_days": Field(DAYS),
    "cure_days": Field(DAYS),
    "acceptance_days": Field(DAYS),
    "stop_use_days": Field(DAYS),
    "late_interest": Field(LATE_INTEREST),
    "interest_order": Field(Choice(("before", "after"), also="interest_unfit")),
    "exit_window": Field(EXIT_WINDOW),
    "items": Field(ITEMS),
    "duties": Field(DUTIES),
    "standard_duties": Field(Flag()),
    "ceiling_reason": Field(Text()),
    "insurance": Field(Slot()),
    "guarantor": Field(Slot()),
    "audit_right": Field(Slot()),
}


def plan_schema() -> Schema:
    """Give the JSON Schema of a plan."""
    return schema_of(PLAN_FIELDS)
