"""Record a legal fact of a patent, with the paper that proves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, form_act
from frontend.university.addresses import address
from frontend.university.fact_forms import RECORDABLE, FactForm
from frontend.university.fact_words import KINDS
from listings.offers import services
from listings.patents.selectors import current_owners, facts_of, held_patent
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.documents.services import store_upload
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "fact.record")
def record(request: HttpRequest, actor: Actor, patent_id: UUID, kind: str) -> HttpResponse:
    """Record one fact of a kind; eligibility and public listings follow at once."""
    patent = held_patent(actor, patent_id)
    if kind not in RECORDABLE:
        raise Http404
    owners = {owner.reference: owner.name for owner in current_owners(patent, facts_of(patent))}
    form = FactForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        owner_choices=owners,
        initial={"as_of": clock.today()},
    )
    back = address(actor, "patent", patent_id=patent.pk)

    def do(given: dict[str, Any]) -> str:
        now, upload, sha256 = clock.now(), given.get("document"), ""
        if upload:
            document = store_upload(
                actor=actor, upload=upload, kind="fact_paper", title=upload.name, at=now, subject=patent
            )
            sha256 = document.file_id
        services.record_fact(actor=actor, patent_id=patent.pk, fact=form.fact(), document_sha256=sha256, now=now)
        return back

    return form_act(
        request,
        actor,
        form=form,
        heading=_("Record a fact: %(kind)s") % {"kind": KINDS[kind]},
        button=_("Record the fact"),
        back_url=back,
        do=do,
        done=_("The fact is recorded, and the patent was checked again."),
        template="university/form.html",
        context={"lead": f"{patent.invention_title} · {patent.number}"},
    )
