"""Move a claim from state to state."""

from __future__ import annotations

from licensing.subsidy.claims.models import Claim
from marketplace.lifecycle import require_transition


def move(claim: Claim, target: Claim.Status, *also: str) -> None:
    require_transition(Claim.TRANSITIONS, current=claim.status, target=target)
    claim.status = target
    claim.revision += 1
    claim.save(update_fields=["status", "revision", *also])
