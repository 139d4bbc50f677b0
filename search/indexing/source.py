"""Read from listings what search knows of them. The one module of search that reads their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.db.models import Min

from listings.eligibility.models import EligibilityAnswer
from listings.offers.legal_state import expiry_date
from listings.offers.models import LicenseTerms, Listing
from listings.patents.models import Patent
from listings.patents.selectors import current_owners
from marketplace.dates import shanghai_day
from marketplace.events.models import Event, EventHead
from search.engines.documents import Document, tombstone
from search.indexing.document import SearchSource, build
from search.indexing.payment import gist_of

CHUNK = 200
# Topics after which a document may be another one. A patent's changes reach all listings that offer it.
TOPICS = ("listing.", "terms.", "patent.", "legal_fact.")


def head_position() -> int:
    """Give the position of the newest event of the log."""
    return EventHead.objects.values_list("position", flat=True).get(pk=1)


def touched_by(events: Iterable[Event]) -> list[UUID]:
    """Give the ids of the listings whose documents events may have changed, by id."""
    listings, patents = set[UUID](), set[UUID]()
    for event in events:
        if event.subject_kind == "listing":
            listings.add(UUID(event.subject_id))
        elif event.subject_kind == "patent":
            patents.add(UUID(event.subject_id))
        elif named := event.changes.get("listing"):
            listings.add(UUID(str(named)))
    if patents:
        listings.update(Listing.objects.filter(patent__in=patents).values_list("pk", flat=True))
    return sorted(listings)


def touched_between(first: int, last: int) -> list[UUID]:
    """Give the ids of the listings touched by events after one position, up to another."""
    events = Event.objects.filter(position__gt=first, position__lte=last).order_by("position")
    return touched_by(event for event in events.iterator() if event.topic.startswith(TOPICS))


def all_ids() -> Iterator[UUID]:
    """Give the ids of all listings, by id."""
    return Listing.objects.order_by("pk").values_list("pk", flat=True).iterator()


def documents(ids: Iterable[UUID]) -> Iterator[Document]:
    """
    Build the documents of listings, in chunks of few queries.

    The version is the position of the log read before each chunk: what is committed meanwhile comes with a higher one.
    """
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        version = head_position()
        found = {source.id: source for source in sources(chunk)}
        for listing_id in chunk:
            source = found.get(str(listing_id))
            yield build(source, version=version) if source else tombstone(str(listing_id), version=version)


def sources(ids: Sequence[UUID]) -> Iterator[SearchSource]:
    """Give what search knows of each listing that exists."""
    rows = (
        Listing.objects.filter(pk__in=ids)
        .select_related("owner", "patent", "current_terms")
        .prefetch_related("patent__owners", "patent__facts", "patent__answers", "terms")
    )
    named = [str(one) for one in ids]
    published = dict(
        Event.objects.filter(topic="listing.published", subject_kind="listing", subject_id__in=named)
        .values("subject_id")
        .annotate(first=Min("position"))
        .values_list("subject_id", "first")
    )
    for listing in rows:
        yield _source(listing, published.get(str(listing.pk)))


def _source(listing: Listing, published_position: int | None) -> SearchSource:
    patent = listing.patent
    terms = _terms(listing)
    gist = gist_of(terms.plan if terms else None)
    answers = _newest_answers(patent)
    programme = answers.get("programme")
    owners = [owner.name for owner in current_owners(patent, patent.facts.all())]
    return SearchSource(
        id=str(listing.pk),
        listing_number=listing.number,
        status=str(listing.status),
        is_public=listing.is_public,
        organization=str(listing.owner_id),
        published_position=published_position,
        published_date=shanghai_day(listing.published_at) if listing.published_at else None,
        filing_date=patent.filing_date,
        grant_date=patent.grant_date,
        expiry_date=expiry_date(kind=patent.kind, filing_date=patent.filing_date),
        invention_title=patent.invention_title,
        plain_title=listing.plain_title,
        problem=listing.problem,
        solution=listing.solution,
        advantages=listing.advantages,
        application_field=listing.application_field,
        product=listing.product,
        abstract=patent.abstract,
        claims=patent.claims_text,
        owners=tuple(dict.fromkeys([listing.owner.name, *owners])),
        inventors=tuple(patent.inventors) if listing.show_inventors else (),
        application_number=patent.application_number,
        publication_number=patent.publication_number,
        ipc=tuple(patent.ipc),
        gbt4754=tuple(listing.gbt4754),
        owner_uscc=listing.owner.uscc,
        division=listing.owner.region,
        track=str(terms.track) if terms else "",
        fee_pattern=gist.pattern,
        first_payment_months=gist.first_payment_months,
        price=gist.price,
        trl=listing.trl,
        is_in_programme=programme is not None and programme.answer == "yes",
        high_value=_classes(answers.get("high_value")),
    )


def _terms(listing: Listing) -> LicenseTerms | None:
    """Give the terms in force, or the newest version of a listing that is not public yet."""
    if listing.current_terms is not None or listing.is_public:
        return listing.current_terms
    return max(listing.terms.all(), key=lambda terms: terms.version, default=None)


def _classes(answer: EligibilityAnswer | None) -> tuple[str, ...]:
    return tuple(sorted(answer.result["classes"])) if answer is not None and answer.answer == "yes" else ()


def _newest_answers(patent: Patent) -> dict[str, EligibilityAnswer]:
    return {row.purpose: row for row in sorted(patent.answers.all(), key=lambda row: row.worked_out_at)}
