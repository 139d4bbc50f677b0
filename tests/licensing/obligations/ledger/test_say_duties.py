"""Sentences of the ledger in both languages."""

from __future__ import annotations

import random
import string
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from licensing.obligations.ledger import EventRefused, answer, sentences
from licensing.obligations.ledger.calendars import read_calendars
from licensing.obligations.ledger.phrases import (
    DUTIES,
    EFFECTS,
    EVENTS,
    LABELS,
    PROPOSALS,
    REFUSALS,
    STEPS,
    WARNINGS,
)
from licensing.obligations.ledger.proposals import PROPOSALS as ACTS
from licensing.obligations.ledger.recording import registry
from licensing.obligations.ledger.running import run
from listings.offers.plans import PlanRefused, read_plan
from listings.offers.plans.problems import Findings
from marketplace.problems import FieldProblem
from tests.licensing.obligations.documents import Draw
from tests.licensing.obligations.ledger.conftest import instalment
from tests.licensing.obligations.ledger.test_refuse_events import REFUSALS as EVENT_REFUSALS
from tests.listings.offers.plans.test_read_plan import REFUSALS as PLAN_REFUSALS

TABLES = (DUTIES, EFFECTS, EVENTS, LABELS, PROPOSALS, REFUSALS, STEPS, WARNINGS)


def _names(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("table", TABLES)
def test_names_the_same_values_in_both_languages(table):
    for chinese, english in table.values():
        assert _names(chinese) - {"_"} == _names(english)


def test_has_a_sentence_for_every_code_and_act():
    codes = {code for code, _ in PLAN_REFUSALS} | {code for code, _, _ in EVENT_REFUSALS}

    assert codes == set(REFUSALS)
    assert set(ACTS) == set(PROPOSALS)


def _said(texts):
    for text in texts:
        assert text
        assert "{" not in text
        yield text


def _refusals():
    for _, plan in PLAN_REFUSALS:
        try:
            read_plan(plan)
        except PlanRefused as refused:
            yield from refused.problems


@pytest.mark.parametrize("language", ["zh", "en"])
def test_says_every_refusal_of_a_plan(language):
    problems = list(_refusals())

    assert len(list(_said(sentences.of_refusal(problem, language) for problem in problems))) == len(problems)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", REFUSALS)
def test_says_a_refusal_without_any_value(code, language):
    assert list(_said([sentences.of_refusal(FieldProblem("", code, ""), language)]))


LANGUAGES = ("zh", "en")


def test_says_every_duty_step_proposal_and_warning():
    """Render the answers to random documents until every sentence was said."""
    rng, said = random.Random(7), Counter()  # noqa: S311 - documents, not secrets
    for _ in range(600):
        document = Draw(rng, Counter()).document()
        plan, calendar = read_plan(document["plan"]), read_calendars(document["calendars"], Findings(), at="")
        _, problems = run(plan, document["events"], until=document["as_of"], calendar=calendar)
        refused = {int(problem.pointer.split("/")[1]) for problem in problems}
        events = [event for index, event in enumerate(document["events"]) if index not in refused]
        try:
            result = answer(plan, events, as_of=document["as_of"], calendar=calendar)
        except EventRefused:
            # A payment left out for its confirmation may be missed by what follows.
            continue
        for language in LANGUAGES:
            list(_said(sentences.of_refusal(problem, language) for problem in problems))
            list(_said(sentences.of_duty(duty, language, as_of=result.as_of) for duty in result.duties))
            list(_said(sentences.of_step(why, language) for duty in result.duties for why in duty.why))
            list(_said(sentences.of_proposal(proposal, language) for proposal in result.proposals))
            list(_said(sentences.of_warning(warned, language) for warned in result.warnings))
        said.update(sentences.phrase_of(duty) for duty in result.duties)
        said.update(sentences.step_phrase(why) for duty in result.duties for why in duty.why)
        said.update(proposal.act for proposal in result.proposals)
        said.update(warned.code for warned in result.warnings)

    assert (set(DUTIES) | set(STEPS) | set(PROPOSALS) | set(WARNINGS)) - set(said) == set()


def test_says_how_late_a_payment_is(signed):
    deal = signed(items=[instalment()], late_interest={"rate": "0.0365"})
    duty = deal.duty(date(2026, 5, 10), "a")

    assert sentences.of_duty(duty, "zh", as_of=date(2026, 5, 10)).replace("\u00a0", " ") == (
        "分期付款已逾期 30 天，尚欠 10,000.00 元，利息 30.00 元。"
    )
    assert sentences.of_duty(duty, "en", as_of=date(2026, 5, 10)).replace("\u00a0", " ") == (
        "Instalment is overdue by 30 days; CNY 10,000.00 and interest of CNY 30.00 are open."
    )


def test_says_from_what_a_date_was_counted(signed):
    duty = signed("P6").duty(date(2026, 3, 2), "fee")

    assert [sentences.of_step(why, "zh").replace("\u00a0", " ") for why in duty.why] == [
        "自许可生效（2026年3月2日）起 12 个月零30 天，首日不计，到期日为2027年4月1日。",
        "金额为 80,000.00 元。",
    ]


def test_has_a_row_for_every_event_in_the_table():
    assert len(registry.EVENTS) == 23


def test_says_what_is_open_beside_the_interest(signed):
    deal = signed(items=[instalment()], late_interest={"rate": "0.0365"}).paid(date(2026, 4, 10), "4000.00")

    duty = deal.duty(date(2026, 4, 20), "a")

    assert (duty.open, duty.interest) == (Decimal("6000.00"), Decimal("6.00"))
    assert [sentences.of_duty(duty, language, as_of=date(2026, 4, 20)) for language in ("zh", "en")] == [
        "分期付款已逾期\u00a010\u00a0天，尚欠 6,000.00\u00a0元，利息 6.00\u00a0元。",
        "Instalment is overdue by 10 days; CNY\u00a06,000.00 and interest of CNY\u00a06.00 are open.",
    ]


def test_says_what_is_paid_ahead_of_a_day_that_is_not_known(signed):
    item = instalment() | {"trigger": {"event": "first_revenue", "days_after": 30}}
    deal = signed(items=[item]).paid(date(2026, 4, 10), "4000.00", **{"for": [{"item": "a", "amount": "4000.00"}]})

    duty = deal.duty(date(2026, 4, 20), "a")

    assert (duty.status, duty.due_date) == ("partly", None)
    assert [sentences.of_duty(duty, language, as_of=date(2026, 4, 20)) for language in ("zh", "en")] == [
        "分期付款已付 4,000.00\u00a0元，尚欠 6,000.00\u00a0元，到期日尚未确定。",
        "Instalment: CNY\u00a04,000.00 is paid and CNY\u00a06,000.00 is open, with no due date yet.",
    ]
