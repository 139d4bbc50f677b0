"""What a royalty comes to: base, rates, rounding, floor, cap, total cap, in the order of first filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licensing.obligations.ledger.outlines import Outline, RoyaltyTerms
from listings.offers.plans.model import RateRow, Rounding
from marketplace.money import ZERO, RoundingMode, round_to


@dataclass(slots=True)
class Filing:
    """The statement of a period: the day it was first filed, and the figures that hold now."""

    filed_on: date
    amount: Decimal | None = None
    units: Decimal | None = None
    unit_price: Decimal | None = None
    deductions: Mapping[str, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Carry:
    """What goes on from one filed period to the next: a loss (not above zero) and the royalty so far."""

    loss: Decimal = ZERO
    so_far: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Working:
    """How the royalty of one period was worked out."""

    stated: Decimal
    deducted: Decimal
    carried: Decimal
    base: Decimal
    parts: tuple[tuple[Decimal, Decimal], ...]
    rounded: Decimal
    bound_by: tuple[str, ...]
    left: Decimal | None
    amount: Decimal
    after: Carry


def work_out(outline: Outline, filing: Filing, before: Carry) -> Working:
    """Work out the royalty of one period from its statement and what went before it."""
    terms = outline.terms
    if terms is None:
        raise ValueError(f"{outline.key} bears no royalty")
    rounding = outline.plan.rounding
    stated = _stated(filing, rounding)
    deducted = _deducted(terms, filing)
    base = stated - deducted + before.loss
    parts = tuple(_parts(base, terms.rows))
    rounded = _rounded(sum((part * rate for part, rate in parts), Decimal(0)), rounding)
    amount, bound_by, left = _bounded(rounded, terms, before.so_far)
    loss = min(base, ZERO) if terms.item.negative == "carry" else ZERO
    after = Carry(loss, before.so_far + amount)
    return Working(stated, deducted, before.loss, base, parts, rounded, bound_by, left, amount, after)


def _rounded(amount: Decimal, rounding: Rounding) -> Decimal:
    return round_to(amount, unit=rounding.unit, mode=RoundingMode(rounding.mode))


def _stated(filing: Filing, rounding: Rounding) -> Decimal:
    if filing.amount is not None:
        return filing.amount
    return _rounded((filing.units or Decimal(0)) * (filing.unit_price or Decimal(0)), rounding)


def _deducted(terms: RoyaltyTerms, filing: Filing) -> Decimal:
    """Add up the deductions that were agreed; another kind is not taken."""
    agreed = terms.item.deductions
    return sum((amount for kind, amount in (filing.deductions or {}).items() if kind in agreed), ZERO)


def _parts(base: Decimal, rows: tuple[RateRow, ...]) -> list[tuple[Decimal, Decimal]]:
    """Cut the base at the rows' bounds: each part bears its own rate."""
    bounds = [row.over or ZERO for row in rows]
    uppers: list[Decimal | None] = [*bounds[1:], None]
    cut = []
    for row, lower, upper in zip(rows, bounds, uppers, strict=True):
        top = base if upper is None else min(base, upper)
        if top > lower:
            cut.append((top - lower, row.rate))
    return cut


def _bounded(amount: Decimal, terms: RoyaltyTerms, so_far: Decimal) -> tuple[Decimal, tuple[str, ...], Decimal | None]:
    """Bind by floor (not in a free year), then cap, then by what the total cap leaves."""
    bound: list[str] = []
    if terms.floor is not None and not terms.is_free and amount < terms.floor:
        amount, bound = terms.floor, ["floor"]
    if terms.cap is not None and amount > terms.cap:
        amount, bound = terms.cap, [*bound, "cap"]
    total_cap = terms.item.total_cap
    left = None if total_cap is None else max(total_cap - so_far, ZERO)
    if left is not None and amount > left:
        amount, bound = left, [*bound, "total_cap"]
    return amount, tuple(bound), left
