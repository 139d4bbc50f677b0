"""Sentences of the rules on the right itself."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import Key, Sentence

RIGHT: Final[dict[Key, Sentence]] = {
    ("number_check", "not_applicable", "", "no_number"): Sentence(
        "没有申请号，无需核对校验位。", "There is no application number, so no check digit to verify."
    ),
    ("number_check", "met", "", ""): Sentence(
        "申请号 {number} 的校验位正确，与专利类型（{patent_kind}）相符。",
        "The check digit of application number {number} is right, and so is its kind ({patent_kind}).",
    ),
    ("number_check", "failed", "", "shape"): Sentence(
        "{number} 不是申请号的格式，请核对。",
        "{number} does not have the form of an application number; please check it.",
    ),
    ("number_check", "failed", "", "check_digit"): Sentence(
        "申请号 {number} 的校验位不正确，请核对。",
        "The check digit of application number {number} is wrong; please check it.",
    ),
    ("number_check", "failed", "", "kind_digit"): Sentence(
        "申请号 {number} 的种类号与专利类型（{patent_kind}）不符，请核对。",
        "The kind digit of application number {number} is not that of its kind ({patent_kind}); please check it.",
    ),
    ("granted", "met", "", ""): Sentence(
        "授权公告日为{grant_date}，已授权。", "The patent was granted on {grant_date}."
    ),
    ("granted", "failed", "", "later"): Sentence(
        "授权公告日为{grant_date}，在此之前没有专利权。",
        "The grant date is {grant_date}; before that day there is no patent right.",
    ),
    ("granted", "failed", "", "no_grant"): Sentence(
        "近期查阅法律状态，没有授权公告。", "The legal status was read lately and shows no grant."
    ),
    ("granted", "unknown", "conflict", ""): Sentence(
        "同级来源给出的授权公告日不一致，需要核实。",
        "Sources of equal rank give different grant dates; this has to be settled.",
    ),
    ("in_force", "met", "", ""): Sentence(
        "专利权有效，期限至{last_day}（含当日）。", "The right is in force; its last day is {last_day}."
    ),
    ("in_force", "failed", "", "lapse_unpaid"): Sentence(
        "因未缴年费，专利权已于{ended_on}终止。", "The right lapsed on {ended_on} because the annual fee was not paid."
    ),
    ("in_force", "failed", "", "abandoned"): Sentence(
        "专利权人已放弃专利权，自{ended_on}终止。", "The patent owner gave up the right as of {ended_on}."
    ),
    ("in_force", "failed", "", "expired"): Sentence(
        "专利权已于{ended_on}期满终止。", "The right expired on {ended_on}."
    ),
    ("in_force", "failed", "", "invalidated_full"): Sentence(
        "专利权被宣告全部无效（{ended_on}），视为自始不存在。",
        "The patent was declared fully invalid ({ended_on}) and is void from the beginning.",
    ),
    ("in_force", "failed", "", "term_over"): Sentence(
        "保护期已届满，自{ended_on}起没有专利权。", "The term is over; from {ended_on} there is no patent right."
    ),
    ("in_force", "failed", "", "grace_over"): Sentence(
        "年费最迟应于{due}缴纳，滞纳期{grace_end}届满仍未见缴费，专利权自{due}起终止。",
        "The annual fee was due by {due} and no payment is known by {grace_end}, the end of the grace period; "
        "the right ended on {due}.",
    ),
    ("in_force", "unknown", "stale", "grace_unread"): Sentence(
        "年费滞纳期已于{grace_end}届满，此后没有查阅过缴费情况，需要重新查阅。",
        "The grace period for the annual fee ended on {grace_end} and payments have not been read since; "
        "they have to be read again.",
    ),
    ("in_force", "unknown", "conflict", ""): Sentence(
        "同级来源对专利权是否已经终止说法不一，需要核实。",
        "Sources of equal rank differ on whether the right has ended; this has to be settled.",
    ),
    ("annual_fee", "met", "", ""): Sentence(
        "年费已缴，下次最迟于{due}缴纳。", "The annual fee is paid; the next is due by {due}."
    ),
    ("annual_fee", "failed", "", "late"): Sentence(
        "年费最迟应于{due}缴纳，之后查阅未见缴费；滞纳期至{grace_end}。",
        "The annual fee was due by {due} and a later reading shows no payment; the grace period runs to {grace_end}.",
    ),
    ("annual_fee", "failed", "", "lapsed"): Sentence(
        "年费最迟应于{due}缴纳，滞纳期{grace_end}届满仍未见缴费。",
        "The annual fee was due by {due} and no payment is known by {grace_end}, the end of the grace period.",
    ),
    ("annual_fee", "unknown", "stale", "late"): Sentence(
        "年费最迟应于{due}缴纳，此后没有近期的查阅记录，需要重新查阅。",
        "The annual fee was due by {due} and there is no recent reading since; it has to be read again.",
    ),
    ("annual_fee", "unknown", "missing", "no_payment"): Sentence(
        "没有年费缴纳记录，需要查阅或上传收据。",
        "No payment of an annual fee is known; read the register or upload a receipt.",
    ),
    ("annual_fee", "unknown", "missing", "never_read"): Sentence(
        "年费最迟应于{due}缴纳，但还没有查阅过缴费情况，需要查阅。",
        "The annual fee was due by {due} and payments have never been read; they have to be read.",
    ),
    ("annual_fee", "unknown", "conflict", ""): Sentence(
        "同级来源对年费是否已缴说法不一，需要核实。",
        "Sources of equal rank differ on whether the annual fee is paid; this has to be settled.",
    ),
    ("term_within_patent", "not_applicable", "", "not_asked"): Sentence(
        "没有指定许可截止日，本项不适用。", "No last day of the license is given, so this does not apply."
    ),
    ("term_within_patent", "met", "", ""): Sentence(
        "许可至{license_until}，在专利权期限（至{last_day}）之内。",
        "The license runs to {license_until}, within the term of the patent (last day {last_day}).",
    ),
    ("term_within_patent", "failed", "", ""): Sentence(
        "许可至{license_until}，超出专利权期限（至{last_day}），请缩短。",
        "The license runs to {license_until}, beyond the term of the patent (last day {last_day}); please shorten it.",
    ),
    ("claims_reduced", "met", "", ""): Sentence("没有部分无效的记录。", "No partial invalidation is on record."),
    ("claims_reduced", "failed", "", ""): Sentence(
        "专利权已于{since}被宣告部分无效，请核对仍然有效的权利要求。",
        "The patent was declared invalid in part on {since}; please check which claims remain.",
    ),
    ("claims_reduced", "unknown", "conflict", ""): Sentence(
        "同级来源对是否部分无效说法不一，需要核实。",
        "Sources of equal rank differ on a partial invalidation; this has to be settled.",
    ),
}
