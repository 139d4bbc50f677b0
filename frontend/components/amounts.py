"""View values of money over time: terms, payments, worksheets. Their sums are worked out here and add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from frontend.components.values import Link, Text, Value
from marketplace.money import ZERO


@dataclass(frozen=True, slots=True)
class TermsRow:
    """One item of a payment plan in words."""

    item: Text
    amount: Value | None
    base: Text = ""
    trigger: Text = ""
    latest: date | Text | None = None
    bounds: Text = ""


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """What would be paid in one course of events; an amount that depends on sales is none."""

    name: Text
    rows: Sequence[tuple[date | None, Text, Decimal | None]]

    @property
    def total(self) -> Decimal:
        """Give the sum of the known rows."""
        return sum((amount for _, _, amount in self.rows if amount is not None), ZERO)

    @property
    def is_open(self) -> bool:
        """Tell whether an amount is not known, so that the sum is not all."""
        return any(amount is None for _, _, amount in self.rows)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A guidance ceiling that the terms exceed, with the owner's reason."""

    text: Text
    reason: Text = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """License terms of one version: a plain sentence, the items, what else is agreed, two worked cases."""

    sentence: Text
    rows: Sequence[TermsRow]
    cases: Sequence[WorkedCase] = ()
    version: int | None = None
    in_force_since: date | None = None
    same_terms_count: int | None = None
    ceilings: Sequence[Ceiling] = ()
    agreed: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """
    One payment of a plan.

    :param due: nothing where the trigger has not happened; then ``latest`` may say the last possible day.
    :param state: a code of ``Obligation``.
    :param is_act: an act to do, not money to pay; it has no amount at all.
    """

    title: Text
    state: str
    amount: Decimal | None = None
    due: date | None = None
    latest: date | None = None
    paid: Decimal = ZERO
    proof: Link | None = None
    act: Link | None = None
    is_act: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """All payments of a deal, dated ones in order, and a line for today."""

    entries: Sequence[TimelineEntry]
    today: date

    @property
    def _dated(self) -> list[TimelineEntry]:
        return sorted((entry for entry in self.entries if entry.due is not None), key=lambda entry: str(entry.due))

    @property
    def past(self) -> list[TimelineEntry]:
        """Give what was due before today."""
        return [entry for entry in self._dated if entry.due is not None and entry.due < self.today]

    @property
    def coming(self) -> list[TimelineEntry]:
        """Give what is due from today on."""
        return [entry for entry in self._dated if entry.due is not None and entry.due >= self.today]

    @property
    def untriggered(self) -> list[TimelineEntry]:
        """Give what starts to run only when something happens."""
        return [entry for entry in self.entries if entry.due is None]

    @property
    def due_sum(self) -> Decimal:
        """Give the sum of all amounts that are known and not cancelled."""
        return sum((e.amount for e in self.entries if e.amount is not None and e.state != "cancelled"), ZERO)

    @property
    def paid_sum(self) -> Decimal:
        """Give the sum of what was paid."""
        return sum((entry.paid for entry in self.entries if entry.state != "cancelled"), ZERO)

    @property
    def open_sum(self) -> Decimal:
        """Give what is left: due less paid."""
        return self.due_sum - self.paid_sum


@dataclass(frozen=True, slots=True)
class WorksheetInput:
    """A stored fact that a step used; ``is_unconfirmed`` marks a number of the policy that nobody has confirmed."""

    name: Text
    value: Value
    url: str = ""
    is_unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class WorksheetRow:
    """One step of a computation. ``took_effect`` is false for a limit that was not reached."""

    step: Text
    result: Value
    working: Text = ""
    clause: Link | None = None
    inputs: Sequence[WorksheetInput] = ()
    proofs: Sequence[Link] = ()
    took_effect: bool = True

    @property
    def is_unconfirmed(self) -> bool:
        """Tell whether a number of this step is unconfirmed."""
        return any(item.is_unconfirmed for item in self.inputs)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """
    How one amount was worked out.

    :param kind: ``estimate`` (live), ``claimed`` (frozen at submission) or ``awarded`` (frozen at the run).
    :param recomputed_same: whether working it out again from the stored inputs gave the same; none if not tried.
    """

    rule_id: str
    version: str
    hash: str
    kind: str
    rows: Sequence[WorksheetRow]
    total: Decimal | None
    is_provisional: bool = False
    recomputed_same: bool | None = None
    title: Text = ""
