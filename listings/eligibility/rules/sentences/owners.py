"""Sentences of the rules on owners."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import Key, Sentence

OWNERS: Final[dict[Key, Sentence]] = {
    ("co_owner_consents", "unknown", "conflict", "owners"): Sentence(
        "来源对专利权人是谁说法不一，需要核实。", "Sources differ on who the patent owners are; this has to be settled."
    ),
    ("co_owner_consents", "unknown", "missing", "owners"): Sentence(
        "专利权人不详，需要补充。", "The patent owners are not known; they have to be supplied."
    ),
    ("co_owner_consents", "not_applicable", "", "one_owner"): Sentence(
        "只有一个专利权人，无需共有人同意。", "There is one patent owner, so no co-owner has to agree."
    ),
    ("co_owner_consents", "met", "", ""): Sentence(
        "{count}\u00a0个共有人均已书面同意。", "All co-owners ({count}) have agreed in writing."
    ),
    ("co_owner_consents", "failed", "", ""): Sentence(
        "共有人 {owner} 不同意或已撤回同意。", "Co-owner {owner} has refused or revoked consent."
    ),
    ("co_owner_consents", "unknown", "missing", "consent"): Sentence(
        "还缺共有人 {owner} 的书面同意。", "The written consent of co-owner {owner} is missing."
    ),
    ("co_owner_consents", "unknown", "conflict", "consent"): Sentence(
        "共有人 {owner} 同日出具了不同的意见，需要核实。",
        "Co-owner {owner} gave different answers on one day; this has to be settled.",
    ),
    ("co_owner_consents", "unknown", "missing", "agreement"): Sentence(
        "不清楚共有人之间有无约定，请上传约定或无约定的声明，或取得全部共有人同意。",
        "It is not known what the co-owners agreed; upload their agreement, a statement that there is none, "
        "or the consent of all.",
    ),
    ("co_owner_consents", "unknown", "conflict", "agreement"): Sentence(
        "共有人同日的约定文件内容不同，需要核实。",
        "Two agreements of the co-owners of one day differ; this has to be settled.",
    ),
    ("co_owner_consents", "not_applicable", "", "alone"): Sentence(
        "共有人约定各方可单独给予普通许可，无需他方同意。",
        "The co-owners agreed that each may give ordinary licenses alone, so no consent is needed.",
    ),
    ("co_owner_consents", "not_applicable", "", "none"): Sentence(
        "共有人之间没有约定，各方可单独给予普通许可。",
        "The co-owners stated that there is no agreement, so each may give ordinary licenses alone.",
    ),
    ("uscc_check", "met", "", ""): Sentence(
        "专利权人的统一社会信用代码校验正确（{count}\u00a0个）。",
        "The unified social credit codes of the owners hold ({count}).",
    ),
    ("uscc_check", "failed", "", ""): Sentence(
        "统一社会信用代码 {uscc} 校验不符，请核对。",
        "The unified social credit code {uscc} fails its check; please verify it.",
    ),
    ("uscc_check", "not_applicable", "", ""): Sentence(
        "没有统一社会信用代码，本项不适用。", "No unified social credit code is given, so this does not apply."
    ),
}
