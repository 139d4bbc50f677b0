"""The terms editor: pick one of twelve templates, fill in track, amounts and conditions, check, save."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS
from frontend.components.languages import page_language
from frontend.components.plans import terms_of
from frontend.components.refusals import put_on_form
from frontend.components.values import SummaryLine
from frontend.desks import desk_response
from frontend.university.addresses import address
from frontend.university.terms_forms import TermsForm, base_of, initial_of
from listings.offers import plans, services
from listings.offers.models import LicenseTerms, Listing
from listings.offers.rows import newest_terms
from listings.offers.selectors import own_listing
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.dated.selectors import working_days
from marketplace.problems import DomainError
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "listing.edit")
def choose(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Show the templates; with one picked its form; when that is sent what it means; when that is checked, save."""
    listing = own_listing(actor, number)
    terms = newest_terms(listing)
    template = request.POST.get("template") or request.GET.get("template", "")
    if not template:
        return desk_response(request, actor, "university/templates.html", _templates(listing, terms, actor))
    if template not in plans.templates():
        raise Http404
    base = base_of(template, terms)
    form = TermsForm(request.POST or None, base=base, initial=initial_of(template, base, terms, today=clock.today()))
    if request.method == "POST" and form.is_valid():
        if "change" in request.POST:
            return _form_page(request, actor, listing, form, status=200)
        if "checked" not in request.POST:
            return _check_page(request, actor, listing, form)
        try:
            services.choose_terms(actor=actor, listing_id=listing.pk, choice=form.choice(), now=clock.now())
        except DomainError as error:
            if error.status == 404:
                raise
            put_on_form(form, error)
            return _form_page(request, actor, listing, form, status=error.status)
        messages.success(request, _("The terms are saved."))
        return redirect(address(actor, "listing", number=number))
    return _form_page(request, actor, listing, form, status=422 if request.method == "POST" else 200)


def _templates(listing: Listing, terms: LicenseTerms | None, actor: Actor) -> dict[str, Any]:
    here = address(actor, "terms", number=listing.number)
    current = terms.plan.get("pattern") if terms is not None else None
    rows = [
        {
            "name": name,
            "sentence": plans.wording.sentence(plans.read_plan(plan), page_language()),
            "url": f"{here}?template={name}",
            "is_current": name == current,
        }
        for name, plan in plans.templates().items()
    ]
    return {"listing": listing, "rows": rows, "back_url": address(actor, "listing", number=listing.number)}


def _form_page(request: HttpRequest, actor: Actor, listing: Listing, form: TermsForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "listing": listing,
        "heading": _("Terms of %(number)s") % {"number": listing.number},
        "button": _("Go on to check"),
        "back_url": address(actor, "terms", number=listing.number),
    }
    return desk_response(request, actor, "university/terms.html", context, status=status)


def _check_page(request: HttpRequest, actor: Actor, listing: Listing, form: TermsForm) -> HttpResponse:
    """Show what the terms mean before they are saved: the sentence, the items, two courses of payment."""
    choice = form.choice()
    lines = [
        SummaryLine(str(bound.label), _shown(bound))
        for bound in form.visible_fields()
        if not bound.name.startswith("items_")
    ]
    context = {
        "form": form,
        "listing": listing,
        "heading": _("Check the terms of %(number)s") % {"number": listing.number},
        "lines": lines,
        "button": _("Save the terms"),
        "back_url": address(actor, "listing", number=listing.number),
        "terms": terms_of(choice.plan, start=clock.today(), calendar=working_days()),
    }
    return desk_response(request, actor, "university/check_terms.html", context)


def _shown(bound: Any) -> Any:
    value = bound.form.cleaned_data[bound.name]
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    choices = dict(getattr(bound.field, "choices", ()))
    return choices.get(value, value) if value not in (None, "") else "—"
