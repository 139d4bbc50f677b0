"""The answer as of a day, as frozen values that are written as JSON and read back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from marketplace.money import money_text


@dataclass(frozen=True, slots=True)
class Why:
    """One step of how a duty came to be what it is: the clause, the inputs, the result."""

    step: str
    clause: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty as of a day. ``amount`` is ``None`` while it is unknown; ``allocated`` is principal."""

    item: str
    kind: str
    period: int | None
    from_: date | None
    to: date | None
    due_date: date | None
    provisional: bool
    movable: bool
    latest_date: date | None
    amount: Decimal | None
    at_least: Decimal | None
    allocated: Decimal
    open: Decimal
    disputed: Decimal
    interest: Decimal
    interest_paid: Decimal
    cure_until: date | None
    met_on: date | None
    status: str
    why: tuple[Why, ...] = ()

    @property
    def is_money(self) -> bool:
        """Tell whether the duty is paid, not done."""
        return self.kind not in {"statement", "duty"}


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the money duties that are not cancelled, and over the payments that count."""

    owed: Decimal
    settled: Decimal
    open: Decimal
    overdue: Decimal
    disputed: Decimal
    interest: Decimal
    interest_settled: Decimal
    interest_open: Decimal
    received: Decimal
    refunded: Decimal
    unallocated: Decimal
    unconfirmed: Decimal
    unknown: int

    def broken_identities(self) -> tuple[str, ...]:
        """Name the identities of the ledger that do not hold; none, ever."""
        broken = []
        if self.owed != self.settled + self.open:
            broken.append("owed = settled + open")
        if self.interest != self.interest_settled + self.interest_open:
            broken.append("interest = interest_settled + interest_open")
        if self.received != self.settled + self.interest_settled + self.refunded + self.unallocated:
            broken.append("received = settled + interest_settled + refunded + unallocated")
        negative = [part.name for part in dataclasses.fields(self) if getattr(self, part.name) < 0]
        return (*broken, *(f"{name} is not negative" for name in negative))


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act that a person may take now; nothing happens by itself."""

    act: str
    item: str | None = None
    period: int | None = None
    kind: str | None = None
    payment: str | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that was noted on a day and stays noted. ``day`` is empty for those about the first plan."""

    code: str
    day: date | None = None
    item: str | None = None
    period: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Duties, sums, what is next, proposals and warnings as of a day."""

    as_of: date
    duties: tuple[Duty, ...]
    totals: Totals
    next: Duty | None
    proposals: tuple[Proposal, ...]
    warnings: tuple[Warned, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the answer as JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "duties": [written(duty) for duty in self.duties],
            "totals": written(self.totals),
            "next": written(self.next) if self.next else None,
            "proposals": [written(proposal) for proposal in self.proposals],
            "warnings": [written(warning) for warning in self.warnings],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Answer:
        """Read an answer that was written as JSON."""
        return cls(
            as_of=date.fromisoformat(value["as_of"]),
            duties=tuple(_duty(row) for row in value["duties"]),
            totals=Totals(**_read(value["totals"], money=_TOTALS)),
            next=_duty(value["next"]) if value["next"] else None,
            proposals=tuple(Proposal(**row) for row in value["proposals"]),
            warnings=tuple(Warned(**_read(row, days=("day",))) for row in value["warnings"]),
        )


_TOTALS: Final = tuple(part.name for part in dataclasses.fields(Totals) if part.name != "unknown")
_AMOUNTS: Final = ("amount", "at_least", "allocated", "open", "disputed", "interest", "interest_paid")
_DAYS: Final = ("from_", "to", "due_date", "latest_date", "cure_until", "met_on")


def written(value: Any) -> dict[str, Any]:
    """Write one value of an answer as JSON: money with two places, dates as ISO text, nulls kept."""
    return {part.name.rstrip("_"): _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return money_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [written(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value


def _duty(row: Mapping[str, Any]) -> Duty:
    renamed = {("from_" if key == "from" else key): part for key, part in row.items()}
    read = _read(renamed, days=_DAYS, money=_AMOUNTS)
    return Duty(**read | {"why": tuple(Why(**part) for part in row["why"])})


def _read(row: Mapping[str, Any], *, days: tuple[str, ...] = (), money: tuple[str, ...] = ()) -> dict[str, Any]:
    read = dict(row)
    for key in days:
        read[key] = date.fromisoformat(row[key]) if row[key] is not None else None
    for key in money:
        read[key] = Decimal(row[key]) if row[key] is not None else None
    return read
