"""The sentences themselves: Chinese, then English, with named values in braces (``{_}`` keeps a figure to its unit)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Pair = tuple[str, str]
Phrases = Mapping[str, Pair]

LABELS: Final[Phrases] = {
    "entry_fee": ("入门费", "entry fee"),
    "deferred_fee": ("延期支付许可费", "deferred fee"),
    "instalment": ("分期付款", "instalment"),
    "milestone": ("里程碑付款（{item}）", "milestone payment ({item})"),
    "royalty": ("提成", "royalty"),
    "statement": ("提成报表", "royalty statement"),
    "exit_fee": ("退出费", "exit fee"),
    "duty": ("约定事项（{item}）", "agreed act ({item})"),
    "cnipa_filing": ("许可备案", "license recordal at CNIPA (许可备案)"),
    "use_report": ("使用情况报告", "use report"),
    "stop_use": ("停止使用并退还资料", "stopping use and returning documents"),
    "_number": ("第{_}{period}{_}期{label}", "{label} of period {period}"),
    "_month": ("第{_}{period}{_}个月{label}", "{label} of month {period}"),
    "ceiling_fixed_fee": ("许可费总额", "the sum of fixed fees"),
    "ceiling_net_sales": ("净销售额提成比例", "the rate on net sales"),
    "ceiling_profit": ("利润提成比例", "the rate on profit"),
}

DUTIES: Final[Phrases] = {
    "waiting": ("{what} {amount}，{due}到期。", "{what} of {amount} is due on {due}."),
    "waiting_movable": (
        "{what} {amount}，{due}到期，可能提前。",
        "{what} of {amount} is due on {due} and may come forward.",
    ),
    "waiting_provisional": (
        "{what} {amount}，{due}到期；▲ 暂定，该年工作日表尚未发布。",
        "{what} of {amount} is due on {due}, provisional: the working days of that year are not published.",
    ),
    "waiting_unknown": (
        "{what}于{due}到期，金额待提成报表确定。",
        "{what} is due on {due}; its amount follows from the statement.",
    ),
    "waiting_act": ("{what}应在{due}前完成。", "{what} is to be done by {due}."),
    "undated": (
        "{what}的到期日尚未确定，约定的事件还没有发生。",
        "{what} has no due date yet: the agreed event has not happened.",
    ),
    "undated_latest": (
        "{what}的到期日尚未确定，约定的事件最迟{latest}。",
        "{what} has no due date yet; the agreed event must happen by {latest}.",
    ),
    "met": ("{what}已于{met}履行。", "{what} was met on {met}."),
    "met_nothing": ("{what}没有应付金额。", "{what} has nothing to pay."),
    "disputed": (
        "{what}有 {disputed} 正在争议处理中，这部分不计利息。",
        "{what}: {disputed} is in dispute and bears no interest.",
    ),
    "overdue": (
        "{what}已逾期{_}{days}，尚欠 {open}。",
        "{what} is overdue by {days}; {open} is open.",
    ),
    "overdue_interest": (
        "{what}已逾期{_}{days}，尚欠 {open}，利息 {interest}。",
        "{what} is overdue by {days}; {open} and interest of {interest} are open.",
    ),
    "overdue_demanded": (
        "{what}已逾期{_}{days}，尚欠 {open}，已催告，{cure}前补齐即可恢复。",
        "{what} is overdue by {days}; {open} is open and was demanded: it can be made good by {cure}.",
    ),
    "overdue_unknown": (
        "{what}已逾期{_}{days}，金额待提成报表确定。",
        "{what} is overdue by {days}; its amount follows from the statement.",
    ),
    "overdue_act": ("{what}已逾期{_}{days}。", "{what} is overdue by {days}."),
    "partly": (
        "{what}已付 {allocated}，尚欠 {open}，{due}到期。",
        "{what}: {allocated} is paid and {open} is open, due on {due}.",
    ),
    "partly_undated": (
        "{what}已付 {allocated}，尚欠 {open}，到期日尚未确定。",
        "{what}: {allocated} is paid and {open} is open, with no due date yet.",
    ),
    "cancelled": ("{what}不再到期。", "{what} will not fall due."),
}

PROPOSALS: Final[Phrases] = {
    "demand": ("{what}已逾期，可以送达催告。", "{what} is overdue: a demand may be delivered."),
    "termination": (
        "{what}在催告期满后仍未付清，可以通知解除合同。",
        "{what} is still open after its cure period: notice of termination may be given.",
    ),
    "suspension": (
        "专利失效或被宣告无效，请决定继续履行还是暂停。",
        "the patent lapsed or was invalidated: decide whether to go on or to suspend.",
    ),
    "exit_decision": (
        "退出通知在退出期外送达，请决定是否同意退出。",
        "an exit notice came outside the exit window: decide whether to agree.",
    ),
    "milestone_answer": (
        "{what}的报告已过答复期，请验收或退回。",
        "the report on {what} has waited longer than agreed: accept or reject it.",
    ),
    "confirm_payment": (
        "付款记录 {payment} 等待到账确认。",
        "payment {payment} waits for confirmation of receipt.",
    ),
    "allocate": (
        "有尚未核销的款项和未付清的事项，请核销。",
        "there is money that is not allocated, and something open: allocate it.",
    ),
}

WARNINGS: Final[Phrases] = {
    "ceiling_fixed_fee": (
        "许可费总额 {total} 高于 {ceiling}（一般不高于）。",
        "fixed fees of {total} in all are above {ceiling} (generally not above).",
    ),
    "ceiling_net_sales": (
        "净销售额提成比例 {rate} 高于 {ceiling}（一般不高于）。",
        "a rate of {rate} on net sales is above {ceiling} (generally not above).",
    ),
    "ceiling_profit": (
        "利润提成比例 {rate} 高于 {ceiling}（一般不高于）。",
        "a rate of {rate} on profit is above {ceiling} (generally not above).",
    ),
    "ceiling_reason_missing": (
        "{ceiling}高于一般上限，还没有写明理由。",
        "{ceiling} is above the general ceiling and no reason is given.",
    ),
    "no_latest_date": (
        "{item} 要等待首次收入或较晚的日期，却没有最迟日期。",
        "{item} waits for revenue or for the later of two dates and has no latest date.",
    ),
    "deduction_not_agreed": (
        "{item} 第{_}{period}{_}期报表中的扣除项 {deduction} 没有约定，未予扣除。",
        "the deduction {deduction} in the statement of {item}, period {period}, was not agreed and is not taken.",
    ),
    "exit_outside_window": (
        "{day}送达的退出通知不在退出期内，合同不变。",
        "the exit notice delivered on {day} lies outside the exit window; nothing changes.",
    ),
    "termination_without_cure": (
        "{day}送达的解除通知之前，没有催告期届满。",
        "the notice of termination delivered on {day} came before any cure period had run out.",
    ),
    "demand_too_early": (
        "{day}送达催告时没有已逾期的事项，催告不生效。",
        "nothing was overdue when the demand was delivered on {day}; it has no effect.",
    ),
}

REFUSALS: Final[Phrases] = {
    "unknown_key": ("{key} 不是这里可以填写的项目。", "{key} is not known here."),
    "currency_not_cny": ("只接受人民币（CNY），不接受 {value}。", "only CNY is taken, not {value}."),
    "term_missing": (
        "请填写许可期限（月数，1 至 1200）。",
        "state the license term in months, from 1 to 1200.",
    ),
    "no_items": ("请至少填写一项付款，或注明免费许可。", "add at least one item, or say that the license is free."),
    "duplicate_item": ("编号 {item} 已经使用，请换一个。", "the id {item} is taken; choose another."),
    "unknown_kind": ("没有“{value}”这种付款项目。", "there is no kind of item called {value}."),
    "due_rule_unknown": (
        "到期规则只有“以较早者为准”和“以较晚者为准”，两个条件需要其中一种。",
        "two dates are joined by whichever is earlier or whichever is later, and by nothing else.",
    ),
    "interest_unfit": (
        "逾期利息的约定不完整或不合规：{value}。",
        "the agreement on late interest is incomplete or does not fit: {value}.",
    ),
    "exit_after_term": (
        "退出期{_}{months}{_}个月长于许可期限{_}{term}{_}个月。",
        "the exit window of {months} months is longer than the term of {term} months.",
    ),
    "trigger_missing": ("请填写从哪个事件或日期起算。", "state the event or the date that is counted from."),
    "trigger_unknown": (
        "不能从“{value}”起算，可选：{known}。",
        "{value} cannot be counted from here; choose one of {known}.",
    ),
    "amount_missing": ("请填写金额。", "state the amount."),
    "amount_negative": ("金额不能是负数：{value}。", "an amount cannot be negative: {value}."),
    "money_form": (
        "金额请写成带两位小数的文字，如 50000.00；收到的是 {value}。",
        "write amounts as text with two places, such as 50000.00; found {value}.",
    ),
    "milestone_without_latest": (
        "里程碑 {item} 没有最迟日期，请补充。",
        "the milestone {item} has no latest date; add one.",
    ),
    "latest_before_trigger": (
        "{item} 的最迟日期早于到期日，请改晚。",
        "the latest date of {item} lies before its due date; make it later.",
    ),
    "before_deferral": (
        "{item} 太早：约定生效满{_}{months}{_}个月后付款。改为{_}{months}{_}个月或之后，或换用其他模板。",
        "{item} is too early: payment was promised not before month {months}. Make it later, or use another template.",
    ),
    "base_missing": ("请选择提成的计算基础。", "choose the base of the royalty."),
    "base_unknown": ("“{value}”不是提成的计算基础。", "{value} is no base of a royalty."),
    "rates_missing": ("请填写提成比例。", "state the rates of the royalty."),
    "rate_out_of_range": (
        "比例应在 0 和 1 之间（3% 写成 0.0300）：{value}。",
        "rates lie between 0 and 1 (3% is 0.0300): {value}.",
    ),
    "rates_order": (
        "{item} 的比例应从第 1 年起，按年份和金额由低到高排列。",
        "the rates of {item} start at year 1 and rise by year, then by part of the base.",
    ),
    "floor_above_cap": ("保底 {floor} 高于封顶 {cap}。", "the floor of {floor} is above the cap of {cap}."),
    "period_missing": ("请填写结算周期（月数）。", "state the length of the period in months."),
    "period_unfit": (
        "结算周期不合规：日历周期只能是 1、3、6、12 个月。",
        "the period does not fit: calendar periods have 1, 3, 6 or 12 months.",
    ),
    "range_outside_term": (
        "提成月份应在许可期限内，且至少一个月。",
        "the months of a royalty lie within the term, and there is at least one.",
    ),
    "periods_overlap": (
        "{item} 与 {other} 在相同月份对同一基础计提，请错开。",
        "{item} and {other} share months of one base; keep them apart.",
    ),
    "instalments_do_not_sum": (
        "各期合计 {sum}，与约定总额 {total} 不符。",
        "the instalments sum to {sum}, not to the stated total of {total}.",
    ),
    "value_unfit": (
        "{key} 的内容不合规或缺失：{value}。",
        "{key} is missing or does not fit: {value}.",
    ),
    "unknown_event": ("没有“{value}”这种事件。", "there is no event called {value}."),
    "not_signed": ("合同尚未签署，不能登记此事件。", "the contract is not signed yet; this cannot be recorded."),
    "milestone_not_reported": (
        "{item} 没有等待答复的报告。",
        "there is no report on {item} that waits for an answer.",
    ),
    "unknown_item": ("付款计划里没有 {item}，或它不适用此操作。", "the plan has no {item} that this could apply to."),
    "unknown_period": ("{item} 没有第{_}{period}{_}期。", "{item} has no period {period}."),
    "period_not_ended": (
        "{item} 的结算期到{last}才结束，之后再填报。",
        "the period of {item} ends on {last}; file its statement then.",
    ),
    "payment_exists": ("付款记录 {payment} 已经存在。", "payment {payment} is recorded already."),
    "unknown_payment": ("没有付款记录 {payment}。", "there is no payment {payment}."),
    "already_confirmed": ("{payment} 已经确认到账。", "{payment} is confirmed already."),
    "not_confirmed": ("{payment} 还没有确认到账。", "{payment} is not confirmed yet."),
    "refund_exceeds_unallocated": (
        "{payment} 未核销的只有 {free}。",
        "only {free} of {payment} is not allocated.",
    ),
    "refund_exceeds_allocated": (
        "{payment} 在该项上只核销了 {settled}。",
        "{payment} settles only {settled} there.",
    ),
    "allocation_exceeds_payment": (
        "{payment} 未核销的只有 {free}。",
        "only {free} of {payment} is left to allocate.",
    ),
    "allocation_exceeds_due": ("{item} 最多还能核销 {open}。", "{item} can take only {open} more."),
    "dispute_exceeds_open": ("{item} 只有 {open} 可以提出争议。", "only {open} of {item} can be disputed."),
    "unknown_dispute": ("没有未结的争议 {dispute}。", "there is no open dispute {dispute}."),
    "upheld_exceeds_dispute": (
        "争议 {dispute} 的金额只有 {amount}。",
        "the dispute {dispute} is about {amount} only.",
    ),
    "amendment_retroactive": (
        "变更不能早于登记当天生效，历史不改写。",
        "an amendment cannot hold from before its own day; history is not rewritten.",
    ),
    "amendment_changes_period": (
        "{item} 的结算周期不能变更，请用新的编号另立一项。",
        "the period of {item} cannot change; use a new item id.",
    ),
}

EVENTS: Final[Phrases] = {
    "signing": ("签约", "signing"),
    "effect": ("许可生效", "the effective date"),
    "first_revenue": ("首次取得收入", "the first revenue"),
    "milestone": ("里程碑验收", "acceptance of the milestone"),
    "date": ("约定日期", "the agreed date"),
    "latest_date": ("约定的最迟日期", "the agreed latest date"),
    "period_end": ("结算期末", "the end of the period"),
    "end": ("合同终止", "the end of the contract"),
}

EFFECTS: Final[Phrases] = {
    "binding": ("适用", "binding"),
    "not_binding": ("未触及", "not binding"),
    "not_applicable": ("免提成年份，不适用", "not applicable in a free year"),
}

STEPS: Final[Phrases] = {
    "due_counted": (
        "自{event}（{start}）起 {span}，首日不计，到期日为{result}。",
        "{span} after {event} ({start}), the first day not counted: due on {result}.",
    ),
    "due_moved": (
        "自{event}（{start}）起 {span}为{counted}，遇休息日顺延至{result}。",
        "{span} after {event} ({start}) is {counted}, a rest day: due on {result}.",
    ),
    "due_own_day": ("到期日为{event}当日，{result}。", "due on the day of {event}, {result}."),
    "due_open": ("约定的事件还没有发生，没有到期日。", "the agreed event has not happened: no due date yet."),
    "latest": ("最迟日期为{result}。", "the latest date is {result}."),
    "lapse": ("{result}前没有发生的，不再付。", "nothing is owed if it has not happened by {result}."),
    "amount": ("金额为 {result}。", "the amount is {result}."),
    "amount_unknown": (
        "报表还没有提交，金额未知。",
        "the statement is not filed: the amount is unknown.",
    ),
    "amount_at_least": (
        "报表还没有提交，金额未知；至少 {at_least}。",
        "the statement is not filed: the amount is unknown, at least {at_least}.",
    ),
    "base": (
        "申报 {stated}，减去约定扣除 {deducted}，加上结转亏损 {carried}，计算基础为 {result}。",
        "stated {stated}, less agreed deductions of {deducted}, loss carried {carried}: the base is {result}.",
    ),
    "rate": (
        "其中 {part} 按第{_}{year}{_}年的比例 {rate} 计算。",
        "of this, {part} bears the rate of {rate} of year {year}.",
    ),
    "rounding": ("按 {mode} 进位后为 {result}。", "rounded {mode}: {result}."),
    "floor": ("保底 {bound}：{effect}。", "floor of {bound}: {effect}."),
    "cap": ("封顶 {bound}：{effect}。", "cap of {bound}: {effect}."),
    "total_cap": ("总封顶尚余 {bound}：{effect}。", "{bound} is left of the total cap: {effect}."),
    "dispute_open": ("{opened}起有 {amount} 存在争议。", "{amount} is in dispute since {opened}."),
    "dispute_closed": (
        "{opened}至{closed}有 {amount} 存在争议，其中 {upheld} 不再应付。",
        "{amount} was in dispute from {opened} to {closed}; {upheld} of it fell away.",
    ),
    "interest_days": (
        "{after}次日至{until}共{_}{days}，以 {balance} 按年利率 {rate}（一年{_}{year_days}{_}天）计息。",
        "{days} after {after} up to {until}: {balance} at {rate} a year of {year_days} days.",
    ),
    "interest_days_daily": (
        "{after}次日至{until}共{_}{days}，以 {balance} 按日利率 {rate} 计息。",
        "{days} after {after} up to {until}: {balance} at {rate} a day.",
    ),
    "interest": ("利息合计 {result}。", "interest in all: {result}."),
    "cure": (
        "催告于{demanded}送达，补正期{_}{days}，至{result}。",
        "demanded on {demanded}; the cure period of {days} runs to {result}.",
    ),
    "cancelled_lapsed": ("约定的事件到{after}没有发生。", "the agreed event had not happened by {after}."),
    "cancelled_end": ("合同于{end}终止，此前尚未发生。", "the contract ends on {end}, before it arose."),
    "cancelled_exit": (
        "{exit}送达退出通知，此后发生的不再应付。",
        "an exit notice was delivered on {exit}: what arises from then on is not owed.",
    ),
}
