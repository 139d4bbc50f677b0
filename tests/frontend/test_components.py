import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from frontend.components import amounts, values
from frontend.components.tasks import task_groups

TODAY = date(2026, 3, 4)


def draw(source, **context):
    with override("en"):
        html = engines["django"].from_string("{% load components i18n %}" + source).render(context)
    return re.sub(r"[ \n]+", " ", html)


def test_a_missing_fact_names_who_can_settle_it():
    html = draw("{% dated_fact fact %}", fact=values.Fact("Fee", settled_by="the owner"))

    assert "Not known" in html
    assert "Can be settled by: the owner" in html


def test_a_stale_fact_carries_source_date_and_badge():
    fact = values.Fact("Fee", date(2027, 1, 1), "register", date(2026, 1, 1), is_stale=True)

    html = draw("{% dated_fact fact %}", fact=fact)

    assert "1 January 2027" in html
    assert "Source: register · as of 1 January 2026" in html
    assert "Out of date" in html


def test_conflicting_sources_are_both_shown():
    fact = values.Fact("Owner", "A", "register", others=[values.Fact("Owner", "B", "gazette")])

    html = draw("{% dated_fact fact %}", fact=fact)

    assert "Sources differ" in html
    assert html.index("Source: register") < html.index("B") < html.index("Source: gazette")


def test_text_of_people_is_escaped():
    html = draw("{% dated_fact fact %}", fact=values.Fact("Owner", "<b>A</b>", "<i>x</i>"))

    assert "&lt;b&gt;A&lt;/b&gt;" in html
    assert "<i>" not in html


def test_rules_that_stand_in_the_way_come_first():
    rules = [values.RuleLine(outcome, outcome) for outcome in ("met", "unknown", "failed", "not_applicable")]
    eligibility = values.Eligibility([values.PurposeLine("Open license", "unknown")], rules)

    html = draw("{% eligibility_checklist eligibility %}", eligibility=eligibility)

    assert [rule.outcome for rule in eligibility.open_rules] == ["failed", "unknown"]
    assert "Rules: 4; met: 1, not met: 1, to be proved: 1, notes: 0, not applying: 1." in html
    assert "<details>" in html


def entry(amount, paid, state="upcoming", due=TODAY):
    return amounts.TimelineEntry("x", state, Decimal(amount), due, paid=Decimal(paid))


def test_the_sums_of_a_timeline_leave_out_what_was_cancelled():
    timeline = amounts.Timeline([entry("100.00", "40.00"), entry("50.00", "0.00", "cancelled")], TODAY)

    html = draw("{% payment_timeline timeline %}", timeline=timeline).replace("\u00a0", " ")

    assert "Due in all: CNY 100.00; paid: CNY 40.00; still open: CNY 60.00." in html


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.dates())))
def test_the_sums_of_a_timeline_add_up(rows):
    entries = [entry(Decimal(a) / 100, Decimal(p) / 100, due=day) for a, p, day in rows]
    timeline = amounts.Timeline(entries, TODAY)

    assert timeline.paid_sum + timeline.open_sum == timeline.due_sum
    assert len(timeline.past) + len(timeline.coming) == len(rows)


def test_an_untriggered_payment_stands_at_the_end_with_its_latest_day():
    later = amounts.TimelineEntry("Royalty", "upcoming", latest=date(2030, 1, 1))
    timeline = amounts.Timeline([later, entry("1.00", "0.00")], TODAY)

    html = draw("{% payment_timeline timeline %}", timeline=timeline)

    assert html.index("CNY\u00a01.00") < html.index("Starts when it happens")
    assert "1 January 2030 at the latest" in html


def test_a_worksheet_prints_what_did_not_bind_and_marks_what_is_not_confirmed():
    rows = [
        amounts.WorksheetRow("Rate", Decimal("240000.00"), inputs=[amounts.WorksheetInput("rate", "10%", "", True)]),
        amounts.WorksheetRow("Cap", Decimal("2000000.00"), took_effect=False),
    ]
    sheet = amounts.Worksheet("hlj-ip-2021", "1", "a" * 64, "estimate", rows, Decimal("240000.00"), True, False)

    html = draw("{% worksheet_table sheet %}", sheet=sheet)

    assert "Not reached" in html
    assert "Unconfirmed" in html
    assert "Provisional" in html
    assert "gives another result" in html
    assert '<th scope="row">Cap</th>' in html


