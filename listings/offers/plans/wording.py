"""
A plan in words: one line for a card, rows for a table, one sentence for a shopkeeper; in Chinese and in English.

Texts are made from the plan by templates with named values, so that what is read is what is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from listings.offers.plans import figures
from listings.offers.plans.figures import SPACE, Language
from listings.offers.plans.latest import latest_of
from listings.offers.plans.model import FixedItem, Item, Plan, Royalty, Trigger
from listings.offers.plans.periods import accrual_range, grid
from listings.offers.plans.spans import counted_from
from marketplace.money import ZERO, RoundingMode, round_to

Phrases = Mapping[str, str]

LABELS: Final[Mapping[Language, Phrases]] = {
    "zh": {
        "entry_fee": "入门费",
        "deferred_fee": "延期支付许可费",
        "instalment": "分期付款",
        "milestone": "里程碑付款",
        "royalty": "提成",
        "net_sales": "净销售额",
        "profit": "利润",
        "added_output_value": "新增产值",
        "unit_price": "产品售价",
    },
    "en": {
        "entry_fee": "entry fee",
        "deferred_fee": "deferred fee",
        "instalment": "instalment",
        "milestone": "milestone payment",
        "royalty": "royalty",
        "net_sales": "net sales",
        "profit": "profit",
        "added_output_value": "added output value",
        "unit_price": "the price of units sold",
    },
}
_EVENTS: Final[Mapping[Language, Phrases]] = {
    "zh": {
        "signing": "签约",
        "effect": "许可生效",
        "first_revenue": "首次取得收入",
        "milestone": "里程碑验收通过",
        "period_end": "每期结束",
    },
    "en": {
        "signing": "signing",
        "effect": "the effective date",
        "first_revenue": "the first revenue",
        "milestone": "acceptance of the milestone",
        "period_end": "the end of each period",
    },
}
_PHRASES: Final[Mapping[Language, Phrases]] = {
    "zh": {
        "own_day": "{event}当日",
        "months": "{event}满{_}{months}时",
        "days": "{event}后{_}{days}内",
        "months_days": "{event}满{_}{months}后{_}{days}内",
        "earlier_of": "{first}或{second}，以较早者为准",
        "later_of": "{first}与{second}，以较晚者为准",
        "latest_due": "{when}，最迟{latest}",
        "latest_lapse": "{when}；{latest}仍未发生的，不再付",
        "parts": "{when}起分{_}{parts}{_}期，每{_}{months}一期",
        "fixed": "{label} {amount}：{when}",
        "royalty": "{label}：{range}每{_}{months}按{base}的 {rates} 计算，{when}付款",
        "range": "",
        "range_from": "许可生效满{_}{first}{_}个月起，",
        "range_to": "许可生效起、满{_}{last}{_}个月止，",
        "range_from_to": "许可生效满{_}{first}{_}个月起、满{_}{last}{_}个月止，",
        "floor": "每期至少 {amount}",
        "cap": "每期最多 {amount}",
        "total_cap": "总计最多 {amount}",
        "free": "免费许可，不用付款。",
        "nothing_now": "签约时不用付款。",
        "sentence": "{opening}{rows}。",
        "note": "（{notes}）",
        "line_signing": "签约 {amount}",
        "line_first": "{month}起付",
        "line_milestone": "达到里程碑后付",
        "line_revenue": "取得收入后付",
        "line_royalty": "{base} {rates}",
        "line_free": "免费许可",
        "row_joint": "；",
        "note_joint": "，",
        "year_rate": "第{_}{year}{_}年起 {rate}",
        "over_rate": "超过 {over} 的部分 {rate}",
    },
    "en": {
        "own_day": "on the day of {event}",
        "months": "{months} after {event}",
        "days": "within {days} after {event}",
        "months_days": "within {days} after {months} from {event}",
        "earlier_of": "{first} or {second}, whichever is earlier",
        "later_of": "{first} or {second}, whichever is later",
        "latest_due": "{when}, at the latest {latest}",
        "latest_lapse": "{when}; it has to happen at the latest {latest}, or nothing is owed",
        "parts": "{when}, in {parts} parts, one every {months}",
        "fixed": "{label} of {amount}: {when}",
        "royalty": "{label}: {range}for every {months}, {rates} of {base}, paid {when}",
        "range": "",
        "range_from": "from month {first} of the license, ",
        "range_to": "to month {last} of the license, ",
        "range_from_to": "from month {first} to month {last} of the license, ",
        "floor": "at least {amount} a period",
        "cap": "at most {amount} a period",
        "total_cap": "at most {amount} in all",
        "free": "A free license: nothing to pay.",
        "nothing_now": "Nothing to pay on signing. ",
        "sentence": "{opening}{rows}.",
        "note": " ({notes})",
        "line_signing": "{amount} on signing",
        "line_first": "first payment {month}",
        "line_milestone": "paid on milestones",
        "line_revenue": "paid after first revenue",
        "line_royalty": "{rates} of {base}",
        "line_free": "Free license",
        "row_joint": "; ",
        "note_joint": ", ",
        "year_rate": "{rate} from year {year}",
        "over_rate": "{rate} of what is over {over}",
    },
}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One item of a plan in words: what, when, and the bounds."""

    item: str
    kind: str
    label: str
    text: str
    notes: tuple[str, ...] = ()


