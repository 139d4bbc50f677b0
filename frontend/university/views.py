"""Home of the university's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontend.components.values import Task
from frontend.desks import desk_response
from frontend.university.cases import case_tasks
from frontend.university.listings import stage_url
from frontend.university.stages import listings_in_work, stage_of
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.UNIVERSITY)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what must be done today, the most pressing first."""
    tasks = [*listing_tasks(actor), *case_tasks(actor)]
    return desk_response(request, actor, "university/home.html", {"tasks": tasks, "desk": "university"})


def listing_tasks(actor: Actor) -> list[Task]:
    """Give what waits for the reader at listings: to complete, review, end a notice, sign, publish."""
    if not actor.may("listing.read"):
        return []
    today = clock.today()
    tasks = []
    for listing in listings_in_work(actor):
        stage = stage_of(listing, today=today)
        if url := stage_url(stage, listing, actor):
            tasks.append(
                Task(
                    act=stage.words,
                    url=url,
                    case_number=listing.number,
                    counterparty=listing.plain_title or listing.patent.invention_title,
                    due=stage.due,
                )
            )
    return tasks