def test_tasks_are_grouped_by_urgency_and_own_ones_come_first():
    def task(act, due, state="not_started", *, is_mine=True):
        return values.Task(act, "/", due=due, state=state, is_mine=is_mine)

    groups = task_groups(
        [
            task("late", date(2026, 3, 3)),
            task("theirs", date(2026, 3, 5), is_mine=False),
            task("mine", date(2026, 3, 7)),
            task("sunday", date(2026, 3, 8)),
            task("monday", date(2026, 3, 9)),
            task("some day", None),
            task("over", date(2026, 3, 1), "done"),
        ],
        today=TODAY,
    )

    assert [[item.act for item in group.tasks] for group in groups] == [
        ["late"],
        ["mine", "theirs"],
        ["sunday"],
        ["monday", "some day"],
    ]


def case(**step):
    return values.Case(
        "HLJ-2026-000123",
        "A pump",
        values.State("Deal", "signing", {"person": "Wang"}),
        [values.Party("Owner", "A university")],
        values.NextStep("Sign", "Wang", "0451", date(2026, 3, 6), **step),
        [values.Step("Signing", "current"), values.Step("Recordal", "coming")],
    )


def test_a_case_has_one_primary_button_if_the_reader_acts_next():
    html = draw("{% case_header case today %}", case=case(act_url="/sign/", act_label="Sign it"), today=TODAY)

    assert '<a class="button" href="/sign/">Sign it</a>' in html
    assert 'aria-current="step"' in html
    assert "by 6 March 2026 (2\u00a0days\u00a0left)" in html


def test_somebody_who_waits_can_send_a_reminder():
    html = draw("{% case_header case today %}", case=case(remind_url="/remind/"), today=TODAY, csrf_token="t0ken")

    assert 'action="/remind/"' in html
    assert 'value="t0ken"' in html
    assert 'class="button"' not in html


def test_an_unknown_amount_is_never_nought():
    terms = amounts.Terms("s", [amounts.TermsRow("Royalty", None)], [amounts.WorkedCase("No sales", [])])

    html = draw("{% terms_table terms %}", terms=terms)

    assert '<td class="nowrap">—</td>' in html


def test_documents_tell_type_size_and_hash():
    old = values.DocumentLine("a.pdf", "Contract", "/1", "PDF", 1, "b" * 64)
    new = values.DocumentLine("a.pdf", "Contract", "/2", "PDF", 3 * 1024 * 1024, "c" * 64, 2, TODAY, "Wang", 12, [old])

    html = draw("{% document_list documents %}", documents=[new])

    assert ">a.pdf (PDF, 3.0\u00a0MB)</a>" in html
    assert "cccccccccccc" in html
    assert "Earlier versions: 1" in html


@pytest.mark.parametrize(
    ("tag", "context", "words"),
    [
        ("{% empty_state 'Nothing yet.' 'Import first.' '/x/' 'Import' %}", {}, 'href="/x/">Import</a>'),
        ("{% pagination page %}", {"page": values.Page(41, 60, 1283, "/p", "/n")}, "41–60 of 1,283"),
        ("{% checklist lines %}", {"lines": [values.CheckLine("Paper", "unknown", "ask")]}, "To be proved"),
        ("{% notice 'warn' 'Late' %}", {}, "tone-warn"),
        ("{% money_cell amount %}", {"amount": Decimal(5)}, '<td class="money">5.00</td>'),
        (
            "{% event_history entries %}",
            {
                "entries": [
                    values.HistoryEntry(
                        7, datetime(2026, 3, 1, tzinfo=UTC), "Published", "Wang", changes=[values.Change("fee", 1, 2)]
                    )
                ]
            },
            "fee: <del>1</del> → <ins>2</ins>",
        ),
        (
            "{% summary_list lines %}",
            {"lines": [values.SummaryLine("Payer", "A", "/change/", values.Link("contract", "/c/"))]},
            'From: <a href="/c/">contract</a>',
        ),
    ],
)
def test_small_components_say_what_they_must(tag, context, words):
    assert words in draw(tag, **context)


def test_a_value_brought_over_cannot_be_changed():
    line = values.SummaryLine("Payer", "A", "/change/", values.Link("contract", "/c/"))

    assert "/change/" not in draw("{% summary_list lines %}", lines=[line])
