"""Change patents: who holds them follows from the newest facts."""

from __future__ import annotations

from datetime import datetime

from listings.patents import selectors, topics
from listings.patents.models import Patent, PatentHolder
from marketplace import events
from marketplace.dates import shanghai_day
from marketplace.events import Acting


def refresh_holders(*, patent: Patent, actor: Acting, now: datetime) -> None:
    """
    Let exactly those organizations hold a patent that own it by the newest facts.

    Part of the services that add facts and patents; the patent's row is locked by the caller.
    """
    today = shanghai_day(now)
    owners = selectors.current_owners(patent, selectors.facts_of(patent))
    wanted = {owner.organization_id for owner in owners if owner.organization_id is not None}
    holding = {holder.organization_id for holder in patent.holders.filter(until=None)}
    if wanted == holding:
        return
    patent.holders.filter(until=None).exclude(organization_id__in=wanted).update(until=today)
    PatentHolder.objects.bulk_create(
        PatentHolder(patent=patent, organization_id=organization, since=today)
        for organization in sorted(wanted - holding, key=str)
    )
    events.record(
        topics.HOLDERS_CHANGED, actor=actor, subject=patent, at=now, organizations=sorted(str(each) for each in wanted)
    )
