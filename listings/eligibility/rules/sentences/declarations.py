"""Sentences of the rules on the open-license declaration."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import Key, Sentence

DECLARATIONS: Final[dict[Key, Sentence]] = {
    ("evaluation_report", "not_applicable", "", ""): Sentence(
        "发明专利无需专利权评价报告。", "An invention needs no evaluation report."
    ),
    ("evaluation_report", "met", "", ""): Sentence(
        "{since}的专利权评价报告结论为肯定。", "The evaluation report of {since} is positive."
    ),
    ("evaluation_report", "failed", "", ""): Sentence(
        "{since}的专利权评价报告结论为否定。", "The evaluation report of {since} is negative."
    ),
    ("evaluation_report", "unknown", "missing", ""): Sentence(
        "还缺专利权评价报告。", "The evaluation report is missing."
    ),
    ("evaluation_report", "unknown", "conflict", ""): Sentence(
        "同日的专利权评价报告结论不同，需要核实。", "Two evaluation reports of one day differ; this has to be settled."
    ),
    ("declaration_items", "not_applicable", "", ""): Sentence(
        "没有已提交的开放许可声明，本项不适用。", "No open-license declaration is filed, so this does not apply."
    ),
    ("declaration_items", "met", "", ""): Sentence(
        "{filed_on}提交的开放许可声明项目齐全。", "The open-license declaration filed on {filed_on} states all items."
    ),
    ("declaration_items", "failed", "", ""): Sentence(
        "{filed_on}提交的开放许可声明还缺 {count}\u00a0项。",
        "Items missing in the open-license declaration filed on {filed_on}: {count}.",
    ),
    ("declaration_items", "unknown", "conflict", ""): Sentence(
        "同日提交的开放许可声明内容不同，需要核实。",
        "Two open-license declarations filed on one day differ; this has to be settled.",
    ),
    ("exclusive_barred", "applies", "", ""): Sentence(
        "开放许可声明自{since}起有效：不得给予独占或排他许可；新的专利权人须处理该声明。",
        "An open-license declaration has stood since {since}: no sole or exclusive license may be given, "
        "and a new owner has to deal with the declaration.",
    ),
    ("exclusive_barred", "not_applicable", "", ""): Sentence(
        "没有有效的开放许可声明。", "No open-license declaration stands."
    ),
    ("self_executing", "applies", "", ""): Sentence(
        "{since}公告的条件与本次条件一致：书面通知并付款后许可即成立。",
        "The terms announced on {since} are these terms: written notice and payment make the license.",
    ),
    ("self_executing", "not_applicable", "", ""): Sentence(
        "没有条件一致的有效开放许可声明。", "No open-license declaration with these terms stands."
    ),
    ("fee_reduction", "applies", "", ""): Sentence(
        "开放许可声明自{since}起有效，年费可以减缴。",
        "An open-license declaration has stood since {since}; the annual fee may be reduced.",
    ),
    ("fee_reduction", "not_applicable", "", ""): Sentence(
        "没有有效的开放许可声明，年费不减缴。", "No open-license declaration stands, so the annual fee is not reduced."
    ),
}
