"""What is refused about claims, and why."""

from __future__ import annotations

from marketplace.problems import DomainError


class ClaimNotFound(DomainError):
    """Raised for a claim that the actor may not see."""

    code = "not_found"
    status = 404


class RoundClosed(DomainError):
    """Raised when claims are not taken today."""

    code = "round_closed"
    status = 409


class ClaimInvalid(DomainError):
    """Raised with everything that is missing or wrong in a claim."""

    code = "claim_invalid"


class AlreadySubsidised(DomainError):
    """Raised when a contract is held by another claim and one of the two policies excludes the other."""

    code = "already_subsidised"
    status = 409


class AwardBlocked(DomainError):
    """Raised when no award can be made: unconfirmed numbers, or nothing to award. ``reasons`` says why."""

    code = "award_blocked"
    status = 409


class OwnCase(DomainError):
    """Raised when somebody would decide on their own organization's case or on their own submission."""

    code = "own_case"
    status = 403


class BudgetExceeded(DomainError):
    """Raised when an award does not fit into what the round has left."""

    code = "budget_exceeded"
    status = 409
