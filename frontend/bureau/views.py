"""Home of the bureau's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontend.bureau.claims import claim_tasks
from frontend.bureau.organizations import verification_tasks
from frontend.desks import desk_response
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.web.acting import desk_page


@require_safe
@desk_page(Desk.BUREAU)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits for this person, the oldest first."""
    tasks = [*claim_tasks(actor), *verification_tasks(actor)]
    return desk_response(request, actor, "bureau/home.html", {"tasks": tasks, "desk": "bureau"})
