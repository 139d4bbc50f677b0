"""Comparing cases with their answers: every kind of difference, and every way of being no case."""

from __future__ import annotations

import pytest

from licensing.obligations.ledger.cases import Failure, run_file
from marketplace.strict_yaml import UnreadableFile

PART = '{id: b, kind: instalment, amount: "20.00", parts: 2, every_months: 1, trigger: {event: date, date: 2026-04-10}}'
RATES = '[{from_year: 1, rate: "0.1000"}]'
FILE = """schema_version: 1
text: shown
calendars: {{2026: {{closed: [2026-04-06]}}, 2027: null}}
templates:
  deal:
    {{term_months: 24, standard_duties: false, items: [
      {{id: a, kind: instalment, amount: "10.00", trigger: {{event: date, date: 2026-04-10}}}},
      {part},
      {{id: r, kind: royalty, base: profit, rates: {rates}, period: {{months: 24}}, trigger: {{event: period_end}}}}]}}
  none: 7
cases:
- {{id: other, template: deal, as_of: 2026-03-02, expect: {{}}}}
- {case}
"""
DEAL = "{{id: one, text: t, template: deal, start: 2026-03-02, events: [{paid}], as_of: 2026-04-11, expect: {expect}}}"
PAID = "{day: 2026-04-03, event: payment_received, payment: p, amount: '1.00'}"


def _file(case):
    return FILE.format(case=case, part=PART, rates=RATES)


def _failures(case):
    report = run_file(_file(case))
    assert (report.cases, report.held) == (2, 1 if report.failures else 2)
    return list(report.failures)


def _differences(expect):
    failures = _failures(DEAL.format(paid=PAID, expect=expect))
    assert {failure.case for failure in failures} <= {"one"}
    return [(failure.field, failure.expected, failure.got) for failure in failures]


DEMANDS = [
    {"act": "confirm_payment", "payment": "p"},
    {"act": "demand", "item": "a", "kind": "instalment"},
    {"act": "demand", "item": "b", "period": 1, "kind": "instalment"},
]
FIRST, SECOND = "{act: demand, item: a, kind: instalment, period: null}", "{act: demand, item: b, period: 1}"
CONFIRM = "{act: confirm_payment, payment: p}"
ALL = f"{SECOND}, {FIRST}, {CONFIRM}"


