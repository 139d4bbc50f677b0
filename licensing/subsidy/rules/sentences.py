"""
The sentences of worksheet rows, in Chinese and English, by the reason that a row names.

Braces hold named values of the row; what follows the colon says how one is written (``money``, ``rate``, ``field``,
``kind``, ``count``, …: the forms of ``explaining``). The words are those of the interface's glossary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Said(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


SENTENCES: Final[Mapping[str, Said]] = {
    # Version and kind of deal.
    "version_in_force": Said(
        "按{field:field}{date}适用本政策（有效期{from}至{to}）。",
        "By {field:field}, {date}, this policy applies (in force from {from} to {to}).",
    ),
    "version_outside": Said(
        "{field:field}{date}不在本政策有效期（{from}至{to}）内，请核对适用版本。",
        "{field:field}, {date}, lies outside the days on which this policy is in force ({from} to {to}).",
    ),
    "version_no_date": Said(
        "没有可以确定适用版本的日期；本政策有效期{from}至{to}。",
        "No date is known by which the version is picked; this policy is in force from {from} to {to}.",
    ),
    "from_outside": Said(
        "金额由外部给定，本步骤不看单笔交易。", "The amounts come from outside; this step looks at no deal."
    ),
    "kinds_open": Said("本政策不限交易类型。", "This policy covers every kind of deal."),
    "kind_covered": Said("交易类型为{kind:kind}，在补助范围内。", "The deal is a {kind:kind}, which is covered."),
    "kind_not_covered": Said(
        "交易类型为{kind:kind}，不在补助范围内，本笔不予补助。",
        "The deal is a {kind:kind}, which is not covered: nothing for it.",
    ),
    "kind_missing": Said(
        "缺少交易类型，无法确认在补助范围内，本笔不予补助。",
        "The kind of the deal is missing, so that it cannot count as covered: nothing for it.",
    ),
    # Window, gates, floor on another field, repetitions.
    "no_window": Said("本政策没有时间窗口的要求。", "This policy has no time window."),
    "window_met": Said("时间窗口符合：{tested}。", "The time window is met: {tested}."),
    "window_not_met": Said("时间窗口不符合：{tested}。", "The time window is not met: {tested}."),
    "window_missing": Said("时间窗口待证明：{tested}。", "The time window is not proved: {tested}."),
    "no_gates": Said("本政策没有其他申报条件。", "This policy has no further conditions."),
    "gates_met": Said("{count:count}项条件全部符合。", "All {count:count} conditions are met."),
    "gates_not_met": Said(
        "{count:count}项条件中{met:count}项符合；不符合：{tested}。",
        "{met:count} of {count:count} conditions are met; not met: {tested}.",
    ),
    "gates_missing": Said(
        "{count:count}项条件中{met:count}项符合；不符合或待证明：{tested}。",
        "{met:count} of {count:count} conditions are met; not met or not proved: {tested}.",
    ),
    "no_min_class": Said("本政策没有其他金额门槛。", "This policy has no floor on another amount."),
    "min_class_met": Said(
        "{field:field}为{value:money}，达到门槛（{sign}{floor:money}）。",
        "{field:field} is {value:money} and reaches the floor ({sign} {floor:money}).",
    ),
    "min_class_not_met": Said(
        "{field:field}为{value:money}，未达到门槛（{sign}{floor:money}），本笔不予补助。",
        "{field:field} is {value:money} and misses the floor ({sign} {floor:money}): nothing for this deal.",
    ),
    "min_class_missing": Said(
        "缺少{field:field}，无法确认达到门槛（{sign}{floor:money}），本笔不予补助。",
        "{field:field} is missing, so that the floor ({sign} {floor:money}) is not proved: nothing for this deal.",
    ),
    "no_dedupe": Said("本政策不查重复。", "This policy does not look for repetitions."),
    "first_of_key": Said("不是重复申报。", "This is no repetition of an earlier deal."),
    "repeated": Said(
        "与{earlier}是同一事项，只补助第一次，本笔不予补助。",
        "This repeats {earlier}; only the first is subsidised: nothing for this deal.",
    ),
    "no_key": Said("没有可比对的事项编号，不作重复判断。", "There is nothing to compare by, so it is no repetition."),
    # Base, grouping, floors.
    "no_base": Said("本政策没有补助基数。", "This policy has no base."),
    "base_amount": Said("补助基数为{amount:money}。", "The base is {amount:money}."),
    "base_missing": Said(
        "补助基数为{amount:money}，缺少的事实按0计。", "The base is {amount:money}; missing facts count as 0."
    ),
    "each_alone": Said("每笔交易单独核算。", "Each deal is worked out by itself."),
    "summed": Said(
        "本年度{count:count}笔交易的基数合计{amount:money}。",
        "The bases of the year's deals ({count:count}) sum to {amount:money}.",
    ),
    "no_min_base": Said("本政策没有基数门槛。", "This policy has no floor on the base."),
    "floor_met": Said(
        "基数{amount:money}达到门槛（{sign}{floor:money}）。",
        "The base of {amount:money} reaches the floor ({sign} {floor:money}).",
    ),
    "floor_not_met": Said(
        "基数{amount:money}未达到门槛（{sign}{floor:money}），不予补助。",
        "The base of {amount:money} misses the floor ({sign} {floor:money}): nothing.",
    ),
    "no_min_group": Said("本政策没有交易笔数或合计的门槛。", "This policy has no floor on number or sum of deals."),
    "group_met": Said(
        "符合条件的交易{count:count}笔、合计{amount:money}，达到门槛（{min_count:count}笔、{floor:money}）。",
        "Deals that qualify: {count:count}, together {amount:money}; "
        "the floor ({min_count:count}, {floor:money}) is reached.",
    ),
    "group_not_met": Said(
        "符合条件的交易{count:count}笔、合计{amount:money}，未达到门槛（{min_count:count}笔、{floor:money}），"
        "不予补助。",
        "Deals that qualify: {count:count}, together {amount:money}; the floor ({min_count:count}, {floor:money}) is "
        "missed: nothing.",
    ),
    # Schemes.
    "no_open_line": Said("没有需要继续核算的交易。", "There is no deal left to be worked out."),
    "flat_rate": Said(
        "基数{base:money}按{rate:rate}计，得{amount:money}。",
        "{rate:rate} of the base of {base:money} gives {amount:money}.",
    ),
    "rate_not_confirmed": Said(
        "补助比例未经确认，只核对资格，金额待定。",
        "The rate is not confirmed: only eligibility is worked out, the amount is to be settled.",
    ),
    "lookup_rate": Said(
        "{key:field}为{value:kind}，适用{rate:rate}：基数{base:money}，得{amount:money}。",
        "{key:field} is {value:kind}, so the rate is {rate:rate}: of the base of {base:money}, {amount:money}.",
    ),
    "lookup_no_entry": Said(
        "{key:field}为{value:kind}，政策没有对应比例，本笔不予补助。",
        "{key:field} is {value:kind}, for which the policy has no rate: nothing for this deal.",
    ),
    "marginal_rates": Said(
        "基数{base:money}分{parts:count}段计算，得{amount:money}。",
        "The base of {base:money}, taken in parts ({parts:count}) at their own rates, gives {amount:money}.",
    ),
    "tier_rate": Said(
        "以{value:money}定档，属{tier}档：基数{base:money}按{rate:rate}计，得{amount:money}。",
        "Classed by {value:money} in tier {tier}: {rate:rate} of the base of {base:money} gives {amount:money}.",
    ),
    "tier_rate_capped": Said(
        "以{value:money}定档，属{tier}档：基数{base:money}按{rate:rate}计，超过本档上限{cap:money}，得{amount:money}。",
        "Classed by {value:money} in tier {tier}: {rate:rate} of the base of {base:money} exceeds the tier's cap of "
        "{cap:money}, so {amount:money}.",
    ),
    "tier_fixed": Said(
        "以{value:money}定档，属{tier}档，定额{amount:money}。",
        "Classed by {value:money} in tier {tier}: a fixed amount of {amount:money}.",
    ),
    "tier_fixed_capped": Said(
        "以{value:money}定档，属{tier}档，定额超过本档上限{cap:money}，得{amount:money}。",
        "Classed by {value:money} in tier {tier}: the fixed amount exceeds the tier's cap of {cap:money}, so "
        "{amount:money}.",
    ),
    "tier_none": Said(
        "以{value:money}定档，没有适用的档次，本笔不予补助。",
        "Classed by {value:money}: no tier fits, so nothing for this deal.",
    ),
    "tier_delegated": Said(
        "以{value:money}定档，属{tier}档，由另一政策（{policy}）办理，本政策不予补助。",
        "Classed by {value:money} in tier {tier}: another policy ({policy}) deals with it; nothing here.",
    ),
    "given_amount": Said(
        "应补助额由外部给定：{entitlement:money}。", "The entitlement comes from outside: {entitlement:money}."
    ),
    "given_less_already": Said(
        "应补助额{entitlement:money}，扣除已获补助{already:money}，得{amount:money}。",
        "The entitlement of {entitlement:money} less {already:money} granted already gives {amount:money}.",
    ),
    "given_nothing": Said("没有给定应补助额，本笔为0。", "No entitlement is given, so this line is 0."),
    "plan_item": Said("分配方案中的一项：{amount:money}。", "One item of the bureau's plan: {amount:money}."),
    "plan_nothing": Said("没有分配方案，本笔为0。", "There is no plan, so this line is 0."),
    "plan_holds": Said(
        "分配方案合计{amount:money}（上限{pool:money}），最大一项{largest:money}（上限{cap:money}），方案成立。",
        "The plan sums to {amount:money} (limit {pool:money}), its largest item is {largest:money} (limit "
        "{cap:money}): "
        "it holds.",
    ),
    "plan_over": Said(
        "分配方案合计{amount:money}（上限{pool:money}），最大一项{largest:money}（上限{cap:money}），方案超限。",
        "The plan sums to {amount:money} (limit {pool:money}), its largest item is {largest:money} (limit "
        "{cap:money}): "
        "it goes beyond.",
    ),
    # Pools that set the rate.
    "ratio_from_base": Said(
        "本批次资金{pool:money}，基数合计{bases:money}；补助比例不超过二者之比。",
        "The round has {pool:money} for bases of {bases:money}; the rate is at most their ratio.",
    ),
    "ratio_from_base_missing": Said(
        "本批次资金或基数合计未知，按政策比例计算。",
        "The money of the round or the sum of bases is not known; the policy's rate is used.",
    ),
    "float_rate": Said(
        "本年度比例为{rate:rate}，取其与政策比例的较低者。",
        "The year's rate is {rate:rate}; the lower of it and the policy's rate is used.",
    ),
    "float_rate_missing": Said(
        "本年度比例尚未公布，按政策比例计算。", "The year's rate is not known; the policy's rate is used."
    ),
    # Caps and add-ons.
    "no_line_cap": Said("本政策没有单笔上限。", "This policy has no cap on one line."),
    "no_cap_fields": Said("本政策没有以其他金额为限的要求。", "This policy takes no other amount as a cap."),
    "no_per_patent_cap": Said("本政策没有按件上限。", "This policy has no cap by patent."),
    "cap_no_entry": Said(
        "对{value:kind}没有规定上限，金额{amount:money}不变。",
        "No cap is stated for {value:kind}; the amount of {amount:money} stands.",
    ),
    "cap_binds": Said(
        "{before:money}超过上限{cap:money}，得{amount:money}。",
        "{before:money} exceeds the cap of {cap:money}, so {amount:money}.",
    ),
    "cap_not_binding": Said(
        "{before:money}未超过上限{cap:money}，不变。",
        "{before:money} does not exceed the cap of {cap:money} and stands.",
    ),
    "no_addons": Said("本政策没有加补。", "This policy has no add-on."),
    "addon_added": Said(
        "另按{rate:rate}加补{added:money}，合计{amount:money}。",
        "An add-on at {rate:rate} brings {added:money}, together {amount:money}.",
    ),
    "addon_capped": Said(
        "另按{rate:rate}加补，超过加补上限{cap:money}，加补{added:money}，合计{amount:money}。",
        "An add-on at {rate:rate} exceeds its cap of {cap:money} and brings {added:money}, together {amount:money}.",
    ),
    "addon_not_met": Said(
        "不符合加补条件，金额{amount:money}不变。", "The add-on's condition is not met; {amount:money} stands."
    ),
    "rounded_down": Said(
        "{before:money}按{unit:money}取整（舍去），得{amount:money}。",
        "{before:money} is rounded down to a multiple of {unit:money}: {amount:money}.",
    ),
    "rounded_half_up": Said(
        "{before:money}按{unit:money}取整（四舍五入），得{amount:money}。",
        "{before:money} is rounded half up to a multiple of {unit:money}: {amount:money}.",
    ),
    "already_round": Said(
        "{amount:money}已是{unit:money}的整数倍。", "{amount:money} is a multiple of {unit:money} already."
    ),
    "no_tier_group_cap": Said("没有按档次的合计上限。", "No tier has a cap on the sum of its lines."),
    "no_group_caps": Said("本政策没有合计上限。", "This policy has no cap on a sum of lines."),
    "group_cap_binds": Said(
        "{group:group}：{count:count}笔合计{before:money}，上限{cap:money}（此前已用{prior:money}），"
        "按比例核减为{amount:money}。",
        "{group:group}: lines ({count:count}) sum to {before:money} under a cap of {cap:money} ({prior:money} "
        "used before); "
        "reduced in proportion to {amount:money}.",
    ),
    "group_cap_not_binding": Said(
        "{group:group}：{count:count}笔合计{before:money}，未超过上限{cap:money}（此前已用{prior:money}）。",
        "{group:group}: lines ({count:count}) sum to {before:money}, within the cap of {cap:money} "
        "({prior:money} used before).",
    ),
    "group_cap_no_entry": Said(
        "{group:group}：没有规定上限，合计{before:money}不变。",
        "{group:group}: no cap is stated; the sum of {before:money} stands.",
    ),
    # Stacking.
    "no_stacking": Said("本政策没有与其他补助的叠加规定。", "This policy says nothing about other subsidies."),
    "stacking_cumulative": Said("可与其他补助叠加，金额不变。", "Other subsidies may be added; the amount stands."),
    "stacking_exclusive": Said(
        "不重复享受（范围：{scope:scope}）：受理后占用该范围，其他申报不再受理。",
        "Not cumulative (scope: {scope:scope}): the claim holds its scope against any other.",
    ),
    "stacking_same_level": Said(
        "与同级补助（{level}）不重复享受（范围：{scope:scope}）。",
        "Not cumulative with awards of the same level ({level}; scope: {scope:scope}).",
    ),
    "stacking_same_type": Said(
        "与同类补助（{level}）不重复享受（范围：{scope:scope}）。",
        "Not cumulative with awards of the same type ({level}; scope: {scope:scope}).",
    ),
    "highest_stands": Said(
        "从高不重复：本笔{amount:money}最高，予以保留。", "The highest applies: {amount:money} stands."
    ),
    "highest_lapsed": Said(
        "从高不重复：{other}的{highest:money}较高或在先，本笔{amount:money}不再享受。",
        "The highest applies: {highest:money} of {other} is higher or earlier, so {amount:money} lapses.",
    ),
    "top_up": Said(
        "{amount:money}扣除已获补助{already:money}，只补差额。",
        "Of {amount:money}, {already:money} was granted already; only the difference is paid.",
    ),
    "top_up_in_given": Said(
        "差额已在给定应补助额时扣除，此处不再扣除。",
        "The difference was taken from the entitlement; nothing more comes off.",
    ),
    "deducted_in_base": Said(
        "其他政策已覆盖的{part:money}已从基数中扣除。",
        "The part that another scheme covered, {part:money}, was taken off the base.",
    ),
    # Payout, pool, decision, payers.
    "no_min_payout": Said("本政策没有起兑金额。", "This policy has no least payout."),
    "payout_kept": Said(
        "{amount:money}达到起兑金额（{sign}{floor:money}）。",
        "{amount:money} reaches the least payout ({sign} {floor:money}).",
    ),
    "payout_dropped": Said(
        "{amount:money}未达到起兑金额（{sign}{floor:money}），不予兑现。",
        "{amount:money} misses the least payout ({sign} {floor:money}) and is dropped.",
    ),
    "no_pool": Said("本政策没有批次资金限制。", "This policy has no pool."),
    "pool_without_mode": Said(
        "本政策没有规定批次资金如何核减，此处不核减。",
        "The policy does not say how its pool is shared; nothing is cut here.",
    ),
    "pool_at_the_rate": Said(
        "批次资金已在比例一步起作用，此处不再核减。", "The pool acted on the rate; nothing is cut here."
    ),
    "pool_missing": Said(
        "批次资金尚未确定，{amount:money}暂不核减。", "The pool is not known yet; {amount:money} is not cut."
    ),
    "pro_rata_binds": Said(
        "{count:count}笔合计{amount:money}，超过批次资金{pool:money}，按比例核减为{award:money}。",
        "Lines ({count:count}) sum to {amount:money}, above the pool of {pool:money}; reduced in proportion to "
        "{award:money}.",
    ),
    "pro_rata_not_binding": Said(
        "{count:count}笔合计{amount:money}，未超过批次资金{pool:money}。",
        "Lines ({count:count}) sum to {amount:money}, within the pool of {pool:money}.",
    ),
    "hard_cap_binds": Said(
        "{count:count}笔合计{amount:money}，超过批次资金{pool:money}，依次安排至用完，共{award:money}。",
        "Lines ({count:count}) sum to {amount:money}, above the pool of {pool:money}; served in turn until it "
        "is used up: "
        "{award:money}.",
    ),
    "hard_cap_not_binding": Said(
        "{count:count}笔合计{amount:money}，批次资金{pool:money}足够。",
        "Lines ({count:count}) sum to {amount:money}; the pool of {pool:money} suffices.",
    ),
    "decision_exact": Said("按核算结果{amount:money}核定。", "The award is the worked-out amount, {amount:money}."),
    "decision_ceiling": Said(
        "{amount:money}是上限：可以说明理由后少批，不能多批。",
        "{amount:money} is a ceiling: less may be approved with a reason, never more.",
    ),
    "decision_blocked": Said(
        "{amount:money}为暂估：政策中有数字未经确认（{blocked:numbers}），不能公布核定补助。",
        "{amount:money} is provisional: a number of the policy is not confirmed ({blocked:numbers}); no award can be "
        "published.",
    ),
    "decision_not_known": Said(
        "金额待定：政策中有数字未经确认（{blocked:numbers}），不能公布核定补助。",
        "The amount is to be settled: a number of the policy is not confirmed ({blocked:numbers}); no award can be "
        "published.",
    ),
    "no_split": Said("本政策没有分级承担的规定。", "This policy does not share the cost among levels."),
    "split_by_share": Said("{amount:money}按比例分担：{parts}。", "{amount:money} is shared by proportion: {parts}."),
    "split_by_rate": Said(
        "{amount:money}按各级比例和上限分担，其余由另一级承担：{parts}。",
        "{amount:money} is shared by rate and cap, another level paying the rest: {parts}.",
    ),
    "no_earmark": Said("本政策没有对资金用途的最低要求。", "This policy sets no part aside."),
    "earmark_least": Said(
        "{amount:money}中不低于{share:rate}，即至少{least:money}，用于{to}。",
        "Of {amount:money} at least {share:rate}, that is {least:money}, goes to {to}.",
    ),
}

STEP_NAMES: Final[Mapping[str, Said]] = {
    "version": Said("适用版本", "Version"),
    "deal_kind": Said("交易类型", "Kind of deal"),
    "window": Said("时间窗口", "Time window"),
    "gates": Said("申报条件", "Conditions"),
    "min_class": Said("金额门槛", "Floor on another amount"),
    "dedupe": Said("重复判断", "Repetition"),
    "base": Said("补助基数", "Base"),
    "grouping": Said("合并", "Grouping"),
    "floor": Said("基数门槛", "Floor"),
    "scheme": Said("补助比例", "Rate"),
    "line_caps": Said("单笔上限", "Line cap"),
    "addons": Said("加补", "Add-on"),
    "rounding": Said("取整", "Rounding"),
    "tier_group_cap": Said("档次合计上限", "Tier cap"),
    "group_caps": Said("合计上限", "Group cap"),
    "stacking": Said("叠加", "Other subsidies"),
    "min_payout": Said("起兑金额", "Least payout"),
    "pool": Said("批次资金", "Pool"),
    "decision": Said("核定", "Decision"),
    "split": Said("分级承担", "Who pays"),
    "earmark": Said("资金用途", "Earmark"),
}
BINDING_WORDS: Final[Mapping[str, Said]] = {
    "yes": Said("起作用", "Changed the result"),
    "no": Said("未触及", "Not binding"),
    "not_applicable": Said("不适用", "Not applicable"),
}
MISSING: Final = Said("缺少：{missing}。", "Missing: {missing}.")
PROVISIONAL: Final = Said("（未经确认，暂估）", " (not confirmed: provisional)")
NOT_KNOWN: Final = Said("—（待定）", "— (to be settled)")
