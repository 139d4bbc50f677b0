"""What a policy is once it has been read: frozen values, ready to be worked with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.subsidy.rules.bases import Expression
from licensing.subsidy.rules.caps import AddOn, Cap, GroupCap
from licensing.subsidy.rules.facts import Field, field_named
from licensing.subsidy.rules.gates import Gate
from licensing.subsidy.rules.payers import Earmark, Payer
from licensing.subsidy.rules.pools import Pool
from licensing.subsidy.rules.schemes import Scheme
from licensing.subsidy.rules.shapes import Path
from licensing.subsidy.rules.stacking import Stacking
from licensing.subsidy.rules.worksheet import canonical
from marketplace.money import RoundingMode

VERSION_DATES: Final = tuple(
    field_named(name) for name in ("deal.recorded_on", "deal.registered_on", "deal.signed_on", "round.opens_on")
)
OPEN_LICENSE: Final = "open_license"


@dataclass(frozen=True, slots=True)
class Floor:
    """A least value. ``field`` is set where it is not the base; ``scope``: one deal or the group."""

    value: Decimal
    inclusive: bool
    scope: str = ""
    field: Field | None = None

    def reached(self, value: Decimal) -> bool:
        """Tell whether a value stands at or above the floor (above it, where it is not inclusive)."""
        return value > self.value or (self.inclusive and value == self.value)

    @property
    def sign(self) -> str:
        """The comparison in signs."""
        return "≥" if self.inclusive else ">"


@dataclass(frozen=True, slots=True)
class MinGroup:
    """A least number of eligible deals, and a least sum of one of their fields."""

    field: Field | None
    floor: Floor | None
    min_count: int


@dataclass(frozen=True, slots=True)
class DedupeRule:
    """A key by which later lines are the same thing again; ``types`` empty: all kinds together."""

    types: tuple[str, ...]
    key: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Rounding:
    """To what each line is rounded, and how."""

    mode: RoundingMode = RoundingMode.DOWN
    unit: Decimal = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a policy is in force, by its own words; open ends are ``None``."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """
    One published rule.

    :ivar source: the policy as the file has it, text keys included.
    :ivar defaults: the rounding of the file, which the policy's own is merged over.
    :ivar cases: its worked examples, and what stands under each of them (``case_defaults``).
    """

    id: str
    scheme: Scheme
    source: Mapping[str, Any] = field(repr=False)
    path: Path = ()
    title: str = ""
    doc_no: str = ""
    jurisdiction: str = ""
    family: str = ""
    supersedes: tuple[str, ...] = ()
    valid: Validity = Validity()
    version_date: tuple[Field, ...] = VERSION_DATES
    side: str = "any"
    deal_types: tuple[str, ...] | None = None
    gates: tuple[Gate, ...] = ()
    window: Gate | None = None
    min_class: Floor | None = None
    dedupe: tuple[DedupeRule, ...] = ()
    granularity: str = "deal"
    base: Expression | None = None
    min_base: Floor | None = None
    min_group: MinGroup | None = None
    semantics: str = "exact"
    line_cap: Cap | None = None
    line_cap_confirmed: bool = True
    cap_fields: tuple[Expression, ...] = ()
    per_patent_cap: Cap | None = None
    bundle: str = ""
    addons: tuple[AddOn, ...] = ()
    group_caps: tuple[GroupCap, ...] = ()
    min_payout: Floor | None = None
    stacking: tuple[Stacking, ...] = ()
    pool: Pool | None = None
    plan_item_cap: Decimal | None = None
    priority: tuple[str, ...] = ()
    split: tuple[Payer, ...] = ()
    earmark: Earmark | None = None
    rounding: Rounding = Rounding()
    documents: tuple[str, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=dict, repr=False)
    defaults: Mapping[str, Any] = field(default_factory=dict, repr=False)
    cases: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    case_defaults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    canonical: str = field(default="", repr=False)
    hash: str = ""

    def clause(self, key: str) -> str:
        """Name the place in the policy: document number, key, and the published words where there are any."""
        return self.clauses.get(key) or f"{self.doc_no or self.id} · {key}"

    @property
    def by_year(self) -> bool:
        """Tell whether the deals of one applicant are summed before the rate."""
        return self.granularity == "applicant_year"

    def kind_read(self, kind: str) -> str:
        """Read a deal kind as this rule does: a statutory open license is a license unless the rule names it."""
        if kind == OPEN_LICENSE and OPEN_LICENSE not in (self.deal_types or ()):
            return "license"
        return kind


def blocking_reasons(policy: Policy) -> list[str]:
    """Name the numbers that are not confirmed; while there is one, no award can be published."""
    reasons = []
    if not policy.scheme.confirmed:
        reasons.append("scheme")
    if not policy.line_cap_confirmed:
        reasons.append("line_cap")
    return reasons


CASE_KEYS: Final = ("cases", "case_defaults")


def canonical_form(source: Mapping[str, Any], rounding: Rounding) -> str:
    """
    Write a policy in its one canonical form: what decides and what is shown, without its worked examples.

    The rounding stands in it as merged with the file's defaults. The order of a ``split`` matters and is kept.
    """
    kept = {key: value for key, value in source.items() if key not in CASE_KEYS and value is not None}
    kept["rounding"] = {"mode": str(rounding.mode), "unit": str(rounding.unit)}
    if isinstance(kept.get("split"), Mapping):
        kept["split"] = [[level, part] for level, part in kept["split"].items()]
    return canonical(kept)


def hash_of(canonical_text: str) -> str:
    """Give the SHA-256 of a canonical form."""
    return hashlib.sha256(canonical_text.encode()).hexdigest()


def clauses_of(source: Mapping[str, Any], name: str) -> dict[str, str]:
    """Name each key's place, with the published words beside it."""
    return {key: _clause(source, name, key, value) for key, value in source.items()}


def _clause(source: Mapping[str, Any], name: str, key: str, value: Any) -> str:
    words = [value.get(part) for part in ("text", "note")] if isinstance(value, Mapping) else []
    said = next((one for one in [source.get(f"{key}_note"), *words] if isinstance(one, str)), "")
    return f"{name} · {key}" + (f" · {said}" if said else "")
