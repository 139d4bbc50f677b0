from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.strict_yaml import Document, Limits, UnreadableFile, path_text, read

ORDINARY = """\
name: 首年免费
amount: "50000.00"
items:
  - kind: entry_fee
    count: 3
    day: 2026-03-01
    final: true
    note:
"""


def test_reads_plain_values_and_the_line_of_each():
    document = read(ORDINARY)

    assert document.value == {
        "name": "首年免费",
        "amount": "50000.00",
        "items": [{"kind": "entry_fee", "count": 3, "day": date(2026, 3, 1), "final": True, "note": None}],
    }
    assert document.line_of(("items", 0, "count")) == 5
    assert document.line_of(("items", 0, "count", "unit")) == 5
    assert document.line_of(("nowhere",)) == 1
    assert Document(1, {}).line_of(()) == 1


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("b: 1\na: &x 1", "line 2, a: anchors and aliases are not read; write the value out"),
        ("- a:\n  - &x 1", "line 2, [0].a[0]: anchors and aliases are not read; write the value out"),
        ("a: {b: {&x c: 1}}", "line 1, a.b: anchors and aliases are not read; write the value out"),
        ("a: &x 1\nb: *x", "line 1, a: anchors and aliases are not read; write the value out"),
        ("a: 1\nb: *x", "line 2, b: anchors and aliases are not read; write the value out"),
        ("b:\n  a: !!str 1", "line 2, b.a: tags are not read"),
        ("a:\n  {<<: {b: 1}}", "line 2, a: merge keys are not read"),
        ("c:\n  a: 1\n  a: 2", "line 3, c: the key 'a' stands twice"),
        ("a: 1\n---\nb: 2", "line 2: a second document; one file holds one"),
        ("# Two\n%YAML 1.1\n---\na: 1", "line 2: directives are not read"),
        ("%TAG ! tag:x,2026:\n---\na: 1", "line 1: directives are not read"),
        ("a:\n  b: 1.5", "line 2, a.b: the bare number 1.5 has a point; write it as text, in quotes"),
        ("a: 010", "line 1, a: 010 is read as different numbers by different readers; quote it"),
        ("a: 12:30", "line 1, a: 12:30 is read as different numbers by different readers; quote it"),
        ("a: 1_000", "line 1, a: 1_000 is read as different numbers by different readers; quote it"),
        ("a: No", "line 1, a: the word No is a boolean in YAML 1.1; quote it, or write true or false"),
        ("a: 2026-02-30", "line 1, a: there is no day 2026-02-30"),
        ("a: 2026-2-3", "line 1, a: 2026-2-3 is not an ISO date; write it as YYYY-MM-DD"),
        ("a: 1234567890123456789", "line 1, a: a number of more than 18 digits; quote it if it is a code"),
        ("a:\n  true: 1", "line 2, a: the key 'true' is not read as text; quote it"),
        ("a: {2026-02-30: 1}", "line 1, a: there is no day 2026-02-30"),
        ("a:\n  ? [a]\n  : 1", "line 2, a: a key must be a word"),
        ("", "line 1: the file is empty"),
        ("a: b\n c: d: e", "line 2: not YAML: mapping values are not allowed in this context"),
        (b"\nb: \xff\nc: 1\nd: 1", "line 2: the file is not UTF-8"),
        ("\n专利: 开放许可\nb: \x00\nc: 1\nd: 1", "line 3: a character that text files do not hold"),
        ("\x00", "line 1: a character that text files do not hold"),
        ("\na: \ud800\nb: 1\nc: 1", "line 2: a character that text files do not hold"),
    ],
)
def test_refuses_with_line_path_and_reason(source, said):
    with pytest.raises(UnreadableFile) as caught:
        read(source)

    refusal = caught.value
    where = f"line {refusal.line}" + (f", {path_text(refusal.path)}" if refusal.path else "")
    assert (str(refusal), f"{where}: {refusal.reason}") == (said, said)
    assert refusal.values == {"line": refusal.line, "path": path_text(refusal.path), "reason": refusal.reason}


@pytest.mark.parametrize(
    ("limits", "within", "beyond", "said"),
    [
        (
            Limits(size_bytes=15),
            "a: 123456789012",
            "a: 1234567890123",
            "line 1: the file has 16 bytes; at most 15 are read",
        ),
        (Limits(size_bytes=15), "a: 开放许可", "a: 开放许可证", "line 1: the file has 18 bytes; at most 15 are read"),
        (Limits(nodes=5), "[1,\n2,3,4]", "[1,\n2,3,4,5]", "line 2, [4]: more than 5 nodes"),
        (Limits(depth=4), "{a: [[[]]]}", "{a:\n [[[[]]]]}", "line 2, a[0][0][0]: deeper than 4 levels"),
        (Limits(depth=4), "{a: {b: {c: 1}}}", "{a: {b:\n {c: {d: 1}}}}", "line 2, a.b.c: deeper than 4 levels"),
        (Limits(depth=4), "[[[{}]]]", "[[[{a: 1}]]]", "line 1, [0][0][0]: deeper than 4 levels"),
        (
            Limits(integer_digits=4),
            "a: -1234",
            "a: -12345",
            "line 1, a: a number of more than 4 digits; quote it if it is a code",
        ),
    ],
)
def test_reads_up_to_each_limit_and_stops_beyond_it(limits, within, beyond, said):
    read(within, limits=limits)

    with pytest.raises(UnreadableFile) as caught:
        read(beyond, limits=limits)
    assert str(caught.value) == said


def test_tells_truth_from_falsehood_and_nothing():
    assert read("[true, True, TRUE, false, False, FALSE, null, ~, 0, +7, -3]").value == [
        *[True] * 3,
        *[False] * 3,
        *[None] * 2,
        *[0, 7, -3],
    ]


def test_a_year_may_be_a_key_and_quoted_words_stay_text():
    assert read('{2026: "no", b: "010", c: "2026-02-30"}').value == {2026: "no", "b": "010", "c": "2026-02-30"}


def test_formats_may_keep_what_does_not_fit_for_their_own_refusal():
    kept = read("{a: 1.50, b: 2026-02-30, c: 2026-2-3, d: 1e5, e: -.5}", bare_floats=True, unfit_as_text=True).value

    assert kept == {
        "a": Decimal("1.50"),
        "b": "2026-02-30",
        "c": "2026-2-3",
        "d": "1e5",
        "e": Decimal("-0.5"),
    }


@pytest.mark.parametrize("number", [".inf", "-.Inf", ".nan", "1.5e3", "1E5", "1." + 39 * "0"])
def test_a_number_that_is_not_read_is_refused_where_numbers_with_a_point_are(number):
    with pytest.raises(UnreadableFile, match=f"^line 1, a: {re.escape(number)} is not a number that is read$"):
        read(f"a: {number}", bare_floats=True)


def test_a_number_of_forty_characters_is_read():
    assert read("a: 1." + 38 * "0", bare_floats=True).value == {"a": Decimal("1." + 38 * "0")}


def test_a_path_is_written_as_people_read_it():
    assert path_text(("cases", 3, "expect", "total")) == "cases[3].expect.total"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line(text):
    line = 1
    try:
        read(text)
    except UnreadableFile as error:
        line = error.line

    assert line >= 1
