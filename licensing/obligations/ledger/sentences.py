"""
One sentence in Chinese and one in English for each duty, proposal, warning, refusal and step of a working.

Every sentence is a template with named values, taken from the row it explains. The words are those of the product.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from licensing.obligations.ledger.phrases import (
    DUTIES,
    EFFECTS,
    EVENTS,
    LABELS,
    PROPOSALS,
    REFUSALS,
    STEPS,
    WARNINGS,
    Pair,
)
from licensing.obligations.ledger.results import Duty, Proposal, Warned, Why
from listings.offers.plans import figures
from listings.offers.plans.figures import SPACE, Language
from listings.offers.plans.model import TAKEN_IDS
from marketplace.problems import FieldProblem

_PLACE: Final[Mapping[Language, int]] = {"zh": 0, "en": 1}


# An id or a key is written as it is, even where it opens a sentence.
_AS_WRITTEN: Final = ("{item}", "{key}", "{payment}", "{value}")


def _say(pair: Pair, language: Language, **values: Any) -> str:
    template = pair[_PLACE[language]]
    said = template.format(_=SPACE, **values)
    return said[:1].upper() + said[1:] if language == "en" and not template.startswith(_AS_WRITTEN) else said


def label(item: str, kind: str, period: int | None, language: Language) -> str:
    """Name a duty: its kind, or its own id, with the number of the period or part."""
    text = LABELS[item if item in TAKEN_IDS else kind][_PLACE[language]].format(item=item)
    if period is None:
        return text
    key = "_month" if item == "use_report" else "_number"
    return LABELS[key][_PLACE[language]].format(label=text, period=period, _=SPACE)


def of_duty(duty: Duty, language: Language, *, as_of: date) -> str:
    """Say in one sentence how a duty stands."""
    values = {
        "what": label(duty.item, duty.kind, duty.period, language),
        "due": figures.day(duty.due_date, language) if duty.due_date else "",
        "days": _days((as_of - duty.due_date).days, language) if duty.due_date else "",
        "amount": figures.money(duty.amount, language) if duty.amount is not None else "",
        "open": figures.money(duty.open, language),
        "allocated": figures.money(duty.allocated, language),
        "disputed": figures.money(duty.disputed, language),
        "interest": figures.money(duty.interest - duty.interest_paid, language),
        "cure": figures.day(duty.cure_until, language) if duty.cure_until else "",
        "met": figures.day(duty.met_on, language) if duty.met_on else "",
        "latest": figures.day(duty.latest_date, language) if duty.latest_date else "",
    }
    return _say(DUTIES[phrase_of(duty)], language, **values)


def phrase_of(duty: Duty) -> str:
    """Name the sentence that fits a duty."""
    if duty.status in {"cancelled", "disputed"}:
        return duty.status
    if duty.status == "met":
        return "met" if duty.met_on else "met_nothing"
    if duty.status == "partly":
        return "partly" if duty.due_date else "partly_undated"
    if duty.status == "overdue":
        return _overdue_phrase(duty)
    return _waiting_phrase(duty)


def _overdue_phrase(duty: Duty) -> str:
    if not duty.is_money:
        return "overdue_act"
    if duty.amount is None:
        return "overdue_unknown"
    if duty.cure_until is not None:
        return "overdue_demanded"
    return "overdue_interest" if duty.interest > duty.interest_paid else "overdue"


def _waiting_phrase(duty: Duty) -> str:
    if duty.due_date is None:
        return "undated_latest" if duty.latest_date else "undated"
    if not duty.is_money:
        return "waiting_act"
    if duty.amount is None:
        return "waiting_unknown"
    if duty.provisional:
        return "waiting_provisional"
    return "waiting_movable" if duty.movable else "waiting"


def of_proposal(proposal: Proposal, language: Language) -> str:
    """Say in one sentence what a person may do now."""
    what = ""
    if proposal.item is not None and proposal.kind is not None:
        what = label(proposal.item, proposal.kind, proposal.period, language)
    return _say(PROPOSALS[proposal.act], language, what=what, payment=proposal.payment)


def of_warning(warned: Warned, language: Language) -> str:
    """Say in one sentence what was noted."""
    values = {
        "day": figures.day(warned.day, language) if warned.day else "",
        "item": warned.item or "",
        "period": warned.period or "",
        **{key: _figure(key, value, language) for key, value in warned.values.items()},
    }
    if warned.code == "ceiling_reason_missing":
        values["ceiling"] = LABELS[str(warned.values.get("ceiling", ""))][_PLACE[language]]
    return _say(WARNINGS[warned.code], language, **values)


def of_refusal(problem: FieldProblem, language: Language) -> str:
    """Say in one sentence why a plan or an event is refused."""
    values = {key: _figure(key, value, language) for key, value in problem.values.items()}
    place = problem.pointer.rpartition("/")[2]
    return _say(REFUSALS[problem.code], language, **_Blank({"key": place or "—"} | values))


class _Blank(dict[str, Any]):
    """Values of a refusal; one that its place does not give is left open by the template's own words."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(dict.fromkeys(_REFUSAL_VALUES, "—") | dict(values))


