"""
Template tags that draw the components from view values, and filters that write values in the page's formats.

Tags take what ``frontend.components.values`` and ``frontend.components.amounts`` describe; ``docs/components.md``
shows each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

from frontend.components import amounts, formats, statuses, tasks, values
from frontend.components.refusals import Refusal

register = template.Library()

register.filter("money", formats.money)
register.filter("figures", formats.figures)
register.filter("money_in_words", formats.money_in_words)
register.filter("money_in_text", formats.money_in_text)
register.filter("percent", formats.percent)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("patent_number", formats.patent_number)
register.filter("megabytes", formats.megabytes)
register.filter("count", formats.count)
register.filter("held", formats.held)


@register.filter
def days_left(due: date, today: date) -> str:
    """Write how far a day is off."""
    return formats.days_left(due, today)


@register.filter
def written(value: object) -> str:
    """Write any value in the format of its type; nothing for what is not there."""
    return "" if value is None else formats.text_of(value)


@register.inclusion_tag("frontend/components/icon.html")
def icon(name: str) -> dict[str, Any]:
    """Draw a shape of the sprite; it is hidden from screen readers, a word stands beside it."""
    return {"name": name}


@register.inclusion_tag("frontend/components/status_badge.html")
def status_badge(thing: str, code: str) -> dict[str, Any]:
    """Draw the badge of a state."""
    return {"status": statuses.status(thing, code)}


@register.simple_tag
def status_sentence(thing: str, code: str, *, variant: str = "", is_mine: bool = False, **named: object) -> str:
    """Give the sentence of a state."""
    return statuses.sentence(thing, code, variant=variant, is_mine=is_mine, **named)


@register.inclusion_tag("frontend/components/state.html")
def state(value: values.State) -> dict[str, Any]:
    """Draw badge and sentence of a state."""
    said = statuses.sentence(
        value.thing, value.code, variant=value.variant, is_mine=value.is_mine, **dict(value.values)
    )
    return {"state": value, "sentence": said}


@register.inclusion_tag("frontend/components/notice.html")
def notice(tone: str, title: str, text: str = "") -> dict[str, Any]:
    """Draw a notice in a tone; its shape speaks with it."""
    return {"tone": tone, "title": title, "text": text}


@register.inclusion_tag("frontend/components/fact.html")
def dated_fact(fact: values.Fact) -> dict[str, Any]:
    """Draw the value of a fact with source and date, and its state where it is not fresh."""
    return {"fact": fact}


@register.inclusion_tag("frontend/components/facts.html")
def dated_facts(facts: Iterable[values.Fact]) -> dict[str, Any]:
    """Draw facts as a list of terms and values."""
    return {"facts": facts}


@register.inclusion_tag("frontend/components/eligibility.html")
def eligibility_checklist(eligibility: values.Eligibility) -> dict[str, Any]:
    """Draw the answers by purpose, then rule by rule."""
    return {"eligibility": eligibility, "counts": eligibility.counts}


@register.inclusion_tag("frontend/components/checklist.html")
def checklist(lines: Sequence[values.CheckLine]) -> dict[str, Any]:
    """Draw preconditions or papers with their states."""
    return {"lines": lines}


@register.inclusion_tag("frontend/components/terms.html")
def terms_table(terms: amounts.Terms) -> dict[str, Any]:
    """Draw license terms: sentence, items, worked cases."""
    return {"terms": terms}


@register.inclusion_tag("frontend/components/timeline.html")
def payment_timeline(timeline: amounts.Timeline) -> dict[str, Any]:
    """Draw the payments of a deal by date, with sums that add up."""
    return {"timeline": timeline}


@register.inclusion_tag("frontend/components/worksheet.html")
def worksheet_table(worksheet: amounts.Worksheet) -> dict[str, Any]:
    """Draw a computation step by step."""
    return {"worksheet": worksheet}


@register.inclusion_tag("frontend/components/tasks.html", takes_context=True)
def task_list(context: template.Context, items: Iterable[values.Task], today: date) -> dict[str, Any]:
    """Draw tasks by urgency."""
    groups = tasks.task_groups(items, today=today)
    return {"groups": groups, "today": today, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("frontend/components/case_header.html", takes_context=True)
def case_header(context: template.Context, case: values.Case, today: date) -> dict[str, Any]:
    """Draw the head of a case page."""
    return {"case": case, "today": today, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("frontend/components/history.html")
def event_history(entries: Sequence[values.HistoryEntry]) -> dict[str, Any]:
    """Draw who did what, newest first as given."""
    return {"entries": entries}


@register.inclusion_tag("frontend/components/documents.html")
def document_list(documents: Sequence[values.DocumentLine]) -> dict[str, Any]:
    """Draw stored files with their hashes."""
    return {"documents": documents}


@register.inclusion_tag("frontend/components/summary_list.html")
def summary_list(lines: Sequence[values.SummaryLine]) -> dict[str, Any]:
    """Draw the rows of a check page."""
    return {"lines": lines}


@register.inclusion_tag("frontend/components/error_summary.html")
def error_summary(form: forms.BaseForm | None, refusal: Refusal | None = None) -> dict[str, Any]:
    """Draw all that is wrong, with links to the fields; nothing where nothing is wrong."""
    bound = [field for field in form.visible_fields() if field.errors] if form is not None else []
    general: list[str] = list(map(str, form.non_field_errors())) if form is not None else []
    for hidden in form.hidden_fields() if form is not None else ():
        general += map(str, hidden.errors)
    return {"fields": bound, "general": general, "refusal": refusal, "number": sum_of(bound) + len(general)}


def sum_of(fields: Iterable[BoundField]) -> int:
    """Count the errors of fields."""
    return sum(len(field.errors) for field in fields)


@register.inclusion_tag("frontend/components/empty_state.html")
def empty_state(what: str, why: str = "", url: str = "", act: str = "") -> dict[str, Any]:
    """Say what will be here, why it is empty now, and one act."""
    return {"what": what, "why": why, "url": url, "act": act}


@register.inclusion_tag("frontend/components/pagination.html")
def pagination(page: values.Page) -> dict[str, Any]:
    """Draw previous and next with the exact size of the set."""
    return {"page": page}


@register.inclusion_tag("frontend/components/money_cell.html")
def money_cell(amount: Decimal | None) -> dict[str, Any]:
    """Draw a table cell with an amount, right aligned."""
    return {"amount": amount}
