"""Every comparison with a day: the day before, the day itself, the day after."""

from __future__ import annotations

from datetime import date

import pytest

from listings.eligibility.rules import Parameters, evaluate
from tests.listings.eligibility.patents import DAY, ON, PAID, READ, asked, fact, patent, result

UNPAID = fact("fee_paid", on=date(2025, 2, 18), paid_until=date(2026, 3, 10))
NOBODY = fact("sei_match", on=date(2020, 1, 1), match=False)
FAMILY = fact("checked", topics=["family", "award"], as_of=date(2026, 9, 1))
LONG_PAID = fact("fee_paid", on=date(2026, 2, 20), paid_until=date(2040, 3, 10))
UM = {"kind": "utility_model", "application_number": None}
CO = {"owners": [{"id": "heu"}, {"id": "plant"}]}


def paper(kind, **fields):
    return fact(kind, document="D", **fields)


def row(name, rule, purpose, day, results, more=(), fields=None, params=None):
    return pytest.param(rule, purpose, day, results, more, fields or {}, params or {}, id=name)


S, N, T, P, H = "statutory_open", "negotiated_ordinary", "transfer", "programme", "high_value"
BEGINS = ["failed", "met", "met"]
ENDS = ["met", "failed", "failed"]
AGES = ["met", "unknown", "unknown"]

