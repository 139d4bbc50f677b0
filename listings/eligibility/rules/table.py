"""
The rules, one row each: where it binds, its source, its function. A new rule is one function, one row, its cases.

Levels stand in the order of :data:`PURPOSES`: B block, W warn, I info, - does not bind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from listings.eligibility.rules import on_burdens, on_declarations, on_owners, on_right, on_use, on_value
from listings.eligibility.rules.days import Day
from listings.eligibility.rules.evidence import Evidence
from listings.eligibility.rules.findings import Finding
from listings.eligibility.rules.vocabulary import PURPOSES, Level, Purpose

_LEVELS: Final[dict[str, Level]] = {"B": "block", "W": "warn", "I": "info"}


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One rule.

    :ivar variant: what of the purpose the result depends on; purposes of one variant share the finding.
    """

    id: str
    binds: str
    citation: str
    find: Callable[[Evidence, Day, Purpose], Finding]
    variant: Callable[[Purpose], str]

    def level(self, purpose: Purpose) -> Level | None:
        """Give the level for a purpose; ``None``: the rule does not bind it."""
        return _LEVELS.get(self.binds.split()[PURPOSES.index(purpose)])


def _rule(rule_id: str, binds: str, citation: str, find: Callable[[Evidence, Day], Finding]) -> Rule:
    return Rule(rule_id, binds, citation, lambda evidence, day, _purpose: find(evidence, day), lambda _purpose: "")


RULES: Final[tuple[Rule, ...]] = (
    _rule("number_check", "B B B B B B", "ZC 0006-2003", on_right.number_check),
    _rule("granted", "B B B B B B", "专利法第39条、第40条；实施细则第85条", on_right.granted),
    _rule("in_force", "B B B B B B", "专利法第42条、第44条、第47条；实施细则第115条", on_right.in_force),
    _rule("annual_fee", "B W W W - -", "实施细则第86条第1款第3项、第115条", on_right.annual_fee),
    Rule(
        "pledge",
        "B B B B - -",
        "实施细则第86条第1款第4项；民法典第444条",
        lambda evidence, day, purpose: on_burdens.pledge(evidence, day, on_burdens.pledge_use(purpose)),
        on_burdens.pledge_use,
    ),
    _rule("no_preservation", "B B B B - -", "实施细则第86条第1款第2项、第104条", on_burdens.no_preservation),
    _rule("no_suspension", "B W W W - -", "实施细则第86条第1款第2项、第103条", on_burdens.no_suspension),
    _rule("no_exclusive_license", "B B - - - -", "实施细则第86条第1款第1项", on_burdens.no_exclusive_license),
    _rule("no_other_obstacle", "B - - - - -", "实施细则第86条第1款第5项", on_burdens.no_other_obstacle),
    Rule("co_owner_consents", "B B B B - -", "专利法第14条", on_owners.co_owner_consents, lambda purpose: purpose),
    _rule("evaluation_report", "B - - - - -", "专利法第50条", on_declarations.evaluation_report),
    _rule("declaration_items", "B - - - - -", "实施细则第85条", on_declarations.declaration_items),
    _rule("term_within_patent", "B B - - - -", "民法典第865条", on_right.term_within_patent),
    _rule("three_years", "- - - - B -", "黑龙江省行动方案（2023-2025年）第7项", on_use.three_years),
    _rule("unused", "- - - - B -", "黑龙江省行动方案（2023-2025年）第7项", on_use.unused),
    _rule("no_proper_reason", "- - - - B -", "黑龙江省行动方案（2023-2025年）第7项", on_use.no_proper_reason),
    _rule("invention_only", "- - - - - B", "高价值发明专利统计口径", on_value.invention_only),
    _rule("high_value_class", "- - - - - B", "高价值发明专利统计口径", on_value.high_value_class),
    _rule("uscc_check", "W W W W W W", "GB 32100-2015", on_owners.uscc_check),
    _rule("claims_reduced", "W W W W - -", "专利法第47条", on_right.claims_reduced),
    _rule("licenses_survive", "- - W W - -", "技术合同司法解释第24条", on_burdens.licenses_survive),
    _rule("ordinary_license_disclosed", "I I - - - -", "民法典第865条", on_burdens.ordinary_license_disclosed),
    _rule("exclusive_barred", "I I I I - -", "专利法第51条", on_declarations.exclusive_barred),
    _rule("self_executing", "I - - - - -", "专利法第51条", on_declarations.self_executing),
    _rule("fee_reduction", "I - - - - -", "国家知识产权局公告第594号", on_declarations.fee_reduction),
    _rule("compulsory_license_dates", "- - - - I -", "专利法第53条第1项", on_use.compulsory_license_dates),
)

BINDING: Final[dict[Purpose, tuple[tuple[Rule, Level, str], ...]]] = {
    purpose: tuple((rule, level, rule.variant(purpose)) for rule in RULES if (level := rule.level(purpose)) is not None)
    for purpose in PURPOSES
}
"""For each purpose the rules that bind it, with their level and variant."""


def not_binding(purpose: Purpose) -> tuple[str, ...]:
    """Name the rules that do not bind a purpose."""
    return tuple(rule.id for rule in RULES if rule.level(purpose) is None)
