"""What tests of the ledger share: the published calendars of two years, deals, answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licensing.obligations.ledger import answer
from licensing.obligations.ledger.calendars import read_calendars
from listings.offers.plans import changed, read_plan, templates
from listings.offers.plans.problems import Findings

START = date(2026, 3, 2)
CALENDARS = {
    2026: {"closed": ["2026-05-01..2026-05-05", "2026-10-01..2026-10-07"], "open": ["2026-05-09", "2026-10-10"]},
    2027: {"closed": [], "open": []},
    2028: {"closed": [], "open": []},
}


@pytest.fixture(scope="session")
def calendar():
    """Give the working days of three years."""
    findings = Findings()
    days = read_calendars(CALENDARS, findings, at="")
    assert findings.problems == []
    return days


class Deal:
    """A deal of a test: a plan, its events, and questions of a day."""

    def __init__(self, calendar, plan: dict[str, Any]) -> None:
        self.calendar = calendar
        self.plan = plan
        self.events: list[dict[str, Any]] = []

    def on(self, day, event, **values):
        self.events.append({"day": day, "event": event, **values})
        return self

    def paid(self, day, amount, payment="p1", **values):
        return self.on(day, "payment_received", payment=payment, amount=amount, confirmed_on=day, **values)

    def answer(self, day):
        return answer(read_plan(self.plan), self.events, as_of=day, calendar=self.calendar)

    def duty(self, day, item, kind=None, period=None):
        found = [
            duty
            for duty in self.answer(day).duties
            if duty.item == item and kind in {None, duty.kind} and period in {None, duty.period}
        ]
        assert len(found) == 1, found
        return found[0]

    def acts(self, day):
        return [proposal.act for proposal in self.answer(day).proposals]

    def codes(self, day):
        return [warned.code for warned in self.answer(day).warnings]


@pytest.fixture
def signed(calendar):
    """Give a maker of deals signed and effective on 2 March 2026, from a template with changes or from items."""

    def make(template=None, *, items=None, **changes):
        plan = templates()[template] if template else {"term_months": 24}
        if items is not None:
            changes["items"] = items
        deal = Deal(calendar, changed(plan, changes))
        return deal.on(START, "signed").on(START, "effective")

    return make


def instalment(day="2026-04-10", amount="10000.00", name="a", **more):
    """Give an instalment on a named date."""
    return {"id": name, "kind": "instalment", "amount": amount, "trigger": {"event": "date", "date": day}, **more}
