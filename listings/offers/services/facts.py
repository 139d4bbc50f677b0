"""Record dated legal facts, and let every listing that offers the patent follow in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from listings.eligibility.facts import new_fact, same_fact
from listings.offers.consequences import facts_changed
from listings.patents import selectors, topics
from listings.patents.models import LegalFact, Patent
from listings.patents.services import refresh_holders
from marketplace import events
from marketplace.accounts.actors import Actor, require
from marketplace.dates import shanghai_day
from marketplace.events import Acting

# A deal made here is a statement of its parties until the register shows it (eligibility.md 1, fact license).
DEAL_SOURCE: Final = "owner:marketplace"


@events.transaction()
def record_fact(
    *, actor: Actor, patent_id: UUID, fact: Mapping[str, Any], document_sha256: str = "", now: datetime
) -> LegalFact:
    """
    Record one dated legal fact, given in plain form, with its source and the day it was read.

    :raises PatentNotFound: for a patent that the organization does not hold.
    :raises FactRefused: if it is no fact of its kind.
    """
    patent = selectors.held_patent(actor, patent_id, lock=True)
    require(actor, "fact.record")
    row = new_fact(patent=patent, plain=fact, document_sha256=document_sha256, recorded_by=actor.pseudonym, now=now)
    add_facts(patent=patent, rows=[row], actor=actor, now=now)
    return row


@events.transaction()
def record_deal_facts(
    *,
    actor: Acting,
    patent: Patent,
    ref: str,
    license_kind: str,
    from_date: date,
    to_date: date | None,
    now: datetime,
) -> LegalFact:
    """Record the license that a deal made here has given, in the deal's own transaction."""
    return _record_own(
        actor=actor,
        patent=patent,
        fact={
            "kind": "license",
            "ref": ref,
            "type": license_kind,
            "from": from_date,
            "to": to_date,
            "source": DEAL_SOURCE,
            "as_of": min(from_date, shanghai_day(now)),
        },
        now=now,
    )


@events.transaction()
def record_deal_end(*, actor: Acting, patent: Patent, ref: str, ended_on: date, now: datetime) -> LegalFact:
    """Record that a license made here has ended."""
    fact = {
        "kind": "license_ended",
        "ref": ref,
        "on": ended_on,
        "source": DEAL_SOURCE,
        "as_of": min(ended_on, shanghai_day(now)),
    }
    return _record_own(actor=actor, patent=patent, fact=fact, now=now)


@events.transaction()
def record_license_filing(  # noqa: PLR0913 - These are the fields of one fact.
    *,
    actor: Acting,
    patent: Patent,
    ref: str,
    license_kind: str,
    from_date: date,
    to_date: date | None,
    filed_on: date,
    document_sha256: str = "",
    now: datetime,
) -> LegalFact:
    """Record that CNIPA has filed the license contract: the register shows the license from that day (细则 15)."""
    fact = {
        "kind": "license",
        "ref": ref,
        "type": license_kind,
        "from": from_date,
        "to": to_date,
        "source": "register",
        "as_of": filed_on,
    }
    return _record_own(actor=actor, patent=patent, fact=fact, document_sha256=document_sha256, now=now)


@events.transaction()
def record_declaration_fact(
    *, actor: Acting, patent: Patent, fact: Mapping[str, Any], now: datetime, public: bool = True
) -> LegalFact:
    """Record what a declaration service found; with ``public=False`` the caller writes the public documents."""
    return _record_own(actor=actor, patent=patent, fact=fact, now=now, public=public)


def _record_own(
    *,
    actor: Acting,
    patent: Patent,
    fact: Mapping[str, Any],
    now: datetime,
    document_sha256: str = "",
    public: bool = True,
) -> LegalFact:
    """Record a fact that another service of the product has established; it has checked who acts."""
    locked = Patent.objects.select_for_update().get(pk=patent.pk)
    row = new_fact(patent=locked, plain=fact, document_sha256=document_sha256, recorded_by=actor.pseudonym, now=now)
    add_facts(patent=locked, rows=[row], actor=actor, now=now, public=public)
    return row


def add_facts(
    *, patent: Patent, rows: Iterable[LegalFact], actor: Acting, now: datetime, public: bool = True
) -> list[LegalFact]:
    """
    Add the facts that are new, bring holders and eligibility up to date, and the public documents with them.

    The patent's row is locked by the caller.
    """
    known = selectors.facts_of(patent)
    added: list[LegalFact] = []
    for row in rows:
        if not any(same_fact(row, other) for other in [*known, *added]):
            added.append(row)
    if not added:
        return []
    LegalFact.objects.bulk_create(added)
    record_added(rows=added, actor=actor, now=now)
    if any(row.kind == "owner_change" for row in added):
        refresh_holders(patent=patent, actor=actor, now=now)
    facts_changed(patent=patent, actor=actor, now=now, public=public)
    return added


def record_added(*, rows: Sequence[LegalFact], actor: Acting, now: datetime) -> None:
    """Record the events of facts that were inserted in bulk."""
    events.record_many(
        topics.FACT_RECORDED,
        actor=actor,
        happenings=[
            (
                events.Subject("patent", str(row.patent_id)),
                {
                    "fact": row.pk,
                    "kind": row.kind,
                    "start": row.on or row.from_date or row.as_of,
                    "source": row.source,
                    "as_of": row.as_of,
                },
            )
            for row in rows
        ],
        at=now,
    )
