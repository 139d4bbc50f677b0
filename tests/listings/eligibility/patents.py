"""Patents for tests, written as the rest of the product stores them."""

from __future__ import annotations

from datetime import date, timedelta

from listings.eligibility.rules import Answers, Parameters, Patent, evaluate
from listings.eligibility.rules.casefiles import cases_from

DAY = timedelta(days=1)
ON = date(2026, 10, 15)


def fact(kind: str, **fields: object) -> dict:
    """Give a fact as a file holds it; ``from_`` and ``class_`` stand for the keys that Python reserves."""
    return {"kind": kind, **{name.rstrip("_"): value for name, value in fields.items()}}


READ = fact("checked", topics="all", as_of=date(2026, 10, 1))
PAID = fact("fee_paid", on=date(2026, 2, 20), paid_until=date(2027, 3, 10))
SOUND = {
    "application_number": "201610123456.6",
    "kind": "invention",
    "filing_date": date(2016, 3, 10),
    "grant_date": date(2018, 5, 8),
    "owners": [{"id": "heu"}],
    "facts": [PAID, READ],
}


def patent(*more: dict, **fields: object) -> Patent:
    """Give the sound patent with more facts, or other fields."""
    given = SOUND | fields
    facts = [*given["facts"], *more]
    case = {"id": "one", "text": "", "on": ON, "expect": {}, "patent": given | {"facts": facts}}
    return cases_from({"schema_version": 1, "cases": [case]})[0].patent


def asked(*more: dict, on: date = ON, known_at: date | None = None, params: dict | None = None, **fields) -> Answers:
    """Ask about the sound patent with more facts, or other fields."""
    return evaluate(patent(*more, **fields), on=on, known_at=known_at, params=Parameters(**(params or {})))


def result(answers: Answers, purpose: str, rule: str) -> tuple[str, str | None]:
    """Give result and reason of one rule."""
    found = next(entry for entry in answers.purposes[purpose].rules if entry.id == rule)
    return found.result, found.reason