def _say(language: Language, phrase: str, **values: object) -> str:
    return _PHRASES[language][phrase].format(_=SPACE, **values)


def when(trigger: Trigger, language: Language) -> str:
    """Say when a trigger's date is."""
    counts = {}
    if trigger.months_after:
        counts["months"] = figures.months(trigger.months_after, language)
    if trigger.days_after:
        counts["days"] = figures.days(trigger.days_after, language)
    if trigger.date is None:
        return _say(language, "_".join(counts) or "own_day", event=_EVENTS[language][trigger.event], **counts)
    named = figures.day(trigger.date, language)
    return _say(language, "_".join(counts), event=named, **counts) if counts else named


def terms(plan: Plan, language: Language) -> tuple[TermRow, ...]:
    """Give a row for each item of a plan."""
    return tuple(_row(plan, item, language) for item in plan.items)


def _row(plan: Plan, item: Item, language: Language) -> TermRow:
    label = LABELS[language][item.kind]
    if isinstance(item, Royalty):
        return TermRow(item.id, item.kind, label, _royalty(item, language), _bounds(item, language))
    amount = figures.money(item.amount, language)
    text = _say(language, "fixed", label=label, amount=amount, when=_fixed_when(plan, item, language))
    return TermRow(item.id, item.kind, label, text, (item.evidence,) if item.evidence else ())


def _fixed_when(plan: Plan, item: FixedItem, language: Language) -> str:
    legs = [when(leg, language) for leg in plan.legs_of(item)]
    rule = plan.rule_of(item)
    text = _say(language, rule, first=legs[0], second=legs[1]) if rule else legs[0]
    if item.parts and item.every_months and item.parts > 1:
        every = figures.months(item.every_months, language)
        text = _say(language, "parts", when=text, parts=item.parts, months=every)
    latest = latest_of(item.latest_date, item.latest_after)
    if latest is None:
        return text
    return _say(language, f"latest_{item.at_latest}", when=text, latest=when(latest, language))


def _royalty(item: Royalty, language: Language) -> str:
    bounds = (("_from", item.from_month), ("_to", item.to_month))
    phrase = "range" + "".join(name for name, month in bounds if month)
    base = LABELS[language][item.base]
    return _say(
        language,
        "royalty",
        label=LABELS[language]["royalty"],
        range=_say(language, phrase, first=item.from_month, last=item.to_month),
        months=figures.months(item.period.months, language),
        base=f"{item.product} {base}" if item.product else base,
        rates=_rates(item, language),
        when=when(item.trigger, language),
    )


