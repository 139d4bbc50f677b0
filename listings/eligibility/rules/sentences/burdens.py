"""Sentences of the rules on what others hold."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import Key, Sentence


def _burden(rule: str, zh: str, en: str) -> dict[Key, Sentence]:
    """Give the sentences of a rule that asks that something is not in force."""
    return {
        **_certain(rule, zh, en),
        (rule, "unknown", "conflict", ""): Sentence(
            f"同级来源对是否有{zh}说法不一，需要核实。",
            f"Sources of equal rank differ on a {en}; this has to be settled.",
        ),
    }


def _certain(rule: str, zh: str, en: str, *, article: str = "a") -> dict[Key, Sentence]:
    return {
        (rule, "met", "", ""): Sentence(f"没有{zh}。", f"There is no {en} in force."),
        (rule, "failed", "", "open"): Sentence(
            f"自{{since}}起有{zh}，没有截止日。", f"There has been {article} {en} since {{since}}, without an end date."
        ),
        (rule, "failed", "", ""): Sentence(
            f"自{{since}}起有{zh}，至{{until}}（含当日）。",
            f"There is {article} {en} from {{since}} through {{until}}.",
        ),
    }


BURDENS: Final[dict[Key, Sentence]] = {
    ("pledge", "met", "", ""): Sentence("没有质押登记。", "No pledge is registered."),
    ("pledge", "met", "", "agreed"): Sentence(
        "有质押登记，质权人已书面同意。", "The patent is pledged and the pledgee has agreed in writing."
    ),
    ("pledge", "failed", "", ""): Sentence(
        "质押登记 {ref} 有效，质权人不同意或已撤回同意。",
        "Pledge {ref} is in force and the pledgee has refused or revoked consent.",
    ),
    ("pledge", "unknown", "missing", "paper"): Sentence(
        "质押登记 {ref} 有效，还缺质权人的书面同意（{use}）。",
        "Pledge {ref} is in force and the pledgee's written consent ({use}) is missing.",
    ),
    ("pledge", "unknown", "conflict", "paper"): Sentence(
        "质押登记 {ref} 的质权人同日出具了不同的意见（{use}），需要核实。",
        "The pledgee of pledge {ref} gave different answers ({use}) on one day; this has to be settled.",
    ),
    ("pledge", "unknown", "conflict", ""): Sentence(
        "同级来源对质押是否有效说法不一，需要核实。",
        "Sources of equal rank differ on whether a pledge is in force; this has to be settled.",
    ),
    **_burden("no_preservation", "法院保全", "court preservation"),
    **_burden("no_suspension", "因权属纠纷的中止", "suspension for an ownership dispute"),
    **_burden("no_exclusive_license", "独占或排他许可", "sole or exclusive license"),
    # Nothing but a reviewer enters an obstacle, so none is contested.
    **_certain("no_other_obstacle", "其他妨碍实施的情形", "obstacle of another kind", article="an"),
    ("licenses_survive", "met", "", ""): Sentence("没有正在履行的许可。", "There is no license in force."),
    ("licenses_survive", "failed", "", ""): Sentence(
        "有 {count}\u00a0项许可正在履行，转让后继续有效。",
        "Licenses in force: {count}; they continue after a transfer.",
    ),
    ("ordinary_license_disclosed", "applies", "", ""): Sentence(
        "已有 {count}\u00a0项普通许可，须向对方说明。",
        "Ordinary licenses in force: {count}; they are disclosed to the other party.",
    ),
    ("ordinary_license_disclosed", "not_applicable", "", ""): Sentence(
        "没有正在履行的普通许可。", "There is no ordinary license in force."
    ),
}
