"""
The worksheet: how one amount was worked out, one row for each step that was looked at.

All of it are frozen values of text, booleans and decimals; ``to_json`` and ``from_json`` are inverse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

FORMAT: Final = 1


class Binding(StrEnum):
    """Whether a row changed the result (是否起作用)."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Input(NamedTuple):
    """One fact that a row looked at. ``mark``: ``met``, ``not_met`` or ``missing`` where it was tested."""

    field: str
    value: str
    source: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """
    One step as it was worked out.

    :ivar step: name in ``steps.STEPS``.
    :ivar reason: what was found; names the sentence of ``explaining``.
    :ivar line: id of the deal or line; empty for the whole claim.
    :ivar clause: document number and place in the policy, with the published words where the policy has them.
    :ivar working: the arithmetic, in figures and signs.
    :ivar result: an amount, or a word.
    :ivar provisional: the number used is not confirmed.
    :ivar values: named values for the sentence.
    """

    step: str
    reason: str
    line: str
    clause: str
    inputs: tuple[Input, ...]
    working: str
    result: str
    binding: Binding
    provisional: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the row as a JSON object."""
        return {
            "step": self.step,
            "reason": self.reason,
            "line": self.line,
            "clause": self.clause,
            "inputs": [one._asdict() for one in self.inputs],
            "working": self.working,
            "result": self.result,
            "binding": str(self.binding),
            "provisional": self.provisional,
            "values": dict(self.values),
        }

    @staticmethod
    def from_json(written: Mapping[str, Any]) -> Row:
        """Read what ``to_json`` wrote."""
        inputs = tuple(Input(**one) for one in written["inputs"])
        return Row(**{**written, "inputs": inputs, "binding": Binding(written["binding"])})


@dataclass(frozen=True, slots=True)
class LineResult:
    """
    What one line came to.

    :ivar deals: ids of the deals behind the line (several only with ``applicant_year``).
    :ivar amount: after group caps, stacking, rounding and minimum payout, before the pool.
    :ivar award: after the pool: the most that can be awarded.
    :ivar groups: value of every ``by`` field of the group caps, with applicant, year and cycle: what a later round
        must know of this award (``granted_by``).
    """

    id: str
    deals: tuple[str, ...]
    kind: str
    base: Decimal
    amount: Decimal
    award: Decimal
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """
    One working-out in full.

    :ivar policy_hash: SHA-256 of the policy's canonical form.
    :ivar facts: what was looked at, as ``ClaimFacts.to_json`` writes it; enough to work it out again.
    :ivar total: sum of the lines before the pool (``ratio_from_base`` acts inside the lines).
    :ivar award: sum of the lines after the pool.
    :ivar amount_known: false where the policy's rate was never confirmed, so that only eligibility is worked out.
    :ivar provisional: a number of the policy is not confirmed; no award can be published.
    """

    policy_id: str
    policy_hash: str
    semantics: str
    facts: Mapping[str, Any]
    rows: tuple[Row, ...]
    lines: tuple[LineResult, ...]
    total: Decimal
    award: Decimal
    eligible: bool
    amount_known: bool
    delegated: tuple[str, ...]
    plan_ok: bool | None
    split: Mapping[str, Decimal]
    earmark_min: Decimal | None
    provisional: bool
    provisional_reasons: tuple[str, ...]
    missing: tuple[str, ...]
    format: int = FORMAT

    @property
    def awards(self) -> tuple[Decimal, ...]:
        """The lines after the pool, in the order of application."""
        return tuple(line.award for line in self.lines)

    @property
    def digest(self) -> str:
        """SHA-256 over the whole worksheet, the values that the round brought included."""
        return hashlib.sha256(canonical(self.to_json()).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Give the worksheet as a JSON object; amounts are decimal text."""
        return {
            "format": self.format,
            "policy_id": self.policy_id,
            "policy_hash": self.policy_hash,
            "semantics": self.semantics,
            "facts": dict(self.facts),
            "rows": [row.to_json() for row in self.rows],
            "lines": [_line_json(line) for line in self.lines],
            "total": str(self.total),
            "award": str(self.award),
            "eligible": self.eligible,
            "amount_known": self.amount_known,
            "delegated": list(self.delegated),
            "plan_ok": self.plan_ok,
            "split": [[level, str(amount)] for level, amount in self.split.items()],
            "earmark_min": None if self.earmark_min is None else str(self.earmark_min),
            "provisional": self.provisional,
            "provisional_reasons": list(self.provisional_reasons),
            "missing": list(self.missing),
        }

    @staticmethod
    def from_json(written: Mapping[str, Any]) -> Worksheet:
        """Read what ``to_json`` wrote."""
        earmark = written["earmark_min"]
        return Worksheet(
            **{
                **written,
                "rows": tuple(Row.from_json(row) for row in written["rows"]),
                "lines": tuple(_line_from(line) for line in written["lines"]),
                "total": Decimal(written["total"]),
                "award": Decimal(written["award"]),
                "delegated": tuple(written["delegated"]),
                "split": {level: Decimal(amount) for level, amount in written["split"]},
                "earmark_min": None if earmark is None else Decimal(earmark),
                "provisional_reasons": tuple(written["provisional_reasons"]),
                "missing": tuple(written["missing"]),
            }
        )


def canonical(value: Any) -> str:
    """Write a JSON value in its one canonical form: keys sorted, no idle space, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _line_json(line: LineResult) -> dict[str, Any]:
    return {
        "id": line.id,
        "deals": list(line.deals),
        "kind": line.kind,
        "base": str(line.base),
        "amount": str(line.amount),
        "award": str(line.award),
        "groups": dict(line.groups),
    }


def _line_from(written: Mapping[str, Any]) -> LineResult:
    amounts = {key: Decimal(written[key]) for key in ("base", "amount", "award")}
    return LineResult(
        id=written["id"], deals=tuple(written["deals"]), kind=written["kind"], groups=written["groups"], **amounts
    )
