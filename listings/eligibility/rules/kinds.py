"""The kinds of facts: their fields, their topic, and by what two sources say the same. One row per kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from listings.eligibility.rules.facts import Fact
from listings.eligibility.rules.fields import (
    Amount,
    Choice,
    Code,
    Field,
    Flag,
    ListOf,
    MappingOf,
    Refusal,
    Source,
    Text,
    Topics,
    Whole,
    WholeDay,
    optional,
)
from listings.eligibility.rules.vocabulary import (
    DECLARATION_ITEMS,
    NON_USE_REASONS,
    PURPOSES,
    REGISTER_TOPICS,
    TOPICS,
)
from marketplace.strict_yaml import Path

_DAY: Final = WholeDay()


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of fact.

    :ivar topic: what a ``checked`` reads to see facts of this kind; ``None``: no reading denies them.
    :ivar same_by: the attribute by which two facts of this kind are the same one, beside the kind.
    """

    fields: dict[str, Field] = field(default_factory=dict)
    topic: str | None = None
    same_by: str | None = None


_REF: Final = {"ref": Field(Code())}
_TO: Final = {"to": optional(_DAY)}
_DOCUMENT: Final = {"document": optional(Code(may_be_empty=True))}
_PAPER: Final = {"answer": optional(Choice(("given", "refused"))), "revoked": optional(_DAY), **_DOCUMENT}
_BASIS: Final = Choice(("court", "ownership"))

KINDS: Final[dict[str, Kind]] = {
    "checked": Kind({"topics": Field(Topics(TOPICS, REGISTER_TOPICS))}),
    "grant": Kind(),
    "lapse_unpaid": Kind(topic="status"),
    "abandoned": Kind(topic="status"),
    "expired": Kind(topic="status"),
    "invalidated_full": Kind(topic="status"),
    "invalidated_part": Kind(topic="status"),
    "restored": Kind(topic="status"),
    "term_compensation": Kind({"days": Field(Whole())}, "status"),
    "fee_paid": Kind({"paid_until": Field(_DAY)}, "fee", "paid_until"),
    "pledge": Kind({**_REF, **_TO, "amount": optional(Amount())}, "pledge", "ref"),
    "pledge_released": Kind({**_REF, **_TO, "amount": optional(Amount())}, "pledge", "ref"),
    "preservation": Kind({**_REF, "basis": Field(_BASIS), **_TO}, "preservation", "ref"),
    "preservation_released": Kind({**_REF, "basis": optional(_BASIS), **_TO}, "preservation", "ref"),
    "license": Kind({**_REF, "type": Field(Choice(("ordinary", "sole", "exclusive"))), **_TO}, "license", "ref"),
    "license_ended": Kind(_REF, "license", "ref"),
    "owner_change": Kind(
        {
            "owners": Field(ListOf(Code(), least=1)),
            "reason": Field(Choice(("transfer", "rename", "merger", "other"))),
        },
        "owner",
        "owners",
    ),
    "declaration_announced": Kind({"terms_hash": optional(Code())}, "declaration", "terms_hash"),
    "declaration_withdrawn": Kind(topic="declaration"),
    "declaration_filed": Kind({"items": Field(ListOf(Choice(DECLARATION_ITEMS)))}),
    "overseas_grant": Kind({"office": Field(Code()), "number": optional(Code()), "ended": optional(_DAY)}, "family"),
    "overseas_application": Kind(
        {"office": Field(Code()), "number": optional(Code()), "ended": optional(_DAY)}, "family"
    ),
    "award": Kind({"body": Field(Choice(("national_science", "china_patent", "provincial", "other")))}, "award"),
    "pledgee_consent": Kind(
        {**_REF, "purposes": Field(ListOf(Choice(("license", "transfer")))), **_PAPER},
    ),
    "consent": Kind({"owner": Field(Code()), "purposes": Field(ListOf(Choice(PURPOSES))), **_PAPER}),
    "co_owner_agreement": Kind({"ordinary_license": Field(Choice(("alone", "all", "none"))), **_DOCUMENT}),
    "evaluation_report": Kind({"conclusion": Field(Choice(("positive", "negative"))), **_DOCUMENT}),
    "own_use": Kind(_TO),
    "product_filing": Kind(),
    "deal": Kind(),
    "non_use_declaration": Kind({"reasons": Field(ListOf(Choice(NON_USE_REASONS), least=1)), **_DOCUMENT}),
    "reason_decision": Kind({"proper": Field(Flag())}),
    "sei_match": Kind({"match": Field(Flag())}),
    "high_value_review": Kind({"class": Field(Choice(("hv_sei", "hv_pledge"))), "accepted": Field(Flag())}),
    "obstacle": Kind({**_TO, "text": optional(Text())}),
}

_START: Final = {"on": optional(_DAY), "from": optional(_DAY)}
_ORIGIN: Final = {"source": optional(Source()), "as_of": optional(_DAY), "recorded_at": optional(_DAY)}
_ATTRIBUTES: Final = {"class": "value_class"}


def attribute_of(key: str) -> str:
    """Give the attribute of :class:`Fact` that holds a key of a file."""
    return _ATTRIBUTES.get(key, key)


def fact_mapping(kind: str) -> MappingOf:
    """Give what a fact of this kind may hold."""
    return MappingOf({"kind": Field(Choice((kind,))), **_START, **KINDS[kind].fields, **_ORIGIN})


_MAPPINGS: Final = {kind: fact_mapping(kind) for kind in KINDS}


def read_fact(value: Any, path: Path, *, stored: bool) -> Fact:
    """
    Read one fact.

    :param stored: the fact comes from a store and carries its source and all of its days; in a file they
        have defaults: the register, the start, the day of reading.
    """
    if not isinstance(value, dict):
        raise Refusal("a fact is a mapping", path)
    kind = Choice(tuple(KINDS)).read(value.get("kind"), (*path, "kind"))
    found = {key: entry for key, entry in _MAPPINGS[kind].read(value, path).items() if entry is not None}
    start = _start(found, path)
    if stored and any(key not in found for key in _ORIGIN):
        raise Refusal("a stored fact carries source, as_of and recorded_at", path)
    as_of = found.pop("as_of", start)
    origin = {"source": found.pop("source", "register"), "as_of": as_of, "recorded_at": found.pop("recorded_at", as_of)}
    fields = {attribute_of(key): entry for key, entry in found.items()}
    if kind in {"consent", "pledgee_consent"}:
        fields.setdefault("answer", "given")
    if kind == "non_use_declaration" and "none" in fields["reasons"] and len(set(fields["reasons"])) > 1:
        raise Refusal("none says that there is no reason; it stands alone", (*path, "reasons"))
    return Fact(start=start, **fields, **origin)


def _start(found: dict[str, Any], path: Path) -> date:
    """Take the start out of what was read: its ``on``, else its ``from``, of a reading the day of reading."""
    first, second = found.pop("on", None), found.pop("from", None)
    start = first or second or (found.get("as_of") if found["kind"] == "checked" else None)
    if start is None:
        wanted = "as_of" if found["kind"] == "checked" else "'on' or 'from'"
        raise Refusal(f"the fact has no start; give {wanted}", path)
    return start  # type: ignore[no-any-return]
