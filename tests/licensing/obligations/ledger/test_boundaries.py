"""A ledger on the day before, on and after each date that something hangs on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from licensing.obligations.ledger import EventRefused
from tests.licensing.obligations.ledger.conftest import START, instalment

AROUND = (-1, 0, 1)
INTEREST = {"rate": "0.0365"}


def _around(day, *expected):
    return [(day + timedelta(days=offset), value) for offset, value in zip(AROUND, expected, strict=True)]


@pytest.mark.parametrize(("day", "status"), _around(date(2026, 3, 11), "upcoming", "due", "due"))
def test_shows_a_duty_as_due_from_30_days_before(signed, day, status):
    assert signed(items=[instalment()]).duty(day, "a").status == status


@pytest.mark.parametrize(("day", "status"), _around(date(2026, 4, 10), "due", "due", "overdue"))
def test_shows_money_as_overdue_after_its_date(signed, day, status):
    assert signed(items=[instalment()]).duty(day, "a").status == status


@pytest.mark.parametrize(("day", "status"), _around(date(2026, 4, 15), "due", "due", "overdue"))
def test_shows_money_as_overdue_after_its_grace(signed, day, status):
    assert signed(items=[instalment()], grace_days=5).duty(day, "a").status == status


@pytest.mark.parametrize(("day", "status"), _around(date(2026, 6, 2), "due", "due", "overdue"))
def test_gives_no_grace_to_acts(signed, day, status):
    assert signed(items=[instalment()], grace_days=5).duty(day, "cnipa_filing").status == status


@pytest.mark.parametrize(("day", "interest"), _around(date(2026, 4, 11), "0.00", "1.00", "2.00"))
def test_counts_interest_from_the_day_after_the_due_date(signed, day, interest):
    assert signed(items=[instalment()], late_interest=INTEREST).duty(day, "a").interest == Decimal(interest)


@pytest.mark.parametrize(("day", "interest"), _around(date(2026, 4, 15), "0.00", "0.00", "6.00"))
def test_counts_no_interest_within_grace_and_then_all_of_it(signed, day, interest):
    deal = signed(items=[instalment()], late_interest=INTEREST, grace_days=5)

    assert deal.duty(day, "a").interest == Decimal(interest)


@pytest.mark.parametrize(("day", "interest"), _around(date(2026, 4, 16), "0.00", "1.00", "2.00"))
def test_counts_interest_from_the_end_of_grace_if_agreed(signed, day, interest):
    deal = signed(items=[instalment()], late_interest={**INTEREST, "from": "grace_end"}, grace_days=5)

    assert deal.duty(day, "a").interest == Decimal(interest)


@pytest.mark.parametrize(("paid", "interest"), _around(date(2026, 4, 15), "0.00", "0.00", "6.00"))
def test_bears_no_interest_on_what_was_paid_within_grace(signed, paid, interest):
    deal = signed(items=[instalment()], late_interest=INTEREST, grace_days=5, interest_order="after")
    deal.paid(paid, "10000.00")

    assert deal.duty(date(2026, 5, 1), "a").interest == Decimal(interest)


@pytest.mark.parametrize(("arrived", "left"), _around(date(2026, 3, 11), "10000.00", "0.00", "0.00"))
def test_lets_money_wait_that_arrives_more_than_30_days_before_a_due_date(signed, arrived, left):
    totals = signed(items=[instalment()]).paid(arrived, "10000.00").answer(arrived).totals

    assert totals.unallocated == Decimal(left)


@pytest.mark.parametrize(("day", "acts"), _around(date(2026, 5, 11), [], [], ["termination"]))
def test_proposes_termination_the_day_after_the_cure_period(signed, day, acts):
    deal = signed(items=[instalment()], standard_duties=False).on(date(2026, 4, 11), "demand_delivered")

    assert deal.acts(day) == acts


@pytest.mark.parametrize(("day", "acts"), _around(date(2026, 4, 10), [], [], ["demand"]))
def test_proposes_a_demand_once_money_is_overdue(signed, day, acts):
    assert signed(items=[instalment()]).acts(day) == acts


@pytest.mark.parametrize(("day", "codes"), _around(date(2026, 4, 10), ["demand_too_early"], ["demand_too_early"], []))
def test_warns_of_a_demand_while_nothing_is_overdue(signed, day, codes):
    deal = signed(items=[instalment()]).on(day, "demand_delivered")

    assert deal.codes(day) == codes
    assert (deal.duty(day, "a").cure_until is None) == bool(codes)


@pytest.mark.parametrize(
    ("day", "codes"),
    _around(date(2026, 5, 11), ["termination_without_cure"], ["termination_without_cure"], []),
)
def test_warns_of_a_termination_before_the_cure_period_is_over(signed, day, codes):
    deal = signed(items=[instalment()]).on(date(2026, 4, 11), "demand_delivered")

    assert deal.on(day, "termination_notice_delivered").codes(day) == codes


@pytest.mark.parametrize(("day", "status"), _around(date(2028, 3, 2), "upcoming", "upcoming", "cancelled"))
def test_lets_a_milestone_lapse_the_day_after_its_latest_date(signed, day, status):
    assert signed("P4").duty(day, "pilot").status == status


@pytest.mark.parametrize(("day", "status"), _around(date(2028, 3, 2), "due", "due", "cancelled"))
def test_keeps_a_milestone_alive_that_was_reported_by_its_latest_date(signed, day, status):
    deal = signed("P4").on(day, "milestone_reported", item="pilot")
    deal.on(date(2028, 3, 20), "milestone_accepted", item="pilot")

    assert deal.duty(date(2028, 3, 25), "pilot").status == status


@pytest.mark.parametrize(("day", "acts"), _around(date(2026, 11, 17), [], [], ["milestone_answer"]))
def test_asks_for_the_answer_to_a_milestone_after_the_acceptance_days(signed, day, acts):
    deal = signed("P4", standard_duties=False).on(date(2026, 11, 2), "milestone_reported", item="pilot")

    assert deal.acts(day) == acts


@pytest.mark.parametrize(("day", "status"), _around(date(2027, 3, 2), "cancelled", "cancelled", "overdue"))
def test_lets_the_licensee_leave_to_the_last_day_of_the_window(signed, day, status):
    deal = signed("P2").on(day, "exit_notice_delivered")

    assert deal.duty(day, "fee").status == status
    assert ("exit_outside_window" in deal.codes(day)) == (status == "overdue")


@pytest.mark.parametrize(("delivered", "status"), _around(date(2026, 8, 5), "cancelled", "cancelled", "overdue"))
def test_cancels_on_exit_what_arises_from_the_day_of_delivery(signed, delivered, status):
    deal = signed(items=[instalment("2026-08-05")], exit_window={"to_months": 12, "notice_days": 30})
    deal.on(delivered, "exit_notice_delivered")

    assert deal.duty(delivered, "a").status == status


@pytest.mark.parametrize(("end", "cancelled"), _around(date(2026, 8, 5), True, False, False))
def test_leaves_owed_at_the_end_what_arose_by_the_end_day(signed, end, cancelled):
    deal = signed(items=[instalment("2026-08-05")]).on(end, "ended")

    assert (deal.duty(end, "a").status == "cancelled") == cancelled


@pytest.mark.parametrize(("end", "cancelled"), _around(date(2026, 10, 4), True, False, False))
def test_judges_an_end_by_the_date_before_it_moves_off_a_rest_day(signed, end, cancelled):
    # Counted, 4 October is a holiday; the payment is due on the 8th.
    trigger = {"event": "effect", "months_after": 7, "days_after": 2}
    deal = signed(items=[{"id": "a", "kind": "instalment", "amount": "1.00", "trigger": trigger}]).on(end, "ended")

    assert deal.duty(end, "a").due_date == date(2026, 10, 8)
    assert (deal.duty(end, "a").status == "cancelled") == cancelled


@pytest.mark.parametrize(("delivered", "cancelled"), _around(date(2026, 10, 8), True, True, False))
def test_judges_an_exit_by_the_date_as_moved_off_a_rest_day(signed, delivered, cancelled):
    trigger = {"event": "effect", "months_after": 7, "days_after": 2}
    items = [{"id": "a", "kind": "instalment", "amount": "1.00", "trigger": trigger}]
    deal = signed(items=items, exit_window={"to_months": 12}).on(delivered, "exit_notice_delivered")

    assert (deal.duty(delivered, "a").status == "cancelled") == cancelled


@pytest.mark.parametrize(("end", "done"), _around(date(2026, 8, 5), "cancelled", "met", "met"))
def test_counts_an_act_as_done_if_it_was_done_by_the_end_day(signed, end, done):
    deal = signed(items=[instalment()]).on(date(2026, 8, 5), "duty_met", item="use_report", period=6)
    deal.on(date(2026, 8, 5), "ended", date=end)

    assert deal.duty(date(2026, 8, 7), "use_report", period=6).status == done


@pytest.mark.parametrize(("day", "refused"), _around(date(2028, 3, 1), True, False, False))
def test_takes_a_statement_from_the_last_day_of_the_period(signed, day, refused):
    deal = signed("P3").on(day, "statement", item="royalty", period=2, amount="1000.00")

    if refused:
        with pytest.raises(EventRefused, match="period_not_ended"):
            deal.answer(day)
    else:
        assert deal.duty(day, "royalty", "royalty", 2).amount == Decimal("100.00")


@pytest.mark.parametrize(("since", "amount"), _around(date(2026, 6, 10), "7000.00", "7000.00", "10000.00"))
def test_gives_a_duty_to_the_version_in_force_when_it_arises(signed, since, amount):
    deal = signed(items=[instalment("2026-06-10")])
    changes = {"items": {"a": {"amount": "7000.00"}}}
    deal.on(date(2026, 4, 1), "amendment", **{"from": since, "with": changes})

    assert deal.duty(date(2026, 4, 1), "a").amount == Decimal(amount)


@pytest.mark.parametrize(("since", "rate"), _around(date(2027, 3, 2), "0.20", "0.20", "0.10"))
def test_gives_a_royalty_to_the_version_in_force_on_the_first_day_of_its_period(signed, since, rate):
    deal = signed("P3")
    changes = {"items": {"royalty": {"rates": [{"from_year": 1, "rate": "0.2000"}]}}}
    deal.on(date(2026, 4, 1), "amendment", **{"from": since, "with": changes})
    deal.on(date(2028, 3, 10), "statement", item="royalty", period=2, amount="1000.00")

    assert deal.duty(date(2028, 3, 10), "royalty", "royalty", 2).amount == 1000 * Decimal(rate)


@pytest.mark.parametrize(("revenue", "due"), _around(date(2027, 1, 31), (2027, 3, 1), (2027, 3, 2), (2027, 3, 2)))
def test_takes_the_earlier_of_deferral_and_revenue(signed, revenue, due):
    deal = signed("P1").on(date(2027, 2, 10), "first_revenue_reported", date=revenue)

    assert deal.duty(date(2027, 2, 10), "fee").due_date == date(*due)


@pytest.mark.parametrize(("first_month", "amount"), [(23, "50.00"), (24, "30.00"), (25, "30.00")])
def test_chooses_the_rate_by_the_year_of_the_first_day(signed, first_month, amount):
    rates = [{"from_year": 1, "rate": "0.0500"}, {"from_year": 3, "rate": "0.0300"}]
    item = {"from_month": first_month, "rates": rates, "period": {"months": 48}, "prorate": "none"}
    deal = signed("P3", items={"royalty": item})
    deal.on(date(2030, 3, 1), "statement", item="royalty", period=1, amount="1000.00")

    assert deal.duty(date(2030, 3, 1), "royalty", "royalty").amount == Decimal(amount)


@pytest.mark.parametrize(("term", "periods"), [(23, [6, 12]), (24, [6, 12, 24]), (25, [6, 12, 24])])
def test_asks_for_use_reports_within_the_term(signed, term, periods):
    deal = signed(items=[instalment()], term_months=term)

    assert [duty.period for duty in deal.answer(START).duties if duty.item == "use_report"] == periods


@pytest.mark.parametrize(("amount", "refused"), [("9999.99", False), ("10000.00", False), ("10000.01", True)])
def test_disputes_no_more_than_is_open(signed, amount, refused):
    deal = signed(items=[instalment()]).on(START, "dispute_opened", dispute="x", item="a", amount=amount)

    if refused:
        with pytest.raises(EventRefused, match="dispute_exceeds_open"):
            deal.answer(START)
    else:
        assert deal.duty(START, "a").disputed == Decimal(amount)


@pytest.mark.parametrize(
    ("opened", "until"), _around(date(2026, 4, 24), date(2026, 5, 25), date(2026, 5, 26), date(2026, 5, 26))
)
def test_lengthens_the_cure_period_by_disputes_from_the_day_of_the_demand(signed, opened, until):
    # 30 days after 24 April end on a Sunday; two days of dispute make it a Tuesday.
    deal = signed(items=[instalment()]).on(date(2026, 4, 24), "demand_delivered")
    deal.on(opened, "dispute_opened", dispute="x", item="a", amount="1.00")
    deal.on(opened + timedelta(days=2), "dispute_closed", dispute="x", upheld="0.00")

    assert deal.duty(date(2026, 5, 4), "a").cure_until == until
