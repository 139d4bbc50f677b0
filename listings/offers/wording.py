"""
The terms in words, as they are signed, and the hash over everything that is agreed.

The hash covers the plan as data and the text that was shown, so neither can be exchanged for another later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from listings.offers import plans
from listings.offers.conditions import conditions_in_words
from listings.offers.models import LicenseTerms, Track
from listings.offers.plans import wording
from listings.offers.plans.agreements import agreements
from marketplace.events.chain import canonical

SCHEMA: Final = "terms/1.0"


def terms_text(terms: LicenseTerms, *, payment: Sequence[str] | None = None) -> str:
    """
    Give the terms in words, in Chinese; each sentence follows from one field.

    :param payment: the sentences of the plan, for those who have them already.
    """
    open_license = terms.track == Track.STATUTORY_OPEN
    sentences = [
        f"专利开放许可条件（{terms.listing.number} 第 {terms.version} 版）",
        "许可方式：普通许可，依专利法第五十条、第五十一条，任何单位或者个人均可按公告的条件取得。"
        if open_license
        else "许可方式：普通许可，由双方签订合同。",
        f"许可期限：{terms.term_months} 个月，自许可生效之日起算，不超过专利权的有效期限。",
        f"地域：中国。使用领域：{terms.field_of_use or '不限'}。",
        *(plan_sentences(terms.plan) if payment is None else payment),
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
    """Give a sentence per item of a canonical payment plan, then what else is agreed, a sentence each."""
    read = plans.read_plan(plan)
    if not read.items:
        return [wording.sentence(read, "zh")]
    items = [
        row.text + (f"（{'，'.join(row.notes)}）" if row.notes else "") + "。" for row in wording.terms(read, "zh")
    ]
    return [*items, *agreements(read, "zh")]


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
