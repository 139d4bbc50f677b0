import pytest

from search.language import ipc
from search.language.numbers import codes_of, read_number


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("201710601862.3", ["an:2017106018623"]),
        ("CN 2017 1 0601862.3", ["an:2017106018623"]),
        ("zl2017106018623", ["an:2017106018623"]),
        ("２０１７１０６０１８６２．３", ["an:2017106018623"]),
        ("201710601862", ["an:201710601862"]),
        ("95115608.X", ["an:95115608x"]),
        ("95115608", ["an:95115608"]),
        ("200310100002x", ["an:200310100002x"]),
        ("CN107123456B", ["pn:107123456"]),
        ("107123456", ["pn:107123456"]),
        ("CN2450784", ["pn:2450784"]),
        ("CN2450784Y", ["pn:2450784"]),
        ("HLJ-L-2026-000456", ["ln:hlj-l-2026-000456"]),
        ("20230101", []),
        ("12345", []),
        ("电池", []),
        ("", []),
    ],
)
def test_reads_a_number_in_every_spelling(text, codes):
    assert [code.value for code in read_number(text).codes] == codes


def test_nine_digits_may_be_an_old_application_or_a_publication():
    assert [code.value for code in read_number("002408414").codes] == ["an:002408414"]
    assert [code.value for code in read_number("112345674").codes] == ["pn:112345674"]


def test_names_the_check_digit_that_would_be_right():
    assert read_number("201710601862.4").expected_check_digit == "3"
    assert read_number("201710601862.3").expected_check_digit is None


def test_every_spelling_leads_to_a_code_of_the_document():
    held = codes_of(
        application_number="201710601862.3", publication_number="CN107123456B", listing_number="HLJ-L-2026-000456"
    )

    assert held == ("ln:hlj-l-2026-000456", "an:2017106018623", "an:201710601862", "pn:107123456")
    for text in ("201710601862.3", "CN201710601862", "CN107123456A", "hlj-l-2026-000456"):
        assert {code.value for code in read_number(text).codes} <= set(held)


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("H01M10/052", "h h01 h01m h01m10 h01m10/052"),
        ("H01M 10/052", "h h01 h01m h01m10 h01m10/052"),
        ("h01m0010/052", "h h01 h01m h01m10 h01m10/052"),
        ("G06F9/44(2006.01)I", "g g06 g06f g06f9 g06f9/44"),
        ("H01M", "h h01 h01m"),
        ("B", "b"),
        ("I01", ""),
        ("H01M10/", ""),
        ("电", ""),
    ],
)
def test_gives_a_class_at_every_level(symbol, expected):
    assert " ".join(ipc.levels(symbol)) == expected


@pytest.mark.parametrize(("text", "is_one"), [("H01M10/0", True), ("h0", True), ("H01M10/", True), ("X01", False)])
def test_knows_what_a_class_can_begin_with(text, is_one):
    assert ipc.is_beginning(text) is is_one