_REFUSAL_VALUES: Final = (
    "item",
    "other",
    "key",
    "value",
    "known",
    "months",
    "term",
    "first",
    "last",
    "floor",
    "cap",
    "total",
    "sum",
    "event",
    "period",
    "payment",
    "free",
    "open",
    "settled",
    "dispute",
    "amount",
)
_MONEY_VALUES: Final = frozenset(
    {"floor", "cap", "total", "sum", "free", "open", "settled", "amount", "stated", "deducted", "carried", "part"}
    | {"balance", "bound", "upheld", "at_least"}
)
_DAY_VALUES: Final = frozenset({"start", "counted", "after", "until", "opened", "closed", "demanded", "end", "exit"})


def _figure(key: str, value: Any, language: Language) -> Any:
    if value is None:
        return "—"
    text = str(value)
    if key == "value" and text.startswith(("{", "[")):
        # A whole mapping or list says nothing in a sentence.
        return "—"
    if key in {"rate", "ceiling"} and _is_number(text):
        return figures.percent(Decimal(text)) if Decimal(text) <= 1 else figures.money(Decimal(text), language)
    if key in _MONEY_VALUES and _is_number(text):
        return figures.money(Decimal(text), language)
    if key in _DAY_VALUES or (key == "last" and "-" in text):
        return figures.day(date.fromisoformat(text), language)
    return value


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def of_step(why: Why, language: Language) -> str:
    """Say in one sentence what one step of a working did."""
    values = {key: _figure(key, value, language) for key, value in why.inputs.items()}
    if "event" in values:
        values["event"] = EVENTS[str(why.inputs["event"])][_PLACE[language]]
    if "months" in values:
        values["span"] = _span(int(why.inputs["months"]), int(why.inputs["days"]), language)
    elif "days" in values:
        values["days"] = _days(int(why.inputs["days"]), language)
    if "effect" in values:
        values["effect"] = EFFECTS[str(why.inputs["effect"])][_PLACE[language]]
    return _say(STEPS[step_phrase(why)], language, result=_result(why, language), **values)


def _span(months: int, days: int, language: Language) -> str:
    counted = (_counted(months, "个月", "month", language) if months else "", _days(days, language) if days else "")
    return ("零" if language == "zh" else " and ").join(part for part in counted if part)


def _days(days: int, language: Language) -> str:
    return _counted(days, "天", "day", language)


def _counted(number: int, chinese: str, english: str, language: Language) -> str:
    if language == "zh":
        return f"{number}{SPACE}{chinese}"
    return f"{number} {english}" if number == 1 else f"{number} {english}s"


def step_phrase(why: Why) -> str:
    """Name the sentence that fits a step."""
    if why.step == "due_date":
        return _due_phrase(why)
    if why.step == "amount" and why.result is None:
        return "amount_unknown" if why.inputs["at_least"] is None else "amount_at_least"
    if why.step == "dispute":
        return "dispute_open" if why.inputs["closed"] is None else "dispute_closed"
    if why.step == "interest_days":
        return "interest_days" if why.inputs["per"] == "year" else "interest_days_daily"
    if why.step == "cancelled":
        lapsed = why.clause == "plan:lapse"
        return "cancelled_lapsed" if lapsed else "cancelled_exit" if why.inputs["exit"] else "cancelled_end"
    return why.step


def _due_phrase(why: Why) -> str:
    if why.result is None:
        return "due_open"
    if not (why.inputs["months"] or why.inputs["days"]):
        return "due_own_day"
    return "due_counted" if why.inputs["counted"] == why.result else "due_moved"


def _result(why: Why, language: Language) -> str:
    if why.result is None:
        return ""
    if _is_number(why.result):
        return figures.money(Decimal(why.result), language)
    return figures.day(date.fromisoformat(why.result), language)
