"""A line: what the money is worked out for, one deal or the year of one applicant."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from licensing.subsidy.rules.amounts import total_of
from licensing.subsidy.rules.bases import Expression
from licensing.subsidy.rules.facts import ONE, ZERO, Field, Look, field_named, is_missing, key_text

PATENTS = field_named("deal.patents")


@dataclass(slots=True)
class Line:
    """
    One line while it is worked out.

    :ivar look: the deal whose facts the tables, ``when`` and ``by`` read (the first eligible one of a year's sum).
    :ivar looks: the deals whose money is in it.
    :ivar deals: ids of all its deals, those that count for nothing included.
    :ivar deducted: what its base takes off for another scheme.
    :ivar open: still takes caps and add-ons; a line that a gate, a floor or the scheme ended at 0 does not.
    """

    id: str
    index: int
    look: Look
    looks: list[Look]
    deals: tuple[str, ...]
    kind: str = ""
    base: Decimal = ZERO
    amount: Decimal = ZERO
    award: Decimal = ZERO
    already: Decimal = ZERO
    entitlement: Decimal | None = None
    open: bool = True
    tier: int | None = None
    deducted: tuple[Expression, ...] = ()

    def summed(self, expression: Expression) -> Decimal:
        """Sum an expression over the deals of the line; what is the applicant's alone is one amount."""
        if expression.of_applicant_only:
            return max(ZERO, expression.value(self.look))
        return total_of(max(ZERO, expression.value(look)) for look in self.looks)

    def patents(self, *, one_item: bool) -> Decimal:
        """Count the patents; a deal that does not say has one, and a package may count as one item."""
        if one_item:
            return Decimal(len(self.looks))
        return total_of(_patents(look) for look in self.looks)

    def shut(self) -> None:
        """End the line at 0."""
        self.amount = ZERO
        self.open = False


def _patents(look: Look) -> Decimal:
    return ONE if is_missing(look.deal.get(PATENTS.name)) else max(ZERO, look.number(PATENTS))


def group_value(by: Field, line: Line, cycle: str) -> str:
    """Give the value of one ``by`` entry for a line; ``year`` and ``cycle`` are those of version date and round."""
    if by.text == "year":
        return line.look.year
    if by.text == "cycle":
        return cycle
    value = line.look.deal.get(by.name) if by.owner == "deal" else line.look.applicant.get(by.name)
    return key_text(value)
