"""Sign the terms: the signatory's standing consent to license whoever meets their conditions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acts import ACT_METHODS, confirm_act
from frontend.components import formats
from frontend.components.values import Confirmation, Text
from frontend.university.addresses import address
from frontend.university.listing_forms import SignForm
from frontend.university.listing_values import review_context
from frontend.university.stages import loaded, newest, stage_of
from listings.offers import services
from listings.offers.models import LicenseTerms, Listing, Track
from listings.offers.selectors import own_listing
from marketplace.accounts.actors import Actor, NoMandate, require_mandate
from marketplace.accounts.models import Mandate
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.web.acting import desk_page


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "terms.sign", second_factor=True)
def sign(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Sign the newest terms by the hash that is shown, in a named capacity, under a stored mandate."""
    listing = loaded(Listing.objects.filter(pk=own_listing(actor, number).pk)).select_related("owner", "patent").get()
    terms = newest(listing)
    mandate, reason = _power(actor)

    def do(given: dict[str, Any]) -> str:
        if terms is not None:
            services.sign_terms(
                actor=actor,
                terms_id=terms.pk,
                sha256=request.POST.get("sha256", ""),
                person_name=given["person_name"],
                capacity=given["capacity"],
                now=clock.now(),
            )
        return address(actor, "listing", number=number)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Sign the terms of %(number)s") % {"number": number},
            button=_("Sign as a standing offer"),
            back_url=address(actor, "listing", number=number),
            cannot_be_undone=_consequence(terms),
            reason_not_allowed=reason or _why_not_yet(listing, terms),
        ),
        form=SignForm(request.POST or None, initial={"person_name": actor.person.name}),
        do=do,
        done=_("The terms are signed."),
        template="university/sign.html",
        context={**review_context(listing), "mandate": mandate, "signed_terms": terms},
    )


def _power(actor: Actor) -> tuple[Mandate | None, Text]:
    try:
        return require_mandate(actor, Mandate.Act.SIGN_TERMS, on=clock.today()), ""
    except NoMandate:
        return None, _("You have no mandate to sign terms. An administrator of your organization can grant one.")


def _why_not_yet(listing: Listing, terms: LicenseTerms | None) -> Text:
    """Say in words what comes before the signature, or nothing."""
    if terms is None:
        return _("No terms have been chosen yet.")
    if terms.signatures.all():
        return _("Version %(version)s of the terms is signed already.") % {"version": terms.version}
    stage = stage_of(listing, today=clock.today())
    if stage.act == "sign":
        return ""
    return _("Before the signature comes: %(act)s") % {"act": stage.words}


def _consequence(terms: LicenseTerms | None) -> Text:
    if terms is None:
        return ""
    if terms.track == Track.STATUTORY_OPEN:
        return _("These very terms can then be declared at CNIPA. A signed version is never changed.")
    if terms.standing_offer_until is None:
        return _("A signed version is never changed; other terms need a new version.")
    return _(
        "Until %(day)s whoever meets the conditions gets the license by signing, and you are not asked again. A signed "
        "version is never changed."
    ) % {"day": formats.day(terms.standing_offer_until)}
