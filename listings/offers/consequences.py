"""
What a change of a patent's facts does to the listings that offer it.

A listing whose track the facts no longer allow is suspended, or closed where the right has ended by an event on file.
A right worked out as lapsed only suspends: people look first. What is merely not known (a source not read again)
suspends nothing, for the gate at signing lets no unknown pass (reading).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from listings.eligibility.rules import Answer
from listings.eligibility.services import Checked, check_eligibility_now
from listings.offers.models import EndReason, Listing, SuspensionReason
from listings.offers.publication import locked_public_listings, publish_revision
from listings.patents.models import Patent
from marketplace.dates import shanghai_day
from marketplace.events import Acting
from marketplace.lifecycle import require_transition

_ENDS: Final[Mapping[str, EndReason]] = {
    "lapse_unpaid": EndReason.PATENT_LAPSED,
    "abandoned": EndReason.PATENT_ABANDONED,
    "expired": EndReason.PATENT_EXPIRED,
    "term_over": EndReason.PATENT_EXPIRED,
    "invalidated_full": EndReason.PATENT_INVALIDATED,
}
_SUSPENDS: Final[Mapping[str, SuspensionReason]] = {
    "in_force": SuspensionReason.ANNUAL_FEE_OVERDUE,
    "annual_fee": SuspensionReason.ANNUAL_FEE_OVERDUE,
    "pledge": SuspensionReason.PLEDGE_WITHOUT_CONSENT,
    "no_preservation": SuspensionReason.PRESERVATION,
    "no_suspension": SuspensionReason.OWNERSHIP_DISPUTE,
    "no_exclusive_license": SuspensionReason.EXCLUSIVE_LICENSE_FOUND,
    "co_owner_consents": SuspensionReason.OWNERSHIP_DISPUTE,
}


def facts_changed(*, patent: Patent, actor: Acting, now: datetime, public: bool = True) -> Checked:
    """Work the answers out anew, and bring every public listing of the patent in line with them."""
    checked = check_eligibility_now(patent=patent, now=now)
    if public:
        for listing in locked_public_listings(patent):
            follow_answers(listing=listing, checked=checked, actor=actor, now=now)
    return checked


def follow_answers(*, listing: Listing, checked: Checked, actor: Acting, now: datetime) -> str:
    """
    Suspend, close or revise one locked public listing by the newest answers.

    :returns: ``suspended``, ``closed``, ``legal_status_changed``, or nothing where nothing public changed.
    """
    terms = listing.current_terms
    if terms is None:
        raise ValueError(f"{listing.number} is public without terms")
    answer = checked.answers.purposes[terms.track]  # type: ignore[index] # A track is a purpose.
    end = _end_reason(answer)
    if end is not None:
        return close_listing(listing=listing, reason=end, actor=actor, now=now)
    reason = suspension_reason(answer)
    if reason is not None and listing.status == Listing.Status.PUBLISHED:
        return suspend_listing(listing=listing, reason=reason, actor=actor, now=now)
    changed = publish_revision(listing=listing, what="legal_status_changed", actor=actor, now=now)
    return "legal_status_changed" if changed else ""


def suspension_reason(answer: Answer) -> SuspensionReason | None:
    """Give the reason for which an answer stops new licenses, None where it does not."""
    if answer.answer == "no":
        for rule in answer.failed:
            if rule in _SUSPENDS:
                return _SUSPENDS[rule]
        return SuspensionReason.SOURCES_DISAGREE
    conflicts = [rule for rule in answer.rules if rule.level == "block" and rule.reason == "conflict"]
    return SuspensionReason.SOURCES_DISAGREE if conflicts else None


def suspend_listing(*, listing: Listing, reason: SuspensionReason, actor: Acting, now: datetime) -> str:
    """Suspend a locked public listing and write the revision that says so."""
    require_transition(Listing.TRANSITIONS, current=listing.status, target=Listing.Status.SUSPENDED)
    listing.status = Listing.Status.SUSPENDED
    listing.suspension_reason = reason
    listing.suspended_since = shanghai_day(now)
    listing.version += 1
    listing.save(update_fields=["status", "suspension_reason", "suspended_since", "version"])
    publish_revision(listing=listing, what="suspended", actor=actor, now=now)
    return "suspended"


def close_listing(*, listing: Listing, reason: EndReason, actor: Acting, now: datetime, text: str = "") -> str:
    """Close a locked public listing for good and write its tombstone."""
    end_listing(listing, status=Listing.Status.CLOSED, reason=reason, now=now, text=text)
    publish_revision(listing=listing, what="closed", actor=actor, now=now)
    return "closed"


def end_listing(
    listing: Listing, *, status: Listing.Status, reason: EndReason, now: datetime, text: str = "", **dates: Any
) -> None:
    """Set the end of a locked listing: withdrawn by its owner, or closed."""
    require_transition(Listing.TRANSITIONS, current=listing.status, target=status)
    today = shanghai_day(now)
    listing.status = status
    listing.suspension_reason, listing.suspended_since = "", None
    listing.end_reason, listing.end_text = reason, text
    listing.end_decided_on = dates.get("decided_on", today)
    listing.end_effective_on = dates.get("effective_on", today)
    listing.ended_at = now
    listing.version += 1
    listing.save(
        update_fields=[
            "status",
            "suspension_reason",
            "suspended_since",
            "end_reason",
            "end_text",
            "end_decided_on",
            "end_effective_on",
            "ended_at",
            "version",
        ]
    )


def _end_reason(answer: Answer) -> EndReason | None:
    for rule in answer.rules:
        if rule.id == "in_force" and rule.result == "failed":
            return _ENDS.get(rule.ground)
    return None
