"""A refused event changes nothing, and all that is wrong is told at once."""

from __future__ import annotations

from datetime import date

import pytest

from licensing.obligations.ledger import EventRefused, answer, check_event
from licensing.obligations.ledger.recording.registry import EVENTS
from listings.offers.plans import read_plan
from tests.licensing.obligations.ledger.conftest import instalment

DAY = date(2027, 3, 10)
WITHOUT_SIGNATURE = {
    "effective": {},
    "first_revenue_reported": {"date": "2027-03-01"},
    "milestone_reported": {"item": "pilot"},
    "milestone_accepted": {"item": "pilot"},
    "milestone_rejected": {"item": "pilot"},
    "statement": {"item": "royalty", "period": 1, "amount": "1.00"},
    "termination_notice_delivered": {},
    "exit_notice_delivered": {},
    "ended": {},
}
TO_A = {"item": "a"}
BAD_PERIOD = {"items": {"royalty": {"period": {"months": 6}}}}
REFUSALS = [
    ("unknown_event", "gift", {}),
    ("milestone_not_reported", "milestone_accepted", {"item": "m"}),
    ("milestone_not_reported", "milestone_rejected", {"item": "m"}),
    ("unknown_item", "milestone_reported", {"item": "a"}),
    ("unknown_item", "statement", {"item": "a", "period": 1, "amount": "1.00"}),
    ("unknown_item", "duty_met", {"item": "a"}),
    ("unknown_item", "duty_met", {"item": "stop_use"}),
    ("unknown_item", "payment_received", {"payment": "p9", "amount": "1.00", "for": [{"item": "z"}]}),
    ("unknown_item", "payment_received", {"payment": "p9", "amount": "1.00", "for": [{"item": "cnipa_filing"}]}),
    ("unknown_item", "dispute_opened", {"dispute": "x", "item": "cnipa_filing", "amount": "1.00"}),
    ("unknown_item", "demand_delivered", {"for": [{"item": "z"}]}),
    ("unknown_item", "demand_delivered", {"for": [{"item": "a", "kind": "royalty"}]}),
    ("unknown_period", "statement", {"item": "royalty", "period": 9, "amount": "1.00"}),
    ("unknown_period", "statement", {"item": "royalty", "amount": "1.00"}),
    ("unknown_period", "duty_met", {"item": "use_report", "period": 7}),
    ("unknown_period", "refund", {"payment": "p1", "amount": "1.00", "item": "a", "period": 1}),
    ("period_not_ended", "statement", {"item": "royalty", "period": 2, "amount": "1.00"}),
    ("payment_exists", "payment_received", {"payment": "p1", "amount": "1.00"}),
    ("unknown_payment", "payment_confirmed", {"payment": "p9"}),
    ("unknown_payment", "reversal", {"payment": "p9"}),
    ("unknown_payment", "allocation", {"payment": "gone", "to": [TO_A | {"amount": "1.00"}]}),
    ("already_confirmed", "payment_confirmed", {"payment": "p1"}),
    ("not_confirmed", "refund", {"payment": "p2", "amount": "1.00"}),
    ("not_confirmed", "allocation", {"payment": "p2", "to": [TO_A | {"amount": "1.00"}]}),
    ("currency_not_cny", "payment_received", {"payment": "p9", "amount": "1.00", "currency": "USD"}),
    ("refund_exceeds_unallocated", "refund", {"payment": "p1", "amount": "500.01"}),
    ("refund_exceeds_allocated", "refund", {"payment": "p1", "amount": "10000.01", "item": "a"}),
    ("allocation_exceeds_payment", "allocation", {"payment": "p1", "to": [{"item": "b", "amount": "500.01"}]}),
    ("allocation_exceeds_due", "allocation", {"payment": "p1", "to": [TO_A | {"amount": "0.01"}]}),
    ("dispute_exceeds_open", "dispute_opened", {"dispute": "x", "item": "a", "amount": "0.01"}),
    ("dispute_exceeds_open", "dispute_opened", {"dispute": "x", "item": "royalty", "period": 1, "amount": "0.01"}),
    ("unknown_dispute", "dispute_closed", {"dispute": "x", "upheld": "0.00"}),
    ("unknown_dispute", "dispute_closed", {"dispute": "old", "upheld": "0.00"}),
    ("upheld_exceeds_dispute", "dispute_closed", {"dispute": "live", "upheld": "100.01"}),
    ("amendment_retroactive", "amendment", {"from": "2027-03-09", "with": {"grace_days": 1}}),
    ("amendment_changes_period", "amendment", {"from": "2027-03-10", "with": BAD_PERIOD}),
    ("rates_missing", "amendment", {"from": "2027-03-10", "with": {"items": {"royalty": {"rates": []}}}}),
    (
        "latest_before_trigger",
        "amendment",
        {"from": "2027-03-10", "with": {"items": {"c": {"latest_date": "2027-03-11"}}}},
    ),
    ("value_unfit", "amendment", {"from": "2027-03-10"}),
    ("value_unfit", "amendment", {"with": {"grace_days": 1}}),
    ("value_unfit", "first_revenue_reported", {"date": "2027-03-11"}),
    ("value_unfit", "first_revenue_reported", {"date": "2026-02-30"}),
    ("value_unfit", "first_revenue_reported", {}),
    ("value_unfit", "payment_received", {"payment": "p9", "amount": "1.00", "confirmed_on": "2027-03-09"}),
    ("value_unfit", "statement", {"item": "royalty", "period": 1}),
    ("value_unfit", "statement", {"item": "royalty", "amount": "1.00"}),
    ("value_unfit", "statement", {"item": "royalty", "period": 1, "units": "1", "unit_price": "1.00"}),
    ("value_unfit", "suspension_decided", {"decision": "wait"}),
    ("value_unfit", "refund", {"payment": "p1", "amount": "1.00", "period": 1}),
    ("value_unfit", "dispute_opened", {"dispute": "live", "item": "b", "amount": "1.00"}),
    ("money_form", "payment_received", {"payment": "p9", "amount": 60000}),
    ("amount_negative", "payment_received", {"payment": "p9", "amount": "-1.00"}),
    ("unknown_key", "signed", {"colour": "red"}),
    *(("not_signed", name, values) for name, values in WITHOUT_SIGNATURE.items()),
]