@pytest.mark.parametrize(
    "expect",
    [
        "{}",
        "{duties: null, absent: null, totals: null, proposals: null, warnings: null, error: null}",
        "{duties: [{item: a, status: overdue, due_date: 2026-04-10, latest_date: null, why: []}]}".replace(
            ", why: []", ""
        ),
        "{duties: [{item: b, period: 2, amount: '10.00'}, {item: r, kind: royalty, amount: null}]}",
        "{absent: [{item: c}, {item: a, period: 1}, {item: a, status: met}, {item: a, colour: red}]}",
        "{totals: {owed: '30.00', overdue: '20.00', unknown: 1, unconfirmed: '1.00'}}",
        "{next: {item: a, period: null, due_date: 2026-04-10}}",
        "{proposals: [" + ALL + "]}",
        "{warnings: []}",
    ],
)
def test_finds_none(expect):
    assert _differences(expect) == []


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("{duties: [{item: a, status: due}]}", [("duties[0] a/instalment.status", "due", "overdue")]),
        (
            "{duties: [{item: a}, {item: b, period: 2, due_date: 2026-05-10, colour: red}]}",
            [
                ("duties[1] b/instalment/2.due_date", "2026-05-10", "2026-05-11"),
                ("duties[1] b/instalment/2.colour", "red", "no such field"),
            ],
        ),
        ("{duties: [{item: a}, {item: b}]}", [("duties[1]", {"item": "b"}, "2 duties fit")]),
        (
            "{duties: [{item: r, kind: fee, period: 1, status: due}]}",
            [("duties[0]", {"item": "r", "period": 1, "kind": "fee"}, "0 duties fit")],
        ),
        ("{duties: [{status: overdue}]}", [("duties[0]", {}, "5 duties fit")]),
        (
            "{duties: [{item: a, period: 2026-04-10}]}",
            [("duties[0]", {"item": "a", "period": "2026-04-10"}, "0 duties fit")],
        ),
        (
            "{absent: [{item: c}, {item: b, kind: instalment}, {due_date: 2026-04-10, item: a}]}",
            [
                ("absent[1]", {"item": "b", "kind": "instalment"}, ["b/instalment/1", "b/instalment/2"]),
                ("absent[2]", {"due_date": "2026-04-10", "item": "a"}, ["a/instalment"]),
            ],
        ),
        (
            "{totals: {open: '30.00', owed: '31.00', unknown: '1', paid: null}}",
            [
                ("totals.owed", "31.00", "30.00"),
                ("totals.unknown", "1", 1),
                ("totals.paid", None, "no such field"),
            ],
        ),
        ("{next: null}", [("next", None, "a/instalment")]),
        (
            "{next: {item: b, due_date: 2026-04-10, period: 1}}",
            [("next.item", "b", "a"), ("next.period", 1, None)],
        ),
        ("{proposals: []}", [("proposals", [], DEMANDS)]),
        (
            "{proposals: [" + ALL + ", {act: demand, item: a}]}",
            [
                (
                    "proposals",
                    [
                        {"act": "demand", "item": "b", "period": 1},
                        {"act": "demand", "item": "a", "kind": "instalment", "period": None},
                        {"act": "confirm_payment", "payment": "p"},
                        {"act": "demand", "item": "a"},
                    ],
                    DEMANDS,
                )
            ],
        ),
        (
            f"{{proposals: [{CONFIRM}, {SECOND}]}}",
            [
                (
                    "proposals",
                    [{"act": "confirm_payment", "payment": "p"}, {"act": "demand", "item": "b", "period": 1}],
                    DEMANDS,
                )
            ],
        ),
        (
            f"{{proposals: [{CONFIRM}, {{act: demand, item: a, kind: royalty}}, {SECOND}]}}",
            [
                (
                    "proposals",
                    [
                        {"act": "confirm_payment", "payment": "p"},
                        {"act": "demand", "item": "a", "kind": "royalty"},
                        {"act": "demand", "item": "b", "period": 1},
                    ],
                    DEMANDS,
                )
            ],
        ),
        ("{warnings: [no_latest_date]}", [("warnings", ["no_latest_date"], [])]),
        ("{error: not_signed}", [("error", "not_signed", "an answer")]),
        (
            "{totals: {owed: '1.00'}, warnings: [x, a], next: null}",
            [("totals.owed", "1.00", "30.00"), ("next", None, "a/instalment"), ("warnings", ["x", "a"], [])],
        ),
    ],
)
def test_names(expect, found):
    assert _differences(expect) == found


def test_names_a_next_duty_that_is_not_there():
    case = "{id: one, plan: {term_months: 1, free: true}, as_of: 2026-03-02, expect: {next: {due_date: 2026-03-02}}}"

    assert _failures(case) == [Failure("one", "next", {"due_date": "2026-03-02"}, None)]
    assert _failures(case.replace("{due_date: 2026-03-02}", "null")) == []


def test_names_warnings_without_their_order():
    items = "[{id: a, kind: instalment, amount: '20000000.01', trigger: {event: first_revenue}}]"
    case = f"{{id: one, plan: {{term_months: 1, items: {items}}}, as_of: 2026-03-02, expect: {{warnings: %s}}}}"

    assert _failures(case % "[no_latest_date, ceiling_reason_missing, ceiling_fixed_fee]") == []
    assert _failures(case % "[no_latest_date]") == [
        Failure(
            "one", "warnings", ["no_latest_date"], ["ceiling_fixed_fee", "ceiling_reason_missing", "no_latest_date"]
        )
    ]


NO_DAY = "an event has either a day or an instant"


