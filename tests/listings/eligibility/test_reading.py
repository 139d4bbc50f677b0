"""Case files and stored patents: what is refused, where, and at what cost."""

from __future__ import annotations

import os
import random
import re
import resource
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from listings.eligibility.rules import UnreadablePatent, parameters_from, patent_from
from listings.eligibility.rules.casefiles import read_cases
from listings.eligibility.rules.cases import run_case
from marketplace.strict_yaml import UnreadableFile
from tests.listings.eligibility.case_file import GOOD, changed, refused

SHOWN = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "eligibility-cases.yaml"
MUTANTS = int(os.environ.get("ENGINE_DOCUMENTS", "1500"))


def test_good_file_is_read():
    [case] = read_cases(GOOD)

    assert (case.id, case.on, case.patent.kind) == ("one", date(2026, 10, 15), "invention")
    assert case.patent.facts[0].recorded_at == date(2026, 10, 1)
    assert case.known_at is None


def test_day_of_knowledge_is_read():
    [case] = read_cases(changed("    patent: ", "    known_at: 2026-10-02\n    patent: "))

    assert case.known_at == date(2026, 10, 2)


def test_templates_that_start_from_each_other_are_refused():
    circle = "schema_version: 1\npatents:\n  a: {like: b}\n  b: {like: c}\n  c: {like: b}\ncases: []\n"

    assert "starts from itself" in refused(circle).message


def test_null_takes_away_what_the_template_knows():
    text = changed("kind: invention", "kind: invention\n    grant_date: 2020-01-01").replace(
        "{like: base}", "{like: base, grant_date: null, owners: null}"
    )

    [case] = read_cases(text)

    assert (case.patent.grant_date, case.patent.owners) == (None, ())


def test_notes_for_people_may_stand_in_any_mapping():
    text = "notes: [made up, for tests]\n" + changed("topics: all", "topics: all, note: read by hand").replace(
        "answer: 'yes'", "answer: 'yes', expected_note: as the page says"
    )

    assert read_cases(text)[0].patent == read_cases(GOOD)[0].patent
    assert refused(changed("topics: all", "topics: all, note: 7")).path[-1] == "note"


def test_days_may_be_quoted():
    [case] = read_cases(changed("- {kind: checked", "- {kind: deal, 'on': '2026-01-01'}\n      - {kind: checked"))

    assert [fact.kind for fact in case.patent.facts] == ["deal", "checked"]


HOSTILE = {
    "size": "#" * (256 * 1024 + 1),
    "nodes": "schema_version: 1\ncases: [" + "1," * 20_001 + "]\n",
    "depth": "schema_version: 1\ncases: " + "[" * 200 + "]" * 200 + "\n",
    "anchors": GOOD.replace("base:", "base: &a"),
    "aliases": "schema_version: 1\npatents: {a: &x [1], b: *x}\ncases: []\n",
    "tags": changed("kind: invention", "kind: !!python/object:os.system invention"),
    "merge keys": changed("kind: invention", "<<: {kind: invention}"),
    "duplicate keys": changed("kind: invention", "kind: invention\n    kind: design"),
    "bare floats": changed("kind: invention", "kind: 1.5"),
    "long numbers": changed("as_of: 2026-10-01", "as_of: " + "9" * 19),
    "two documents": GOOD + "---\n" + GOOD,
    "not UTF-8": b"schema_version: \xff\n",
    "nothing": "",
    "long text": changed("a case", "x" * 2_001),
    "facts of all cases together": "schema_version: 1\npatents:\n  a:\n    kind: design\n    facts:\n"
    + "      - {kind: deal, 'on': 2026-01-01}\n" * 1_000
    + "cases:\n"
    + "".join(
        f"  - {{id: c{number}, text: x, 'on': 2026-01-01, patent: {{like: a}}, expect: {{}}}}\n"
        for number in range(200)
    ),
}


