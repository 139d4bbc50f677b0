"""The values of a case. Plain and frozen, so that pages, API and tests read the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from licensing.deals.models import Deal, Signature
from licensing.obligations import ledger
from licensing.payments.models import Invoice, Payment
from licensing.requests.models import LicenseRequest, Notice
from licensing.subsidy.claims.models import Claim
from licensing.subsidy.claims.selectors import Estimate


class Party(StrEnum):
    """Who has to act."""

    LICENSEE = "licensee"
    LICENSOR = "licensor"
    EITHER = "either"
    CITY = "city"
    PROVINCE = "province"
    NOBODY = "nobody"


class StepState(StrEnum):
    """How far one step of a case is."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """What is next: the act, the party and role that take it, and by when (None: no term)."""

    act: str
    party: Party
    role: str
    due: date | None = None
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the case header."""

    name: str
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One recorded event, with the names as they are known."""

    position: int
    at: datetime
    topic: str
    person: str
    organization: str
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything one case page shows to a party of it."""

    request: LicenseRequest
    deal: Deal | None
    status: str
    next_act: NextAct
    steps: Sequence[Step]
    answer: ledger.Answer | None
    signatures: Sequence[Signature]
    notices: Sequence[Notice]
    payments: Sequence[Payment]
    invoices: Sequence[Invoice]
    claims: Sequence[Claim]
    estimates: Sequence[Estimate]
    history: Sequence[HistoryEntry]

    @property
    def number(self) -> str:
        """Give the one number of the case."""
        return self.request.number