@pytest.fixture
def deal(signed):
    """Give a deal with a paid and an open instalment, a milestone, a royalty, disputes, and money left over."""
    royalty = {"id": "royalty", "kind": "royalty", "base": "net_sales", "rates": [{"from_year": 1, "rate": "0.0300"}]}
    royalty |= {"period": {"months": 12}, "trigger": {"event": "period_end", "days_after": 60}}
    milestone = {"id": "m", "kind": "milestone", "amount": "9.00", "trigger": {"event": "milestone"}}
    effect_13 = {"event": "effect", "months_after": 13}
    items = [
        instalment(),
        instalment("2028-01-10", name="b"),
        {"id": "c", "kind": "deferred_fee", "amount": "50.00", "trigger": effect_13},
        milestone | {"latest_date": "2028-01-01"},
        royalty,
    ]
    deal = signed(items=items).paid(date(2026, 4, 10), "10500.00")
    deal.on(date(2026, 4, 11), "payment_received", payment="p2", amount="5.00")
    deal.on(date(2026, 4, 11), "payment_received", payment="gone", amount="5.00")
    deal.on(date(2026, 4, 12), "reversal", payment="gone")
    deal.on(date(2026, 5, 1), "dispute_opened", dispute="old", item="b", amount="1.00")
    deal.on(date(2026, 5, 2), "dispute_closed", dispute="old", upheld="0.00")
    return deal.on(date(2026, 5, 3), "dispute_opened", dispute="live", item="b", amount="100.00")


@pytest.mark.parametrize(("code", "name", "values"), REFUSALS, ids=[f"{code}-{name}" for code, name, _ in REFUSALS])
def test_refuses_and_changes_nothing(deal, code, name, values):
    if code == "not_signed":
        deal.events = deal.events[2:]
    plan, before = read_plan(deal.plan), deal.answer(DAY)
    event = {"day": DAY, "event": name, **values}

    with pytest.raises(EventRefused) as refused:
        check_event(plan, deal.events, event, calendar=deal.calendar)

    assert code in refused.value.codes
    assert deal.answer(DAY) == before


def test_tells_all_that_is_wrong_with_all_events(deal):
    deal.on(DAY, "gift").on(DAY, "payment_received", payment="p1", amount=1, colour="red")

    with pytest.raises(EventRefused) as refused:
        deal.answer(DAY)

    assert {"unknown_event", "money_form", "unknown_key"} <= refused.value.codes


def test_does_not_look_at_what_has_not_happened_yet(deal):
    before = deal.answer(DAY)

    deal.on(date(2027, 3, 11), "gift").on(date(2027, 3, 11), "payment_received", payment="p1", amount=1)

    assert deal.answer(DAY) == before


def test_refuses_what_would_make_a_later_event_impossible(deal):
    plan = read_plan(deal.plan)
    deal.on(DAY, "refund", payment="p1", amount="500.00")
    earlier = {"day": date(2027, 3, 1), "event": "refund", "payment": "p1", "amount": "1.00"}

    with pytest.raises(EventRefused, match="refund_exceeds_unallocated"):
        check_event(plan, deal.events, earlier, calendar=deal.calendar)


def test_lets_the_confirmation_fall_with_its_payment(deal):
    deal.on(DAY, "payment_received", payment="p2", amount="7.00", confirmed_on=DAY)

    with pytest.raises(EventRefused) as refused:
        deal.answer(DAY)

    assert refused.value.codes == {"payment_exists"}


@pytest.mark.parametrize(
    "when", [{}, {"day": DAY, "at": "2027-03-10T00:00:00Z"}, {"at": "2027-03-10T00:00:00"}, {"day": 3}]
)
def test_refuses_an_event_without_one_day(deal, when):
    deal.events.append({"event": "signed", **when})

    with pytest.raises(EventRefused, match="value_unfit"):
        deal.answer(DAY)


@pytest.mark.parametrize("name", EVENTS)
def test_takes_what_is_shown_with_every_event(signed, name):
    # What is missing is told; what is only shown is never what is wrong.
    deal = signed("P4")
    event = {"day": DAY, "event": name, "text": "t", "reason": "r", "note": "n", "number": "2027-1"}
    plan = read_plan(deal.plan)

    refused = frozenset()
    try:
        check_event(plan, deal.events, event, calendar=deal.calendar)
    except EventRefused as error:
        refused = error.codes
    assert "unknown_key" not in refused


def test_answers_for_a_plan_that_nobody_signed(calendar, signed):
    deal = signed("P2")

    result = answer(read_plan(deal.plan), [], as_of=DAY, calendar=calendar)

    assert (result.duties[0].item, result.duties[0].due_date) == ("fee", None)
    assert result.next is None
