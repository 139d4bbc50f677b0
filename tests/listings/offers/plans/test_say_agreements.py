"""What a plan agrees beside its items, in words."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.offers.plans import changed, read_plan, templates
from listings.offers.plans.agreements import agreements
from tests.licensing.obligations.documents import Draw

LAST_DAY = (
    "期限的最后一日是休息日或者法定节假日的，顺延至其后的第一个工作日。",
    "A last day that is a rest day or holiday moves to the next working day.",
)
CURE = ("逾期的，自催告送达之日起有 30 天补救期。", "After a demand is delivered there are 30 days to cure.")
NOT_DUE = (
    "许可提前终止时，尚未到期的款项不再支付。",
    "What is not yet due when the license ends early is not owed.",
)
ROYALTY_DUE = (
    "许可终止的，终止日及以前的提成仍应报告和支付。",
    "Royalties up to the end of the license stay to be reported and paid.",
)
STOP_USE = (
    "许可终止后 30 天内，被许可方停止实施并返还技术资料。",
    "Within 30 days after the end the licensee stops using the patent and returns the documents.",
)


def said(plan):
    """Give the sentences in Chinese and in English, a pair each."""
    return [
        tuple(text.replace("\u00a0", " ") for text in pair)
        for pair in zip(agreements(plan, "zh"), agreements(plan, "en"), strict=True)
    ]


def of(pattern, **changes):
    return said(read_plan(changed(templates()[pattern], changes)))


def test_says_what_holds_where_nothing_else_is_chosen():
    assert of("P6", exit_window=None) == [LAST_DAY, CURE, NOT_DUE, STOP_USE]


def test_says_what_was_chosen_instead():
    plan = of("P6", exit_window=None, roll="none", cure_days=10, stop_use_days=5)

    assert plan == [
        ("期限的最后一日是休息日或者法定节假日的，不顺延。", "A last day that is a rest day or holiday does not move."),
        ("逾期的，自催告送达之日起有 10 天补救期。", "After a demand is delivered there are 10 days to cure."),
        NOT_DUE,
        (
            "许可终止后 5 天内，被许可方停止实施并返还技术资料。",
            "Within 5 days after the end the licensee stops using the patent and returns the documents.",
        ),
    ]


def test_says_nothing_of_a_free_license():
    assert of("P12") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"late_interest": {"rate": "0.0365", "days": 360}},
            [
                (
                    "逾期付款的，自到期日的次日起按年利率 3.65%（一年按 360 天）计付单利。",
                    "Late money bears simple interest of 3.65% a year of 360 days, from the day after the due date.",
                ),
                ("付款先抵充利息，再抵充本金。", "Payments settle interest first, then principal."),
            ],
        ),
        (
            {
                "grace_days": 10,
                "late_interest": {"rate": "0.0005", "per": "day", "from": "grace_end"},
                "interest_order": "after",
            },
            [
                (
                    "付款期限届满后有 10 天宽限期，宽限期内付清的不算逾期。",
                    "There are 10 days of grace after a due date; what is paid within them is not late.",
                ),
                (
                    "逾期付款的，自宽限期届满的次日起按日利率 0.05% 计付单利。",
                    "Late money bears simple interest of 0.05% a day, from the day after the end of grace.",
                ),
                ("付款先抵充本金，再抵充利息。", "Payments settle principal first, then interest."),
            ],
        ),
    ],
)
def test_says_what_late_payment_costs(changes, expected):
    assert of("P6", exit_window=None, **changes) == [LAST_DAY, *expected, CURE, NOT_DUE, STOP_USE]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (
            {"to_months": 12},
            (
                "自许可生效之日起 12 个月内，被许可方可以书面通知退出，通知送达即终止，不付退出费。",
                (
                    "Within 12 months from the effective date the licensee may leave by written notice, "
                    "which ends the license on its delivery, without a fee."
                ),
            ),
        ),
        (
            {"to_months": 6, "notice_days": 15, "fee": "1000.00", "fee_days": 20},
            (
                (
                    "自许可生效之日起 6 个月内，被许可方可以书面通知退出，通知送达后 15 天终止，"
                    "终止后 20 天内支付退出费 1,000.00 元。"
                ),
                (
                    "Within 6 months from the effective date the licensee may leave by written notice, "
                    "which ends the license 15 days after its delivery, "
                    "against CNY 1,000.00 within 20 days after the end."
                ),
            ),
        ),
    ],
)
def test_says_how_the_licensee_may_leave(window, expected):
    assert of("P6", exit_window=window) == [LAST_DAY, CURE, expected, NOT_DUE, STOP_USE]


def test_says_how_a_royalty_is_worked_out():
    assert of("P11", items={"royalty": {"year_basis": "calendar", "prorate": "none", "negative": "drop"}})[:6] == [
        ("提成自许可生效之日起每 12 个月为一期。", "A royalty period is 12 months, counted from the effective date."),
        (
            "被许可方在每期结束后 30 天内报告当期的净销售额。",
            "The licensee reports net sales within 30 days after the end of each period.",
        ),
        (
            "计算提成时可以扣除：退货、增值税、运费。",
            "Deducted before the royalty is worked out: returns, VAT, freight.",
        ),
        (
            "当期的计算基数为负数的，提成为零，不抵减其他各期。",
            "A negative base gives a royalty of zero and lowers no other.",
        ),
        (
            "不满一期的，每期的最低、最高金额不折算。",
            "In a cut period the least and the most stay as they are.",
        ),
        (
            "费率的年度按公历年计算，许可生效的当年为第 1 年。",
            "Years of rates are calendar years; the year of the effective date is year 1.",
        ),
    ]


def test_says_that_a_loss_is_carried():
    assert of("P3", exit_window=None) == [
        ("提成自许可生效之日起每 12 个月为一期。", "A royalty period is 12 months, counted from the effective date."),
        (
            "被许可方在每期结束后 30 天内报告当期的利润。",
            "The licensee reports profit within 30 days after the end of each period.",
        ),
        (
            "当期的计算基数为负数的，提成为零，负数抵减下一次报告的计算基数。",
            "A negative base gives a royalty of zero and lowers the base that is reported next.",
        ),
        (
            "不满一期的，每期的最低、最高金额按天数折算。",
            "In a cut period the least and the most go by days.",
        ),
        LAST_DAY,
        CURE,
        ROYALTY_DUE,
        STOP_USE,
    ]


def test_says_periods_of_the_calendar_units_and_own_duties():
    first, second, *_, own = of("P10", duties=[templates()["P10"]["duties"][0] | {"text": "在平台登记"}])

    assert (first, second, own) == (
        (
            "提成按公历每 3 个月为一期，首期和末期按实际天数。",
            "A royalty period is 3 months of the calendar; the first and the last are cut.",
        ),
        (
            "被许可方在每期结束后 30 天内报告当期的产品售价和销售数量。",
            "The licensee reports prices and units sold within 30 days after the end of each period.",
        ),
        ("另行约定：在平台登记，期限：签约后 30 天内。", "Also agreed: 在平台登记, within 30 days after signing."),
    )


def test_says_a_duty_that_returns():
    duty = {
        "id": "visit",
        "trigger": {"event": "effect", "months_after": 6},
        "every_months": 6,
        "count": 3,
        "text": "技术回访",
    }

    assert of("P6", exit_window=None, duties=[duty])[-1] == (
        "另行约定：技术回访，期限：许可生效满 6 个月时，每 6 个月一次，共 3 次。",
        "Also agreed: 技术回访, 6 months after the effective date, every 6 months, 3 times.",
    )


def test_says_who_answers_a_milestone_and_what_stays_due():
    milestone = (
        "许可方在收到里程碑报告后 15 天内答复是否验收通过。",
        "The licensor answers a milestone report within 15 days.",
    )
    stays = (
        "许可提前终止时，80,000.00 元尚未到期的部分仍按期支付。",
        "When the license ends early, what is not yet due of CNY 80,000.00 stays owed on its dates.",
    )
    name = templates()["P6"]["items"][0]["id"]

    assert milestone in of("P8")
    assert of("P6", exit_window=None, items={name: {"on_end": "stay"}}) == [LAST_DAY, CURE, stays, STOP_USE]


@given(st.randoms(use_true_random=False))
def test_finds_words_for_any_plan(random):
    plan = read_plan(Draw(random, Counter()).plan())

    for language in ("zh", "en"):
        assert all("{" not in text for text in agreements(plan, language))