def _rates(item: Royalty, language: Language) -> str:
    rows = []
    for row in item.rates:
        rate = figures.percent(row.rate)
        if row.over:
            rate = _say(language, "over_rate", over=figures.money(row.over, language), rate=rate)
        rows.append(rate if row.from_year == 1 else _say(language, "year_rate", year=row.from_year, rate=rate))
    return _say(language, "note_joint").join(rows)


def _bounds(item: Royalty, language: Language) -> tuple[str, ...]:
    bounds = (("floor", item.floor), ("cap", item.cap), ("total_cap", item.total_cap))
    return tuple(
        _say(language, name, amount=figures.money(amount, language)) for name, amount in bounds if amount is not None
    )


def sentence(plan: Plan, language: Language) -> str:
    """Say in one sentence what is paid when."""
    if not plan.items:
        return _say(language, "free")
    opening = "" if _on_signing(plan) else _say(language, "nothing_now")
    rows = [row.text + _notes(row, language) for row in terms(plan, language)]
    rows[0] = rows[0][:1].upper() + rows[0][1:]
    return _say(language, "sentence", opening=opening, rows=_say(language, "row_joint").join(rows))


def _notes(row: TermRow, language: Language) -> str:
    if not row.notes:
        return ""
    return _say(language, "note", notes=_say(language, "note_joint").join(row.notes))


def one_line(plan: Plan, language: Language, *, start: date) -> str:
    """
    Say the plan in one line, such as ``签约 0 元 · 2027年3月起付 · 净销售额 3%``.

    :param start: the day of effect that is assumed.
    """
    if not plan.items:
        return _say(language, "line_free")
    now = _on_signing(plan)
    parts = [_say(language, "line_signing", amount=figures.short_money(now, language))]
    if not now:
        parts.append(_first_payment(plan, language, start))
    parts.extend(
        _say(language, "line_royalty", base=LABELS[language][item.base], rates=_rate_range(item))
        for item in plan.items
        if isinstance(item, Royalty)
    )
    return f"{SPACE}· ".join(parts)


def _on_signing(plan: Plan) -> Decimal:
    """Add up what is counted from signing or effect in days only; of an amount in parts, the first."""
    return sum(
        (
            round_to(item.amount / (item.parts or 1), mode=RoundingMode.DOWN)
            for item in plan.items
            if isinstance(item, FixedItem)
            and item.trigger.event in {"signing", "effect"}
            and item.trigger.months_after == 0
            and plan.rule_of(item) is None
        ),
        ZERO,
    )


def _first_payment(plan: Plan, language: Language, start: date) -> str:
    days = [found for item in plan.items if (found := _first_day(plan, item, start)) is not None]
    if days:
        return _say(language, "line_first", month=figures.month(min(days), language))
    waits_for_work = any(item.kind == "milestone" for item in plan.items)
    return _say(language, "line_milestone" if waits_for_work else "line_revenue")


def _first_day(plan: Plan, item: Item, start: date) -> date | None:
    if isinstance(item, Royalty):
        first, last = accrual_range(item, start, plan.term_months)
        _, _, ends = next(grid(item.period, start, first=first, last=last))
        return counted_from(min(ends, last), item.trigger)
    known = [
        counted_from(leg.date or start, leg)
        for leg in plan.legs_of(item)
        if leg.date or leg.event in {"signing", "effect"}
    ]
    if not known:
        return None
    return max(known) if plan.rule_of(item) == "later_of" else min(known)


def _rate_range(item: Royalty) -> str:
    rates = [row.rate for row in item.rates if row.rate] or [row.rate for row in item.rates]
    low, high = min(rates), max(rates)
    return figures.percent(low) if low == high else f"{figures.percent(low)}–{figures.percent(high)}"
