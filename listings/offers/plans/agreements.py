"""
What a plan agrees beside its items, in words: late payment, grace and cure, leaving, reports and what may be deducted.

Everything that the ledger works with and a party may rely on is said, defaults too: who signs the words signs the
numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from listings.offers.plans import figures
from listings.offers.plans.figures import SPACE, Language
from listings.offers.plans.model import FixedItem, LateInterest, OwnDuty, Plan, Royalty
from listings.offers.plans.wording import when

_PHRASES: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh": {
        "period_effect": "提成自许可生效之日起每{_}{months}为一期。",
        "period_calendar": "提成按公历每{_}{months}为一期，首期和末期按实际天数。",
        "statement": "被许可方在每期结束后{_}{days}内报告当期的{base}。",
        "deductions": "计算提成时可以扣除：{kinds}。",
        "carry": "当期的计算基数为负数的，提成为零，负数抵减下一次报告的计算基数。",
        "drop": "当期的计算基数为负数的，提成为零，不抵减其他各期。",
        "prorated": "不满一期的，每期的最低、最高金额按天数折算。",
        "unprorated": "不满一期的，每期的最低、最高金额不折算。",
        "calendar_years": "费率的年度按公历年计算，许可生效的当年为第{_}1{_}年。",
        "moves": "期限的最后一日是休息日或者法定节假日的，顺延至其后的第一个工作日。",
        "stays": "期限的最后一日是休息日或者法定节假日的，不顺延。",
        "grace": "付款期限届满后有{_}{days}宽限期，宽限期内付清的不算逾期。",
        "interest_year": "逾期付款的，{start}起按年利率{_}{rate}（一年按{_}{year}{_}天）计付单利。",
        "interest_day": "逾期付款的，{start}起按日利率{_}{rate}{_}计付单利。",
        "from_due": "自到期日的次日",
        "from_grace_end": "自宽限期届满的次日",
        "interest_first": "付款先抵充利息，再抵充本金。",
        "principal_first": "付款先抵充本金，再抵充利息。",
        "cure": "逾期的，自催告送达之日起有{_}{days}补救期。",
        "answer": "许可方在收到里程碑报告后{_}{days}内答复是否验收通过。",
        "exit": "自许可生效之日起{_}{months}内，被许可方可以书面通知退出，{notice}，{fee}。",
        "notice": "通知送达后{_}{days}终止",
        "no_notice": "通知送达即终止",
        "fee": "终止后{_}{days}内支付退出费{_}{amount}",
        "no_fee": "不付退出费",
        "stop_use": "许可终止后{_}{days}内，被许可方停止实施并返还技术资料。",
        "not_due": "许可提前终止时，尚未到期的款项不再支付。",
        "royalty_due": "许可终止的，终止日及以前的提成仍应报告和支付。",
        "stays_due": "许可提前终止时，{items}尚未到期的部分仍按期支付。",
        "own": "另行约定：{text}，期限：{when}。",
        "own_series": "另行约定：{text}，期限：{when}，每{_}{months}一次，共{_}{count}{_}次。",
        "joint": "、",
    },
    "en": {
        "period_effect": "A royalty period is {months}, counted from the effective date.",
        "period_calendar": "A royalty period is {months} of the calendar; the first and the last are cut.",
        "statement": "The licensee reports {base} within {days} after the end of each period.",
        "deductions": "Deducted before the royalty is worked out: {kinds}.",
        "carry": "A negative base gives a royalty of zero and lowers the base that is reported next.",
        "drop": "A negative base gives a royalty of zero and lowers no other.",
        "prorated": "In a cut period the least and the most go by days.",
        "unprorated": "In a cut period the least and the most stay as they are.",
        "calendar_years": "Years of rates are calendar years; the year of the effective date is year 1.",
        "moves": "A last day that is a rest day or holiday moves to the next working day.",
        "stays": "A last day that is a rest day or holiday does not move.",
        "grace": "There are {days} of grace after a due date; what is paid within them is not late.",
        "interest_year": "Late money bears simple interest of {rate} a year of {year} days, {start}.",
        "interest_day": "Late money bears simple interest of {rate} a day, {start}.",
        "from_due": "from the day after the due date",
        "from_grace_end": "from the day after the end of grace",
        "interest_first": "Payments settle interest first, then principal.",
        "principal_first": "Payments settle principal first, then interest.",
        "cure": "After a demand is delivered there are {days} to cure.",
        "answer": "The licensor answers a milestone report within {days}.",
        "exit": "Within {months} from the effective date the licensee may leave by written notice, {notice}, {fee}.",
        "notice": "which ends the license {days} after its delivery",
        "no_notice": "which ends the license on its delivery",
        "fee": "against {amount} within {days} after the end",
        "no_fee": "without a fee",
        "stop_use": "Within {days} after the end the licensee stops using the patent and returns the documents.",
        "not_due": "What is not yet due when the license ends early is not owed.",
        "royalty_due": "Royalties up to the end of the license stay to be reported and paid.",
        "stays_due": "When the license ends early, what is not yet due of {items} stays owed on its dates.",
        "own": "Also agreed: {text}, {when}.",
        "own_series": "Also agreed: {text}, {when}, every {months}, {count} times.",
        "joint": ", ",
    },
}
_BASES: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh": {
        "net_sales": "净销售额",
        "profit": "利润",
        "added_output_value": "新增产值",
        "unit_price": "产品售价和销售数量",
    },
    "en": {
        "net_sales": "net sales",
        "profit": "profit",
        "added_output_value": "added output value",
        "unit_price": "prices and units sold",
    },
}
_DEDUCTIONS: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh": {"returns": "退货", "vat": "增值税", "freight": "运费"},
    "en": {"vat": "VAT"},
}


def agreements(plan: Plan, language: Language) -> tuple[str, ...]:
    """Say in a sentence each what is agreed beside the items; nothing where the plan has no items."""
    return tuple(sentence for part in _PARTS for sentence in part(plan, language)) if plan.items else ()


def _say(language: Language, phrase: str, **values: object) -> str:
    return _PHRASES[language][phrase].format(_=SPACE, **values)


def _royalties(plan: Plan, language: Language) -> Iterator[str]:
    said: dict[str, None] = {}
    for item in plan.items:
        if isinstance(item, Royalty):
            said |= dict.fromkeys(_royalty(item, language))
    yield from said


def _royalty(item: Royalty, language: Language) -> Iterator[str]:
    months = figures.months(item.period.months, language)
    yield _say(language, f"period_{item.period.anchor}", months=months)
    days, base = figures.days(item.statement_days, language), _BASES[language][item.base]
    yield _say(language, "statement", days=days, base=base)
    if item.deductions:
        kinds = [_DEDUCTIONS[language].get(kind, kind) for kind in item.deductions]
        yield _say(language, "deductions", kinds=_say(language, "joint").join(kinds))
    if item.deductions or item.base == "profit":
        yield _say(language, item.negative)
    if item.floor is not None or item.cap is not None:
        yield _say(language, "prorated" if item.prorate == "days" else "unprorated")
    if len(item.rates) > 1 and item.year_basis == "calendar":
        yield _say(language, "calendar_years")


def _last_days(plan: Plan, language: Language) -> Iterator[str]:
    yield _say(language, "moves" if plan.rolls else "stays")


def _late(plan: Plan, language: Language) -> Iterator[str]:
    if plan.grace_days:
        yield _say(language, "grace", days=figures.days(plan.grace_days, language))
    if plan.late_interest is not None:
        yield _interest(plan.late_interest, language)
        yield _say(language, "interest_first" if plan.interest_order == "before" else "principal_first")
    yield _say(language, "cure", days=figures.days(plan.cure_days, language))


def _interest(interest: LateInterest, language: Language) -> str:
    start = _say(language, f"from_{interest.from_}")
    rate = figures.percent(interest.rate)
    return _say(language, f"interest_{interest.per}", start=start, rate=rate, year=interest.days)


def _milestones(plan: Plan, language: Language) -> Iterator[str]:
    if any(item.kind == "milestone" for item in plan.items):
        yield _say(language, "answer", days=figures.days(plan.acceptance_days, language))


def _exit(plan: Plan, language: Language) -> Iterator[str]:
    window = plan.exit_window
    if window is None:
        return
    notice, fee = _say(language, "no_notice"), _say(language, "no_fee")
    if window.notice_days:
        notice = _say(language, "notice", days=figures.days(window.notice_days, language))
    if window.fee:
        amount = figures.money(window.fee, language)
        fee = _say(language, "fee", days=figures.days(window.fee_days, language), amount=amount)
    yield _say(language, "exit", months=figures.months(window.to_months, language), notice=notice, fee=fee)


def _end(plan: Plan, language: Language) -> Iterator[str]:
    fixed = [item for item in plan.items if isinstance(item, FixedItem)]
    stays = [item for item in fixed if item.on_end == "stay"]
    if len(stays) < len(fixed):
        yield _say(language, "not_due")
    if len(fixed) < len(plan.items):
        yield _say(language, "royalty_due")
    if stays:
        amounts = [figures.money(item.amount, language) for item in stays]
        yield _say(language, "stays_due", items=_say(language, "joint").join(amounts))
    yield _say(language, "stop_use", days=figures.days(plan.stop_use_days, language))


def _own_duties(plan: Plan, language: Language) -> Iterator[str]:
    yield from (_own_duty(duty, language) for duty in plan.duties)


def _own_duty(duty: OwnDuty, language: Language) -> str:
    text, day = duty.text or duty.id, when(duty.trigger, language)
    if duty.count and duty.count > 1 and duty.every_months:
        months = figures.months(duty.every_months, language)
        return _say(language, "own_series", text=text, when=day, months=months, count=duty.count)
    return _say(language, "own", text=text, when=day)


_PARTS: Final[tuple[Callable[[Plan, Language], Iterator[str]], ...]] = (
    _royalties,
    _last_days,
    _late,
    _milestones,
    _exit,
    _end,
    _own_duties,
)
