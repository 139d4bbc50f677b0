"""The small print, clause by clause: what decides where facts, papers and sources differ."""

from __future__ import annotations

from datetime import date

import pytest

from listings.eligibility.rules import Parameters
from tests.listings.eligibility.patents import DAY, ON, PAID, READ, asked, fact, result

S, N, T, E, P, H = "statutory_open", "negotiated_ordinary", "transfer", "equity", "programme", "high_value"
CO = {"owners": [{"id": "heu"}, {"id": "plant"}]}
UNPAID = fact("fee_paid", on=date(2025, 2, 18), paid_until=date(2026, 3, 10))
SINCE = date(2026, 9, 1)
UNUSED = fact("non_use_declaration", on=SINCE, reasons=["none"], document="N")
NOT_SEI = fact("sei_match", on=date(2020, 1, 1), match=False)
NO_FAMILY = fact("checked", topics=["family", "award"], as_of=date(2026, 9, 1))
YOUNG = {"filing_date": date(2019, 1, 1), "grant_date": date(2020, 6, 1)}
REVIEWED = fact("high_value_review", on=SINCE, class_="hv_sei", accepted=True)
FAILED, MET, NA, APPLIES = ("failed", None), ("met", None), ("not_applicable", None), ("applies", None)


def unknown(reason):
    return ("unknown", reason)


def paper(kind, **fields):
    return fact(kind, **{"document": "D", "on": SINCE, **fields})


def read_by(source, as_of=date(2026, 10, 1), topics="all"):
    return fact("checked", topics=topics, source=source, as_of=as_of)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("201610123456.6", MET),
        ("ZL 201610123456.6", MET),
        ("CN2016101234566", MET),
        ("zl２０１６１０１２３４５６．６", MET),
        ("2016 1012\u30003456.6", MET),
        ("201610123456", FAILED),
        ("201610123456-6", FAILED),
        ("２０１６１０１２３４５６.七", FAILED),
        ("x", FAILED),
        ("201620123456.5", FAILED),
        ("200310100002.X", MET),
        ("200310100002.x", MET),
        ("95115608.X", MET),
        ("95215608.X", FAILED),
        ("93127654.3", MET),
    ],
)
def test_numbers_are_normalized_and_nothing_else_is_forgiven(number, expected):
    assert result(asked(application_number=number), T, "number_check") == expected


@pytest.mark.parametrize(("number", "shown"), [("ZL 2016 1 0123456.6", "2016101234566"), ("ZL", "ZL")])
def test_a_number_is_shown_plain_or_as_it_was_given(number, shown):
    rules = asked(application_number=number).purposes[T].rules

    assert next(rule for rule in rules if rule.id == "number_check").values["number"] == shown


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91110000101623741K", MET),
        ("91110000101623741k", MET),
        ("9111 0000 1016 2374 1K", MET),
        ("91110000MA00000240", MET),
        ("91110000101623741A", FAILED),
        ("91110000101623741", FAILED),
        ("91110000101623741I", FAILED),
    ],
)
def test_codes_of_all_owners_are_checked_whoever_owns_it_now(code, expected):
    sold = fact("owner_change", on=date(2020, 1, 1), owners=["buyer"], reason="transfer")

    assert result(asked(sold, owners=[{"id": "heu"}, {"id": "plant", "uscc": code}]), P, "uscc_check") == expected


def test_a_contested_fact_decides_nothing_where_the_result_is_the_same():
    contested = fact("abandoned", on=date(2026, 5, 1), source="database:a")
    certain = fact("expired", on=date(2026, 6, 1))

    found = asked(contested, certain, facts=[PAID, read_by("database:b")])

    assert result(found, N, "in_force") == FAILED


def test_a_contested_pledge_with_consent_decides_nothing():
    pledge = fact("pledge", ref="P1", on=date(2025, 1, 1), source="database:a")
    consent = paper("pledgee_consent", ref="P1", purposes=["license"])

    found = asked(pledge, consent, facts=[PAID, read_by("database:b")])

    assert (result(found, N, "pledge"), result(found, T, "pledge")) == (MET, unknown("conflict"))


def test_a_contested_release_leaves_a_certain_pledge_open():
    pledge = fact("pledge", ref="P1", on=date(2025, 1, 1), source="database:a")
    release = fact("pledge_released", ref="P1", on=date(2026, 5, 1), source="database:a")
    also = fact("pledge", ref="P1", on=date(2025, 1, 1), source="database:b")

    certain = asked(pledge, also, release, facts=[PAID, read_by("database:b")])
    higher = asked(pledge | {"source": "register"}, release, facts=[PAID, read_by("database:b")])

    assert result(certain, T, "pledge") == unknown("conflict")
    assert result(higher, T, "pledge") == unknown("missing")