# What is asked, the first day on which it may be otherwise, the results on the day before, then, and the day after.
ROWS = [
    row("grant", "granted", S, date(2018, 5, 8), BEGINS),
    row(
        "term",
        "in_force",
        N,
        date(2036, 3, 10),
        ENDS,
        fields={"facts": [LONG_PAID, READ | {"as_of": date(2036, 3, 1)}]},
    ),
    row(
        "term of a leap day",
        "in_force",
        N,
        date(2026, 2, 28),
        ENDS,
        [],
        UM | {"filing_date": date(2016, 2, 29), "facts": [READ | {"as_of": date(2026, 2, 20)}]},
    ),
    row(
        "compensated term",
        "in_force",
        N,
        date(2036, 3, 20),
        ENDS,
        [fact("term_compensation", on=date(2020, 1, 1), days=10)],
        {"facts": [LONG_PAID, READ | {"as_of": date(2036, 3, 1)}]},
    ),
    row(
        "compensation, from its day",
        "in_force",
        N,
        date(2036, 3, 14),
        BEGINS,
        [fact("term_compensation", on=date(2036, 3, 14), days=10)],
        {"facts": [LONG_PAID, READ | {"as_of": date(2036, 3, 16)}]},
    ),
    row("status read", "in_force", N, date(2026, 11, 1), AGES),
    row("owners read", "co_owner_consents", N, date(2026, 12, 31), ["not_applicable", "unknown", "unknown"]),
    row("abandonment", "in_force", N, date(2026, 8, 3), ENDS, [fact("abandoned", on=date(2026, 8, 3))]),
    row(
        "fee due, unread since",
        "annual_fee",
        S,
        date(2026, 3, 11),
        AGES,
        [],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 3, 1)}]},
    ),
    row(
        "fee due, read since",
        "annual_fee",
        S,
        date(2026, 3, 11),
        ENDS,
        [],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 3, 20)}]},
    ),
    row(
        "reading on the due date is none after it",
        "annual_fee",
        S,
        date(2026, 3, 11),
        AGES,
        [],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 3, 10)}]},
    ),
    row(
        "fee due on a closed day",
        "annual_fee",
        S,
        date(2026, 3, 12),
        AGES,
        [],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 3, 1)}]},
        {"closed_days": frozenset({date(2026, 3, 10)})},
    ),
    row(
        "grace, unread since",
        "in_force",
        N,
        date(2026, 9, 11),
        AGES,
        [],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 9, 10)}]},
    ),
    row(
        "lapse seen from after the grace",
        "in_force",
        N,
        date(2026, 3, 10),
        ENDS,
        [],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 9, 11)}]},
    ),
    row(
        "restoration",
        "in_force",
        N,
        date(2026, 9, 20),
        BEGINS,
        [fact("restored", on=date(2026, 9, 20))],
        {"facts": [UNPAID, READ | {"as_of": date(2026, 9, 25)}]},
    ),
    row(
        "pledge refused, its start",
        "pledge",
        T,
        ON,
        ENDS,
        [
            fact("pledge", ref="P", on=ON),
            paper("pledgee_consent", ref="P", purposes=["transfer"], on=date(2026, 1, 1), answer="refused"),
        ],
    ),
    row(
        "pledge, its last day",
        "pledge",
        T,
        ON,
        ["unknown", "met", "met"],
        [fact("pledge", ref="P", on=date(2026, 1, 1), to=ON - DAY)],
    ),
    row(
        "release",
        "pledge",
        T,
        ON,
        ["unknown", "met", "met"],
        [fact("pledge", ref="P", on=date(2026, 1, 1)), fact("pledge_released", ref="P", on=ON)],
    ),
    row(
        "consent of the pledgee",
        "pledge",
        T,
        ON,
        ["unknown", "met", "met"],
        [fact("pledge", ref="P", on=date(2026, 1, 1)), paper("pledgee_consent", ref="P", purposes=["transfer"], on=ON)],
    ),
    row(
        "consent of the pledgee revoked",
        "pledge",
        T,
        ON,
        ENDS,
        [
            fact("pledge", ref="P", on=date(2026, 1, 1)),
            paper("pledgee_consent", ref="P", purposes=["transfer"], on=date(2026, 1, 1), revoked=ON),
        ],
    ),
    row("preservation", "no_preservation", T, ON, ENDS, [fact("preservation", ref="C", basis="court", on=ON)]),
    row("suspension", "no_suspension", S, ON, ENDS, [fact("preservation", ref="C", basis="ownership", on=ON)]),
    row("license", "no_exclusive_license", N, ON, ENDS, [fact("license", ref="L", type="sole", from_=ON)]),
    row(
        "license, its last day",
        "no_exclusive_license",
        N,
        ON,
        BEGINS,
        [fact("license", ref="L", type="sole", from_=date(2026, 1, 1), to=ON - DAY)],
    ),
    row(
        "license ended",
        "no_exclusive_license",
        N,
        ON,
        BEGINS,
        [fact("license", ref="L", type="sole", from_=date(2026, 1, 1)), fact("license_ended", ref="L", on=ON)],
    ),
    row("obstacle", "no_other_obstacle", S, ON, ENDS, [fact("obstacle", from_=ON, text="x")]),
    row(
        "second owner",
        "co_owner_consents",
        T,
        ON,
        ["not_applicable", "unknown", "unknown"],
        [fact("owner_change", on=ON, owners=["heu", "plant"], reason="other")],
    ),
    row(
        "agreement",
        "co_owner_consents",
        N,
        ON,
        ["unknown", "not_applicable", "not_applicable"],
        [paper("co_owner_agreement", ordinary_license="alone", on=ON)],
        CO,
    ),
    row(
        "report",
        "evaluation_report",
        S,
        ON,
        ["unknown", "met", "met"],
        [paper("evaluation_report", conclusion="positive", on=ON)],
        UM,
    ),
    row(
        "filing",
        "declaration_items",
        S,
        ON,
        ["not_applicable", "failed", "failed"],
        [fact("declaration_filed", on=ON, items=[])],
    ),
    row(
        "withdrawal of a filing",
        "declaration_items",
        S,
        ON,
        ["failed", "not_applicable", "not_applicable"],
        [fact("declaration_filed", on=date(2026, 5, 1), items=[]), fact("declaration_withdrawn", on=ON)],
    ),
    row(
        "announcement",
        "exclusive_barred",
        S,
        ON,
        ["not_applicable", "applies", "applies"],
        [fact("declaration_announced", on=ON, terms_hash="a")],
    ),
    row("three years", "three_years", P, date(2021, 5, 9), BEGINS),
    row(
        "three years of a leap day",
        "three_years",
        P,
        date(2027, 3, 1),
        BEGINS,
        [],
        {"grant_date": date(2024, 2, 29)},
    ),
    row(
        "deal",
        "unused",
        P,
        ON,
        ENDS,
        [fact("deal", on=ON), paper("non_use_declaration", on=date(2026, 9, 1), reasons=["none"])],
    ),
    row("declaration", "unused", P, ON, AGES, [paper("non_use_declaration", on=date(2025, 10, 14), reasons=["none"])]),
    row(
        "decision",
        "no_proper_reason",
        P,
        ON,
        ["unknown", "failed", "failed"],
        [
            paper("non_use_declaration", on=date(2026, 9, 1), reasons=["other"]),
            fact("reason_decision", on=ON, proper=True),
        ],
    ),
    row(
        "compulsory license, by filing",
        "compulsory_license_dates",
        P,
        date(2024, 2, 11),
        ["not_applicable", "applies", "applies"],
        [],
        {"filing_date": date(2020, 2, 10), "grant_date": date(2020, 12, 1)},
    ),
    row(
        "maintained",
        "high_value_class",
        H,
        ON,
        BEGINS,
        [NOBODY, FAMILY],
        {"filing_date": ON.replace(year=2016) - DAY},
    ),
    row(
        "family member ended",
        "high_value_class",
        H,
        ON,
        ENDS,
        [NOBODY, FAMILY, fact("overseas_grant", office="US", number="1", on=date(2022, 1, 1), ended=ON)],
        {"filing_date": date(2019, 1, 1)},
    ),
    row(
        "award",
        "high_value_class",
        H,
        ON,
        BEGINS,
        [NOBODY, FAMILY, fact("award", body="china_patent", on=ON)],
        {"filing_date": date(2019, 1, 1)},
    ),
    row(
        "family read",
        "high_value_class",
        H,
        date(2026, 10, 16),
        ["failed", "unknown", "unknown"],
        [
            NOBODY,
            fact("checked", topics=["family"], as_of=date(2025, 10, 15)),
            fact("checked", topics=["award"], as_of=ON),
        ],
        {"filing_date": date(2019, 1, 1)},
    ),
    row("partial invalidation", "claims_reduced", S, ON, ENDS, [fact("invalidated_part", on=ON)]),
    row(
        "license that survives", "licenses_survive", T, ON, ENDS, [fact("license", ref="L", type="ordinary", from_=ON)]
    ),
    row(
        "ordinary license",
        "ordinary_license_disclosed",
        S,
        ON,
        ["not_applicable", "applies", "applies"],
        [fact("license", ref="L", type="ordinary", from_=ON)],
    ),
]


