"""What is refused, and in which words: line, path and reason of every refusal, and the last values that are taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from listings.eligibility.rules import Patent, UnreadablePatent, parameters_from, patent_from
from listings.eligibility.rules.casefiles import cases_from, read_cases
from listings.eligibility.rules.fields import Refusal
from marketplace import strict_yaml
from tests.listings.eligibility.case_file import changed, refused, with_fact, with_parameters

REFUSALS = strict_yaml.read((Path(__file__).parent / "refusals.yaml").read_bytes()).value
STORED_KEYS = "application_number, publication_number, kind, filing_date, grant_date, owners, facts"
STORED_DAYS = {"source": "register", "as_of": "2026-01-01", "recorded_at": "2026-01-01"}


def said(written):
    return refused(written).message


def named(row):
    return row["written"]


@pytest.mark.parametrize("row", REFUSALS["places"], ids=named)
def test_a_file_is_refused_where_it_is_wrong(row):
    assert said(changed(row["place"], row["written"])) == row["says"]


@pytest.mark.parametrize("row", REFUSALS["parameters"], ids=named)
def test_a_parameter_is_refused_where_it_is_wrong(row):
    assert said(with_parameters(row["written"])) == row["says"]


@pytest.mark.parametrize("row", REFUSALS["facts"], ids=named)
def test_a_fact_is_refused_where_it_is_wrong(row):
    assert said(with_fact(row["written"])) == row["says"]


@pytest.mark.parametrize("row", REFUSALS["files"], ids=named)
def test_a_whole_file_is_refused_where_it_is_wrong(row):
    assert said(row["written"]) == row["says"]


def test_a_value_is_shown_up_to_sixty_characters():
    whole, cut = "x" * 58, "x" * 59

    assert said(changed('"on": 2026-10-15', f'"on": {whole}')) == (
        f"line 11, cases[0].on: '{whole}' is not a day; write YYYY-MM-DD"
    )
    assert said(changed('"on": 2026-10-15', f'"on": {cut}')) == (
        f"line 11, cases[0].on: '{'x' * 56}... is not a day; write YYYY-MM-DD"
    )


def test_a_text_has_two_thousand_characters_at_most():
    assert read_cases(changed("a case", "x" * 2_000))[0].text == "x" * 2_000
    assert said(changed("a case", "x" * 2_001)) == "line 10, cases[0].text: the text has more than 2000 characters"


def test_a_case_is_refused_that_stands_twice():
    twice = changed("    text: a case\n", "    text: a case\n    on_note: first\n")
    twice += twice[twice.index("  - id: one") :]

    assert said(twice) == "line 16, cases[1].id: the case 'one' stands twice"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0", Decimal(0)),
        ("'0'", Decimal(0)),
        ("9999999999999", Decimal(10**13 - 1)),
        ("'9999999999999.99'", Decimal("9999999999999.99")),
        ("'8000000.5'", Decimal("8000000.5")),
    ],
)
def test_an_amount_is_not_refused_up_to_the_limit(written, amount):
    [case] = read_cases(with_fact(f"{{kind: pledge, ref: P1, 'on': 1900-01-01, amount: {written}}}"))

    assert (case.patent.facts[0].amount, case.patent.facts[0].start) == (amount, date(1900, 1, 1))


def test_a_whole_number_stands_for_a_name():
    [case] = read_cases(changed("{like: base}", "{like: base, application_number: 2016101234566}"))

    assert case.patent.application_number == "2016101234566"


def test_a_reason_may_be_expected_to_be_none():
    [case] = read_cases(changed("answer: 'yes'", "answer: 'yes', reasons: {pledge: null, granted: missing}"))

    assert case.expect["transfer"]["reasons"] == {"pledge": None, "granted": "missing"}


def test_values_are_refused_without_a_file_too():
    with pytest.raises(Refusal, match=r"^a case file is a mapping$") as caught:
        cases_from([])

    assert caught.value.path == ()


@pytest.mark.parametrize(
    ("stored", "pointer", "message"),
    [
        ([], "", "patent: [] is not a mapping"),
        ({"kind": None}, "", "patent: the key 'kind' is missing"),
        (
            {"kind": "design", "owners": [{"id": "1"}, {"id": ""}]},
            "/owners/1/id",
            "owners[1].id: the text is empty; leave the key out, or write null, if it is not known",
        ),
        (
            {"kind": "design", "facts": [{"kind": "deal", "on": "2026-01-01"}]},
            "/facts/0",
            "facts[0]: a stored fact carries source, as_of and recorded_at",
        ),
        (
            {"kind": "design", "facts": [{"kind": "deal", **STORED_DAYS}]},
            "/facts/0",
            "facts[0]: the fact has no start; give 'on' or 'from'",
        ),
        ({"kind": "design", "facts": {}}, "/facts", "facts: {} is not a list"),
        ({"kind": "design", "a/b~": 1}, "/a~1b~0", f"a/b~: the key 'a/b~' is not known here; known: {STORED_KEYS}"),
    ],
)
def test_a_stored_patent_is_refused_with_a_pointer(stored, pointer, message):
    with pytest.raises(UnreadablePatent) as caught:
        patent_from(stored)

    [problem] = caught.value.problems
    assert (caught.value.message, problem.pointer, problem.code) == (message, pointer, "unreadable")
    assert problem.message == message.partition(": ")[2]


@pytest.mark.parametrize(
    ("params", "pointer", "message"),
    [
        ([], "", "parameters: [] is not a mapping"),
        (
            {"stale_days": {"fee": -1}},
            "/stale_days/fee",
            "stale_days.fee: -1 is not a whole number from 0 to 9999999999999",
        ),
    ],
)
def test_parameters_are_refused_with_a_pointer(params, pointer, message):
    with pytest.raises(UnreadablePatent) as caught:
        parameters_from(params)

    assert (caught.value.message, caught.value.problems[0].pointer) == (message, pointer)


def test_a_stored_patent_is_not_refused_for_what_is_not_known():
    assert patent_from({"kind": "design"}) == Patent(kind="design")
