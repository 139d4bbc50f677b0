"""Home of the university's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontend.desks import desk_response
from frontend.university.cases import case_tasks
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.UNIVERSITY)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what must be done today, the most pressing first."""
    return desk_response(request, actor, "university/home.html", {"tasks": case_tasks(actor), "desk": "university"})