@pytest.mark.parametrize(("rule", "purpose", "day", "results", "more", "fields", "params"), ROWS)
def test_result_changes_on_the_day(rule, purpose, day, results, more, fields, params):
    days = [day - DAY, day, day + DAY]

    found = [result(asked(*more, on=on, params=params, **fields), purpose, rule)[0] for on in days]

    assert found == results


@pytest.mark.parametrize(("until", "expected"), [(9, "met"), (10, "failed"), (11, "failed")])
def test_license_ends_with_the_last_day_of_the_term(until, expected):
    answers = asked(params={"license_until": date(2036, 3, until)})

    assert result(answers, N, "term_within_patent")[0] == expected


@pytest.mark.parametrize(("filed", "last_year"), [(date(2021, 5, 31), 2031), (date(2021, 6, 1), 2036)])
def test_designs_live_longer_from_june_2021(filed, last_year):
    on = date(last_year, filed.month, filed.day)
    read = READ | {"as_of": on - DAY}
    design = {"kind": "design", "application_number": None, "filing_date": filed, "grant_date": date(2021, 11, 2)}

    found = [result(asked(on=day, facts=[LONG_PAID, read], **design), H, "in_force")[0] for day in (on - DAY, on)]

    assert found == ["met", "failed"]


@pytest.mark.parametrize(("recorded", "expected"), [(-1, "failed"), (0, "failed"), (1, "met")])
def test_what_was_recorded_later_was_not_known(recorded, expected):
    obstacle = fact("obstacle", from_=date(2026, 1, 1), text="x", recorded_at=ON + recorded * DAY)

    assert result(asked(obstacle, known_at=ON), S, "no_other_obstacle")[0] == expected


@pytest.mark.parametrize(("read_on", "expected"), [(-1, "failed"), (0, "met"), (1, "met")])
def test_a_higher_source_denies_what_began_by_the_day_it_was_read(read_on, expected):
    claim = fact("abandoned", on=date(2026, 10, 1), source="database:a")
    read = READ | {"as_of": date(2026, 10, 1) + read_on * DAY}

    assert result(asked(facts=[PAID, read, claim]), N, "in_force")[0] == expected


