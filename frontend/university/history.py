"""What was done with a listing or a patent, from the event log, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.components import formats
from frontend.components.values import Change, HistoryEntry
from marketplace.accounts.selectors import person_names
from marketplace.events.models import Event

EVENTS: Final[Mapping[str, Promise]] = {
    "listing.drafted": _("Draft made"),
    "listing.edited": _("Content edited"),
    "listing.submitted": _("Submitted for review"),
    "listing.approved": _("Listing approved"),
    "listing.returned": _("Given back to its authors"),
    "listing.discarded": _("Draft given up"),
    "terms.chosen": _("Terms chosen"),
    "terms.approved": _("Terms approved"),
    "terms.signed": _("Terms signed"),
    "price_notice.started": _("Price notice started"),
    "price_notice.ended": _("Price notice ended"),
    "price_notice.stopped": _("Price notice stopped"),
    "declaration.filed": _("Declaration filed"),
    "declaration.announced": _("Declaration announced"),
    "declaration.withdrawal_filed": _("Withdrawal of the declaration filed"),
    "declaration.withdrawn": _("Declaration withdrawn"),
    "listing.published": _("Published"),
    "listing.suspended": _("Suspended"),
    "listing.resumed": _("Opened again"),
    "listing.legal_status_changed": _("Legal facts changed"),
    "listing.terms_changed": _("New terms in force"),
    "listing.revised": _("Public document revised"),
    "listing.withdrawn": _("Listing withdrawn"),
    "listing.closed": _("Listing closed"),
    "patent.added": _("Patent added"),
    "patent.amended": _("Patent completed"),
    "patent.holders_changed": _("Holders changed"),
    "legal_fact.recorded": _("Legal fact recorded"),
    "import.staged": _("File checked"),
    "import.completed": _("File imported"),
    "import.discarded": _("File discarded"),
}
_SHOWN: Final[Mapping[str, Promise]] = {
    "version": _("Version"),
    "sha256": _("SHA-256"),
    "ends_on": _("Last day"),
    "objections": _("Objections"),
    "announced_on": _("Announced on"),
    "filed_on": _("Filed on"),
    "revision": _("Revision"),
}
_MOST: Final = 100
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def short(value: object) -> str:
    """Give a recorded value as people read it: days in the page's format, hashes by their first twelve characters."""
    text = str(value)
    if _DAY.fullmatch(text):
        return formats.day(date.fromisoformat(text))
    return text[:12] if _HASH.fullmatch(text) else text


def history_of(things: Sequence[Model]) -> list[HistoryEntry]:
    """Give the newest events of these rows with the names of people, in two queries."""
    kinds: dict[str, list[str]] = {}
    for thing in things:
        kinds.setdefault(str(thing._meta.model_name), []).append(str(thing.pk))  # noqa: SLF001
    about = reduce(or_, (Q(subject_kind=kind, subject_id__in=keys) for kind, keys in kinds.items()))
    rows = list(Event.objects.filter(about).exclude(position=None).order_by("-position")[:_MOST])
    people = person_names({row.actor for row in rows if row.actor})
    return [
        HistoryEntry(
            position=int(row.position or 0),
            at=row.at,
            what=EVENTS.get(row.topic, row.topic),
            person=people.get(row.actor, "") if row.actor else "",
            changes=[
                Change(_SHOWN[name], new=short(value))
                for name, value in row.changes.items()
                if name in _SHOWN and value not in (None, "")
            ],
        )
        for row in rows
    ]
