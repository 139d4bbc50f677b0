"""A policy file is read, or refused with the line and the path of what is wrong; never anything else."""

from __future__ import annotations

import json
import textwrap
import time
import tracemalloc
from pathlib import Path
from random import Random

import jsonschema
import pytest

from licensing.subsidy.rules import UnreadableFile, fields_of, json_schema, policy_source, read_policies, read_policy
from licensing.subsidy.rules.cases import run_cases
from licensing.subsidy.rules.reading import plain_values
from marketplace import strict_yaml
from tests.licensing.subsidy.rules.conftest import SEED
from tests.licensing.subsidy.rules.documents import Maker

SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "schemas" / "subsidy-policies.json"
REFUSED = Path(__file__).parent / "files" / "refused.txt"
HEAD = "schema_version: 1\npolicies:\n- id: p\n  base: deal.paid\n  scheme: {type: flat, rate: '0.1'}\n"


def refusal(text):
    with pytest.raises(UnreadableFile) as caught:
        read_policies(text)
    return caught.value


def refused_texts():
    """Give each text of the page and what is said of it: a whole file, or keys of one policy."""
    for block in REFUSED.read_text(encoding="utf-8").split("\n\n"):
        text, said = block.strip("\n").split("\n→ ")
        whole = text if "policies:" in text else HEAD + textwrap.indent(text, "  ")
        yield pytest.param(whole, said, id=said.removeprefix("line ")[:60])


@pytest.mark.parametrize(("text", "said"), list(refused_texts()))
def test_refuses_with_line_path_and_reason(text, said):
    assert str(refusal(f"{text}\n")) == said


def test_refuses_two_versions_in_force_together_unless_one_supersedes():
    def text(more):
        one = "- {id: a, family: f, valid: {from: '2021-09'}, scheme: {type: given}}"
        two = f"- {{id: b, family: f, valid: {{from: '2024'}}, scheme: {{type: given}}{more}}}"
        return f"schema_version: 1\npolicies:\n{one}\n{two}\n"

    assert refusal(text("")).line == 4
    assert len(read_policies(text(", supersedes: a")).policies) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b" " * (256 * 1024 + 1), "262145 bytes"),
        ("[" * 17 + "]" * 17, "deeper than 16"),
        ("[" * 100_000, "deeper than 16"),
        (f"[{'0,' * 20_001}]", "more than 20000 nodes"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("", "empty"),
        ("- a\n- b\n", "a mapping is wanted"),
        ("a: &x [1]\nb: *x\n", "anchors"),
        ("--- 1\n--- 2\n", "second document"),
        ("{a: 1, a: 2}", "twice"),
        ("%TAG ! x\n--- 1\n", ""),
    ],
)
def test_stops_at_each_limit(text, words):
    assert words in refusal(text).reason


def test_takes_as_many_deals_as_it_says_and_no_more():
    cases = "".join(
        f"  - {{id: c{n}, deals_repeat: {{count: 10000, deal: {{}}}}, expect: {{total: 0}}}}\n" for n in range(10)
    )
    error = refusal(f"{HEAD}  cases: [{{id: c, expect: {{}}, deals: [{'{},' * 10_001}]}}]\n")

    assert len(read_policies(f"{HEAD}  cases:\n{cases}").policies[0].cases) == 10
    assert str(error) == "line 6, policies[0].cases[0].deals: a list of at most 10000 is wanted, not of 10001"
    cases += "  - {id: x, expect: {}, deals_repeat: {count: 1, deal: {}}}\n"
    assert str(refusal(f"{HEAD}  cases:\n{cases}")) == (
        "line 17, policies[0].cases[10].deals_repeat.count: the cases of one file repeat more than 100000 deals"
    )


def test_ten_thousand_copies_take_bounded_time_and_memory():
    case = "  cases: [{id: c, deals_repeat: {count: 10000, deal: {paid: 100}}, expect: {total: 100000}}]\n"
    caps = "  group_caps: [{by: [applicant.id], cap: 50000}]\n"
    file = read_policies(HEAD + caps + case)

    tracemalloc.start()
    started = time.process_time()
    report = run_cases(file)
    spent, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [str(one) for one in report.differences] == ["p/c: total: expected 100000, got 50000"]
    assert peak < 200 * 1024 * 1024
    assert spent < 60


def test_warns_of_fields_without_a_source(seed_file):
    known = frozenset(field for policy in seed_file.policies for field in fields_of(policy)) - {"deal.auction"}

    warned = read_policies(SEED.read_bytes(), known_fields=known).warnings

    assert [(one.policy_id, one.code, one.about) for one in warned] == [
        ("nb-2014", "field_without_source", "deal.auction")
    ]
    assert warned[0].message.startswith("nb-2014: no source is registered for the field deal.auction")


