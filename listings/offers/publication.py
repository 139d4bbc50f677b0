"""Write public revisions: the one way in which anything of a listing becomes public."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from listings.eligibility.models import EligibilityAnswer
from listings.eligibility.selectors import engine_patent
from listings.offers import topics
from listings.offers.conditions import conditions_in_words
from listings.offers.models import Declaration, Listing, ListingDocument, PriceNotice
from listings.offers.public_document import PublicRows, StandingAnswer, body_of, listing_document, tombstone
from listings.patents.models import Patent
from listings.patents.selectors import current_owners, facts_of
from marketplace import events
from marketplace.events import Acting

# These follow a change elsewhere, which may leave everything public as it was.
_ONLY_IF_DIFFERENT: Final = frozenset({"legal_status_changed", "revised"})
_OF_THE_REVISION: Final = ("revision", "revised_at")


def publish_revision(*, listing: Listing, what: str, actor: Acting, now: datetime, fields: Iterable[str] = ()) -> bool:
    """
    Raise a locked listing's revision, and write its document and the log event with it.

    :param what: the feed's name of the change, a key of ``PUBLIC_TOPICS``.
    :param fields: what the caller has set on the listing and wants saved with the revision.
    :returns: whether there is a new revision; a follow-up that changes nothing public gives none.
    """
    before = (listing.revision, listing.revised_at)
    listing.revision += 1
    listing.revised_at = now
    deleting = what in topics.DELETING
    declaration = newest_declaration(listing.patent_id)
    document = (
        tombstone(listing, declaration=declaration) if deleting else listing_document(public_rows(listing, declaration))
    )
    body, contenthash = body_of(document)
    if what in _ONLY_IF_DIFFERENT and _says_the_same(listing, body):
        listing.revision, listing.revised_at = before
        return False
    listing.save(update_fields=[*fields, "revision", "revised_at"])
    ListingDocument.objects.create(
        listing=listing,
        revision=listing.revision,
        type=what,
        method="DELETE" if deleting else "PUT",
        body=body,
        contenthash=contenthash,
        created_at=now,
    )
    changes: dict[str, Any] = {"number": listing.number, "revision": listing.revision, "contenthash": contenthash}
    if what == "suspended":
        changes["reason"] = listing.suspension_reason
    elif deleting:
        changes["reason"] = listing.end_reason
    elif what in {"published", "terms_changed"} and listing.current_terms is not None:
        changes["terms_version"] = listing.current_terms.version
    events.record(topics.PUBLIC_TOPICS[what], actor=actor, subject=listing, at=now, **changes)
    return True


def public_rows(listing: Listing, declaration: Declaration | None) -> PublicRows:
    """Gather the rows of a listing's document."""
    patent, terms = listing.patent, listing.current_terms
    if terms is None:
        raise ValueError(f"{listing.number} has no terms to publish")
    facts = facts_of(patent)
    return PublicRows(
        listing=listing,
        patent=patent,
        owners=current_owners(patent, facts),
        facts=engine_patent(patent, facts=facts).facts,
        answers=standing_answers(EligibilityAnswer.objects.filter(patent=patent)),
        terms=terms,
        declaration=declaration,
        notice=PriceNotice.objects.filter(terms=terms, status=PriceNotice.Status.ENDED).order_by("-ends_on").first(),
        base_url=settings.BASE_URL,
        conditions_in_words=conditions_in_words(terms.conditions),
    )


def newest_declaration(patent_id: UUID) -> Declaration | None:
    """Give the declaration of a patent that stands, else the last one withdrawn."""
    rows = list(Declaration.objects.filter(patent=patent_id).order_by("created_at"))
    standing = [row for row in rows if row.status != Declaration.Status.WITHDRAWN]
    candidates = standing or rows
    return candidates[-1] if candidates else None


def standing_answers(rows: Iterable[EligibilityAnswer]) -> dict[str, StandingAnswer]:
    """Give the newest answer per purpose with the day since which it has been the same, from all stored rows."""
    found: dict[str, StandingAnswer] = {}
    for row in sorted(rows, key=lambda each: (each.worked_out_at, each.on)):
        last = found.get(row.purpose)
        same = last is not None and (last.answer, last.rule_set) == (row.answer, row.rule_set)
        found[row.purpose] = StandingAnswer(
            purpose=row.purpose,
            answer=row.answer,
            rule_set=row.rule_set,
            since=last.since if same and last is not None else row.on,
            failed=row.result["failed"],
            unknown=row.result["unknown"],
            classes=row.result["classes"],
        )
    return found


def locked_public_listings(patent: Patent) -> list[Listing]:
    """Lock the public listings that offer a patent, by id, so that two writers never wait for each other."""
    return list(
        Listing.objects.select_for_update(of=("self",))
        .filter(patent=patent, status__in=Listing.PUBLIC)
        .select_related("owner", "patent", "current_terms")
        .order_by("pk")
    )


def _says_the_same(listing: Listing, body: str) -> bool:
    last = ListingDocument.objects.filter(listing=listing).order_by("-revision").values_list("body", flat=True).first()
    return last is not None and _without_revision(last) == _without_revision(body)


def _without_revision(body: str) -> dict[str, Any]:
    return {key: value for key, value in json.loads(body).items() if key not in _OF_THE_REVISION}
