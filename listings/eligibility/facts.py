"""
Legal facts between their rows and the plain form of the eligibility engine.

The plain form is that of a fact in a file: ``kind``, ``on`` or ``from``, ``to``, ``source``, ``as_of``,
``recorded_at`` and the fields of its kind, dates as ISO text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from listings.eligibility.rules.fields import Refusal
from listings.eligibility.rules.kinds import KINDS, read_fact
from listings.patents.models import LegalFact, Patent
from marketplace.dates import shanghai_day
from marketplace.problems import DomainError, FieldProblem

_COLUMNS: Final = frozenset({"kind", "on", "from", "to", "source", "as_of", "recorded_at", "document"})


class FactRefused(DomainError):
    """Raised for a fact that cannot be read as one of its kind, or that lies in the future."""

    code = "fact_refused"


def has_paper(kind: str) -> bool:
    """Tell whether facts of this kind are papers, which count only with a document."""
    return "document" in KINDS[kind].fields


def plain_fact(row: LegalFact) -> dict[str, Any]:
    """Give a stored fact in plain form."""
    plain: dict[str, Any] = {
        "kind": row.kind,
        **row.payload,
        "source": row.source,
        "as_of": row.as_of,
        "recorded_at": shanghai_day(row.recorded_at),
    }
    if row.on is not None:
        plain["on"] = row.on
    if row.from_date is not None:
        plain["from"] = row.from_date
    if row.to_date is not None:
        plain["to"] = row.to_date
    if row.document_sha256 and has_paper(row.kind):
        plain["document"] = row.document_sha256
    return plain


def new_fact(
    *,
    patent: Patent,
    plain: Mapping[str, Any],
    document_sha256: str,
    recorded_by: UUID | None,
    now: datetime,
) -> LegalFact:
    """
    Make the unsaved row of a fact given in plain form (without ``recorded_at``, which is now).

    :raises FactRefused: with the JSON pointer of what cannot be read.
    """
    today = shanghai_day(now)
    given = {key: value for key, value in plain.items() if value not in (None, "")}
    if given.keys() & {"recorded_at", "document"}:
        raise FactRefused("recorded_at and document are set by the product")
    if r"\x00" in repr(tuple(given.values())):
        raise FactRefused("a text holds a character that is none")
    given = {"as_of": given.get("on") or given.get("from") or today.isoformat(), **given, "recorded_at": today}
    try:
        read = read_fact(given, (), stored=True)
    except Refusal as refused:
        pointer = "".join(f"/{part}" for part in refused.path)
        raise FactRefused(
            refused.reason, problems=[FieldProblem(pointer or "/kind", "unreadable", refused.reason)]
        ) from refused
    if read.as_of > today:
        raise FactRefused(
            "the source cannot have been read in the future",
            problems=[FieldProblem("/as_of", "in_the_future", "Write the day on which the source was read.")],
        )
    return LegalFact(
        patent=patent,
        kind=read.kind,
        on=_day(given.get("on")),
        from_date=None if "on" in given else _day(given.get("from")),
        to_date=read.to,
        source=read.source,
        as_of=read.as_of,
        recorded_at=now,
        payload={key: _json(value) for key, value in given.items() if key not in _COLUMNS},
        document_sha256=document_sha256,
        recorded_by=recorded_by,
    )


def same_fact(one: LegalFact, other: LegalFact) -> bool:
    """Tell whether two rows say the same, whenever they were recorded."""
    return _content(one) == _content(other)


def _content(row: LegalFact) -> tuple[object, ...]:
    return (row.kind, row.on, row.from_date, row.to_date, row.source, row.as_of, row.payload, row.document_sha256)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
