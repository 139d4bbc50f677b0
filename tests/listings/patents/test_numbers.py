import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.patents.numbers import (
    NotANumber,
    WrongCheckDigit,
    check_digit,
    grouped,
    lookup_forms,
    parse_application_number,
    parse_publication_number,
)

# Of law.md 7.1, recomputed.
KNOWN = ["201710601862.3", "95115608.X", "200310100002.X"]


@pytest.mark.parametrize("number", KNOWN)
def test_known_numbers_hold(number):
    assert str(parse_application_number(number)) == number


@pytest.mark.parametrize(
    "spelling",
    [
        "201710601862.3",
        "2017106018623",
        "ZL201710601862.3",
        "ZL 2017 1 0601862.3",
        "CN201710601862.3",
        "２０１７１０６０１８６２．３",
        " zl201710601862-3 ",
        "ZL2017\u3000106018623",
    ],
)
def test_every_spelling_gives_one_form(spelling):
    assert str(parse_application_number(spelling)) == "201710601862.3"


def test_a_wrong_check_digit_names_the_right_one():
    with pytest.raises(WrongCheckDigit) as refused:
        parse_application_number("89103229.2")

    assert refused.value.expected == "0"


@pytest.mark.parametrize("text", ["", "ZL", "20171060186", "CN107000001B", "201710601862.33", "abc", "2017.10"])
def test_other_shapes_are_no_application_numbers(text):
    with pytest.raises(NotANumber):
        parse_application_number(text)


@pytest.mark.parametrize(
    ("number", "kind", "year"),
    [
        ("201710601862.3", "invention", 2017),
        ("95115608.X", "invention", 1995),
        ("200310100002.X", "invention", 2003),
        ("02200000.0", "utility_model", 2002),
        ("202130000001.9", "design", 2021),
    ],
)
def test_kind_and_year_stand_in_the_number(number, kind, year):
    body = number.split(".")[0]
    parsed = parse_application_number(f"{body}{check_digit(body)}")

    assert (parsed.kind, parsed.year) == (kind, year)


@pytest.mark.parametrize(
    ("spelling", "form", "kind", "grant"),
    [
        ("CN107000001B", "CN107000001B", "invention", True),
        ("cn 107000001 b", "CN107000001B", "invention", True),
        ("ＣＮ２０７００００１２Ｕ", "CN207000012U", "utility_model", True),
        ("CN1234567C", "CN1234567C", "invention", True),
        ("CN307000001S", "CN307000001S", "design", True),
        ("CN107000001A", "CN107000001A", "invention", False),
    ],
)
def test_publication_numbers_are_read(spelling, form, kind, grant):
    parsed = parse_publication_number(spelling)

    assert (str(parsed), parsed.kind, parsed.is_grant) == (form, kind, grant)


def test_a_typed_number_gives_its_stored_forms():
    assert lookup_forms("CN201710601862") == ("201710601862.3",)
    assert lookup_forms("ZL 201710601862.3") == ("201710601862.3",)
    assert lookup_forms("cn107000001b") == ("CN107000001B",)
    assert lookup_forms("CN207000012") == ("CN207000012", "CN207000012U", "CN207000012Y")
    assert lookup_forms("轴承") == ()


bodies = st.from_regex(r"(19|20)[0-9]{2}[12389][0-9]{7}|[0-9]{2}[123][0-9]{5}", fullmatch=True)


@given(body=bodies, prefix=st.sampled_from(["", "ZL", "CN", "zl "]), dot=st.sampled_from(["", ".", "．", " . ", "-"]))
def test_any_spelling_of_any_number_is_read_back(body, prefix, dot):
    digit = check_digit(body)

    assert str(parse_application_number(f"{prefix}{body}{dot}{digit}")) == f"{body}.{digit}"


@given(body=bodies, place=st.integers(0, 11), step=st.integers(1, 9))
def test_one_wrong_digit_never_passes(body, place, step):
    place %= len(body)
    wrong = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]

    assert check_digit(wrong) != check_digit(body)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    for form in lookup_forms(text):
        assert form in lookup_forms(form)


def test_numbers_are_shown_grouped():
    assert grouped("201710601862.3") == "ZL 2017 1 0601862.3"
    assert grouped("95115608.X") == "ZL 95 1 15608.X"
    assert grouped("CN107000001B") == "CN107000001B"


def test_real_numbers_hold(shared_data):
    rows = (shared_data / "import_samples" / "real_application_numbers.csv").read_text().splitlines()[1:]

    numbers = [parse_application_number(row.split(",")[0]) for row in rows]

    assert len(numbers) == 182