def test_two_versions_of_a_license_that_both_bar_are_no_conflict():
    versions = [
        fact("license", ref="L", type=kind, from_=date(2025, 1, 1), source=f"database:{name}")
        for name, kind in (("a", "sole"), ("b", "exclusive"))
    ]

    assert result(asked(*versions), N, "no_exclusive_license") == FAILED


def test_a_license_contested_in_type_is_a_license_but_no_note():
    versions = [
        fact("license", ref="L", type=kind, from_=date(2025, 1, 1), source=f"database:{name}")
        for name, kind in (("a", "ordinary"), ("b", "exclusive"))
    ]

    found = asked(*versions, UNUSED)

    assert result(found, N, "no_exclusive_license") == unknown("conflict")
    assert result(found, T, "licenses_survive") == FAILED
    assert result(found, P, "unused") == FAILED
    assert result(found, N, "ordinary_license_disclosed") == NA


def test_the_type_is_settled_over_all_facts_before_the_day_is_looked_at():
    ordinary = fact("license", ref="L", type="ordinary", from_=date(2027, 1, 1), source="register")
    exclusive = fact("license", ref="L", type="exclusive", from_=date(2025, 1, 1), source="database:a")

    found = asked(ordinary, exclusive)

    assert result(found, N, "no_exclusive_license") == MET
    assert result(found, T, "licenses_survive") == MET


def test_a_lower_source_is_not_heard_where_two_higher_ones_differ():
    versions = [
        fact("license", ref="L", type=kind, from_=start, source=source)
        for kind, start, source in (
            ("ordinary", date(2027, 1, 1), "database:a"),
            ("exclusive", date(2027, 1, 1), "database:b"),
            ("exclusive", date(2025, 1, 1), "owner"),
        )
    ]

    assert result(asked(*versions), N, "no_exclusive_license") == MET


@pytest.mark.parametrize(
    ("source", "owners", "on", "expected"),
    [
        ("database:a", ["buyer"], date(2026, 5, 2), unknown("conflict")),
        ("database:a", ["heu"], date(2026, 5, 2), NA),
        ("database:a", ["buyer"], date(2026, 5, 1), NA),
        ("database:a", ["buyer"], date(2026, 4, 30), NA),
    ],
)
def test_a_contested_owner_change_counts_when_later_with_other_owners(source, owners, on, expected):
    certain = fact("owner_change", on=date(2026, 5, 1), owners=["heu"], reason="other", source="register")
    contested = fact("owner_change", on=on, owners=owners, reason="transfer", source=source)

    found = asked(certain, contested, facts=[PAID, read_by("database:b")])

    assert result(found, T, "co_owner_consents") == expected


def test_a_contested_first_owner_change_is_a_conflict_for_one_owner_too():
    contested = fact("owner_change", on=date(2026, 5, 1), owners=["buyer"], reason="transfer", source="database:a")

    found = asked(contested, facts=[PAID, read_by("database:b")])

    assert result(found, T, "co_owner_consents") == unknown("conflict")


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (("register", "database:a"), NA),
        (("database:a", "register"), unknown("missing")),
        (("register", "register"), unknown("conflict")),
    ],
)
def test_of_two_owner_changes_of_one_day_the_higher_source_stands(sources, expected):
    changes = [
        fact("owner_change", on=ON, owners=owners, reason="other", source=source)
        for source, owners in zip(sources, (["buyer"], ["buyer", "plant"]), strict=True)
    ]

    assert result(asked(*changes), T, "co_owner_consents") == expected


def test_owners_not_read_are_unknown_even_if_one_refused():
    refused = paper("consent", owner="plant", purposes=[T], answer="refused")

    fresh = asked(refused, **CO)
    stale = asked(refused, facts=[PAID, read_by("register", date(2026, 1, 1))], **CO)

    assert result(fresh, T, "co_owner_consents") == FAILED
    assert result(stale, T, "co_owner_consents") == unknown("stale")


def test_owners_not_known_are_missing():
    assert result(asked(owners=[]), T, "co_owner_consents") == unknown("missing")


def test_all_consents_do_without_an_agreement():
    consents = [paper("consent", owner=owner, purposes=[N, T]) for owner in ("heu", "plant")]

    found = asked(*consents, **CO)

    assert (result(found, N, "co_owner_consents"), result(found, E, "co_owner_consents")) == (MET, unknown("missing"))


