"""Cards of listings, and what the listing page shows, as values made from the public record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend.components import formats
from frontend.components.eligibility import PURPOSES, source_words
from frontend.components.languages import page_language
from frontend.components.values import Fact, PurposeLine, State
from frontend.public.codes import division_name, industry_name
from frontend.public.records import PublicRecord, read_day
from listings.offers.models import EndReason, SuspensionReason
from listings.offers.plans import read_plan
from listings.offers.plans.wording import one_line

# A register or a fee state that was read longer ago is marked as old.
STALE_AFTER: Final = timedelta(days=30)
LEGAL_WORDS: Final[Mapping[str, Promise]] = {
    "in_force": _("In force"),
    "in_force_grace": _("In force, annual fee late"),
    "partly_invalidated": _("In force, partly invalidated"),
}
KIND_WORDS: Final[Mapping[str, Promise]] = {
    "invention": _("Invention"),
    "utility_model": _("Utility model"),
    "design": _("Design"),
}
ROUTE_WORDS: Final[Mapping[str, Promise]] = {
    "license": _("License"),
    "transfer": _("Transfer"),
    "equity": _("Equity contribution"),
}
_ANSWERS: Final = {"met": "may", "failed": "may_not", "unknown": "unknown"}
_FULL_MATURITY: Final = 9


@dataclass(frozen=True, slots=True)
class Card:
    """A found listing in a few lines."""

    number: str
    title: str
    use: str
    owner: str
    place: str
    terms: str
    status: str
    as_of: date | None
    years_left: str
    matched: Sequence[Sequence[tuple[str, bool]]] = ()


def card_of(record: PublicRecord, *, today: date, matched: Sequence[Sequence[tuple[str, bool]]] = ()) -> Card:
    """Give the card of a listing that stands; a suspended one is shown without terms."""
    document = record.document
    content, organization = document["content"], document["organization"]
    return Card(
        number=record.number,
        title=content["title"] or record.patent["invention_title"],
        use=content["product"] or content["application_field"],
        owner=organization["name"],
        place=division_name(organization["region"]),
        terms="" if record.status == "suspended" else _line(document["offer"]["payment"], today=today),
        status=record.status,
        as_of=read_day(record.patent["legal"]["as_of"]),
        years_left=years_left(read_day(record.patent["expiry_date"]), today=today),
        matched=matched,
    )


def _line(plan: Mapping[str, Any], *, today: date) -> str:
    """Give the terms in one line, for a license that takes effect today."""
    return one_line(read_plan(plan), page_language(), start=today)


def years_left(expiry: date | None, *, today: date) -> str:
    """Tell how long a patent will still last, in full years."""
    if expiry is None or expiry <= today:
        return ""
    years = expiry.year - today.year - ((expiry.month, expiry.day) < (today.month, today.day))
    return formats.held(ngettext("%(n)s year left", "%(n)s years left", years) % {"n": years})


def state_of(record: PublicRecord) -> State:
    """Give the state of a listing with its sentence."""
    document = record.document
    if record.status == "published":
        return State(
            "Listing",
            "published",
            {"date": read_day(document["published_date"]), "n": document["offer"]["terms_version"]},
        )
    if record.status == "suspended":
        suspension = document["suspension"]
        return State(
            "Listing",
            "suspended",
            {
                "date": read_day(suspension["since_date"]),
                "reason": SuspensionReason(suspension["reason"]).label,
                "effect": gettext("they go on"),
            },
        )
    return State("Listing", record.status, {"date": read_day(document["effective_date"] or document["decided_date"])})


def end_reason(record: PublicRecord) -> str:
    """Give the reason for which a listing ended, in words."""
    reason = EndReason(record.document["reason"]).label
    text = record.document["reason_text"]
    return f"{reason} · {text}" if text else str(reason)


def legal_facts(record: PublicRecord, *, today: date) -> list[Fact]:
    """Give the dated facts of the patent; they share the source that was read last."""
    patent = record.patent
    legal = patent["legal"]
    as_of = read_day(legal["as_of"])
    read: dict[str, Any] = {
        "source": source_words(legal["source"]) if legal["source"] else "",
        "as_of": as_of,
        "is_stale": as_of is not None and today - as_of > STALE_AFTER,
        "settled_by": gettext("an extract of the patent register"),
    }
    printed: dict[str, Any] = {"source": source_words("gazette"), "as_of": read_day(patent["grant_date"])}
    return [
        Fact(gettext("Legal status"), str(LEGAL_WORDS[legal["status"]]), **read),
        Fact(gettext("Annual fee paid until"), read_day(legal["fee_paid_until"]), **read),
        Fact(gettext("Pledge"), _pledge(legal["pledge"]), **read),
        Fact(gettext("Sole or exclusive license"), _yes_no(legal["exclusive_license"]), **read),
        Fact(gettext("Ordinary licenses filed"), legal["ordinary_licenses"], **read),
        Fact(gettext("Owners"), ", ".join(owner["name"] for owner in patent["owners"]), **read),
        Fact(gettext("Filing date"), read_day(patent["filing_date"]), **printed),
        Fact(gettext("Grant date"), read_day(patent["grant_date"]), **printed),
        Fact(gettext("Ends on"), read_day(patent["expiry_date"]), source=gettext("worked out from the filing date")),
    ]


def _pledge(pledge: Mapping[str, Any] | None) -> str:
    if pledge is None:
        return gettext("none on record")
    day = formats.day(read_day(pledge["since_date"]) or date.min)
    if pledge["consent"]:
        return gettext("since %(day)s; the pledgee agrees to licenses") % {"day": day}
    return gettext("since %(day)s; no consent of the pledgee on record") % {"day": day}


def _yes_no(answer: bool | None) -> str | None:  # noqa: FBT001 - The document's own value.
    if answer is None:
        return None
    return gettext("yes") if answer else gettext("none on record")


def purposes(record: PublicRecord) -> list[PurposeLine]:
    """Give what the patent may be used for, with the day since which the answer stands."""
    return [
        PurposeLine(
            PURPOSES[line["purpose"]],
            _ANSWERS[line["answer"]],
            gettext("Answer since %(day)s, rules %(rules)s.")
            % {"day": formats.day(read_day(line["as_of"]) or date.min), "rules": line["rule_set"]},
        )
        for line in record.patent["eligibility"]
    ]


def maturity_words(level: int | None) -> str:
    """Give the technology readiness level on its scale."""
    if level is None:
        return ""
    return gettext("Level %(level)s of %(full)s") % {"level": level, "full": _FULL_MATURITY}


def industries(record: PublicRecord) -> list[str]:
    """Give the names of the industries that a listing is for."""
    return list(dict.fromkeys(industry_name(code) for code in record.document["content"]["gbt4754"]))
