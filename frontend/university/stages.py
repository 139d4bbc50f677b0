"""Where a listing stands on its way to the public, what is next and whose turn it is. Read from loaded rows only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from listings.offers.content import missing_content
from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice, SuspensionReason, Track
from listings.offers.selectors import visible_to
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import ROLE_WORDS, roles_with

ACTS: Final[Mapping[str, Promise]] = {
    "edit": _("Complete the content"),
    "terms": _("Choose the terms"),
    "submit": _("Submit for review"),
    "approve": _("Review the listing"),
    "approve_terms": _("Review the new terms"),
    "start_notice": _("Start the price notice"),
    "wait_notice": _("Wait for the end of the price notice"),
    "end_notice": _("End the price notice"),
    "sign": _("Sign the terms"),
    "file_declaration": _("Record the filing of the declaration"),
    "announce_declaration": _("Record the announcement of the declaration"),
    "other_declaration": _("Withdraw the declaration of other terms"),
    "publish": _("Publish the listing"),
    "resume": _("Resume the listing"),
    "none": _("Nothing to do"),
}
_PERMISSIONS: Final[Mapping[str, str]] = {
    "edit": "listing.edit",
    "terms": "listing.edit",
    "submit": "listing.submit",
    "approve": "listing.approve",
    "approve_terms": "listing.approve",
    "start_notice": "price_notice.run",
    "end_notice": "price_notice.run",
    "sign": "terms.sign",
    "file_declaration": "declaration.record",
    "announce_declaration": "declaration.record",
    "other_declaration": "declaration.record",
    "publish": "listing.publish",
    "resume": "listing.suspend",
}
STEPS: Final[Mapping[str, Promise]] = {
    "draft": _("Draft"),
    "review": _("Review"),
    "notice": _("Price notice"),
    "signing": _("Signature"),
    "declaration": _("Declaration"),
    "public": _("Published"),
}
_STEP_OF: Final[Mapping[str, str]] = {
    "edit": "draft",
    "terms": "draft",
    "submit": "draft",
    "approve": "review",
    "approve_terms": "review",
    "start_notice": "notice",
    "wait_notice": "notice",
    "end_notice": "notice",
    "sign": "signing",
    "file_declaration": "declaration",
    "announce_declaration": "declaration",
    "other_declaration": "declaration",
    "publish": "public",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """
    What is next for a listing.

    :ivar act: a code of ``ACTS``, which is also the route of its page.
    :ivar values: what the address of that page needs beside the listing's number.
    """

    act: str
    due: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def permission(self) -> str:
        """Give the permission of the act; nothing where nobody has to act."""
        return _PERMISSIONS.get(self.act, "")

    @property
    def words(self) -> Promise:
        """Name the act."""
        return ACTS[self.act]

    @property
    def roles(self) -> str:
        """Name the roles that can take it."""
        return " / ".join(str(ROLE_WORDS[role]) for role in roles_with(self.permission)) if self.permission else ""


def loaded(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Load with listings everything that ``stage_of`` looks at, in a fixed number of queries."""
    return rows.prefetch_related(
        Prefetch("terms", LicenseTerms.objects.order_by("-version").prefetch_related("signatures")),
        "price_notices",
        "patent__declarations",
    )


def listings_in_work(actor: Actor) -> QuerySet[Listing]:
    """Give the actor's listings at which somebody has to do something before they, or newer terms, are public."""
    return loaded(
        visible_to(actor)
        .filter(
            Q(status__in=[Listing.Status.DRAFT, Listing.Status.IN_REVIEW, Listing.Status.PRICE_NOTICE])
            | Q(status=Listing.Status.PUBLISHED, terms__version__gt=F("current_terms__version"))
        )
        .distinct()
        .order_by("created_at", "pk")
    )


def stage_of(listing: Listing, *, today: date) -> Stage:
    """Tell what is next, by the listing's loaded rows."""
    terms = newest(listing)
    if listing.status == Listing.Status.DRAFT:
        return _of_draft(listing, terms)
    if listing.status == Listing.Status.IN_REVIEW:
        return Stage("approve")
    is_pending = terms is not None and terms.pk != listing.current_terms_id
    if terms is not None and (
        listing.status == Listing.Status.PRICE_NOTICE or (listing.status == Listing.Status.PUBLISHED and is_pending)
    ):
        return _before_public(listing, terms, today=today)
    if listing.status == Listing.Status.SUSPENDED and listing.suspension_reason == SuspensionReason.OWNER_REQUEST:
        return Stage("resume")
    return Stage("none")


def newest(listing: Listing) -> LicenseTerms | None:
    """Give the newest version of the loaded terms."""
    return max(listing.terms.all(), key=lambda terms: terms.version, default=None)


def notice_of(listing: Listing, terms: LicenseTerms) -> PriceNotice | None:
    """Give the price notice of a terms version that was not stopped, from loaded rows."""
    found = [row for row in listing.price_notices.all() if row.terms_id == terms.pk]
    return next((row for row in found if row.status != PriceNotice.Status.STOPPED), None)


def standing_declaration(listing: Listing) -> Declaration | None:
    """Give the declaration of the patent that stands, from loaded rows."""
    rows = listing.patent.declarations.all()
    return next((row for row in rows if row.status != Declaration.Status.WITHDRAWN), None)


def steps_of(listing: Listing, stage: Stage) -> list[tuple[Promise, str]]:
    """Give the steps to the public with ``done``, ``current`` or ``coming``; a notice and a declaration where due."""
    terms = newest(listing)
    left_out = set() if terms is not None and terms.track == Track.STATUTORY_OPEN else {"declaration"}
    left_out |= set() if listing.owner.is_public_body else {"notice"}
    names = [name for name in STEPS if name not in left_out]
    current = _STEP_OF.get(stage.act)
    if current is None:
        return [(STEPS[name], "done") for name in names]
    place = names.index(current) if current in names else 0
    states = ["done"] * place + ["current"] + ["coming"] * (len(names) - place - 1)
    return [(STEPS[name], state) for name, state in zip(names, states, strict=True)]


def _of_draft(listing: Listing, terms: LicenseTerms | None) -> Stage:
    if missing_content(listing):
        return Stage("edit")
    return Stage("submit" if terms is not None else "terms")


def _before_public(listing: Listing, terms: LicenseTerms, *, today: date) -> Stage:
    if terms.approved_by is None:
        return Stage("approve_terms")
    notice = notice_of(listing, terms)
    if listing.owner.is_public_body and (notice is None or notice.status != PriceNotice.Status.ENDED):
        if notice is None:
            return Stage("start_notice")
        if today <= notice.ends_on:
            return Stage("wait_notice", due=notice.ends_on)
        return Stage("end_notice", due=notice.ends_on, values={"notice_id": notice.pk})
    if not terms.signatures.all():
        return Stage("sign")
    return _declared(listing, terms)


def _declared(listing: Listing, terms: LicenseTerms) -> Stage:
    if terms.track != Track.STATUTORY_OPEN:
        return Stage("publish")
    declaration = standing_declaration(listing)
    if declaration is None:
        return Stage("file_declaration")
    if declaration.terms_hash != terms.sha256:
        return Stage("other_declaration", values={"declaration_id": declaration.pk})
    if declaration.status == Declaration.Status.FILED:
        return Stage("announce_declaration", values={"declaration_id": declaration.pk})
    return Stage("publish")