@pytest.mark.parametrize(
    ("events", "got"),
    [
        ("start: 2026-99-02", [f"value_unfit (/start: {NO_DAY})"] * 2),
        (
            "events: [{day: 2026-03-02, event: ended}, {day: 2026-03-02, event: gift}]",
            [
                "unknown_event (/events/1/event: no known event: 'gift')",
                "not_signed (/events/0: ended before the signature)",
            ],
        ),
        (
            "start: 2026-03-02, events: [{day: 2026-03-03, event: gift}, {event: ended}]",
            ["unknown_event (/events/0/event: no known event: 'gift')", f"value_unfit (/events/1: {NO_DAY})"],
        ),
    ],
)
def test_names_what_was_refused_without_being_expected(events, got):
    case = f"{{id: one, template: deal, {events}, as_of: 2026-04-11, expect: {{error: term_missing}}}}"

    assert _failures(case) == [Failure("one", "error", "term_missing", "; ".join(got))]


CASE_KEYS = "id, text, plan, template, with, start, events, as_of, calendar, expect"
EXPECT_KEYS = "duties, absent, totals, next, proposals, warnings, error"


@pytest.mark.parametrize(
    ("case", "name", "got"),
    [
        (
            "7",
            "cases[1]",
            f"line 13, cases[1]: must be a mapping of {CASE_KEYS}",
        ),
        (
            "{text: t, template: deal, as_of: 2026-04-11, expect: {}, note: n}",
            "cases[1]",
            f"line 13, cases[1].note: not known here; known are {CASE_KEYS}",
        ),
        (
            "{id: 7, template: deal, as_of: 2026-04-11}",
            "cases[1]",
            f"line 13, cases[1].expect: must be a mapping of {EXPECT_KEYS}",
        ),
        (
            "{id: x, template: deal, as_of: 2026-04-11, expect: {duty: []}}",
            "x",
            f"line 13, cases[1].expect.duty: not known here; known are {EXPECT_KEYS}",
        ),
        *(
            (
                f"{{id: x, template: deal, as_of: 2026-04-11, expect: {{{key}: {value}}}}}",
                "x",
                f"line 13, cases[1].expect.{key}: must be {form}",
            )
            for key, values, form in [
                ("duties", ("{}", "[a]"), "a list of duties"),
                ("absent", ("a", "[[a]]"), "a list of duties"),
                ("totals", ("[]",), "a mapping of sums"),
                ("next", ("a",), "a duty or null"),
                ("proposals", ("demand", "[demand]"), "a list of proposals"),
                ("warnings", ("{}", "[1]", "ceiling"), "a list of codes"),
                ("error", ("[not_signed]",), "a code"),
            ]
            for value in values
        ),
        (
            "{id: x, template: deal, expect: {}}",
            "x",
            "line 13, cases[1].as_of: must be a day, not null",
        ),
        (
            "{id: x, template: deal, as_of: " + "y" * 120 + ", expect: {}}",
            "x",
            "line 13, cases[1].as_of: must be a day, not " + "y" * 100,
        ),
        (
            "{id: x, template: deal, plan: {}, as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].template: a case has either a plan or a template",
        ),
        (
            "{id: x, as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].template: a case has either a plan or a template",
        ),
        (
            "{id: x, template: deals, as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].template: no template deals in this file",
        ),
        (
            "{id: x, template: [deal], as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].template: no template ['deal'] in this file",
        ),
        (
            "{id: x, template: deal, with: [a], as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].with: must be a mapping of what changes in the plan",
        ),
        (
            "{id: x, template: deal, events: {}, as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].events: must be a list of events",
        ),
        (
            "{id: x, template: deal, calendar: [2026], as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].calendar: calendars are years with tables",
        ),
        (
            "{id: x, template: deal, calendar: {2026: {shut: []}}, as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].calendar[2026].shut: the key 'shut' is not known here",
        ),
        (
            "{id: x, template: deal, calendar: {2026: {open: [2026-05-09, {a/b: 1}]}}, as_of: 2026-04-11, expect: {}}",
            "x",
            "line 13, cases[1].calendar[2026].open[1]: neither a day nor from..to of 2026: {'a/b': 1}",
        ),
    ],
)
def test_says_where_a_case_is_no_case(case, name, got):
    assert _failures(case) == [Failure(name, "case", "a case", got)]


