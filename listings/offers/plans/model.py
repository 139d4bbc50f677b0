"""The values of a payment plan, as it was agreed. Meaning of every field: domain page on payment plans, 3 and 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from marketplace.money import CENT, RoundingMode

FIXED_KINDS: Final = ("entry_fee", "deferred_fee", "instalment", "milestone")
ROYALTY: Final = "royalty"
ITEM_KINDS: Final = (*FIXED_KINDS, ROYALTY)
TAKEN_IDS: Final = frozenset({"cnipa_filing", "use_report", "stop_use", "exit_fee"})
BASES: Final = ("net_sales", "profit", "added_output_value", "unit_price")
# What is only shown, as JSON holds it.
Shown = str | int | Mapping[str, Any] | Sequence[Any] | None
PATTERNS: Final = tuple(f"P{number}" for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event and what is counted from it (Civil Code art. 201 to 203)."""

    event: str
    months_after: int = 0
    days_after: int = 0
    date: date | None = None


REVENUE: Final = Trigger("first_revenue")


@dataclass(frozen=True, slots=True)
class Rounding:
    """How each amount line is rounded, once."""

    mode: str = RoundingMode.HALF_UP.value
    unit: Decimal = CENT


@dataclass(frozen=True, slots=True)
class LateInterest:
    """Agreed simple interest on money that is late."""

    rate: Decimal
    per: str = "year"
    days: int = 365
    from_: str = "due"

    @property
    def divisor(self) -> int:
        """Give the number of days that the rate is for."""
        return 1 if self.per == "day" else self.days


@dataclass(frozen=True, slots=True)
class ExitWindow:
    """The months from effect in which the licensee may leave by notice."""

    to_months: int
    notice_days: int = 0
    fee: Decimal | None = None
    fee_days: int = 30


@dataclass(frozen=True, slots=True)
class RateRow:
    """The rate of a part of the base, from a year on."""

    from_year: int
    rate: Decimal
    over: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The length of a royalty period and what it is laid from."""

    months: int
    anchor: str = "effect"


@dataclass(frozen=True, slots=True)
class FixedItem:
    """An item with an amount: entry fee, deferred fee, instalment or milestone payment."""

    id: str
    kind: str
    amount: Decimal
    trigger: Trigger
    also: Trigger | None = None
    due_rule: str | None = None
    latest_date: date | None = None
    latest_after: Trigger | None = None
    at_latest: str = "due"
    parts: int | None = None
    every_months: int | None = None
    on_end: str = "cancel"
    evidence: str | None = None
    text: str | None = None

    @property
    def has_latest(self) -> bool:
        """Tell whether a latest date was agreed."""
        return self.latest_date is not None or self.latest_after is not None


@dataclass(frozen=True, slots=True)
class Royalty:
    """A share of what the licensee earns, period by period."""

    id: str
    base: str
    rates: tuple[RateRow, ...]
    period: Period
    trigger: Trigger
    product: str | None = None
    from_month: int = 0
    to_month: int | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None
    total_cap: Decimal | None = None
    year_basis: str = "contract"
    prorate: str = "days"
    negative: str = "carry"
    deductions: tuple[str, ...] = ()
    statement_days: int = 30
    text: str | None = None

    @property
    def kind(self) -> str:
        """Give the kind of the item."""
        return ROYALTY


Item = FixedItem | Royalty


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """An act that the parties agreed on, with its date."""

    id: str
    trigger: Trigger
    by: str | None = None
    office: bool = False
    every_months: int | None = None
    count: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A payment plan that was read and checked."""

    term_months: int
    items: tuple[Item, ...] = ()
    pattern: str | None = None
    currency: str = "CNY"
    free: bool = False
    text: str | None = None
    due_rule: str | None = None
    deferral_min_months: int = 0
    instalment_total: Decimal | None = None
    roll: str = "next_working_day"
    rounding: Rounding = Rounding()
    grace_days: int = 0
    cure_days: int = 30
    acceptance_days: int = 15
    stop_use_days: int = 30
    late_interest: LateInterest | None = None
    interest_order: str = "before"
    exit_window: ExitWindow | None = None
    duties: tuple[OwnDuty, ...] = ()
    standard_duties: bool = True
    ceiling_reason: str | None = None
    insurance: Shown = None
    guarantor: Shown = None
    audit_right: Shown = None

    @property
    def rolls(self) -> bool:
        """Tell whether last days move off rest days (Civil Code art. 203; art. 204 lets parties agree otherwise)."""
        return self.roll == "next_working_day"

    def rule_of(self, item: FixedItem) -> str | None:
        """Give the rule that joins the two legs of an item, if one holds."""
        return item.due_rule or (self.due_rule if item.kind == "deferred_fee" else None)

    def legs_of(self, item: FixedItem) -> tuple[Trigger, ...]:
        """Give the triggers that an item's due date is worked out from."""
        if self.rule_of(item) is None:
            return (item.trigger,)
        return (item.trigger, item.also or REVENUE)
