"""
The nightly check: answers that time alone has changed, and the listings that follow them.

Facts that somebody records are answered at once, so only patents whose answer was to change by a day need a look; a
changed rule set or parameter asks for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from listings.eligibility.models import EligibilityAnswer, EligibilityCheck
from listings.eligibility.rules import RULE_SET
from listings.eligibility.services import Checked, check_many
from listings.offers.consequences import follow_answers
from listings.offers.models import Listing
from listings.offers.publication import locked_public_listings
from listings.patents.models import Patent
from marketplace import events
from marketplace.dates import shanghai_day

_BATCH: Final = 200


def check_all(*, now: datetime, everything: bool = False) -> EligibilityCheck:
    """
    Check every public listing whose answer may have changed, and suspend or close those that fail.

    A check that changes no answer writes no event.

    :param everything: look at every patent that is offered, whatever day its answer was to change.
    """
    today = shanghai_day(now)
    patents = changed = suspended = 0
    for batch in _due(today=now, everything=everything):
        with events.transaction():
            for checked in check_many(patents=_loaded(batch), now=now):
                patents += 1
                changed += bool(checked.changed)
                suspended += _follow(checked, now) if checked.changed else 0
    check, _ = EligibilityCheck.objects.update_or_create(
        on=today,
        defaults={"patents": patents, "changed": changed, "suspended": suspended, "finished_at": now},
    )
    return check


def _due(*, today: datetime, everything: bool) -> Iterator[list[UUID]]:
    offered = Patent.objects.filter(listings__status__in=Listing.PUBLIC)
    if not everything and not EligibilityAnswer.objects.exclude(rule_set=RULE_SET).exists():
        offered = offered.filter(Q(recheck_on__lte=shanghai_day(today)) | Q(answers=None))
    ids = sorted(set(offered.values_list("pk", flat=True)))
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _loaded(ids: list[UUID]) -> list[Patent]:
    # The rows are locked by id before their facts are read, so that a fact recorded meanwhile is not missed.
    list(Patent.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return list(Patent.objects.filter(pk__in=ids).order_by("pk").prefetch_related("owners", "facts"))


def _follow(checked: Checked, now: datetime) -> int:
    acts = [
        follow_answers(listing=listing, checked=checked, actor=events.SYSTEM, now=now)
        for listing in locked_public_listings(checked.patent)
    ]
    return sum(act in {"suspended", "closed"} for act in acts)
