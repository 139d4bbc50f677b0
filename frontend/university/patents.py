"""The patents of the university: what stands in the way of listing each, and everything known about one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.components.eligibility import ANSWERS, PURPOSES, QUESTIONS, eligibility_of
from frontend.components.values import Eligibility, Link
from frontend.desks import desk_response
from frontend.paging import paged
from frontend.public.cards import KIND_WORDS
from frontend.university.addresses import address
from frontend.university.fact_forms import RECORDABLE, SETTLED_BY
from frontend.university.fact_words import KINDS, fact_value
from frontend.university.history import history_of
from frontend.university.listings import stage_url
from frontend.university.stages import loaded, stage_of
from listings.eligibility.models import EligibilityAnswer
from listings.eligibility.selectors import newest_answers
from listings.eligibility.services import answers_for
from listings.imports import selectors as imports
from listings.offers.models import Listing
from listings.offers.selectors import visible_to as visible_listings
from listings.patents.models import Patent
from listings.patents.selectors import current_owners, facts_of, held_patent, visible_to
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page

_MOST_USED = "negotiated_ordinary"


@require_safe
@desk_page(Desk.UNIVERSITY, "patent.read")
def patent_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the patents with what blocks the chosen purpose, and what is next for each."""
    purpose = request.GET.get("purpose", "")
    purpose = purpose if purpose in PURPOSES else _MOST_USED
    rows = visible_to(actor).annotate(as_of=Max("facts__as_of")).order_by("-created_at", "pk")
    found, page = paged(request, rows)
    answers = newest_answers(found)
    listed = {row.patent_id: row for row in _open_listings(actor, found)}
    context = {
        "purpose": purpose,
        "purposes": PURPOSES.items(),
        "rows": [_row(row, answers.get(row.pk, {}).get(purpose), listed.get(row.pk), actor) for row in found],
        "page": page,
        "imports": imports.visible_to(actor)[:5],
    }
    return desk_response(request, actor, "university/patents.html", context)


@require_safe
@desk_page(Desk.UNIVERSITY, "patent.read")
def patent(request: HttpRequest, actor: Actor, patent_id: UUID) -> HttpResponse:
    """Show one patent: what it may be used for, rule by rule, and its facts with dates and sources."""
    found = held_patent(actor, patent_id)
    today = clock.today()
    facts = facts_of(found)
    listing = next(iter(_open_listings(actor, [found])), None)
    context = {
        "patent": found,
        "kind": KIND_WORDS[found.kind],
        "owners": current_owners(found, facts),
        "eligibility": _with_acts(eligibility_of(answers_for(found, on=today)), found, actor),
        "facts": [fact_value(row) for row in sorted(facts, key=lambda row: (row.as_of, row.recorded_at), reverse=True)],
        "listing": listing,
        "next": _next(found, listing, actor),
        "fact_links": _fact_links(found, actor) if actor.may("fact.record") else [],
        "history": history_of([found]),
    }
    return desk_response(request, actor, "university/patent.html", context)


def _with_acts(eligibility: Eligibility, row: Patent, actor: Actor) -> Eligibility:
    """Put at each open rule the page on which the fact that settles it is recorded."""
    if not actor.may("fact.record"):
        return eligibility
    kinds = {str(QUESTIONS[rule]): kind for rule, kind in SETTLED_BY.items()}
    lines = [
        replace(line, act=_record_link(row, actor, kinds[str(line.question)]))
        if line.outcome in {"failed", "unknown"} and str(line.question) in kinds
        else line
        for line in eligibility.rules
    ]
    return replace(eligibility, rules=lines)


def _open_listings(actor: Actor, patents: list[Patent]) -> list[Listing]:
    rows = visible_listings(actor).filter(patent__in=[row.pk for row in patents]).exclude(status__in=Listing.ENDED)
    return list(loaded(rows))


def _row(row: Patent, answer: EligibilityAnswer | None, listing: Listing | None, actor: Actor) -> dict[str, Any]:
    result = answer.result if answer is not None else {}
    return {
        "patent": row,
        "url": address(actor, "patent", patent_id=row.pk),
        "answer": ANSWERS[answer.answer] if answer is not None else "unknown",
        "failed": [_question(rule) for rule in result.get("failed", ())],
        "unknown": [_question(rule) for rule in result.get("unknown", ())],
        "listing": listing,
        "next": _next(row, listing, actor),
    }


def _question(rule: str) -> str | Promise:
    return QUESTIONS.get(rule, rule)


def _next(row: Patent, listing: Listing | None, actor: Actor) -> Link | None:
    """Give the next act at a patent: make a draft, or what its listing waits for."""
    if listing is None:
        if not actor.may("listing.edit"):
            return None
        return Link(_("Make a draft"), address(actor, "new_listing", patent_id=row.pk))
    stage = stage_of(listing, today=clock.today())
    return Link(stage.words, stage_url(stage, listing, actor)) if stage.act != "none" else None


def _fact_links(row: Patent, actor: Actor) -> list[Link]:
    return [_record_link(row, actor, kind) for kind in RECORDABLE]


def _record_link(row: Patent, actor: Actor, kind: str) -> Link:
    return Link(KINDS[kind], address(actor, "record_fact", patent_id=row.pk, kind=kind))
