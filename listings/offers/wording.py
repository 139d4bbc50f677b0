"""
The terms in words, as they are signed, and the hash over everything that is agreed.

The hash covers the plan as data and the text that was shown, so neither can be exchanged for another later.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from listings.offers.conditions import conditions_in_words
from listings.offers.models import LicenseTerms, Track
from marketplace.events.chain import canonical

SCHEMA: Final = "terms/1.0"
_EVENTS: Final = {
    "signing": "签约",
    "effect": "合同生效",
    "first_revenue": "首次取得收入",
    "milestone": "成果验收通过",
    "period_end": "每期结束",
}
_ITEMS: Final = {
    "entry_fee": "入门费",
    "deferred_fee": "延期支付的许可费",
    "instalment": "分期支付的许可费",
    "milestone": "里程碑付款",
}
_BASES: Final = {
    "net_sales": "净销售额",
    "profit": "利润额",
    "added_output_value": "新增产值",
    "unit_price": "产品单价乘以数量",
}


def terms_text(terms: LicenseTerms) -> str:
    """Give the terms in words, in Chinese; each sentence follows from one field."""
    open_license = terms.track == Track.STATUTORY_OPEN
    sentences = [
        f"专利开放许可条件（{terms.listing.number} 第 {terms.version} 版）",
        "许可方式：普通许可，依专利法第五十条、第五十一条，任何单位或者个人均可按公告的条件取得。"
        if open_license
        else "许可方式：普通许可，由双方签订合同。",
        f"许可期限：{terms.term_months} 个月，自许可生效之日起算，不超过专利权的有效期限。",
        f"地域：中国。使用领域：{terms.field_of_use or '不限'}。",
        *plan_sentences(terms.plan),
    ]
    if words := conditions_in_words(terms.conditions):
        sentences.append(f"适用对象：{'，'.join(words)}。")
    if terms.standing_offer_until:
        day = terms.standing_offer_until
        sentences.append(
            f"在 {day.year} 年 {day.month} 月 {day.day} 日（含当日）之前，符合适用对象要求的企业签署后合同即成立。"
        )
    if terms.fee_basis:
        sentences.append(f"费用依据：{terms.fee_basis}")
    return "\n".join(sentences)


def plan_sentences(plan: Mapping[str, Any]) -> list[str]:
    """Give a sentence per item of a canonical payment plan."""
    if not plan["items"]:
        return ["许可使用费：免费。"]
    return [_royalty(item) if item["kind"] == "royalty" else _fixed(item, plan) for item in plan["items"]]


def canonical_terms(terms: LicenseTerms) -> dict[str, Any]:
    """Give everything that a signature of these terms covers, as plain values."""
    return {
        "schema": SCHEMA,
        "listing": terms.listing.number,
        "version": terms.version,
        "track": str(terms.track),
        "license_kind": str(terms.license_kind),
        "term_months": terms.term_months,
        "territory": terms.territory,
        "field_of_use": terms.field_of_use,
        "plan": terms.plan,
        "conditions": terms.conditions,
        "standing_offer_until": terms.standing_offer_until,
        "fee_basis": terms.fee_basis,
        "ceiling_reason": terms.ceiling_reason,
        "text": terms.text_zh,
    }


def terms_hash(value: Mapping[str, Any]) -> str:
    """Give the SHA-256 of canonical terms."""
    return sha256(canonical(value).encode()).hexdigest()


def _fixed(item: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    due = _counted(item["trigger"])
    rule = item.get("due_rule") or (plan.get("due_rule") if item["kind"] == "deferred_fee" else None)
    if rule:
        other = _counted(item.get("also") or {"event": "first_revenue"})
        due = f"{due}，或者{other}，以{'较早' if rule == 'earlier_of' else '较晚'}者为准"
    parts = f"，平均分 {item['parts']} 期，每 {item['every_months']} 个月一期" if item.get("parts", 1) > 1 else ""
    latest = _latest(item)
    return f"{_ITEMS[item['kind']]}：{item['amount']} 元，{due}支付{parts}{latest}。"


def _latest(item: Mapping[str, Any]) -> str:
    lapse = item.get("at_latest") == "lapse"
    if item.get("latest_date"):
        limit = str(item["latest_date"])
    elif item.get("latest_after"):
        limit = _counted(item["latest_after"])
    else:
        return ""
    return f"；{limit}仍未发生的，不再支付" if lapse else f"；最迟{limit}支付"


def _counted(trigger: Mapping[str, Any]) -> str:
    if trigger["event"] == "date":
        return f"于 {trigger['date']}"
    months, days = trigger.get("months_after", 0), trigger.get("days_after", 0)
    after = "".join([f" {months} 个月" if months else "", f" {days} 日" if days else ""])
    return f"自{_EVENTS[trigger['event']]}之日起{after}届满之日" if after else f"于{_EVENTS[trigger['event']]}之日"


def _royalty(item: Mapping[str, Any]) -> str:
    rates = "，".join(
        f"第 {row['from_year']} 年起 {row['rate']}" + (f"（超过 {row['over']} 元的部分）" if row.get("over") else "")
        for row in item["rates"]
    )
    limits = "".join(
        f"，{word} {item[key]} 元"
        for key, word in (("floor", "每期不低于"), ("cap", "每期不高于"), ("total_cap", "累计不高于"))
        if item.get(key)
    )
    start = f"，自生效后第 {item['from_month']} 个月起计" if item.get("from_month") else ""
    months = item["period"]["months"]
    return (
        f"提成：按{_BASES[item['base']]}，费率{rates}{start}，每 {months} 个月结算一期{limits}，"
        f"{_counted(item['trigger'])}支付。"
    )
