from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.strict_yaml import Limits, UnreadableFile, path_text, read

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


@pytest.mark.parametrize(
    ("source", "reason", "line", "path"),
    [
        ("a: &x 1", "anchors and aliases are not read; write the value out", 1, ("a",)),
        ("a: 1\nb: *x", "not YAML: found undefined alias", 2, ()),
        ("a: !!str 1", "tags are not read", 1, ("a",)),
        ("a: {<<: {b: 1}}", "merge keys are not read", 1, ("a",)),
        ("a: 1\na: 2", "the key 'a' stands twice", 2, ()),
        ("a: 1\n---\nb: 2", "a second document; one file holds one", 2, ()),
        ("%YAML 1.1\n---\na: 1", "directives are not read", 1, ()),
        ("a:\n  b: 1.5", "the bare number 1.5 has a point; write it as text, in quotes", 2, ("a", "b")),
        ("a: 010", "010 is read as different numbers by different readers; quote it", 1, ("a",)),
        ("a: 12:30", "12:30 is read as different numbers by different readers; quote it", 1, ("a",)),
        ("a: 1_000", "1_000 is read as different numbers by different readers; quote it", 1, ("a",)),
        ("a: No", "the word No is a boolean in YAML 1.1; quote it, or write true or false", 1, ("a",)),
        ("a: 2026-02-30", "there is no day 2026-02-30", 1, ("a",)),
        ("a: 2026-2-3", "2026-2-3 is not an ISO date; write it as YYYY-MM-DD", 1, ("a",)),
        ("a: 1234567890123456789", "a number of more than 18 digits; quote it if it is a code", 1, ("a",)),
        ("true: 1", "the key 'true' is not read as text; quote it", 1, ()),
        ("? [a]\n: 1", "a key must be a word", 1, ()),
        ("", "the file is empty", 1, ()),
        (b"a: 1\nb: \xff", "the file is not UTF-8", 2, ()),
        ("a: 1\nb: \x00", "a character that text files do not hold", 2, ()),
    ],
)
def test_refuses_with_line_and_path(source, reason, line, path):
    with pytest.raises(UnreadableFile) as caught:
        read(source)

    if reason.startswith("not YAML"):
        assert caught.value.line == line
    else:
        assert (caught.value.reason, caught.value.line, caught.value.path) == (reason, line, path)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a: 12345678", "the file has 11 bytes; at most 10 are read"),
        ("[1,2,3,4]", "more than 4 nodes"),
        ("[[[[]]]]", "deeper than 3 levels"),
    ],
)
def test_stops_at_each_limit(source, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(source, limits=Limits(size_bytes=10, nodes=4, depth=3))


def test_a_year_may_be_a_key_and_quoted_words_stay_text():
    assert read('{2026: "no", b: "010", c: "2026-02-30"}').value == {2026: "no", "b": "010", "c": "2026-02-30"}


def test_formats_may_keep_what_does_not_fit_for_their_own_refusal():
    kept = read("{a: 1.50, b: 2026-02-30, c: 2026-2-3, d: 1e5}", bare_floats=True, unfit_as_text=True).value

    assert kept == {"a": Decimal("1.50"), "b": "2026-02-30", "c": "2026-2-3", "d": "1e5"}


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
