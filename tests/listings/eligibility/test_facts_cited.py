"""The facts that a result names are those that it rests on, each once."""

from __future__ import annotations

from datetime import date

from tests.listings.eligibility.patents import PAID, READ, asked, fact

REFUSED = fact("pledge", ref="P1", on=date(2025, 1, 1))
AGREED = fact("pledge", ref="P2", on=date(2025, 2, 1))
REFUSAL = fact("pledgee_consent", ref="P1", purposes=["transfer"], on=date(2026, 1, 1), answer="refused", document="B1")
CONSENT = fact("pledgee_consent", ref="P2", purposes=["transfer"], on=date(2026, 2, 1), document="B2")
UNPAID = fact("fee_paid", on=date(2025, 2, 18), paid_until=date(2026, 3, 10))


def cited(answers, purpose, rule):
    """Name what a rule rests on, by kind and start."""
    found = next(entry for entry in answers.purposes[purpose].rules if entry.id == rule)
    return [(entry.kind, entry.start) for entry in found.facts]


def test_a_refused_pledge_cites_itself_and_its_refusal_only():
    answers = asked(REFUSED, AGREED, REFUSAL, CONSENT)

    rule = next(entry for entry in answers.purposes["transfer"].rules if entry.id == "pledge")
    assert rule.values == {"ref": "P1"}
    assert cited(answers, "transfer", "pledge") == [
        ("pledge", date(2025, 1, 1)),
        ("pledgee_consent", date(2026, 1, 1)),
    ]


def test_two_refused_pledges_cite_both_refusals():
    other = CONSENT | {"answer": "refused"}

    assert cited(asked(REFUSED, AGREED, REFUSAL, other), "transfer", "pledge") == [
        ("pledge", date(2025, 1, 1)),
        ("pledge", date(2025, 2, 1)),
        ("pledgee_consent", date(2026, 1, 1)),
        ("pledgee_consent", date(2026, 2, 1)),
    ]


def test_agreed_pledges_cite_pledges_papers_and_the_reading():
    assert cited(asked(AGREED, CONSENT), "transfer", "pledge") == [
        ("pledge", date(2025, 2, 1)),
        ("pledgee_consent", date(2026, 2, 1)),
        ("checked", READ["as_of"]),
    ]


def test_contested_payments_are_cited_once_each():
    contested = [
        fact("fee_paid", on=date(2026, 7, day), paid_until=date(2026 + day, 3, 10), source="database:a")
        for day in (1, 2)
    ]
    read = READ | {"source": "database:b"}

    answers = asked(*contested, facts=[UNPAID, read])

    expected = [("fee_paid", date(2026, 7, 1)), ("fee_paid", date(2026, 7, 2))]
    assert cited(answers, "statutory_open", "annual_fee") == expected
    assert cited(answers, "statutory_open", "in_force") == expected


def test_a_payment_in_time_is_the_only_one_cited():
    assert cited(asked(facts=[UNPAID, PAID, READ]), "statutory_open", "annual_fee") == [("fee_paid", PAID["on"])]


def test_a_contested_payment_in_the_grace_is_cited_before_its_day():
    ahead = fact("fee_paid", on=date(2026, 7, 2), paid_until=date(2027, 3, 10), source="database:a")
    read = READ | {"source": "database:b"}

    answers = asked(ahead, facts=[UNPAID, read], on=date(2026, 6, 1))

    assert cited(answers, "statutory_open", "in_force") == [("fee_paid", date(2026, 7, 2))]
