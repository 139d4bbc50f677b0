"""Sentences of the rules on the programme."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import ANY, Key, Sentence

_USED: Final = {
    "own_use": ("自行实施", "own exploitation"),
    "product_filing": ("专利产品备案", "the filing of a patented product"),
    "deal": ("本平台的交易", "a deal recorded here"),
    "license": ("许可", "a license"),
    "owner_change": ("转让", "a transfer"),
}
USE: Final[dict[Key, Sentence]] = {
    ("three_years", "met", "", ""): Sentence(
        "授权公告日为{grant_date}，自{from_day}起符合年限要求。",
        "The grant date is {grant_date}; the period since grant has been long enough since {from_day}.",
    ),
    ("three_years", "failed", "", ""): Sentence(
        "授权公告日为{grant_date}，要到{from_day}才符合年限要求。",
        "The grant date is {grant_date}; the period since grant is long enough only from {from_day}.",
    ),
    ("three_years", "unknown", "missing", ""): Sentence(
        "授权公告日不详，无法计算年限。", "The grant date is not known, so the period cannot be counted."
    ),
    ("three_years", "unknown", "conflict", ""): Sentence(
        "同级来源给出的授权公告日不一致，无法计算年限。",
        "Sources of equal rank give different grant dates, so the period cannot be counted.",
    ),
    **{
        ("unused", "failed", "", kind): Sentence(
            f"授权后有{zh}的记录（{{since}}），不属于未实施。",
            f"There is {en} on record ({{since}}), so the patent is not unused.",
        )
        for kind, (zh, en) in _USED.items()
    },
    ("unused", "met", "", ""): Sentence(
        "没有实施、许可、转让或交易的记录，{signed_on}的未实施声明有效至{valid_until}。",
        "No exploitation, license, transfer or deal is on record; the declaration of non-use signed on {signed_on} "
        "is valid through {valid_until}.",
    ),
    ("unused", "unknown", "conflict", "use"): Sentence(
        "来源对授权后是否有转让、许可或实施说法不一，需要核实。",
        "It is contested whether there was a transfer, license or exploitation since grant; this has to be settled.",
    ),
    ("no_proper_reason", "met", "", ""): Sentence(
        "{signed_on}的未实施声明称没有正当理由。",
        "The declaration of non-use signed on {signed_on} states that there is no proper reason.",
    ),
    ("no_proper_reason", "met", "", "decided"): Sentence(
        "{decided_on}审核认定所述理由不正当。", "The reasons were found not to be proper ones on {decided_on}."
    ),
    ("no_proper_reason", "failed", "", "decided"): Sentence(
        "{decided_on}审核认定未实施有正当理由。",
        "The reasons for the non-use were found to be proper ones on {decided_on}.",
    ),
    ("no_proper_reason", "unknown", "conflict", "decision"): Sentence(
        "同日的审核结论不同，需要核实。", "Two decisions of one day differ; this has to be settled."
    ),
    ("no_proper_reason", "unknown", "conflict", "declaration"): Sentence(
        "同日的未实施声明所述理由不同，需要核实。",
        "Two declarations of non-use of one day name different reasons; this has to be settled.",
    ),
    ("no_proper_reason", "unknown", "review", ""): Sentence(
        "未实施的理由有待审核。", "The reasons for the non-use have to be reviewed."
    ),
    (ANY, "unknown", "missing", "declaration"): Sentence("还缺未实施声明。", "The declaration of non-use is missing."),
    (ANY, "unknown", "stale", "declaration"): Sentence(
        "{signed_on}的未实施声明有效至{valid_until}，需要重新声明。",
        "The declaration of non-use signed on {signed_on} was valid through {valid_until}; a new one is needed.",
    ),
    ("compulsory_license_dates", "applies", "", ""): Sentence(
        "自{from_day}起，强制许可的两个期限均已届满（仅供参考）。",
        "Since {from_day} both periods of a compulsory license have passed (for information only).",
    ),
    ("compulsory_license_dates", "not_applicable", "", ""): Sentence(
        "强制许可的期限尚未届满，或日期不详（仅供参考）。",
        "The periods of a compulsory license have not passed, or the dates are not known (for information only).",
    ),
}
