"""The package of rules: alone, typed, and the documented JSON."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from listings.eligibility.rules import PURPOSES, RULE_SET, RULES, answers_to_json, not_binding
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


def test_docs_show_the_table_of_rules():
    page = (ROOT / "docs" / "eligibility.md").read_text(encoding="utf-8")

    missing = [rule.id for rule in RULES if f"| `{rule.id}` | {rule.binds} | {rule.citation} |" not in page]

    assert missing == []
