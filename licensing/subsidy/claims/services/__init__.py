"""
A claim from draft to money: prepare, submit, check, review, approve, pay.

Each decision is one person's act, recorded with its reason; nobody decides on a claim of their own organization, and
money is released by two people. Worksheets are frozen when they are relied on, never recomputed.
"""

from licensing.subsidy.claims.services.applying import start_claim, submit_claim, withdraw_claim
from licensing.subsidy.claims.services.deciding import (
    approve_award,
    prepare_award,
    recommend_claim,
    record_disbursement,
    reject_claim,
    return_claim,
)
from licensing.subsidy.claims.services.refusals import (
    AlreadySubsidised,
    AwardBlocked,
    BudgetExceeded,
    ClaimInvalid,
    ClaimNotFound,
    OwnCase,
    RoundClosed,
)
from licensing.subsidy.claims.services.rounds import open_round
from licensing.subsidy.claims.services.worksheets import worked_out

__all__ = [
    "AlreadySubsidised",
    "AwardBlocked",
    "BudgetExceeded",
    "ClaimInvalid",
    "ClaimNotFound",
    "OwnCase",
    "RoundClosed",
    "approve_award",
    "open_round",
    "prepare_award",
    "recommend_claim",
    "record_disbursement",
    "reject_claim",
    "return_claim",
    "start_claim",
    "submit_claim",
    "withdraw_claim",
    "worked_out",
]
