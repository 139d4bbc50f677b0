"""What a rule finds, in full: result, reason, ground, the facts it cites, the values it shows and both sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from listings.eligibility.rules import PURPOSES, answer_from_json, answer_to_json, explain
from listings.eligibility.rules.casefiles import cases_from
from listings.eligibility.rules.evaluating import answer
from listings.eligibility.rules.inquiry import inquire
from listings.eligibility.rules.sentences import ANY, SENTENCES
from listings.eligibility.rules.table import BINDING
from marketplace import strict_yaml
from tests.listings.eligibility.patents import ON, PAID, asked, fact, patent

FILES = sorted((Path(__file__).parent / "findings").glob("*.yaml"))
ENTRIES = [
    (file.stem, number, entry, document["patents"])
    for file in FILES
    for document in [strict_yaml.read(file.read_bytes()).value]
    for number, entry in enumerate(document["findings"], 1)
]


def answered(entry, patents):
    """Answer for the purposes that are asked about."""
    given = {key: entry[key] for key in ("patent", "params") if key in entry}
    case = {"id": "one", "text": "", "on": entry.get("on", ON), "expect": {}, **given}
    [read] = cases_from({"schema_version": 1, "patents": patents, "cases": [case]})
    inquiry = inquire(read.patent, params=read.params)
    return {purpose: answer(inquiry, purpose, read.on) for purpose in set(entry["ask"].values())}


def cited(one):
    source = "" if one.source == "register" else f" {one.source}"
    return f"{one.kind} {one.start}{source}"


def told(rule):
    return {
        "found": " ".join(filter(None, (rule.result, rule.reason, rule.ground))),
        "cites": [cited(one) for one in rule.facts],
        "values": dict(rule.values),
        "zh": explain(rule, "zh"),
        "en": explain(rule, "en"),
    }


def rule_of(given, name):
    return next(rule for rule in given.rules if rule.id == name)


@pytest.mark.parametrize(
    ("entry", "patents"),
    [pytest.param(entry, patents, id=f"{stem}-{number}") for stem, number, entry, patents in ENTRIES],
)
def test_a_finding_is_told_in_full(entry, patents):
    answers = answered(entry, patents)

    found = {name: told(rule_of(answers[purpose], name)) for name, purpose in entry["ask"].items()}

    assert found == entry["told"]


def test_a_finding_is_kept_as_it_was_told():
    for _, _, entry, patents in ENTRIES:
        answers = answered(entry, patents)

        assert {purpose: answer_from_json(answer_to_json(answers[purpose])) for purpose in answers} == answers


def test_every_sentence_is_told_somewhere():
    said = {(name, one["found"]) for _, _, entry, _ in ENTRIES for name, one in entry["told"].items()}
    said |= {(ANY, found) for _, found in said}

    assert [key for key in SENTENCES if (key[0], " ".join(filter(None, key[1:]))) not in said] == []


def test_findings_name_the_patent_and_the_days_asked_about():
    answers = asked(known_at=date(2026, 10, 2))

    assert (answers.number, answers.on, answers.known_at) == ("201610123456.6", ON, date(2026, 10, 2))
    assert list(answers.purposes) == list(PURPOSES)


def test_findings_rest_on_what_was_known():
    before, after = (asked(known_at=day).purposes["transfer"] for day in (date(2026, 9, 30), date(2026, 10, 1)))

    assert (before.answer, rule_of(before, "pledge").reason) == ("unknown", "missing")
    assert (after.answer, rule_of(after, "pledge").result) == ("yes", "met")


def test_findings_change_for_each_purpose_on_its_own_day():
    pledge = fact("pledge", ref="P1", on=date(2025, 1, 1), to=date(2026, 10, 20))
    consent = fact("pledgee_consent", ref="P1", purposes=["license"], on=date(2025, 1, 1), document="B1")

    answers = asked(pledge, consent)

    changes = {name: (given.answer, given.next_change) for name, given in answers.purposes.items()}
    assert (changes["statutory_open"], changes["transfer"]) == (
        ("yes", date(2026, 11, 1)),
        ("unknown", date(2026, 10, 21)),
    )


def test_findings_of_one_later_day_are_those_of_their_purpose():
    pledge = fact("pledge", ref="P1", on=date(2025, 1, 1))
    later = date(2026, 10, 20)
    first = fact("pledgee_consent", ref="P1", on=date(2025, 1, 1), document="B1")
    ended = first | {"purposes": ["license"], "revoked": later}
    kept, again = (first | {"purposes": ["transfer"], "on": day} for day in (date(2025, 1, 1), later))

    answers = asked(pledge, ended, kept, again)

    assert [answers.purposes[name].next_change for name in ("statutory_open", "transfer")] == [later, date(2026, 11, 1)]


def test_findings_are_summed_up_by_level():
    obstacle = fact("obstacle", from_=date(2026, 1, 1))
    announced = fact("declaration_announced", on=date(2026, 2, 1))

    answers = asked(obstacle, announced, facts=[PAID], owners=[{"id": "heu", "uscc": "X"}])

    asked_for = answers.purposes["statutory_open"]
    assert (asked_for.answer, asked_for.failed, asked_for.classes) == ("no", ("no_other_obstacle",), ())
    assert asked_for.unknown == (
        "in_force",
        "pledge",
        "no_preservation",
        "no_suspension",
        "no_exclusive_license",
        "co_owner_consents",
    )
    assert (asked_for.warned, asked_for.noted) == (
        ("uscc_check", "claims_reduced"),
        ("exclusive_barred", "fee_reduction"),
    )
    assert answers.purposes["high_value"].classes == ("hv_maintained",)


def test_findings_cite_facts_in_an_order_of_their_own():
    pledges = [fact("pledge", ref="P1", on=date(2025, 1, 1), amount=amount) for amount in (2, 1)]

    assert patent(*pledges) == patent(*reversed(pledges))
    assert asked(*pledges) == asked(*reversed(pledges))


def test_a_finding_is_worked_out_once_for_purposes_that_share_it():
    inquiry = inquire(patent())
    rule, _, variant = BINDING["transfer"][0]

    first = inquiry.finding(rule, variant, "transfer", ON)

    assert inquiry.finding(rule, variant, "equity", ON) is first