def test_takes_a_template_that_is_no_plan_for_a_refused_plan():
    case = "{id: one, template: none, with: {term_months: 1}, as_of: 2026-04-11, expect: {}}"

    (failure,) = _failures(case)

    assert failure.got.startswith("value_unfit (/plan: a plan is a mapping); ")
    assert _failures(case.replace("expect: {}", "expect: {error: no_items}")) == []


def test_replaces_whole_years_by_the_calendar_of_a_case():
    # 2 April 2026 and a month is 2 May: a Saturday; the case alone makes it a day of work.
    item = "{id: a, kind: instalment, amount: '1.00', trigger: {event: date, date: 2026-04-02, months_after: 1}}"
    plan = f"{{term_months: 1, items: [{item}]}}"
    case = f"{{id: x, plan: {plan}, as_of: 2026-04-11, %s expect: {{next: {{due_date: %s}}}}}}"

    assert _failures(case % ("", "2026-05-04")) == []
    assert _failures(case % ("calendar: {2026: {open: [2026-05-02]}},", "2026-05-02")) == []


@pytest.mark.parametrize(
    ("file", "line", "path", "reason"),
    [
        ("- 1", 1, (), "a file of cases is a mapping"),
        (
            "schema_version: 1\ncase: []",
            2,
            ("case",),
            "not known here; known are schema_version, text, calendars, templates, cases",
        ),
        ("cases: []", 1, ("schema_version",), "must be 1"),
        ("schema_version: '1'\ncases: []", 1, ("schema_version",), "must be 1"),
        ("\nschema_version: 1", 2, ("cases",), "must be a list of cases"),
        ("schema_version: 1\ncases: {}", 2, ("cases",), "must be a list of cases"),
        ("schema_version: 1\ntemplates: 1\ncases: []", 2, ("templates",), "must be a mapping of plans by id"),
        ("schema_version: 1\ncalendars: 1\ncases: []", 2, ("calendars",), "calendars are years with tables"),
        (
            "schema_version: 1\ncases: []\ncalendars:\n  2026: {open: [], closed: 2026-01-01}",
            4,
            ("calendars", 2026, "closed"),
            "not a list of days",
        ),
        *(
            (
                f"schema_version: 1\ncases: []\ncalendars:\n  {year}: {table}",
                4,
                ("calendars", year),
                "not a year with a table",
            )
            for year, table in [(1899, "{}"), (3000, "{}"), ("next", "{}"), (2026, "[]")]
        ),
        *(
            (
                f"schema_version: 1\ncases: []\ncalendars:\n  2026:\n    open:\n    - 2026-01-04\n    - {entry}",
                7,
                ("calendars", 2026, "open", 1),
                f"neither a day nor from..to of 2026: {entry}",
            )
            for entry in ("2026-02-30", "2026-01-02..2026-01-01", "2025-12-31..2026-01-02", "2026-12-31..2027-01-01")
        ),
        (
            "schema_version: 1\ncases: []\ncalendars: {2026: {open: [" + "x" * 200 + "]}}",
            3,
            ("calendars", 2026, "open", 0),
            "neither a day nor from..to of 2026: " + "x" * 164,
        ),
    ],
)
def test_says_where_a_file_is_no_file_of_cases(file, line, path, reason):
    with pytest.raises(UnreadableFile) as refused:
        run_file(file)

    assert (refused.value.line, refused.value.path, refused.value.reason) == (line, path, reason)


@pytest.mark.parametrize("year", [1900, 2999])
def test_takes_the_first_and_the_last_year(year):
    assert run_file(f"schema_version: 1\ncalendars: {{{year}: {{closed: [{year}-01-01]}}}}\ncases: []").cases == 0
