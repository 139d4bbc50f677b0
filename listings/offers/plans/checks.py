"""What must hold within a plan, beyond the form of single values. One small function per rule, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from listings.offers.plans.drafts import Draft, Part
from listings.offers.plans.latest import is_too_early, latest_of
from listings.offers.plans.model import TAKEN_IDS
from listings.offers.plans.problems import Findings, child
from listings.offers.plans.spans import may_be_before
from listings.offers.plans.values import MONTHS_MAX

Check = Callable[[Draft, Findings], None]


def has_items(draft: Draft, findings: Findings) -> None:
    """Refuse a plan without items unless it says that it is free."""
    if not draft.items and not draft.get("free"):
        findings.add("/items", "no_items", "a plan that is not free needs an item")


def ids_are_unique(draft: Draft, findings: Findings) -> None:
    """Refuse an id twice among items and own duties, or one of a standard duty."""
    seen: set[str] = set()
    for part in (*draft.items, *draft.duties):
        name = part.get("id")
        if name is None:
            continue
        if name in seen or name in TAKEN_IDS:
            findings.add(child(part.at, "id"), "duplicate_item", f"the id {name} is taken", item=name)
        seen.add(name)


def second_leg_has_a_rule(draft: Draft, findings: Findings) -> None:
    """Refuse ``also`` without a rule that joins it."""
    for item in draft.fixed():
        rules = (child(item.at, "due_rule"), "/due_rule")
        if item.get("also") is None or draft.rule_of(item) or any(findings.has_below(rule) for rule in rules):
            continue
        findings.add(child(item.at, "also"), "due_rule_unknown", "also stands without a due_rule", item=_name(item))


def parts_fit(draft: Draft, findings: Findings) -> None:
    """Refuse parts and repetitions without a distance, or out of reach."""
    for part, number in (
        *((item, item.get("parts")) for item in draft.fixed()),
        *((duty, duty.get("count")) for duty in draft.duties),
    ):
        every, at = part.get("every_months"), child(part.at, "every_months")
        if number is None or number == 1 or findings.has_below(at):
            continue
        if every is None:
            findings.add(at, "value_unfit", "every_months is missing", key="every_months")
        elif (number - 1) * every > MONTHS_MAX:
            findings.add(part.at, "value_unfit", f"a series longer than {MONTHS_MAX} months", item=_name(part))


def one_latest_date(draft: Draft, findings: Findings) -> None:
    """Refuse two latest dates, which would leave open which one holds."""
    for item in draft.fixed():
        if item.get("latest_date") is not None and item.get("latest_after") is not None:
            findings.add(child(item.at, "latest_after"), "value_unfit", "two latest dates", item=_name(item))


def milestones_have_a_latest_date(draft: Draft, findings: Findings) -> None:
    """Refuse a milestone that would never come to an end if nobody reports it."""
    for item in draft.items:
        if item.kind == "milestone" and not _has_latest(item, findings):
            message = f"the milestone {_name(item)} has no latest date"
            findings.add(item.at, "milestone_without_latest", message, item=_name(item))


def _has_latest(item: Part, findings: Findings) -> bool:
    keys = ("latest_date", "latest_after")
    return any(item.get(key) is not None or findings.has_below(child(item.at, key)) for key in keys)


def latest_is_not_too_early(draft: Draft, findings: Findings) -> None:
    """Refuse a latest date before the date it bounds: it would always replace it."""
    for item in draft.fixed():
        latest = latest_of(item.get("latest_date"), item.get("latest_after"))
        if latest and is_too_early(latest, draft.legs_of(item), draft.rule_of(item), {}):
            message = f"the latest date of {_name(item)} lies before its due date"
            findings.add(item.at, "latest_before_trigger", message, item=_name(item))


def deferral_is_kept(draft: Draft, findings: Findings) -> None:
    """Refuse what is counted from signing or effect and may be due before the promised months are over."""
    months = draft.get("deferral_min_months") or 0
    for item in draft.fixed():
        legs = [leg for leg in draft.legs_of(item) if leg.event in {"signing", "effect"}]
        early = [may_be_before(leg, replace(leg, months_after=months, days_after=0)) for leg in legs]
        if early and (all(early) if draft.rule_of(item) == "later_of" else any(early)):
            message = f"{_name(item)} may fall due before month {months}"
            findings.add(child(item.at, "trigger"), "before_deferral", message, item=_name(item), months=months)


def exit_is_within_the_term(draft: Draft, findings: Findings) -> None:
    """Refuse a window for leaving that outlasts the license."""
    window, term = draft.get("exit_window"), draft.get("term_months")
    if window and term and window.to_months > term:
        message = f"the exit window of {window.to_months} months outlasts the term of {term}"
        findings.add("/exit_window/to_months", "exit_after_term", message, months=window.to_months, term=term)


def rates_are_in_order(draft: Draft, findings: Findings) -> None:
    """Refuse rates that do not rise by year and then by part of the base, from year 1 and the lowest part on."""
    for item in draft.royalties():
        rows = item.get("rates") or ()
        places = [(row.from_year, row.over or Decimal(0)) for row in rows]
        lowest = {row.from_year for row in rows if not row.over}
        rising = all(before < after for before, after in pairwise(places))
        if rows and (places[0][0] != 1 or not rising or {row.from_year for row in rows} != lowest):
            findings.add(child(item.at, "rates"), "rates_order", "rates are out of order", item=_name(item))


def floor_is_below_cap(draft: Draft, findings: Findings) -> None:
    """Refuse a floor above the cap, which could not be kept."""
    for item in draft.royalties():
        floor, cap = item.get("floor"), item.get("cap")
        if floor is not None and cap is not None and floor > cap:
            message = f"the floor {floor} is above the cap {cap}"
            findings.add(child(item.at, "floor"), "floor_above_cap", message, item=_name(item), floor=floor, cap=cap)


def calendar_periods_fit(draft: Draft, findings: Findings) -> None:
    """Refuse calendar periods other than months, quarters, half-years and years."""
    for item in draft.royalties():
        period = item.get("period")
        if period and period.anchor == "calendar" and period.months not in {1, 3, 6, 12}:
            message = f"no calendar period has {period.months} months"
            at = child(child(item.at, "period"), "months")
            findings.add(at, "period_unfit", message, item=_name(item), months=period.months)


def ranges_lie_in_the_term(draft: Draft, findings: Findings) -> None:
    """Refuse a royalty whose months do not lie within the term, or that has none."""
    term = draft.get("term_months")
    for item in draft.royalties():
        first, last = item.get("from_month") or 0, item.get("to_month")
        last = last if last is not None else term
        if last is not None and (first >= last or (term is not None and last > term)):
            message = f"months {first} to {last} do not lie in the term"
            findings.add(item.at, "range_outside_term", message, item=_name(item), first=first, last=last, term=term)


def royalties_do_not_overlap(draft: Draft, findings: Findings) -> None:
    """Refuse two royalties on one base of one product in any month."""
    royalties = [item for item in draft.royalties() if item.get("base") is not None]
    for index, item in enumerate(royalties):
        for other in royalties[:index]:
            same = (item.get("base"), item.get("product")) == (other.get("base"), other.get("product"))
            if same and _overlap(draft, item, other):
                message = f"{_name(item)} and {_name(other)} share months of one base"
                findings.add(item.at, "periods_overlap", message, item=_name(item), other=_name(other))


def _overlap(draft: Draft, one: Part, two: Part) -> bool:
    (one_from, one_to), (two_from, two_to) = _range(draft, one), _range(draft, two)
    return one_from < two_to and two_from < one_to


def _range(draft: Draft, item: Part) -> tuple[int, int]:
    last = item.get("to_month")
    return item.get("from_month") or 0, last if last is not None else draft.get("term_months") or MONTHS_MAX


def instalments_sum(draft: Draft, findings: Findings) -> None:
    """Refuse a stated total that is not the sum of the instalments."""
    total = draft.get("instalment_total")
    amounts = [item.get("amount") for item in draft.items if item.kind == "instalment"]
    # A sum means nothing while an amount could not be read, or the kind of an item.
    if total is None or None in amounts or None in (item.kind for item in draft.items):
        return
    found = sum(amounts, Decimal("0.00"))
    if found != total:
        message = f"the instalments sum to {found}, not to {total}"
        findings.add("/instalment_total", "instalments_do_not_sum", message, total=total, sum=found)


def _name(part: Part) -> str:
    return str(part.get("id") or part.at)


PLAN_CHECKS: Final[tuple[Check, ...]] = (
    has_items,
    ids_are_unique,
    second_leg_has_a_rule,
    parts_fit,
    one_latest_date,
    milestones_have_a_latest_date,
    latest_is_not_too_early,
    deferral_is_kept,
    exit_is_within_the_term,
    rates_are_in_order,
    floor_is_below_cap,
    calendar_periods_fit,
    ranges_lie_in_the_term,
    royalties_do_not_overlap,
    instalments_sum,
)
