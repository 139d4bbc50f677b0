"""Ends and amendments of a deal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from licensing.obligations.ledger.book import Book
from licensing.obligations.ledger.counting import count
from licensing.obligations.ledger.outlines import Key
from licensing.obligations.ledger.recording.kinds import Recorded
from licensing.obligations.ledger.results import Warned
from licensing.obligations.ledger.standing import cure_end, standing, status_of
from licensing.obligations.ledger.versions import Version
from listings.offers.plans.ceilings import check
from listings.offers.plans.latest import check_latest
from listings.offers.plans.model import Plan, Royalty
from listings.offers.plans.problems import Findings, PlanRefused, child
from listings.offers.plans.reading import canonical, changed, read_plan


def termination(book: Book, event: Recorded) -> None:
    """End the deal on delivery (Civil Code art. 565); without a cure period that ran out, with a warning."""
    if not any(_is_past_cure(book, key, event.day) for key in book.demands):
        book.warnings.append(Warned("termination_without_cure", event.day))
    _end(book, event.day)


def _is_past_cure(book: Book, key: Key, day: date) -> bool:
    outline = book.schedule.outlines[key]
    cure = cure_end(book, outline, day)
    return cure is not None and day > cure.day and status_of(standing(book, outline, day)) == "overdue"


def ended(book: Book, event: Recorded) -> None:
    """End the deal by agreement, on a date or on the event's own day."""
    _end(book, event.values.get("date") or event.day)


def exit_notice(book: Book, event: Recorded) -> None:
    """Leave in the window; outside it nothing changes and a person decides."""
    day = event.day
    # Nobody can leave a deal that is over.
    if book.facts.end is not None and day > book.facts.end:
        return
    plan = book.plan_on(day)
    if not (plan.exit_window and _in_window(book, plan, plan.exit_window.to_months, day)):
        book.warnings.append(Warned("exit_outside_window", day))
        book.exit_refused = True
        return
    book.facts.exits.append(day)
    notice = plan.exit_window.notice_days
    _end(book, count("exit_notice", day, days=notice, calendar=book.calendar, rolls=plan.rolls).day)


def _in_window(book: Book, plan: Plan, months: int, day: date) -> bool:
    effect = book.facts.effective
    if effect is None or day < effect:
        return False
    return day <= count("effect", effect, months=months, calendar=book.calendar, rolls=plan.rolls).day


def _end(book: Book, day: date) -> None:
    book.facts.ends.append(day)
    book.redraw()


def check_amendment(book: Book, event: Recorded, findings: Findings) -> None:
    """Refuse what would rewrite history, change a period under the same item id, or give no plan that is taken."""
    if event.values["from"] < event.day:
        message = "an amendment cannot hold from before its own day"
        findings.add(child(event.at, "from"), "amendment_retroactive", message)
    if (event.values.get("plan") is None) == (event.values.get("with") is None):
        findings.add(event.at, "value_unfit", "an amendment has either a plan or changes", key="plan")
        return
    try:
        plan = _amended(book, event.values)
    except PlanRefused as error:
        for problem in error.problems:
            findings.add(_place(book, event, problem.pointer), problem.code, problem.message, **problem.values)
        return
    _check_periods(book, plan, event, findings)
    found = Findings()
    check_latest(plan, book.facts.known(), found)
    for problem in found.problems:
        findings.add(event.at, problem.code, problem.message, **problem.values)


def _amended(book: Book, values: Mapping[str, Any]) -> Plan:
    if values.get("plan") is not None:
        return read_plan(values["plan"])
    return read_plan(changed(canonical(book.plan), values["with"]))


def _place(book: Book, event: Recorded, pointer: str) -> str:
    """Give the place in an amendment of what is wrong with the plan it gives: changes hold items by id."""
    if event.values.get("plan") is not None:
        return f"{event.at}/plan{pointer}"
    changes, (_, key, *below) = event.values["with"].get("items"), pointer.split("/")
    at = child(child(event.at, "with"), key)
    if key == "items" and below and isinstance(changes, Mapping):
        names = dict.fromkeys([*(item.id for item in book.plan.items), *changes])
        left = [name for name in names if name not in changes or changes[name] is not None]
        at, below = child(at, left[int(below[0])]), below[1:]
    return "/".join([at, *below])


def _check_periods(book: Book, plan: Plan, event: Recorded, findings: Findings) -> None:
    periods = {
        item.id: item.period for version in book.versions for item in version.plan.items if isinstance(item, Royalty)
    }
    for item in plan.items:
        if isinstance(item, Royalty) and periods.get(item.id, item.period) != item.period:
            message = f"another period of {item.id} needs a new item id"
            findings.add(event.at, "amendment_changes_period", message, item=item.id)


def amendment(book: Book, event: Recorded) -> None:
    """Take a new version of the plan, which holds for what arises from its day on."""
    plan = _amended(book, event.values)
    book.versions.append(Version(event.values["from"], plan))
    known = {(warned.code, warned.item) for warned in book.warnings}
    for warning in check(plan):
        if (warning.code, warning.item) not in known:
            book.warnings.append(Warned(warning.code, event.day, warning.item, values=dict(warning.values)))
    book.redraw()
