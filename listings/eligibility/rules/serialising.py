"""Answers as the documented JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.findings import Value
from listings.eligibility.rules.kinds import KINDS, attribute_of, read_fact
from listings.eligibility.rules.results import Answer, Answers, RuleResult

_WORKED_OUT: Final = "worked_out"
_LISTS: Final = ("failed", "unknown", "warned", "noted", "classes")
_DATES: Final = ("earliest", "next_change")


def answers_to_json(answers: Answers) -> dict[str, Any]:
    """Write answers as JSON values."""
    return {
        "number": answers.number,
        "on": answers.on.isoformat(),
        "known_at": _text(answers.known_at),
        "rule_set": answers.rule_set,
        "purposes": {purpose: answer_to_json(answer) for purpose, answer in answers.purposes.items()},
    }


def answers_from_json(value: Mapping[str, Any]) -> Answers:
    """Read answers that :func:`answers_to_json` wrote."""
    return Answers(
        number=value["number"],
        on=date.fromisoformat(value["on"]),
        known_at=_day(value["known_at"]),
        rule_set=value["rule_set"],
        purposes={purpose: answer_from_json(answer) for purpose, answer in value["purposes"].items()},
    )


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Write the answer for one purpose as JSON values."""
    return {
        "answer": answer.answer,
        **{key: list(getattr(answer, key)) for key in _LISTS},
        **{key: _text(getattr(answer, key)) for key in _DATES},
        "rules": [_rule_to_json(rule) for rule in answer.rules],
    }


def answer_from_json(value: Mapping[str, Any]) -> Answer:
    """Read the answer for one purpose."""
    return Answer(
        answer=value["answer"],
        failed=tuple(value["failed"]),
        unknown=tuple(value["unknown"]),
        warned=tuple(value["warned"]),
        noted=tuple(value["noted"]),
        classes=tuple(value["classes"]),
        earliest=_day(value["earliest"]),
        next_change=_day(value["next_change"]),
        rules=tuple(_rule_from_json(rule) for rule in value["rules"]),
    )


def _rule_to_json(rule: RuleResult) -> dict[str, Any]:
    facts = [fact_to_json(fact) for fact in rule.facts]
    # What was worked out stands after the facts it came from, so that a stored row explains itself.
    if rule.ground or rule.values:
        values = {name: _value_to_json(value) for name, value in rule.values.items()}
        facts.append({"kind": _WORKED_OUT, "ground": rule.ground, "values": values})
    return {
        "id": rule.id,
        "level": rule.level,
        "citation": rule.citation,
        "result": rule.result,
        "reason": rule.reason,
        "facts": facts,
    }


def _rule_from_json(value: Mapping[str, Any]) -> RuleResult:
    worked_out: Mapping[str, Any] = next((entry for entry in value["facts"] if entry["kind"] == _WORKED_OUT), {})
    return RuleResult(
        id=value["id"],
        level=value["level"],
        citation=value["citation"],
        result=value["result"],
        reason=value["reason"],
        ground=worked_out.get("ground", ""),
        values={name: _value_from_json(entry) for name, entry in worked_out.get("values", {}).items()},
        facts=tuple(fact_from_json(entry) for entry in value["facts"] if entry["kind"] != _WORKED_OUT),
    )


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """Write a fact as JSON values, with its source and all of its days."""
    plain: dict[str, Any] = {"kind": fact.kind, "on": fact.start.isoformat()}
    for key in KINDS[fact.kind].fields:
        value = getattr(fact, attribute_of(key))
        if value is not None:
            plain[key] = _field_to_json(value)
    return plain | {"source": fact.source, "as_of": fact.as_of.isoformat(), "recorded_at": fact.recorded_at.isoformat()}


def fact_from_json(value: Mapping[str, Any]) -> Fact:
    """Read a fact that :func:`fact_to_json` wrote."""
    return read_fact(dict(value), (), stored=True)


def _field_to_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _value_to_json(value: Value) -> Any:
    # A day is marked, for a worked-out text may look like one.
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _value_from_json(value: Any) -> Value:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
