"""The facts a claim brings, and looking one up by name: from a mapping, never by attribute access."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.subsidy.rules.amounts import LIMIT, number_of, plain
from licensing.subsidy.rules.periods import Period, period_of
from licensing.subsidy.rules.worksheet import Input
from marketplace.problems import DomainError

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


class UnusableFact(DomainError):
    """Raised for a fact that cannot be used at its place, such as a word where an amount is wanted."""

    code = "unusable_fact"


@dataclass(frozen=True, slots=True)
class Field:
    """A named fact: of the deal, of the applicant or of the round."""

    owner: str
    name: str
    text: str


def field_named(text: str) -> Field:
    """Split ``deal.paid`` into its owner and its name."""
    owner, _, name = text.partition(".")
    return Field(owner, name, text)


@dataclass(frozen=True, slots=True)
class Granted:
    """
    What one award of an earlier round gave under the same policy.

    :ivar values: value of each ``by`` field at the time: ``{"applicant.id": "A", "year": "2024"}``.
    """

    values: Mapping[str, str]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """
    All that one working-out looks at, as plain values (text, whole numbers, booleans, lists of payments).

    Dates and decimals are turned into text on the way in, so that the facts can be stored and given back unchanged.

    :ivar deals: in order of application; each with its ``id``, else it is called d1, d2, …
    :ivar entitlements: amounts that come from outside (scheme ``given``); then no deal is looked at.
    :ivar already: granted elsewhere, paired with ``entitlements`` or ``deals``.
    :ivar prior: granted before under this policy, by the value of a ``by`` field of a group cap.
    :ivar granted: the same with its ``by`` values in full, so that yearly and lifetime caps can be told apart.
    :ivar round: ``cutoff``, ``year``, ``opens_on``, ``rate``, ``id``.
    :ivar sources: where a fact comes from, by ``applicant.name`` or ``<deal id>/deal.name``.
    """

    applicant: Mapping[str, Any] = field(default_factory=dict)
    deals: Sequence[Mapping[str, Any]] = ()
    entitlements: Sequence[Any] | None = None
    already: Sequence[Any] = ()
    plan: Sequence[Any] | None = None
    pool: Any = None
    others_base: Any = None
    prior: Mapping[str, Any] = field(default_factory=dict)
    granted: Sequence[Granted] = ()
    round: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the facts as a JSON object; an absent part is left out."""
        written = {
            "applicant": stored(self.applicant),
            "deals": [stored(deal) for deal in self.deals],
            "entitlements": None if self.entitlements is None else stored(list(self.entitlements)),
            "already": stored(list(self.already)),
            "plan": None if self.plan is None else stored(list(self.plan)),
            "pool": stored(self.pool),
            "others_base": stored(self.others_base),
            "prior": stored(self.prior),
            "granted": [{"values": dict(one.values), "amount": plain(one.amount)} for one in self.granted],
            "round": stored(self.round),
            "sources": dict(self.sources),
        }
        return {key: value for key, value in written.items() if value not in (None, {}, [])} | {
            key: [] for key in ("entitlements", "plan") if written[key] == []
        }

    @staticmethod
    def from_json(written: Mapping[str, Any]) -> ClaimFacts:
        """Read what ``to_json`` wrote."""
        parts = dict(written)
        parts["granted"] = [Granted(one["values"], Decimal(one["amount"])) for one in parts.get("granted", ())]
        return ClaimFacts(**parts)


def stored(value: Any) -> Any:
    """Turn a value into one that JSON keeps: dates to ISO text, decimals to plain text, keys to text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): stored(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [stored(item) for item in value]
    raise UnusableFact(f"a fact of the type {type(value).__name__} cannot be kept", type=type(value).__name__)


def amount_of(value: Any, name: str) -> Decimal:
    """Give a fact as a number; nothing counts as 0. Raises ``UnusableFact`` for anything that is no number."""
    if value is None:
        return ZERO
    number = number_of(value)
    if number is None or not -LIMIT < number < LIMIT:
        raise UnusableFact(f"{name} is no number below 10^13: {str(value)[:60]!r}", field=name)
    return number


def key_text(value: Any) -> str:
    """Write a value as the key of a table: booleans are ``true`` and ``false``, nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def is_missing(value: Any) -> bool:
    """Tell whether a fact was not given."""
    return value is None or value == ""


class Look:
    """One deal seen by one policy: answers by field name and remembers what was asked."""

    __slots__ = ("applicant", "deal", "id", "inputs", "missing", "round", "sources", "year")

    def __init__(
        self, *, applicant: Mapping[str, Any], deal: Mapping[str, Any], deal_id: str, facts: ClaimFacts
    ) -> None:
        self.applicant = applicant
        self.deal = deal
        self.id = deal_id
        self.round = facts.round
        self.sources = facts.sources
        self.inputs: list[Input] = []
        self.missing: list[str] = []
        self.year = ""

    def fact(self, asked: Field) -> Any:
        """Give a fact, or ``None``, and note that it was looked at."""
        if asked.owner == "deal":
            value = self.deal.get(asked.name)
        else:
            value = (self.applicant if asked.owner == "applicant" else self.round).get(asked.name)
        if is_missing(value):
            value = None
            self.missing.append(asked.text)
        self.inputs.append(Input(asked.text, shown(value), self._source(asked)))
        return value

    def number(self, asked: Field) -> Decimal:
        """Give a fact as a number; one that is missing counts as 0 and is noted as missing."""
        return amount_of(self.fact(asked), asked.text)

    def of_round(self, name: str) -> Any:
        """Give a value that the round brings, and note that it was looked at."""
        return self.fact(Field("round", name, f"round.{name}"))

    def taken(self) -> tuple[Input, ...]:
        """Give what was looked at since the last call, each once."""
        inputs, self.inputs = self.inputs, []
        return tuple(dict.fromkeys(inputs))

    def taken_missing(self) -> str:
        """Name what was missing since the last call."""
        missing, self.missing = self.missing, []
        return ", ".join(dict.fromkeys(missing))

    def _source(self, asked: Field) -> str:
        return self.sources.get(f"{self.id}/{asked.text}" if asked.owner == "deal" else asked.text, "")


def shown(value: Any) -> str:
    """Write a fact for a worksheet row; payments as their number."""
    if isinstance(value, list | tuple):
        return f"[{len(value)}]"
    text = key_text(value)
    return text if len(text) <= 120 else f"{text[:119]}…"


def payments_of(look: Look) -> list[tuple[Period | None, Decimal]]:
    """Give the payments of a deal as (day, amount)."""
    listed = look.fact(PAYMENTS)
    if listed is None:
        return []
    if not isinstance(listed, list | tuple) or not all(isinstance(payment, Mapping) for payment in listed):
        raise UnusableFact("deal.payments is no list of payments", field="deal.payments")
    return [
        (period_of(payment.get("paid_on")), amount_of(payment.get("amount"), "deal.payments.amount"))
        for payment in listed
    ]


PAYMENTS: Final = field_named("deal.payments")
