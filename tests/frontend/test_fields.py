from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from frontend.components import formats, spellings
from frontend.components.fields import DayField, MoneyField, OrganizationCodeField, SlotField
from frontend.components.refusals import put_on_form
from marketplace.problems import DomainError, FieldProblem


class Payment(forms.Form):
    amount = MoneyField(label="Amount", at_least=Decimal("1.00"))
    day = DayField(label="Day")
    payer = OrganizationCodeField(label="Payer", required=False)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"),
        ("125,000.00", "125000.00"),
        ("１２５，０００", "125000.00"),
        ("12.5万", "125000.00"),
        (" 1.2 亿元 ", "120000000.00"),
        ("¥300", "300.00"),
        ("0.01", "0.01"),
    ],
)
def test_money_is_read_as_people_type_it(text, amount):
    assert spellings.read_money(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "元", "1,23", "12.345", "-5", "1e5", "10000000000000", "0.0000001万", "abc", "1 2 x"]
)
def test_what_is_no_money_is_not_guessed(text):
    with pytest.raises(ValueError):  # noqa: PT011 - Which of the reasons it is does not matter here.
        spellings.read_money(text)


@given(st.decimals(min_value=0, max_value=Decimal("9999999999999.99"), places=2))
def test_money_as_it_is_written_is_read_back(amount):
    assert spellings.read_money(formats.figures(amount)) == amount


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text):
    for read in (spellings.read_money, spellings.read_day):
        try:
            read(text)
        except ValueError:
            continue


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026/3/1", "20260301", "2026年3月1日", "２０２６．３．１", " 2026 年 3 月 1 日"]
)
def test_days_are_read_as_they_stand_on_papers(text):
    assert spellings.read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "26-3-1", "2026-3", "tomorrow", ""])
def test_what_is_no_day_is_not_guessed(text):
    with pytest.raises(ValueError):  # noqa: PT011 - Which of the reasons it is does not matter here.
        spellings.read_day(text)


def test_a_form_says_everything_that_is_wrong_at_once():
    form = Payment({"amount": "0.5", "day": "2026-02-30", "payer": "123"})

    assert not form.is_valid()
    assert {name: errors.as_data()[0].code for name, errors in form.errors.items()} == {
        "amount": "too_small",
        "day": "invalid",
        "payer": "invalid",
    }


def test_a_field_says_back_what_was_understood():
    form = Payment({"amount": "12.5万", "day": "20260601", "payer": ""})

    with override("zh-hans"):
        assert form["amount"].echo == "125,000.00\u00a0元 · 壹拾贰万伍仟元整"
        assert form["day"].echo == "2026年6月1日（星期一）"
        assert form["payer"].echo == ""
    assert form.is_valid()
    assert form.cleaned_data == {"amount": Decimal("125000.00"), "day": date(2026, 6, 1), "payer": ""}


def test_a_field_is_tied_to_its_errors_and_its_echo():
    with override("en"):
        html = Payment({"amount": "x", "day": "2026-03-01"})["amount"].as_field_group()

    assert 'aria-describedby="id_amount_error id_amount_echo"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_amount_error"' in html
    assert 'hx-get="/en/echo/money/"' in html


def test_a_code_with_a_wrong_check_character_goes_on_with_a_warning():
    form = Payment({"amount": "1", "day": "2026-03-01", "payer": " 91230100ma1abcdefh "})

    with override("en"):
        assert form["payer"].echo.startswith("91230100MA1ABCDEFH: the check character does not match.")
    assert form.is_valid()


def test_a_file_above_the_limit_is_refused_with_both_sizes():
    field = SlotField(limit_bytes=10)

    with (
        override("en"),
        pytest.raises(forms.ValidationError, match="The file has"),
    ):
        field.clean(SimpleUploadedFile("a.pdf", b"12345678901"))


class TooEarly(DomainError):
    code = "too_early_for_test"


def test_a_refusal_stands_at_the_field_it_names():
    form = Payment({"amount": "1", "day": "2026-03-01"})
    assert form.is_valid()

    put_on_form(
        form, TooEarly(problems=[FieldProblem("/day", "x", "too early"), FieldProblem("/deal", "y", "no deal")])
    )

    assert form.errors == {"day": ["too early"], "__all__": ["no deal"]}
