"""The table of events: one row for each, with its fields, refusals and effect."""

from __future__ import annotations

from typing import Any, Final

from licensing.obligations.ledger.recording import course, ending, money
from licensing.obligations.ledger.recording.kinds import EventKind
from listings.offers.plans.model import ITEM_KINDS
from listings.offers.plans.tables import Amounts, Field, Fields, Record, Rows
from listings.offers.plans.values import WORD, Choice, Count, Day, Money, Raw, Slot, Units

UNFIT: Final = "value_unfit"
PERIOD: Final = Field(Count(low=1))
ITEM: Final = Field(WORD, UNFIT)
AMOUNT: Final = Field(Money(), UNFIT)
CURRENCY: Final = Field(Choice(("CNY",), "currency_not_cny"))
DUTY_KINDS: Final = (*ITEM_KINDS, "statement", "exit_fee", "duty")


def _entry(**fields: Any) -> dict[str, Any]:
    return fields


NAMED: Final = Rows(Record({"item": ITEM, "period": PERIOD, "amount": Field(Money())}, _entry))
PLACED: Final = Rows(Record({"item": ITEM, "period": PERIOD, "amount": AMOUNT}, _entry), filled=True)
DEMANDED: Final = Rows(Record({"item": ITEM, "period": PERIOD, "kind": Field(Choice(DUTY_KINDS))}, _entry), filled=True)
# What every event may carry; it is shown and never computed with.
SHOWN: Final[Fields] = {key: Field(Slot()) for key in ("text", "reason", "note", "number")}

EVENTS: Final[dict[str, EventKind]] = {
    "signed": EventKind({}, course.signed, course.check_signed),
    "effective": EventKind({}, course.effective, course.check_effective, needs_signature=True),
    "first_revenue_reported": EventKind(
        {"date": Field(Day(), UNFIT)}, course.revenue, course.check_revenue, needs_signature=True
    ),
    "milestone_reported": EventKind(
        {"item": ITEM}, course.milestone_reported, course.check_milestone, needs_signature=True
    ),
    "milestone_accepted": EventKind(
        {"item": ITEM}, course.milestone_accepted, course.check_answer, needs_signature=True
    ),
    "milestone_rejected": EventKind(
        {"item": ITEM}, course.milestone_rejected, course.check_answer, needs_signature=True
    ),
    "statement": EventKind(
        {
            "item": ITEM,
            "period": PERIOD,
            "amount": Field(Money(signed=True)),
            "units": Field(Units()),
            "unit_price": Field(Money()),
            "deductions": Field(Amounts(Money())),
            "currency": CURRENCY,
        },
        course.statement,
        course.check_statement,
        needs_signature=True,
    ),
    "duty_met": EventKind({"item": ITEM, "period": PERIOD}, course.duty_met, course.check_act),
    "payment_received": EventKind(
        {
            "payment": ITEM,
            "amount": AMOUNT,
            "currency": CURRENCY,
            "for": Field(NAMED),
            "confirmed_on": Field(Day()),
        },
        money.received,
        money.check_received,
    ),
    "payment_confirmed": EventKind(
        {"payment": ITEM, "amount": Field(Money()), "currency": CURRENCY}, money.confirmed, money.check_confirmed
    ),
    "allocation": EventKind({"payment": ITEM, "to": Field(PLACED, UNFIT)}, money.allocation, money.check_allocation),
    "reversal": EventKind({"payment": ITEM}, money.reversal, money.check_reversal),
    "refund": EventKind(
        {"payment": ITEM, "amount": AMOUNT, "currency": CURRENCY, "item": Field(WORD), "period": PERIOD},
        money.refund,
        money.check_refund,
    ),
    "dispute_opened": EventKind(
        {"dispute": ITEM, "item": ITEM, "period": PERIOD, "amount": AMOUNT, "currency": CURRENCY},
        money.dispute_opened,
        money.check_dispute,
    ),
    "dispute_closed": EventKind({"dispute": ITEM, "upheld": AMOUNT}, money.dispute_closed, money.check_dispute_closed),
    "demand_delivered": EventKind({"for": Field(DEMANDED)}, money.demand, money.check_demand),
    "termination_notice_delivered": EventKind({}, ending.termination, needs_signature=True),
    "exit_notice_delivered": EventKind({}, ending.exit_notice, needs_signature=True),
    "ended": EventKind({"date": Field(Day())}, ending.ended, needs_signature=True),
    "amendment": EventKind(
        {"from": Field(Day(), UNFIT), "plan": Field(Raw()), "with": Field(Raw())},
        ending.amendment,
        ending.check_amendment,
    ),
    "patent_lapsed": EventKind({}, course.patent_lost),
    "patent_invalidated": EventKind({}, course.patent_lost),
    "suspension_decided": EventKind(
        {"decision": Field(Choice(("continue", "suspend")), UNFIT)}, course.suspension_decided
    ),
}
