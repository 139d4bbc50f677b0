"""Sentences of the rules on high-value inventions."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import Key, Sentence

VALUE: Final[dict[Key, Sentence]] = {
    ("invention_only", "met", "", ""): Sentence("属于发明专利。", "The patent is an invention."),
    ("invention_only", "failed", "", ""): Sentence(
        "不是发明专利，不计入高价值发明专利。",
        "The patent is no invention and does not count as a high-value invention patent.",
    ),
    ("high_value_class", "met", "", ""): Sentence(
        "符合高价值发明专利的情形：{classes}。", "It is a high-value invention patent: {classes}."
    ),
    ("high_value_class", "failed", "", ""): Sentence(
        "五种情形均不符合；维持年限要到{from_day}才超过规定年数。",
        "None of the five classes is met; it will have been maintained long enough from {from_day}.",
    ),
    ("high_value_class", "unknown", "conflict", ""): Sentence(
        "同级来源对质押登记说法不一，需要核实。", "Sources of equal rank differ on a pledge; this has to be settled."
    ),
    ("high_value_class", "unknown", "conflict", "hv_sei"): Sentence(
        "同日关于战略性新兴产业的认定不同，需要核实。",
        "Findings of one day on the strategic emerging industry differ; this has to be settled.",
    ),
    ("high_value_class", "unknown", "conflict", "hv_pledge"): Sentence(
        "同日关于质押融资的审核结论不同，需要核实。",
        "Reviews of one day on pledge financing differ; this has to be settled.",
    ),
    ("high_value_class", "unknown", "conflict", "hv_maintained"): Sentence(
        "同级来源给出的授权公告日不一致，无法计算维持年限。",
        "Sources of equal rank give different grant dates, so the years maintained cannot be counted.",
    ),
    ("high_value_class", "unknown", "review", "hv_sei"): Sentence(
        "按分类号可能属于战略性新兴产业，有待审核。",
        "By its class it probably belongs to a strategic emerging industry; this has to be reviewed.",
    ),
    ("high_value_class", "unknown", "review", "hv_overseas"): Sentence(
        "只在港澳台有同族专利权，是否计入有待审核。",
        "Family members are in force only in offices whose counting is not settled; this has to be reviewed.",
    ),
    ("high_value_class", "unknown", "review", "hv_pledge"): Sentence(
        "有质押融资，金额是否达标有待审核。",
        "There was pledge financing; whether its amount counts has to be reviewed.",
    ),
    ("high_value_class", "unknown", "missing", "hv_sei"): Sentence(
        "还没有比对战略性新兴产业分类。", "The class has not been compared with the strategic emerging industries."
    ),
    ("high_value_class", "unknown", "missing", "hv_maintained"): Sentence(
        "起算日不详，无法计算维持年限。", "The starting date is not known, so the years maintained cannot be counted."
    ),
    ("high_value_class", "unknown", "missing", "hv_pledge"): Sentence(
        "质押融资金额不详，需要补充。", "The amount of the pledge financing is not known; it has to be supplied."
    ),
}
