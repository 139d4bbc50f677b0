"""The engine agrees with a second reading of the page on random documents that reach every construct."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest

from licensing.subsidy.rules import read_policies
from licensing.subsidy.rules.cases import case_worksheet
from licensing.subsidy.rules.constructs import CONSTRUCTS
from licensing.subsidy.rules.layout import RULE
from licensing.subsidy.rules.sentences import SENTENCES
from licensing.subsidy.rules.steps import recomputes
from tests.licensing.subsidy.rules.documents import Maker
from tests.licensing.subsidy.rules.oracle import answer

DOCUMENTS = int(os.environ.get("ENGINE_DOCUMENTS", "800"))
SEED = 20240101


def found(worksheet):
    return {
        "total": Fraction(worksheet.total),
        "awards": [Fraction(one) for one in worksheet.awards],
        "eligible": worksheet.eligible,
        "delegated": list(worksheet.delegated),
        "plan_ok": worksheet.plan_ok,
        "split": {level: Fraction(amount) for level, amount in worksheet.split.items()},
        "earmark_min": None if worksheet.earmark_min is None else Fraction(worksheet.earmark_min),
    }


@dataclass
class Run:
    """What was met on the way through all documents."""

    differences: list[tuple[object, ...]] = field(default_factory=list)
    constructs: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    paying: int = 0


@pytest.fixture(scope="module")
def run():
    """Compare all documents once."""
    met = Run()
    for number in range(DOCUMENTS):
        document = Maker(SEED + number).document()
        rounding = document.get("defaults", {}).get("rounding", {})
        file = read_policies(json.dumps(document, ensure_ascii=False))
        for source, policy in zip(document["policies"], file.policies, strict=True):
            case = source["cases"][0]
            worksheet = case_worksheet(policy, policy.cases[0])
            got, expected = found(worksheet), answer(source, case, rounding)
            if got != expected:
                met.differences.append((SEED + number, policy.id, got, expected))
            if number % 50 == 0 and "override" not in case and not recomputes(worksheet, policy):
                met.differences.append((SEED + number, policy.id, "is not worked out again from its facts"))
            met.constructs.update(_constructs(source))
            met.reasons.update(row.reason for row in worksheet.rows)
            met.paying += worksheet.total > 0
    return met


def test_agrees_on_every_document(run):
    assert run.differences[:1] == []


def test_agrees_on_documents_that_reach_every_construct(run, capsys):
    rare = ", ".join(f"{name} {count}" for name, count in run.constructs.most_common()[-6:])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{DOCUMENTS} documents reach {len(run.constructs)} constructs, {len(run.reasons)} findings\n"
        )
        sys.stdout.write(f"{run.paying} cases pay; rarest: {rare}\n")
    assert run.paying > DOCUMENTS / 4
    assert _all_constructs() - set(run.constructs) == set()
    assert set(SENTENCES) - set(run.reasons) == set()


def _all_constructs():
    named = {f"{family} {name}" for family, members in CONSTRUCTS.items() for name in members}
    return (named - {"line cap line_cap", "line cap cap_fields", "line cap per_patent_cap"}) | {
        f"key {key}" for key in RULE
    }


def _constructs(source):
    yield from (f"key {key}" for key in source if key in RULE)
    yield f"scheme {source['scheme']['type']}"
    for gate in source.get("gates", []):
        yield f"gate {gate[1]}"
    yield from _expressions(source.get("base"))
    rules = source.get("stacking", [])
    yield from (f"stacking {rule['mode']}" for rule in (rules if isinstance(rules, list) else [rules]))
    mode = source.get("pool", {}).get("mode")
    yield f"pool at the {'rate' if mode in CONSTRUCTS['pool at the rate'] else 'end'} {mode}"
    forms = [part for part in source.get("split", {}).values() if isinstance(part, dict)]
    yield from (f"split {'rate' if 'rate' in part else 'share'}" for part in forms)


def _expressions(expression):
    if isinstance(expression, str):
        yield "base field"
    elif expression:
        for kind, parts in expression.items():
            if kind != "table":
                yield f"base {kind}"
            for part in parts.values() if isinstance(parts, dict) else parts if kind in ("min", "mul", "sub") else ():
                yield from _expressions(part)


def test_the_oracle_holds_the_shared_cases_too(shared_data):
    file = read_policies((shared_data / "subsidy-policies.yaml").read_bytes())

    for policy in file.policies:
        for case in policy.source["cases"]:
            expect, got = case["expect"], answer(policy.source, case, {})
            assert {key: got[key] for key in expect if key != "awards"} == {
                key: Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
                for key, value in expect.items()
                if key != "awards"
            }
            assert got["awards"] == expect.get("awards", got["awards"])
