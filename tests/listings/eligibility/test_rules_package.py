"""The package of rules: alone, typed, and the documented JSON."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from listings.eligibility.rules import (
    PURPOSES,
    RULE_SET,
    RULES,
    answers_from_json,
    answers_to_json,
    fact_from_json,
    fact_to_json,
    not_binding,
)
from listings.eligibility.rules.fields import Refusal
from tests.listings.eligibility.patents import asked, fact

ROOT = Path(__file__).resolve().parents[3]
FORBIDDEN = ("django", "sqlite3", "psycopg", "socket", "requests")


def test_knows_no_framework_database_or_network():
    script = f"import sys, listings.eligibility.rules\nprint([name for name in {FORBIDDEN!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_table_binds_every_rule_somewhere():
    assert len({rule.id for rule in RULES}) == len(RULES) == 26
    for rule in RULES:
        assert any(rule.level(purpose) for purpose in PURPOSES)
    assert not_binding("high_value") == tuple(rule.id for rule in RULES if rule.binds.split()[5] == "-")


def test_answers_have_the_documented_keys():
    plain = answers_to_json(asked(fact("pledge", ref="P1", on="2025-06-01", amount=5)))

    assert list(plain) == ["number", "on", "known_at", "rule_set", "purposes"]
    assert (plain["rule_set"], list(plain["purposes"])) == (RULE_SET, list(PURPOSES))
    keys = ["answer", "failed", "unknown", "warned", "noted", "classes", "earliest", "next_change", "rules"]
    assert list(plain["purposes"]["transfer"]) == keys
    rule = next(rule for rule in plain["purposes"]["transfer"]["rules"] if rule["id"] == "pledge")
    assert rule == {
        "id": "pledge",
        "level": "block",
        "citation": "实施细则第86条第1款第4项；民法典第444条",
        "result": "unknown",
        "reason": "missing",
        "facts": [
            {
                "kind": "pledge",
                "on": "2025-06-01",
                "ref": "P1",
                "amount": "5",
                "source": "register",
                "as_of": "2025-06-01",
                "recorded_at": "2025-06-01",
            },
            {"kind": "worked_out", "ground": "paper", "values": {"use": "transfer", "ref": "P1"}},
        ],
    }


def test_answers_say_what_was_asked_and_are_read_back():
    answers = asked(known_at=date(2026, 10, 2))
    plain = answers_to_json(answers)

    assert {key: plain[key] for key in ("number", "on", "known_at", "rule_set")} == {
        "number": "201610123456.6",
        "on": "2026-10-15",
        "known_at": "2026-10-02",
        "rule_set": "law-2024.1",
    }
    assert answers_from_json(plain) == answers
    assert answers_from_json(plain | {"rule_set": "law-2019.1"}).rule_set == "law-2019.1"
    assert answers_to_json(asked(application_number=None))["number"] is None
    assert answers_to_json(asked())["known_at"] is None


def test_dates_of_an_answer_are_written_as_iso_text():
    obstacle = fact("obstacle", from_="2026-01-01", to="2026-12-31")
    plain = answers_to_json(asked(obstacle))["purposes"]["statutory_open"]

    assert {key: plain[key] for key in ("answer", "failed", "earliest", "next_change")} == {
        "answer": "no",
        "failed": ["no_other_obstacle"],
        "earliest": "2027-01-01",
        "next_change": "2027-01-01",
    }
    assert plain["rules"][3] == {
        "id": "annual_fee",
        "level": "block",
        "citation": "实施细则第86条第1款第3项、第115条",
        "result": "met",
        "reason": None,
        "facts": [
            {
                "kind": "fee_paid",
                "on": "2026-02-20",
                "paid_until": "2027-03-10",
                "source": "register",
                "as_of": "2026-02-20",
                "recorded_at": "2026-02-20",
            },
            {
                "kind": "worked_out",
                "ground": "",
                "values": {"due": {"day": "2027-03-10"}, "grace_end": {"day": "2027-09-10"}},
            },
        ],
    }


def test_facts_are_written_with_the_keys_of_files():
    given = {
        "kind": "high_value_review",
        "on": "2026-01-01",
        "class": "hv_sei",
        "accepted": False,
        "source": "owner:heu",
        "as_of": "2026-01-02",
        "recorded_at": "2026-01-03",
    }
    change = {"kind": "owner_change", "on": "2026-01-01", "owners": ["a", "b"], "reason": "other"}
    change |= {key: given[key] for key in ("source", "as_of", "recorded_at")}

    for plain in (given, change):
        read = fact_from_json(plain)

        assert list(fact_to_json(read).items()) == list(plain.items())
    assert fact_from_json(given).value_class == "hv_sei"
    with pytest.raises(Refusal, match=r"^a stored fact carries source, as_of and recorded_at$"):
        fact_from_json({key: value for key, value in given.items() if key != "source"})


def test_docs_show_the_table_of_rules():
    page = (ROOT / "docs" / "eligibility.md").read_text(encoding="utf-8")

    missing = [rule.id for rule in RULES if f"| `{rule.id}` | {rule.binds} | {rule.citation} |" not in page]

    assert missing == []