@pytest.mark.parametrize("document", [None, "", " "])
@pytest.mark.parametrize(
    ("kind", "fields", "purpose", "rule", "expected"),
    [
        ("consent", {"owner": "plant", "purposes": [T], "answer": "refused"}, T, "co_owner_consents", "missing"),
        ("co_owner_agreement", {"ordinary_license": "alone"}, N, "co_owner_consents", "missing"),
        ("evaluation_report", {"conclusion": "positive"}, S, "evaluation_report", "missing"),
        ("non_use_declaration", {"reasons": ["none"]}, P, "unused", "missing"),
        ("pledgee_consent", {"ref": "P1", "purposes": ["transfer"]}, T, "pledge", "missing"),
    ],
)
def test_a_paper_without_a_document_is_no_proof(kind, fields, purpose, rule, expected, document):
    pledge = fact("pledge", ref="P1", on=date(2025, 1, 1))
    model = {"kind": "utility_model", "application_number": None}

    found = asked(pledge, paper(kind, **fields, document=document), **CO, **model)

    assert result(found, purpose, rule) == unknown(expected)


def test_an_earlier_paper_does_not_come_back():
    first = paper("consent", owner="plant", purposes=[T], on=date(2026, 1, 1))
    second = paper("consent", owner="plant", purposes=[T], on=date(2026, 2, 1), revoked=date(2026, 3, 1))
    other = paper("consent", owner="heu", purposes=[T])

    found = asked(first, second, other, **CO)

    assert result(found, T, "co_owner_consents") == FAILED


def test_two_papers_of_one_day_that_agree_on_the_day_are_no_conflict():
    refused = paper("consent", owner="plant", purposes=[T], answer="refused")
    revoked = paper("consent", owner="plant", purposes=[T], revoked=ON)

    assert result(asked(refused, revoked, **CO), T, "co_owner_consents") == FAILED
    assert result(asked(refused, revoked, on=ON - DAY, **CO), T, "co_owner_consents") == unknown("conflict")


@pytest.mark.parametrize(("source", "expected"), [("register", MET), ("gazette", FAILED), ("owner", FAILED)])
def test_a_restoration_needs_the_rank_of_the_reading_that_showed_the_lapse(source, expected):
    back = fact("restored", on=date(2026, 10, 10), source=source)
    readings = [read_by("register", date(2026, 9, 20)), read_by("database:a", date(2026, 10, 12))]

    assert result(asked(back, facts=[UNPAID, *readings]), N, "in_force") == expected


def test_without_a_reading_after_the_grace_any_restoration_counts():
    back = fact("restored", on=date(2026, 9, 15), source="owner")
    readings = [read_by("owner", date(2026, 9, 30), ["status"]), read_by("register", date(2026, 9, 1), ["fee"])]

    with_it = asked(back, facts=[UNPAID, *readings])
    without = asked(facts=[UNPAID, *readings])

    assert (result(with_it, N, "in_force"), result(without, N, "in_force")) == (MET, unknown("stale"))


def test_past_the_grace_and_never_read_the_two_rules_give_two_reasons():
    found = asked(facts=[UNPAID, read_by("register", topics=["status"])])

    assert result(found, N, "in_force") == unknown("stale")
    assert result(found, S, "annual_fee") == unknown("missing")


def test_a_payment_after_the_grace_sets_a_new_due_date_but_undoes_no_lapse_on_record():
    paid = fact("fee_paid", on=date(2026, 9, 20), paid_until=date(2027, 3, 10))
    lapsed = fact("lapse_unpaid", on=date(2026, 3, 10))

    assert result(asked(paid, facts=[UNPAID, READ]), N, "in_force") == MET
    assert result(asked(paid, lapsed, facts=[UNPAID, READ]), N, "in_force") == FAILED


def test_the_right_ends_on_the_due_date_as_moved():
    closed = {"closed_days": frozenset({date(2026, 3, 10), date(2026, 9, 10)})}
    facts = [UNPAID, read_by("register", date(2026, 9, 12))]

    days = [date(2026, 3, 10), date(2026, 3, 11)]

    assert [result(asked(on=day, params=closed, facts=facts), N, "in_force") for day in days] == [MET, FAILED]


def test_the_grace_runs_from_the_unmoved_due_date():
    closed = {"closed_days": frozenset({date(2026, 3, 10)})}
    facts = [UNPAID, read_by("register", date(2026, 9, 11))]

    assert result(asked(on=date(2026, 9, 10), params=closed, facts=facts), N, "in_force") == FAILED


