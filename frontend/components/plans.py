"""A payment plan in the language of the page: a sentence, rows, what else is agreed, and two worked courses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from frontend.components import formats
from frontend.components.amounts import Ceiling, Terms, TermsRow, WorkedCase
from frontend.components.languages import page_language
from licensing.obligations.ledger import ExpectedPayment, timeline
from listings.offers.plans import Plan, read_plan, wording
from listings.offers.plans.agreements import agreements
from listings.offers.plans.model import FixedItem, Item, Royalty, Trigger
from marketplace.dates import WorkingDays, add_months

KINDS: Final[Mapping[str, Promise]] = {
    "entry_fee": gettext_lazy("Entry fee"),
    "deferred_fee": gettext_lazy("Deferred fee"),
    "instalment": gettext_lazy("Instalment"),
    "milestone": gettext_lazy("Milestone payment"),
    "royalty": gettext_lazy("Royalty"),
}
BASES: Final[Mapping[str, Promise]] = {
    "net_sales": gettext_lazy("net sales"),
    "profit": gettext_lazy("profit"),
    "added_output_value": gettext_lazy("added output value"),
    "unit_price": gettext_lazy("unit price times units"),
}
_EVENTS: Final[Mapping[str, Promise]] = {
    "signing": gettext_lazy("the day of signing"),
    "effect": gettext_lazy("the day of effect"),
    "first_revenue": gettext_lazy("the day of first revenue"),
    "milestone": gettext_lazy("the day of acceptance"),
    "period_end": gettext_lazy("the end of the period"),
}
_FIRST_SALE_MONTH: Final = 8


def terms_of(
    plan: Mapping[str, Any],
    *,
    start: date,
    calendar: WorkingDays,
    version: int | None = None,
    in_force_since: date | None = None,
    same_terms_count: int | None = None,
    ceilings: list[Ceiling] | None = None,
) -> Terms:
    """
    Give the terms table of a stored plan.

    :param start: the day on which the two worked courses are assumed to begin.
    """
    read = read_plan(plan)
    return Terms(
        sentence=wording.sentence(read, page_language()),
        rows=[_row(read, item) for item in read.items],
        cases=_cases(read, start=start, calendar=calendar),
        version=version,
        in_force_since=in_force_since,
        same_terms_count=same_terms_count,
        ceilings=ceilings or [],
        agreed=agreements(read, page_language()),
    )


def _row(plan: Plan, item: Item) -> TermsRow:
    if isinstance(item, Royalty):
        return TermsRow(
            item=KINDS[item.kind],
            amount=_rates(item),
            base=BASES[item.base],
            trigger=_royalty_when(item),
            bounds=_bounds(item),
        )
    name = str(KINDS[item.kind])
    if item.evidence:
        name = gettext("%(kind)s (%(evidence)s)") % {"kind": name, "evidence": item.evidence}
    return TermsRow(item=name, amount=item.amount, trigger=_when(plan, item), latest=_latest(item))


def _when(plan: Plan, item: FixedItem) -> str:
    legs = [_trigger(leg) for leg in plan.legs_of(item)]
    rule = plan.rule_of(item)
    if rule == "earlier_of":
        when = gettext("%(first)s or %(second)s, whichever is earlier") % {"first": legs[0], "second": legs[1]}
    elif rule == "later_of":
        when = gettext("%(first)s or %(second)s, whichever is later") % {"first": legs[0], "second": legs[1]}
    else:
        when = legs[0]
    if item.parts:
        when = gettext("%(when)s, in %(n)s equal parts every %(months)s months") % {
            "when": when,
            "n": item.parts,
            "months": item.every_months,
        }
    return when


def _trigger(trigger: Trigger) -> str:
    if trigger.date is not None:
        return formats.day(trigger.date)
    event = _EVENTS[trigger.event]
    months = ngettext("%(n)s month", "%(n)s months", trigger.months_after) % {"n": trigger.months_after}
    days = ngettext("%(n)s day", "%(n)s days", trigger.days_after) % {"n": trigger.days_after}
    if trigger.months_after and trigger.days_after:
        return gettext("%(months)s and %(days)s after %(event)s") % {"months": months, "days": days, "event": event}
    if trigger.months_after or trigger.days_after:
        return gettext("%(span)s after %(event)s") % {"span": months if trigger.months_after else days, "event": event}
    return gettext("on %(event)s") % {"event": event}


def _latest(item: FixedItem) -> date | str | None:
    if item.latest_date is not None:
        latest: date | str = item.latest_date
    elif item.latest_after is not None:
        latest = _trigger(item.latest_after)
    else:
        return None
    if item.at_latest == "lapse":
        return gettext("%(latest)s; later nothing is owed") % {"latest": formats.text_of(latest)}
    return latest


def _first_rate(item: Royalty) -> str:
    return formats.percent(item.rates[0].rate)


def _rates(item: Royalty) -> str:
    if len(item.rates) == 1 and item.rates[0].over is None:
        return _first_rate(item)
    rows = []
    for row in item.rates:
        text = gettext("%(rate)s from year %(year)s") % {"rate": formats.percent(row.rate), "year": row.from_year}
        if row.over is not None:
            text = gettext("%(rate)s on what exceeds %(amount)s") % {"rate": text, "amount": formats.money(row.over)}
        rows.append(text)
    return gettext(", ").join(rows)


def _royalty_when(item: Royalty) -> str:
    every = ngettext("every %(n)s month", "every %(n)s months", item.period.months) % {"n": item.period.months}
    when = gettext("settled %(every)s, paid %(trigger)s") % {"every": every, "trigger": _trigger(item.trigger)}
    if item.from_month:
        when = gettext("%(when)s; the first %(n)s months are free") % {"when": when, "n": item.from_month}
    return when


def _bounds(item: Royalty) -> str:
    bounds = []
    if item.floor is not None:
        bounds.append(gettext("at least %(amount)s per period") % {"amount": formats.money(item.floor)})
    if item.cap is not None:
        bounds.append(gettext("at most %(amount)s per period") % {"amount": formats.money(item.cap)})
    if item.total_cap is not None:
        bounds.append(gettext("at most %(amount)s in all") % {"amount": formats.money(item.total_cap)})
    return gettext(", ").join(bounds)


def _cases(plan: Plan, *, start: date, calendar: WorkingDays) -> list[WorkedCase]:
    if not plan.items:
        return []
    sale = add_months(start, _FIRST_SALE_MONTH)
    with_sales = timeline(plan, start=start, first_revenue=sale, calendar=calendar)
    without = timeline(plan, start=start, calendar=calendar)
    names = {"start": formats.day(start), "month": _FIRST_SALE_MONTH}
    return [
        WorkedCase(
            gettext("If you start on %(start)s and sell for the first time in month %(month)s") % names,
            _rows(with_sales, sells=True),
        ),
        WorkedCase(gettext("If you start on %(start)s and never sell") % names, _rows(without, sells=False)),
    ]


def _rows(payments: tuple[ExpectedPayment, ...], *, sells: bool) -> list[tuple[date | None, str, Decimal | None]]:
    """Give the rows of a course; of royalties the first stands for all, or the floors where nothing is sold."""
    rows: list[tuple[date | None, str, Decimal | None]] = []
    has_royalty = False
    for payment in payments:
        name = str(KINDS[payment.kind])
        if payment.kind != "royalty":
            if payment.due_date is not None:
                rows.append((payment.due_date, name, payment.amount))
        elif not sells:
            if payment.at_least:
                rows.append((payment.due_date, gettext("%(kind)s, agreed minimum") % {"kind": name}, payment.at_least))
        elif not has_royalty:
            has_royalty = True
            rows.append((payment.due_date, gettext("%(kind)s, each period by sales") % {"kind": name}, None))
    return rows
