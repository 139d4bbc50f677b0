"""Files of cases that nobody would write by hand: an error or an answer, in bounded time, never a traceback."""

from __future__ import annotations

import os
import random
import time

import pytest

from licensing.obligations.ledger.cases import run_file
from licensing.obligations.ledger.checking import check_files
from marketplace.strict_yaml import UnreadableFile

HEAD = "schema_version: 1\ncases:\n"
CASE = (
    "- {{id: one, plan: {{term_months: 24, items: [{item}]}}, start: 2026-03-02, events: [{events}], "
    "as_of: {as_of}, expect: {{{expect}}}}}\n"
)
ITEM = '{id: a, kind: instalment, amount: "10.00", trigger: {event: date, date: 2026-04-10}}'
FUZZED = int(os.environ.get("ENGINE_DOCUMENTS", "1000"))


def _case(item=ITEM, events="", as_of="2026-03-02", expect=""):
    return HEAD + CASE.format(item=item, events=events, as_of=as_of, expect=expect)


def test_takes_the_honest_file():
    assert run_file(_case()).failures == ()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("size", _case() + "#" * 256 * 1024),
        ("nodes", HEAD + "- {a: 1}\n" * 21_000),
        ("depth", HEAD + "- " + "[" * 40 + "]" * 40),
        ("anchors", HEAD + "- &a {id: x}\n- *a\n"),
        ("tags", HEAD + "- !!python/object:os.system {}\n"),
        ("merge keys", HEAD + "- {<<: {id: x}}\n"),
        ("duplicate keys", HEAD + "- {id: x, id: y}\n"),
        ("two documents", _case() + "---\n" + _case()),
        ("not YAML", "schema_version: 1\ncases: [}"),
        ("empty", ""),
        ("no mapping", "- 1"),
        ("another version", "schema_version: 2\ncases: []"),
        ("unknown key", "schema_version: 1\ncases: []\nplans: []"),
        ("cases", "schema_version: 1\ncases: {}"),
        ("templates", "schema_version: 1\ntemplates: []\ncases: []"),
        ("calendars", "schema_version: 1\ncalendars: {2026: {closed: [2027-01-01]}}\ncases: []"),
        ("years", "schema_version: 1\ncalendars: {1: {closed: []}}\ncases: []"),
        ("a span of years", "schema_version: 1\ncalendars: {2026: {closed: [2026-01-01..2999-12-31]}}\ncases: []"),
        ("a boolean for a word", _case(expect="next: off")),
        ("a long number", _case(as_of="1" * 19)),
        ("bytes", b"\xff\xfe"),
    ],
)
def test_refuses_the_file(name, source):
    with pytest.raises(UnreadableFile):
        run_file(source)


@pytest.mark.parametrize(
    ("expect", "case"),
    [
        ("value_unfit", _case(events="{day: 2026-02-30, event: ended}")),
        ("value_unfit", _case(events="{day: 2026-3-2, event: ended}")),
        ("money_form", _case(item=ITEM.replace('"10.00"', "10.5"))),
        ("money_form", _case(item=ITEM.replace('"10.00"', "1e5"))),
        ("money_form", _case(item=ITEM.replace('"10.00"', ".inf"))),
        ("money_form", _case(item=ITEM.replace('"10.00"', f'"{"9" * 14}.00"'))),
        ("value_unfit", _case(item=ITEM.replace("2026-04-10", "9999-12-31"))),
        ("value_unfit", _case(item=ITEM.replace("date: 2026-04-10", "date: 2026-04-10, months_after: 99999999"))),
        ("value_unfit", _case(item=ITEM[:-1] + ", parts: 999999, every_months: 1}")),
        ("unknown_key", _case(item=ITEM[:-1] + ", : 1}")),
    ],
)
def test_refuses_the_plan_or_event_and_not_the_file(expect, case):
    if ", : 1" in case:
        case = case.replace(", : 1", ', "": 1')

    report = run_file(case.replace("as_of: 2026-03-02, expect: {}", f"as_of: 2999-12-31, expect: {{error: {expect}}}"))

    assert report.failures == ()


@pytest.mark.parametrize("as_of", ["null", "2026-02-30", "3000-01-01", "soon", "[]"])
def test_fails_a_case_without_a_day(as_of):
    assert [failure.field for failure in run_file(_case(as_of=as_of)).failures] == ["case"]


def test_answers_for_the_last_day_there_is_in_bounded_time():
    items = ", ".join(
        f"{{id: r{number}, kind: royalty, base: net_sales, product: p{number}, "
        'rates: [{from_year: 1, rate: "0.03"}], '
        "period: {months: 1}, trigger: {event: period_end}}"
        for number in range(8)
    )
    started = time.process_time()

    report = run_file(_case(item=items, as_of="2999-12-31").replace("term_months: 24", "term_months: 1200"))

    assert report.failures == ()
    assert time.process_time() - started < 20


def test_does_not_read_more_of_a_file_than_it_may_hold(tmp_path):
    file = tmp_path / "large.yaml"
    with file.open("wb") as opened:
        opened.truncate(300 * 1024 * 1024)

    checked = check_files([str(file)])

    assert not checked.holds
    assert checked.cases == 0


def test_gives_an_error_or_an_answer_for_any_file(shared_data):
    """Change bytes, lines and words of the shared cases at random, and run what comes out."""
    lines = (shared_data / "plan-cases.yaml").read_text("utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("cases:"))
    starts = [number for number, line in enumerate(lines) if line.startswith("- {id:")]
    rng = random.Random(11)  # noqa: S311 - files, not secrets
    outcomes = {"error": 0, "answer": 0}
    for _ in range(FUZZED):
        start = rng.choice(starts)
        following = [number for number in starts if number > start]
        text = "".join([*lines[: first + 1], *lines[start : following[0] if following else None]])
        for _ in range(rng.randint(1, 4)):
            text = _mutated(text, rng)
        try:
            report = run_file(text)
        except UnreadableFile:
            outcomes["error"] += 1
        else:
            outcomes["answer"] += 1
            assert report.cases >= report.held

    assert min(outcomes.values()) > 0


WORDS = (
    "null",
    "-1",
    "0",
    "99999999999",
    '"1.00"',
    "[]",
    "{}",
    "true",
    "2026-02-30",
    "1e9",
    "date",
    "royalty",
    "~",
    '""',
)


def _mutated(text, rng):
    # Most changes fall into the case, not into the templates before it.
    at = rng.randrange(len(text) * 3 // 4, len(text)) if rng.random() < 0.6 else rng.randrange(len(text))
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + chr(rng.choice((10, 32, 34, 44, 58, 91, 123, 125, 0x4E00, 35))) + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + rng.randint(1, 20) :]
    start = text.rfind(": ", 0, at) + 2
    end = min((found for mark in ",}]\n" if (found := text.find(mark, start)) >= 0), default=len(text))
    if kind == 2:
        return text[:start] + rng.choice(WORDS) + text[end:]
    other = rng.randrange(len(text))
    return text[:start] + text[other : other + rng.randint(1, 30)] + text[end:]
