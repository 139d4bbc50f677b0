"""What the steps work on, and how a step writes a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from licensing.subsidy.rules.amounts import plain_rounded
from licensing.subsidy.rules.facts import ZERO, ClaimFacts, Look
from licensing.subsidy.rules.lines import Line
from licensing.subsidy.rules.policy import Policy, blocking_reasons
from licensing.subsidy.rules.worksheet import Binding, Input, Row

NOTHING: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class Candidate:
    """
    One deal of the claim.

    :ivar eligible: passes deal kind, window, gates and ``min_class``.
    :ivar counts: eligible, and no repetition of an earlier deal.
    """

    look: Look
    index: int
    kind: str
    eligible: bool = True
    counts: bool = True
    base: Decimal = ZERO


@dataclass(slots=True)
class Work:
    """One working-out under way: what it reads, what it has found, the rows it has written."""

    policy: Policy
    facts: ClaimFacts
    candidates: list[Candidate]
    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    delegated: dict[str, None] = field(default_factory=dict)
    eligible: bool = False
    amount_known: bool = True
    plan_ok: bool | None = None
    split: dict[str, Decimal] = field(default_factory=dict)
    earmark_min: Decimal | None = None
    blocked: list[str] = field(default_factory=list)
    clauses: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.blocked = blocking_reasons(self.policy)

    @property
    def from_outside(self) -> bool:
        """Tell whether the amounts come from outside (entitlements or a plan), so that no deal is looked at."""
        return self.facts.entitlements is not None or self.facts.plan is not None

    @property
    def cycle(self) -> str:
        """Name the round."""
        for name in ("cycle", "id", "year", "opens_on"):
            if self.facts.round.get(name) not in (None, ""):
                return str(self.facts.round[name])
        return ""

    def open_lines(self) -> list[Line]:
        """Give the lines that still take caps and add-ons."""
        return [line for line in self.lines if line.open]

    def row(  # noqa: PLR0913 - a row has that many parts, and each is named at the call
        self,
        step: str,
        reason: str,
        *,
        line: str = "",
        key: str = "",
        looks: Sequence[Look] = (),
        inputs: tuple[Input, ...] = (),
        working: str = "",
        result: Decimal | str = "",
        binding: bool = False,
        provisional: bool = False,
        values: Mapping[str, str] = NOTHING,
    ) -> None:
        """Write one row. ``looks``: deals whose inputs since their last row belong to it."""
        for look in looks:
            inputs += look.taken()
            if look.missing:
                missing = look.taken_missing()
                values = {**values, "missing": missing}
                self.missing |= dict.fromkeys(missing.split(", "))
        self.rows.append(
            Row(
                step,
                reason,
                line,
                self._clause(key or step),
                inputs,
                working,
                result if isinstance(result, str) else plain_rounded(result),
                Binding.YES if binding else Binding.NO,
                provisional,
                values,
            )
        )

    def not_applicable(self, step: str, reason: str, key: str = "") -> None:
        """Write that the policy has nothing to say at a step."""
        self.rows.append(Row(step, reason, "", self._clause(key or step), (), "", "", Binding.NOT_APPLICABLE))

    def _clause(self, key: str) -> str:
        found = self.clauses.get(key)
        if found is None:
            found = self.clauses[key] = self.policy.clause(key)
        return found