@pytest.mark.parametrize(("decided", "expected"), [(-1, "unknown"), (0, "met"), (1, "met")])
def test_a_decision_counts_from_the_day_of_the_declaration(decided, expected):
    signed = paper("non_use_declaration", on=date(2026, 9, 1), reasons=["other"])
    decision = fact("reason_decision", on=date(2026, 9, 1) + decided * DAY, proper=False)

    assert result(asked(signed, decision), P, "no_proper_reason")[0] == expected


@pytest.mark.parametrize(("ended", "expected"), [(-1, "met"), (0, "met"), (1, "failed")])
def test_a_license_that_ended_by_grant_is_no_use(ended, expected):
    signed = paper("non_use_declaration", on=date(2026, 9, 1), reasons=["none"])
    license_ = fact("license", ref="L", type="sole", from_=date(2017, 1, 1))
    end = fact("license_ended", ref="L", on=date(2018, 5, 8) + ended * DAY)

    assert result(asked(signed, license_, end), P, "unused")[0] == expected


@pytest.mark.parametrize(("paid", "expected"), [(-1, "met"), (0, "met"), (1, "failed")])
def test_a_payment_by_the_last_day_of_grace_keeps_the_right(paid, expected):
    payment = fact("fee_paid", on=date(2026, 9, 10) + paid * DAY, paid_until=date(2027, 3, 10))
    facts = [UNPAID, payment, READ | {"as_of": date(2026, 9, 11)}]

    assert result(asked(facts=facts, on=date(2026, 6, 1)), N, "in_force")[0] == expected


@pytest.mark.parametrize(
    ("paid_until", "expected"),
    [
        (date(2026, 3, 9), "failed"),
        (date(2026, 3, 10), "failed"),
        (date(2026, 3, 11), "met"),
        (PAID["paid_until"], "met"),
    ],
)
@pytest.mark.parametrize("on", [date(2026, 3, 10), date(2026, 6, 30)])
def test_a_payment_in_the_grace_keeps_the_right_if_it_pays_for_more(on, paid_until, expected):
    payment = fact("fee_paid", on=date(2026, 7, 1), paid_until=paid_until)
    facts = [UNPAID, payment, READ | {"as_of": date(2026, 9, 25)}]

    assert result(asked(facts=facts, on=on), N, "in_force")[0] == expected


@pytest.mark.parametrize(("read_on", "expected"), [(-1, "met"), (0, "met"), (1, "failed")])
def test_only_a_reading_after_the_grace_asks_for_its_rank(read_on, expected):
    read = [READ | {"as_of": date(2026, 9, 10) + read_on * DAY}, READ | {"as_of": date(2026, 9, 12), "source": "owner"}]
    back = fact("restored", on=date(2026, 9, 20), source="owner")

    assert result(asked(facts=[UNPAID, *read, back], on=date(2026, 9, 25)), N, "in_force")[0] == expected


@pytest.mark.parametrize(("restored", "expected"), [(-1, "failed"), (0, "failed"), (1, "met")])
def test_a_restoration_is_later_than_the_due_date(restored, expected):
    back = fact("restored", on=date(2026, 3, 10) + restored * DAY)
    facts = [UNPAID, back, READ | {"as_of": date(2026, 9, 25)}]

    assert result(asked(facts=facts, on=date(2026, 9, 26)), N, "in_force")[0] == expected


@pytest.mark.parametrize(("amount", "expected"), [(4_999_999, "failed"), (5_000_000, "met"), (5_000_001, "met")])
def test_a_pledge_counts_from_the_amount_set(amount, expected):
    pledged = fact("pledge", ref="P", on=date(2020, 1, 1), amount=amount)
    young = patent(NOBODY, FAMILY, pledged, filing_date=date(2019, 1, 1))

    answers = evaluate(young, on=ON, params=Parameters(pledge_amount_min=5_000_000))

    assert result(answers, H, "high_value_class")[0] == expected


def test_an_age_of_readings_can_be_set_by_topic():
    stale = dict(Parameters().stale_days) | {"owner": 10}

    assert result(asked(params={"stale_days": stale}), S, "co_owner_consents") == ("unknown", "stale")
    assert result(asked(params={"stale_days": stale}), S, "pledge") == ("met", None)