@pytest.mark.parametrize(
    ("until", "expected"), [(date(2027, 3, 10), unknown("conflict")), (date(2026, 4, 1), unknown("stale"))]
)
def test_a_contested_payment_decides_only_if_it_covers_the_day(until, expected):
    paid = fact("fee_paid", on=date(2026, 3, 20), paid_until=until, source="database:a")
    facts = [UNPAID, read_by("database:b", date(2026, 8, 20))]

    assert result(asked(paid, on=date(2026, 10, 1), facts=facts), S, "annual_fee") == expected


def test_a_contested_restoration_or_compensation_is_not_used():
    lapsed = [fact("lapse_unpaid", on=date(2026, 3, 10), source=f"database:{name}") for name in "ab"]
    back = fact("restored", on=date(2026, 5, 1), source="database:a")
    longer = fact("term_compensation", on=date(2020, 1, 1), days=400, source="database:a")

    found = asked(*lapsed, back, facts=[PAID, read_by("database:b")])
    old = asked(longer, facts=[PAID, read_by("database:b")], filing_date=date(2006, 10, 15))

    assert (result(found, N, "in_force"), result(old, N, "in_force")) == (FAILED, FAILED)


def test_without_a_grant_date_three_years_are_missing_and_every_use_counts():
    used = fact("deal", on=date(2010, 1, 1))

    found = asked(used, UNUSED, grant_date=None)

    assert (result(found, P, "granted"), result(found, P, "three_years")) == (FAILED, unknown("missing"))
    assert result(found, P, "unused") == FAILED
    assert result(asked(used, UNUSED), P, "unused") == MET


def test_an_own_use_that_lasts_into_the_grant_counts():
    before = fact("own_use", from_=date(2017, 1, 1), to=date(2018, 5, 7))
    into = fact("own_use", from_=date(2017, 1, 1), to=date(2018, 5, 8))

    assert (result(asked(before, UNUSED), P, "unused"), result(asked(into, UNUSED), P, "unused")) == (MET, FAILED)


def test_two_grant_dates_of_the_highest_rank_are_a_conflict_for_what_counts_from_them():
    grants = [fact("grant", on=date(2018, 5, day)) for day in (8, 11)]
    params = {"maintained_from": "grant"}

    found = asked(*grants, NOT_SEI, NO_FAMILY, UNUSED, params=params)

    for purpose, rule in ((P, "granted"), (P, "three_years"), (H, "high_value_class")):
        assert result(found, purpose, rule) == unknown("conflict")
    assert result(found, P, "unused") == MET
    assert result(found, P, "compulsory_license_dates") == NA


def test_a_decision_settles_two_declarations_of_one_day():
    other = paper("non_use_declaration", reasons=["other"])

    open_ = asked(UNUSED, other)
    settled = asked(UNUSED, other, fact("reason_decision", on=SINCE, proper=False))

    assert (result(open_, P, "no_proper_reason"), result(settled, P, "no_proper_reason")) == (unknown("conflict"), MET)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([fact("sei_match", on=SINCE, match=True)], unknown("conflict")),
        ([fact("sei_match", on=SINCE + DAY, match=False)], FAILED),
        ([REVIEWED], MET),
        (
            [fact("high_value_review", on=SINCE, class_="hv_sei", accepted=flag) for flag in (True, False)],
            unknown("conflict"),
        ),
        ([fact("high_value_review", on=SINCE, class_="hv_pledge", accepted=True)], unknown("missing")),
    ],
)
def test_of_several_findings_on_the_industry_the_last_decides(facts, expected):
    found = asked(fact("sei_match", on=SINCE, match=False), NO_FAMILY, *facts, **YOUNG)
    if expected == unknown("missing"):
        found = asked(NO_FAMILY, *facts, **YOUNG)

    assert result(found, H, "high_value_class") == expected


@pytest.mark.parametrize(
    ("pledges", "least", "more", "expected"),
    [
        ([None], None, [], unknown("review")),
        ([None], 5_000_000, [], unknown("missing")),
        ([None, 5_000_000], 5_000_000, [], MET),
        ([4_000_000, 1_000_000], 5_000_000, [], FAILED),
        ([4_000_000], 5_000_000, [fact("high_value_review", on=SINCE, class_="hv_pledge", accepted=True)], MET),
        ([], 5_000_000, [fact("high_value_review", on=SINCE, class_="hv_pledge", accepted=True)], FAILED),
    ],
)
def test_pledge_financing_counts_by_its_largest_amount(pledges, least, more, expected):
    facts = [fact("pledge", ref=f"P{place}", on=SINCE, amount=amount) for place, amount in enumerate(pledges)]

    found = asked(*facts, *more, NOT_SEI, NO_FAMILY, params={"pledge_amount_min": least}, **YOUNG)

    assert result(found, H, "high_value_class") == expected


