from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from frontend.components import formats

SPACE = "\u00a0"


def test_money_has_two_places_and_holds_its_unit():
    with override("zh-hans"):
        assert formats.money(Decimal(1234)) == f"1,234.00{SPACE}元"
    with override("en"):
        assert formats.money(Decimal("-1234.50")) == f"CNY{SPACE}\u22121,234.50"


def test_money_that_is_not_known_is_not_nought():
    with override("zh-hans"):
        assert formats.money(None) == "—（待定）"
        assert formats.money(Decimal(0)) == f"0.00{SPACE}元"


def test_a_part_of_a_fen_is_no_money():
    with pytest.raises(ValueError, match="part of a"):
        formats.money(Decimal("0.001"))


def test_large_money_in_chinese_text_is_also_told_in_ten_thousands():
    with override("zh-hans"):
        assert formats.money_in_text(Decimal("125000.00")) == f"125,000.00{SPACE}元（12.5{SPACE}万元）"
        assert formats.money_in_text(Decimal("9999.99")) == f"9,999.99{SPACE}元"
    with override("en"):
        assert formats.money_in_text(Decimal("125000.00")) == f"CNY{SPACE}125,000.00"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("125000.00", "壹拾贰万伍仟元整"),
        ("0.50", "伍角"),
        ("100.05", "壹佰元零伍分"),
        ("2436050.00", "贰佰肆拾叁万陆仟零伍拾元整"),
    ],
)
def test_capital_numerals_are_those_of_contracts(amount, words):
    assert formats.money_in_words(Decimal(amount)) == words


def test_days_are_written_in_the_language_of_the_page():
    with override("zh-hans"):
        assert formats.day(date(2026, 3, 1)) == "2026年3月1日"
        assert formats.day_and_weekday(date(2026, 6, 1)) == "2026年6月1日（星期一）"
    with override("en"):
        assert formats.day(date(2026, 3, 1)) == "1 March 2026"


def test_instants_are_written_in_beijing_time():
    instant = datetime(2026, 2, 28, 16, 30, tzinfo=UTC)

    with override("zh-hans"):
        assert formats.moment(instant) == f"2026年3月1日{SPACE}00:30"
        assert formats.day(instant) == "2026年3月1日"


@pytest.mark.parametrize(
    ("due", "words"),
    [(date(2026, 6, 1), "还有 92 天"), (date(2026, 3, 1), "今天"), (date(2026, 2, 27), "已逾期 2 天")],
)
def test_days_left_are_counted_from_today(due, words):
    with override("zh-hans"):
        assert formats.days_left(due, date(2026, 3, 1)).replace(SPACE, " ") == words


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("201710601862.3", "2017 1 0601862.3"),
        ("ZL201710601862.3", "ZL 2017 1 0601862.3"),
        ("ZL2017106018623", "ZL 2017 1 0601862.3"),
        ("85100001.2", "85 1 00001.2"),
        ("20171060186X.X", "20171060186X.X"),
        ("CN107422014B", "CN107422014B"),
    ],
)
def test_application_numbers_are_shown_in_groups(number, shown):
    assert formats.patent_number(number).replace(SPACE, " ") == shown


@pytest.mark.parametrize(("rate", "shown"), [("0.03", "3%"), ("0.125", "12.5%"), ("1", "100%"), ("0.0005", "0.05%")])
def test_rates_lose_nothing(rate, shown):
    assert formats.percent(Decimal(rate)) == shown


@pytest.mark.parametrize(("size", "shown"), [(1, "0.1 MB"), (1024 * 1024, "1.0 MB"), (20 * 1024 * 1024, "20.0 MB")])
def test_sizes_are_never_nought(size, shown):
    assert formats.megabytes(size).replace(SPACE, " ") == shown