def peak_bytes():
    """Give the most memory that the process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_at_little_cost(name):
    started, before = time.process_time(), peak_bytes()

    error = refused(HOSTILE[name])

    assert error.line >= 1
    assert time.process_time() - started < 5
    assert peak_bytes() - before < 100 * 1024 * 1024


@pytest.mark.parametrize(("more", "read"), [(0, True), (1, False)])
def test_fifty_thousand_facts_of_all_cases_together_are_read(more, read):
    deals = "      - {kind: deal, 'on': 2026-01-01}\n"
    text = "schema_version: 1\npatents:\n  a:\n    kind: design\n    facts:\n" + deals * 1_000 + "cases:\n"
    for number in range(50):
        added = "{kind: deal, 'on': 2026-01-02}" if number == 49 and more else ""
        patent = f"{{like: a, facts: [{added}]}}"
        text += f"  - {{id: c{number}, text: x, 'on': 2026-01-01, patent: {patent}, expect: {{}}}}\n"

    if read:
        assert [len(case.patent.facts) for case in read_cases(text)] == [1_000] * 50
    else:
        reason = "the patents of all cases have more than 50000 facts together"
        assert refused(text).message == f"line 1056, cases[49].patent: {reason}"


@pytest.mark.parametrize(("number", "read"), [(0, True), (10**13 - 1, True), (10**13, False), (-1, False)])
@pytest.mark.parametrize("key", ["days", "grant_years", "grace_months", "non_use_months", "maintained_years"])
def test_a_whole_number_lies_below_ten_to_the_thirteenth(key, number, read):
    dated = changed(
        "    kind: invention", "    kind: invention\n    filing_date: 2016-03-10\n    grant_date: 2018-05-08"
    )
    added = f"- {{kind: term_compensation, 'on': 2020-01-01, days: {number}}}\n      - {{kind: checked"
    params = f"    params: {{{key}: {number}, stale_days: {{status: 9999999999999}}}}\n    expect:"
    text = dated.replace("- {kind: checked", added) if key == "days" else dated.replace("    expect:", params)

    if read:
        assert run_case(read_cases(text)[0]).case.id == "one"
    else:
        assert refused(text).path[-1] == key


HEAVY = {
    "contested payments": "kind: fee_paid, paid_until: 20{next}-03-{day}",
    "contested pledges": "kind: pledge, ref: P{number}, to: 2070-01-01",
    "contested owners": "kind: owner_change, owners: [o{number}], reason: other",
}


@pytest.mark.parametrize("name", HEAVY)
def test_many_contested_facts_are_answered_in_bounded_time(name):
    shape = HEAVY[name]
    facts = ["{kind: checked, topics: all, source: 'database:b', as_of: 2075-01-01}"]
    facts += ["{kind: preservation, ref: C, basis: court, 'on': 2020-01-01, to: 2070-01-01}"]
    for number in range(400):
        place = {"number": number, "next": number % 40 + 30, "day": number % 19 + 10}
        day = f"20{number % 40 + 28}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        facts.append("{" + shape.format(**place) + f", source: 'database:a', 'on': {day}}}")
    text = changed("      - {kind: checked", "".join(f"      - {fact}\n" for fact in facts) + "      - {kind: checked")
    started = time.process_time()

    run_case(read_cases(text)[0])

    assert time.process_time() - started < 10


def test_a_thousand_facts_are_answered_in_bounded_time():
    facts = "".join(
        f"      - {{kind: {kind}, ref: P{number % 7}, 'on': '20{number % 60 + 10}-01-0{number % 9 + 1}'}}\n"
        for number in range(500)
        for kind in ("pledge", "pledge_released")
    )
    text = changed("      - {kind: checked", facts + "      - {kind: checked")
    started = time.process_time()

    outcome = run_case(read_cases(text)[0])

    assert outcome.differences != ()
    assert time.process_time() - started < 20


@pytest.mark.skipif(not SHOWN.exists(), reason="../shared/data is absent")
def test_mutated_files_end_in_an_error_or_an_answer():
    text = SHOWN.read_text(encoding="utf-8")
    head, cases = text[: text.index("\ncases:") + 8], text[text.index("\ncases:") + 8 :].split("\n  - id: ")
    rng = random.Random(20261015)  # noqa: S311 - mutants are to be the same in every run.
    outcomes = {"read": 0, "refused": 0}
    before = peak_bytes()

    for _ in range(MUTANTS):
        few = head + "\n  - id: ".join(["", *rng.sample(cases[1:], 3)])
        mutant = mutated(few, rng)
        started = time.process_time()
        try:
            for case in read_cases(mutant):
                run_case(case)
            outcomes["read"] += 1
        except UnreadableFile:
            outcomes["refused"] += 1
        assert time.process_time() - started < 5

    assert sum(outcomes.values()) == MUTANTS
    assert min(outcomes.values()) > MUTANTS // 20
    assert peak_bytes() - before < 200 * 1024 * 1024


def mutated(text, rng):
    """Change a text in a few places: characters, lines, words, values."""
    for _ in range(rng.randint(1, 3)):
        place, kind = rng.randrange(len(text)), rng.randrange(7)
        if kind == 0:
            text = text[:place] + text[place + rng.randint(1, 4) :]
        elif kind == 1:
            text = text[:place] + rng.choice("{}[]:,'\"-&*!|>%@#\n\t 0９\x00") + text[place:]
        elif kind == 2:
            lines = text.split("\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            text = "\n".join(lines)
        elif kind == 3:
            lines = text.split("\n")
            del lines[rng.randrange(len(lines))]
            text = "\n".join(lines)
        elif kind == 4:
            text = re.sub(r"(?<=: )[^,}\n]+", lambda found: swapped(found, rng, WORDS), text)
        elif kind == 5:
            text = re.sub(r"\d{4}-\d\d-\d\d", lambda found: swapped(found, rng, DAYS), text)
        else:
            text = re.sub(r"database:a|owner|register|gazette", lambda found: swapped(found, rng, SOURCES), text)
    return text


WORDS = ["null", "true", "9999-12-31", "0001-01-01", "-1", "'no'", "[]", "{}", "1900-01-01", "x"]
DAYS = ["2026-10-15", "2026-03-10", "9999-12-31", "1900-01-01", "2024-02-29", "2026-13-01"]
SOURCES = ["register", "gazette", "database", "'database:b'", "owner"]


def swapped(found, rng, words):
    return rng.choice(words) if rng.random() < 0.02 else found.group()


STORED = {
    "application_number": "201610123456.6",
    "kind": "invention",
    "filing_date": "2016-03-10",
    "grant_date": date(2018, 5, 8),
    "owners": [{"id": "7", "name": "某大学", "uscc": None}],
    "facts": [
        {
            "kind": "pledge",
            "ref": "P1",
            "on": "2025-01-01",
            "amount": "8000000.50",
            "source": "database:a",
            "as_of": "2025-02-01",
            "recorded_at": date(2025, 2, 2),
        }
    ],
}


def test_stored_patent_is_taken():
    patent = patent_from(STORED)

    assert (patent.filing_date, patent.owners[0].id) == (date(2016, 3, 10), "7")
    assert patent.facts[0].amount == Decimal("8000000.50")
    assert patent.facts[0].recorded_at == date(2025, 2, 2)


@pytest.mark.parametrize("key", ["source", "as_of", "recorded_at"])
def test_stored_fact_carries_its_source_and_days(key):
    fact = {name: value for name, value in STORED["facts"][0].items() if name != key}

    with pytest.raises(UnreadablePatent) as caught:
        patent_from(STORED | {"facts": [fact]})

    assert caught.value.problems[0].pointer == "/facts/0"


def test_stored_patent_has_no_template():
    with pytest.raises(UnreadablePatent) as caught:
        patent_from(STORED | {"like": "base"})

    assert caught.value.problems[0].pointer == "/like"


def test_stored_parameters_keep_defaults():
    params = parameters_from({"stale_days": {"fee": 7}, "grant_years": 5, "closed_days": ["2026-10-01"]})

    assert (params.stale_days["fee"], params.stale_days["owner"]) == (7, 90)
    assert (params.grant_years, params.closed_days) == (5, frozenset({date(2026, 10, 1)}))
    with pytest.raises(UnreadablePatent):
        parameters_from({"grant_year": 5})
