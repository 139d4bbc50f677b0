"""Random plans with streams of events, drawn so that every construct of the page is met; seeded."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from listings.offers.plans import PlanRefused, changed, read_plan

AMOUNTS = ("0.00", "50.00", "100.01", "333.50", "5000.00", "10000.00", "20000.01", "60000.00")
RATES = ("0.0000", "0.0100", "0.0300", "0.0333", "0.1000", "0.4500", "1.0000")
DAYS = (0, 1, 5, 15, 30, 45)
MONTHS = (0, 1, 3, 6, 12, 13, 24)
FIXED = ("entry_fee", "deferred_fee", "instalment", "milestone")


class Draw:
    """Draws one document and counts what it reached."""

    def __init__(self, random, reach: Counter) -> None:
        self.random = random
        self.reach = reach
        self.payments = 0
        self.amended = None
        self.start = date(2025, 6, 1) + timedelta(days=random.randrange(500))

    def one(self, values, name=None):
        value = self.random.choice(list(values))
        if name:
            self.reach[f"{name}={value}"] += 1
        return value

    def chance(self, share):
        return self.random.random() < share

    def maybe(self, mapping, key, values, share=0.3, name=None):
        if self.chance(share):
            mapping[key] = self.one(values, name and f"{name}.{key}" if name != "" else key)

    def day(self, low, high):
        return self.start + timedelta(days=self.random.randint(low, high))

    # ---- plans ----

    def trigger(self, events, name):
        trigger = {"event": self.one(events, f"{name}.event")}
        if trigger["event"] == "date":
            trigger["date"] = self.day(-20, 700)
        if self.chance(0.6):
            trigger["months_after"] = self.one(MONTHS)
        if self.chance(0.6):
            trigger["days_after"] = self.one(DAYS)
        if trigger.get("months_after") or trigger.get("days_after"):
            self.reach[f"{name} counted"] += 1
        else:
            self.reach[f"{name} own day"] += 1
        return trigger

    def fixed(self, name, kind):
        party = ("signing", "effect", "first_revenue", "date")
        events = ("milestone",) if kind == "milestone" else party
        item = {"id": name, "kind": kind, "amount": self.one(AMOUNTS), "trigger": self.trigger(events, kind)}
        if self.chance(0.25):
            item["due_rule"] = self.one(("earlier_of", "later_of"), "item.due_rule")
            if self.chance(0.7):
                item["also"] = self.trigger(party, "also")
        if kind == "milestone" or self.chance(0.3):
            if self.chance(0.5):
                item["latest_date"] = self.day(0, 900)
                self.reach["latest_date"] += 1
            else:
                item["latest_after"] = {"event": self.one(("signing", "effect"), "latest_after.event")}
                self.maybe(item["latest_after"], "months_after", (6, 12, 18, 24), 0.8)
                self.maybe(item["latest_after"], "days_after", DAYS, 0.3)
            self.maybe(item, "at_latest", ("due", "lapse"), 0.7, "item")
        if self.chance(0.25):
            item["parts"], item["every_months"] = self.one((1, 2, 3), "parts"), self.one((1, 6, 12))
        self.maybe(item, "on_end", ("cancel", "stay"), 0.3, "item")
        return item

    def royalty(self, name):
        anchor = self.one(("effect", "calendar"), "anchor")
        base = self.one(("net_sales", "profit", "added_output_value", "unit_price"), "base")
        item = {
            "id": name,
            "kind": "royalty",
            "base": base,
            "rates": self.rates(),
            "period": {"months": self.one((1, 3, 6, 12) if anchor == "calendar" else (3, 5, 6, 12)), "anchor": anchor},
            "trigger": {"event": "period_end", "days_after": self.one((0, 30, 60))},
        }
        self.maybe(item["trigger"], "months_after", (1, 2), 0.2)
        self.maybe(item, "from_month", (0, 1, 6, 12), 0.4, "royalty")
        self.maybe(item, "to_month", (12, 18, 24), 0.3, "royalty")
        self.maybe(item, "floor", ("100.00", "2000.00"), 0.4, "royalty")
        self.maybe(item, "cap", ("2000.00", "5000.00"), 0.3, "royalty")
        self.maybe(item, "total_cap", ("3000.00", "8000.00"), 0.3, "royalty")
        self.maybe(item, "year_basis", ("contract", "calendar"), 0.4, "royalty")
        self.maybe(item, "prorate", ("days", "none"), 0.4, "royalty")
        self.maybe(item, "negative", ("carry", "drop"), 0.4, "royalty")
        self.maybe(item, "product", ("A", "B"), 0.3)
        self.maybe(item, "statement_days", (0, 15, 30, 45), 0.5)
        if self.chance(0.5):
            item["deductions"] = ["returns", "vat"]
        return item

    def rates(self):
        rows = [{"from_year": 1, "rate": self.one(RATES)}]
        if self.chance(0.3):
            rows.append({"from_year": 1, "over": "5000.00", "rate": self.one(RATES)})
            self.reach["brackets"] += 1
        if self.chance(0.4):
            rows.append({"from_year": 2, "rate": self.one(RATES)})
            self.reach["steps"] += 1
        return rows

    def duty(self, name):
        duty = {"id": name, "trigger": self.trigger(("signing", "effect", "first_revenue", "date"), "own duty")}
        if self.chance(0.4):
            duty["office"] = True
            self.reach["office"] += 1
        if self.chance(0.5):
            duty["every_months"] = self.one((6, 12))
            if self.chance(0.5):
                duty["count"] = self.one((1, 2, 3))
            self.reach["repeats with count" if "count" in duty else "repeats within the term"] += 1
        return duty

    def plan(self):
        while True:
            plan = self._plan()
            try:
                read_plan(plan)
            except PlanRefused:
                continue
            return plan

    def _plan(self):
        plan = {"term_months": self.one((12, 24, 30, 36, 48)), "items": []}
        kinds = [self.one((*FIXED, "royalty", "royalty")) for _ in range(self.random.randint(1, 4))]
        for index, kind in enumerate(kinds):
            name = "abcd"[index]
            plan["items"].append(self.royalty(name) if kind == "royalty" else self.fixed(name, kind))
            self.reach[f"kind={kind}"] += 1
        self.maybe(plan, "due_rule", ("earlier_of", "later_of"), 0.3, "plan")
        self.maybe(plan, "roll", ("next_working_day", "none"), 0.3, "plan")
        if self.chance(0.3):
            plan["rounding"] = {"mode": self.one(("HALF_UP", "DOWN", "UP", "HALF_EVEN"), "rounding")}
            self.maybe(plan["rounding"], "unit", ("0.01", "1"), 0.5, "rounding")
        self.maybe(plan, "grace_days", (0, 5, 10), 0.3)
        self.maybe(plan, "cure_days", (0, 10, 15), 0.4)
        self.maybe(plan, "acceptance_days", (0, 7, 20), 0.3)
        self.maybe(plan, "stop_use_days", (0, 10), 0.2)
        if self.chance(0.6):
            plan["late_interest"] = {"rate": self.one(("0.0365", "0.0005", "0.1825"))}
            self.maybe(plan["late_interest"], "per", ("year", "day"), 0.4, "late_interest")
            self.maybe(plan["late_interest"], "days", (360, 365), 0.4, "late_interest")
            self.maybe(plan["late_interest"], "from", ("due", "grace_end"), 0.4, "late_interest")
        self.maybe(plan, "interest_order", ("before", "after"), 0.4, "plan")
        if self.chance(0.5):
            plan["exit_window"] = {"to_months": self.one((6, 12))}
            self.maybe(plan["exit_window"], "notice_days", (0, 10, 30), 0.5)
            self.maybe(plan["exit_window"], "fee", ("3000.00",), 0.5, "exit_window")
            self.maybe(plan["exit_window"], "fee_days", (0, 15), 0.3)
        if self.chance(0.3):
            plan["duties"] = [self.duty(name) for name in ("x", "y")[: self.random.randint(1, 2)]]
        self.maybe(plan, "standard_duties", (True, False), 0.2, "plan")
        self.maybe(plan, "ceiling_reason", ("评估报告",), 0.3, "plan")
        if self.chance(0.02):
            plan["items"] = [{"id": "a", "kind": "entry_fee", "amount": "20000000.01", "trigger": {"event": "effect"}}]
        return plan

    # ---- events ----

    def events(self, plan):
        events = []
        if self.chance(0.985):
            events.append({"day": self.start, "event": "signed"})
        if self.chance(0.97):
            events.append({"day": self.start + timedelta(days=self.one((0, 0, 3))), "event": "effective"})
        for number in range(self.random.randint(0, 14)):
            event = self.event(plan, number)
            if event is not None:
                events.append(event)
                events.extend(self.following(plan, event))
        if self.chance(0.5):
            self.random.shuffle(events)
        return events

    def event(self, plan, number):
        name = self.one(EVENTS)
        event = {"day": self.day(0, 900), "event": name}
        event |= getattr(self, name, lambda *_: {})(plan, event, number)
        if event.pop("skip", False):
            return None
        self.reach[f"event {name}"] += 1
        if self.chance(0.03):
            eve = event.pop("day") - timedelta(days=1)
            event["at"] = f"{eve.isoformat()}T16:30:00Z"
            self.reach["instant"] += 1
        if self.chance(0.05):
            event["note"] = "看过"
        return event

    def following(self, plan, event):
        """Draw what often comes after an event, so that chains of them are met and not only their first links."""
        day, name = event.get("day"), event["event"]
        if day is None or self.chance(0.3):
            return
        after = day + timedelta(days=self.one((0, 1, 7, 40)))
        if name == "milestone_reported":
            answer = self.one(("milestone_accepted", "milestone_accepted", "milestone_rejected"))
            yield {"day": after, "event": answer, "item": event["item"]}
        if name == "dispute_opened":
            upheld = self.one(("0.00", "10.00", event["amount"]))
            yield {"day": after, "event": "dispute_closed", "dispute": event["dispute"], "upheld": upheld}
        if name == "demand_delivered":
            late = after + timedelta(days=self.one((0, 30)))
            yield {
                "day": late,
                "event": self.one(("termination_notice_delivered", "demand_delivered", "patent_lapsed")),
            }
        if name == "payment_received":
            kind = self.one(("refund", "allocation", "reversal", "statement", "amendment", "dispute_opened"))
            again = {"day": after, "event": kind}
            again |= getattr(self, kind)(plan, again, 0)
            if "payment" in again:
                again["payment"] = event["payment"]
            if not again.pop("skip", False):
                yield again

    def item(self, plan, kinds=None):
        names = [item["id"] for item in plan["items"] if kinds is None or item["kind"] in kinds]
        return self.one(names) if names and not self.chance(0.04) else self.one("abcdn")

    def target(self, plan, kinds=None):
        name = self.item(plan, kinds)
        item = next((item for item in plan["items"] if item["id"] == name), {})
        target = {"item": name}
        if item.get("kind") == "royalty":
            target["period"] = self.random.randint(1, 5)
        elif item.get("parts"):
            target["period"] = self.random.randint(1, item["parts"])
        if self.chance(0.03):
            target["period"] = 40
        if self.chance(0.03):
            target = {"item": self.one(("exit_fee", "stop_use", "cnipa_filing"))}
        return target

    def first_revenue_reported(self, plan, event, number):
        back = self.one((0, 0, 10, 200, -1 if self.chance(0.1) else 5))
        return {"date": event["day"] - timedelta(days=back)}

    def milestone_reported(self, plan, event, number):
        return {"item": self.item(plan, ("milestone",))}

    milestone_accepted = milestone_rejected = milestone_reported

    def statement(self, plan, event, number):
        target = self.target(plan, ("royalty",))
        item = next((item for item in plan["items"] if item["id"] == target["item"]), {})
        if item.get("kind") == "royalty" and self.chance(0.9):
            months = target.get("period", 1) * item["period"]["months"]
            event["day"] = self.start + timedelta(days=31 * months + self.random.randint(-10, 60))
        if item.get("base") == "unit_price":
            figures = {"units": self.one(("0", "120", "33.5", 7)), "unit_price": self.one(("3.33", "350.00"))}
        else:
            figures = {"amount": self.one(("-20000.00", "-0.01", "0.00", "333.50", "9999.99", "60000.00", "400000.00"))}
        if self.chance(0.02):
            figures = {}
        if self.chance(0.3):
            figures["deductions"] = {self.one(("returns", "vat", "bonus")): self.one(AMOUNTS)}
        return {**target, **figures}

    def duty_met(self, plan, event, number):
        names = [own["id"] for own in plan.get("duties", [])]
        name = self.one(("cnipa_filing", "use_report", "stop_use", "a", *names))
        met = {"item": name}
        if name == "use_report":
            met["period"] = self.one((6, 12, 24, 7))
        elif self.chance(0.3):
            met["period"] = self.one((1, 2))
        return met

    def payment(self):
        return f"p{self.random.randint(1, max(self.payments, 1))}"

    def payment_received(self, plan, event, number):
        self.payments += 1
        name = f"p{self.payments}" if self.chance(0.95) else "p1"
        received = {"payment": name, "amount": self.one(AMOUNTS[1:])}
        if self.chance(0.8):
            received["confirmed_on"] = event["day"] + timedelta(days=self.one((0, 0, 0, 0, 1, 1, 5, 5, 60, -1)))
        if self.chance(0.4):
            received["for"] = [self.target(plan) for _ in range(self.random.randint(1, 2))]
            for entry in received["for"]:
                self.maybe(entry, "amount", AMOUNTS, 0.4)
            self.reach["payment named"] += 1
        return received

    def payment_confirmed(self, plan, event, number):
        confirmed = {"payment": self.payment()}
        self.maybe(confirmed, "amount", AMOUNTS, 0.5)
        return confirmed

    def allocation(self, plan, event, number):
        entries = [self.target(plan) | {"amount": self.one(AMOUNTS)} for _ in range(self.random.randint(1, 2))]
        return {"payment": self.payment(), "to": entries}

    def reversal(self, plan, event, number):
        return {"payment": self.payment()}

    def refund(self, plan, event, number):
        refund = {"payment": self.payment(), "amount": self.one(("1.00", "50.00", "5000.00"))}
        return refund | (self.target(plan) if self.chance(0.5) else {})

    def dispute_opened(self, plan, event, number):
        return {"dispute": f"d{self.random.randint(1, 3)}", "amount": self.one(AMOUNTS)} | self.target(plan)

    def dispute_closed(self, plan, event, number):
        return {"dispute": f"d{self.random.randint(1, 3)}", "upheld": self.one(("0.00", "0.00", "10.00", "5000.00"))}

    def demand_delivered(self, plan, event, number):
        if self.chance(0.6):
            return {}
        entry = self.target(plan)
        self.maybe(entry, "kind", (*FIXED, "royalty", "statement", "duty"), 0.3)
        return {"for": [entry]}

    def ended(self, plan, event, number):
        event["day"] = self.day(200, 1000)
        return {"date": event["day"] + timedelta(days=self.one((-30, 0, 5, 60)))} if self.chance(0.5) else {}

    def suspension_decided(self, plan, event, number):
        return {"decision": self.one(("continue", "suspend"), "decision")}

    def amendment(self, plan, event, number):
        # Each builds on the one before, so that what it changes is still there.
        current, last = self.amended or (plan, event["day"])
        changes, since = self.changes(current), event["day"] + timedelta(days=self.one((0, 0, 1, 30, 200)))
        if self.amended and event["day"] <= last:
            return {"skip": True}
        amended = {key: value for key, value in changed(current, changes).items() if value is not None}
        try:
            read_plan(amended)
        except PlanRefused:
            return {"skip": True}
        if self.chance(0.05):
            since = event["day"] - timedelta(days=1)
        elif not any(change.get("period") for change in changes.get("items", {}).values() if change):
            self.amended = (amended, event["day"])
        if self.chance(0.2):
            self.reach["amendment by plan"] += 1
            return {"from": since, "plan": amended}
        return {"from": since, "with": changes}

    def changes(self, plan):
        """Draw changes that stay valid whatever other amendment was made before."""
        items = [item for item in plan["items"] if item["id"] != "n"]
        item = self.one(items or [{"id": "n", "kind": "royalty"}])
        choices = {
            "interest": {"late_interest": {"rate": "0.0730"}},
            "grace": {"grace_days": 7},
            "roll": {"roll": "none"},
            "standard": {"standard_duties": False},
            "window": {"exit_window": {"to_months": 9, "fee": "1234.00"}},
            "add": {"items": {"n": {"kind": "instalment", "amount": "777.00", "trigger": self.named_date()}}},
            "remove": {"items": {item["id"]: None}, "free": True},
        }
        if not items:
            del choices["remove"]
        elif item["kind"] == "royalty":
            choices["rates"] = {"items": {item["id"]: {"rates": [{"from_year": 1, "rate": "0.2500"}]}}}
            choices["range"] = {"items": {item["id"]: {"from_month": self.one((0, 3, 9)), "to_month": None}}}
            choices["period"] = {"items": {item["id"]: {"period": {"months": 4}}}}
        else:
            choices["amount"] = {"items": {item["id"]: {"amount": "8000.00"}}}
            choices["move"] = {"items": {item["id"]: {"kind": "instalment", "trigger": self.named_date()}}}
            choices["split"] = {"items": {item["id"]: {"parts": 2, "every_months": 6}}}
            choices["join"] = {"items": {item["id"]: {"parts": None}}}
        name = self.one(choices)
        self.reach[f"amendment {name}"] += 1
        return choices[name]

    def named_date(self):
        return {"event": "date", "date": self.day(0, 900)}

    # ---- documents ----

    def calendars(self):
        tables = {}
        for year in (2025, 2026, 2027):
            if self.chance(0.7):
                closed = [date(year, 1, 1), f"{year}-05-01..{year}-05-05", f"{year}-10-01..{year}-10-07"]
                opened = [day for day in (date(year, 2, 14), date(year, 9, 26)) if day.weekday() >= 5]
                tables[year] = {"closed": closed, "open": opened}
        return tables

    def document(self):
        plan = self.plan()
        return {
            "plan": plan,
            "events": self.events(plan),
            "calendars": self.calendars(),
            "as_of": self.day(-5, 400) if self.chance(0.2) else self.day(300, 1100),
        }


# Events of money are drawn more often: most of the arithmetic hangs on them.
EVENTS = (
    "first_revenue_reported",
    *["milestone_reported"] * 2,
    *["milestone_accepted"] * 2,
    "milestone_rejected",
    *["statement"] * 7,
    *["duty_met"] * 2,
    *["payment_received"] * 14,
    "payment_confirmed",
    *["allocation"] * 2,
    "reversal",
    *["refund"] * 2,
    *["dispute_opened"] * 3,
    "dispute_closed",
    *["demand_delivered"] * 3,
    "termination_notice_delivered",
    "exit_notice_delivered",
    "exit_notice_delivered",
    "ended",
    *["amendment"] * 2,
    "patent_lapsed",
    "patent_invalidated",
    "suspension_decided",
)