def test_dates_without_quotes_and_keys_that_are_numbers_are_read():
    text = (
        "  window: {field: deal.day, op: between, value: [2024-01-01, 2024-12-31]}\n"
        "  line_cap: {key: deal.year, table: {2024: 5}}\n"
        "  cases: [{id: 1, deals: [{paid: 100, day: 2024-02-01, year: 2024}], expect: {total: 5}}]\n"
    )

    assert run_cases(read_policies(HEAD + text)).differences == ()


def test_text_keys_may_stand_anywhere():
    text = (
        "  notes: [a]\n  base_note: b\n  factors: {x: y}\n"
        "  line_cap: {key: deal.type, text: c, table: {license: 5, note: by kind}}\n"
        "  cases: [{id: c, note: d, deals: [{type: license, paid: 100, note: e}], expect: {total: 5, note: f}}]\n"
    )

    assert run_cases(read_policies(HEAD + text)).differences == ()


def test_lists_may_be_empty_and_names_may_be_numbers():
    text = (
        "  doc_no: 12\n  issuer: []\n  evidence: {level: news, urls: []}\n  documents: []\n  supersedes: []\n"
        "  gates: []\n  cap_fields: []\n  addons: []\n  group_caps: []\n  priority: []\n"
        "  min_payout: {value: 11, scope: []}\n  stacking: {mode: highest_only, scope: deal.k}\n"
        "  cases:\n"
        "  - {id: a, deals: [{paid: 110, k: x}, {paid: 120, k: x}], expect: {total: 12}}\n"
        "  - {id: b, override: {stacking: []}, deals: [{paid: 109, k: x}, {paid: 110, k: x}], expect: {total: 11}}\n"
    )

    assert run_cases(read_policies(HEAD + text)).differences == ()


def test_a_case_brings_any_day_of_its_round_and_no_other_key():
    text = "  cases: [{id: a, round: {closes_on: '2025-06-30'}, deals: [{paid: 10}], expect: {total: 1}}]\n"

    assert run_cases(read_policies(HEAD + text)).differences == ()
    assert "not known" in refusal(HEAD + text.replace("closes_on", "closing")).reason


def test_a_stored_policy_comes_back_with_the_same_hash(seed_file):
    for policy in seed_file.policies:
        body, defaults = policy_source(seed_file, policy.id)
        stored = json.loads(json.dumps({"body": body, "defaults": defaults}, sort_keys=True))

        again = read_policy(stored["body"], defaults=stored["defaults"])

        assert (again.hash, again.canonical) == (policy.hash, policy.canonical)


def test_the_hash_knows_the_order_of_a_split_and_not_the_cases():
    def made(split, note):
        body = {"id": "p", "scheme": {"type": "given"}, "split": split}
        case = {"id": "c", "note": note, "entitlements": [], "expect": {"total": 0}}
        return read_policies(json.dumps({"schema_version": 1, "policies": [{**body, "cases": [case]}]})).policies[0]

    one = {"a": {"share": "0.5"}, "b": {"share": "0.5"}}

    assert made(one, "x").hash == made(one, "y").hash
    assert made(one, "x").hash != made(dict(reversed(one.items())), "x").hash


def test_the_schema_is_the_committed_snapshot():
    assert json.loads(SCHEMA.read_text()) == json_schema()


def test_what_the_reader_takes_the_schema_takes(seed_file):
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.check_schema(json_schema())

    seed = plain_values(strict_yaml.read(SEED.read_bytes()).value)
    assert list(validator.iter_errors(seed)) == []
    for number in range(150):
        assert list(validator.iter_errors(Maker(number).document())) == []


def test_what_the_schema_refuses_the_reader_refuses():
    validator = jsonschema.Draft202012Validator(json_schema())
    random = Random(7)  # noqa: S311 - mutations of a test
    refused = 0
    for number in range(400):
        document = _mutated(Maker(number).document(), random)
        if any(validator.iter_errors(document)):
            refused += 1
            with pytest.raises(UnreadableFile):
                read_policies(json.dumps(document))
    assert refused > 100


def _mutated(document, random):
    """Change one value or name one key anew, somewhere in a document."""
    places = list(_places(document))
    holder, key = random.choice(places)
    if isinstance(holder, dict) and random.random() < 0.4:
        holder[random.choice(["colour", "value", "rate", "x-y"])] = holder.pop(key)
    else:
        holder[key] = random.choice([None, True, -1, 10**13, "x", "-1", "2", [], {}, [1], {"a": 1}, "deal.x.y", "0.5"])
    return document


def _places(value):
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