def test_an_amount_below_the_minimum_fails_however_old_the_reading():
    pledge = fact("pledge", ref="P1", on=SINCE, amount=1)
    old = [PAID, read_by("register", date(2026, 1, 1))]

    found = asked(pledge, NOT_SEI, NO_FAMILY, facts=old, params={"pledge_amount_min": 5}, **YOUNG)
    none = asked(NOT_SEI, NO_FAMILY, facts=old, params={"pledge_amount_min": 5}, **YOUNG)

    assert (result(found, H, "high_value_class"), result(none, H, "high_value_class")) == (FAILED, unknown("stale"))


def test_a_filing_of_the_day_of_withdrawal_does_not_count_and_a_later_one_does():
    withdrawn = fact("declaration_withdrawn", on=SINCE)

    same = asked(withdrawn, fact("declaration_filed", on=SINCE, items=[]))
    later = asked(withdrawn, fact("declaration_filed", on=SINCE + DAY, items=[]))

    assert (result(same, S, "declaration_items"), result(later, S, "declaration_items")) == (NA, FAILED)


def test_a_withdrawal_needs_no_rank():
    announced = fact("declaration_announced", on=SINCE, terms_hash="a")
    withdrawn = fact("declaration_withdrawn", on=SINCE + DAY, source="owner", as_of=ON)

    found = asked(announced, withdrawn, facts=[PAID, read_by("register", SINCE)])

    assert result(found, S, "exclusive_barred") == NA


def test_the_standing_hash_is_that_of_the_last_announcement():
    announced = [
        fact("declaration_announced", on=SINCE + place * DAY, terms_hash=text) for place, text in enumerate("ab")
    ]

    found = {text: result(asked(*announced, params={"terms_hash": text}), S, "self_executing") for text in "ab"}

    assert found == {"a": NA, "b": APPLIES}


def test_the_same_fact_counts_whatever_its_dates():
    claim = fact("pledge", ref="P1", on=date(2026, 8, 1), source="database:a")
    old = fact("pledge", ref="P1", on=date(2020, 1, 1), to=date(2020, 12, 31), source="register")

    assert result(asked(claim), T, "pledge") == MET
    assert result(asked(claim, old), T, "pledge") == unknown("missing")


def test_a_reading_after_the_day_denies_and_is_evidence():
    claim = fact("pledge", ref="P1", on=date(2026, 10, 14), source="database:a")
    later = read_by("register", date(2026, 12, 1))

    assert result(asked(claim), T, "pledge") == unknown("missing")
    assert result(asked(claim, facts=[PAID, later]), T, "pledge") == MET


@pytest.mark.parametrize("source", ["register", "database:a"])
def test_nothing_denies_its_own_source_or_a_higher_one(source):
    claim = fact("pledge", ref="P1", on=date(2026, 8, 1), source=source)

    found = asked(claim, facts=[PAID, read_by("database:a"), read_by("owner")])

    assert result(found, T, "pledge") == unknown("missing")


def test_earliest_looks_at_the_last_day_of_what_fails_and_not_at_a_later_release():
    pledge = fact("preservation", ref="C", basis="court", on=SINCE, to=date(2026, 12, 31))
    release = fact("preservation_released", ref="C", on=date(2026, 11, 1))

    answer = asked(pledge, release).purposes[T]

    assert (answer.earliest, answer.answer) == (date(2027, 1, 1), "no")


@pytest.mark.parametrize(("last", "expected"), [(date(2036, 3, 8), date(2036, 3, 9)), (date(2036, 3, 9), None)])
def test_earliest_lies_within_the_term(last, expected):
    barred = fact("license", ref="L", type="sole", from_=SINCE, to=last)

    assert asked(barred).purposes[N].earliest == expected


def test_earliest_is_the_latest_of_all_cures():
    facts = [
        fact("obstacle", from_=SINCE, to=date(2026, 12, 31), text="x"),
        fact("preservation", ref="C", basis="court", on=SINCE, to=date(2027, 1, 31)),
    ]

    found = asked(*facts)

    assert (found.purposes[S].earliest, found.purposes[T].earliest) == (date(2027, 2, 1), date(2027, 2, 1))


def test_declaration_is_never_stale():
    assert "declaration" not in Parameters().stale_days


def test_a_consent_covers_its_own_pledge_only():
    pledges = [fact("pledge", ref=ref, on=date(2025, 1, 1)) for ref in ("P1", "P2")]
    consent = paper("pledgee_consent", ref="P1", purposes=["transfer"])

    assert result(asked(*pledges, consent), T, "pledge") == unknown("missing")
    assert result(asked(*pledges, consent, consent | {"ref": "P2"}), T, "pledge") == MET
