"""A listing as the officer sees it: content, terms, what is missing, notices and declaration as view values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frontend.components import formats
from frontend.components.amounts import Ceiling, Terms
from frontend.components.eligibility import QUESTIONS
from frontend.components.plans import terms_of
from frontend.components.values import CheckLine, Link, State, SummaryLine
from frontend.public.cards import ROUTE_WORDS
from frontend.public.codes import division_name, industry_name
from frontend.university.addresses import address
from frontend.university.listing_forms import MATURITY, ContentForm
from frontend.university.stages import Stage, newest
from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice, SuspensionReason
from marketplace.accounts.actors import Actor
from marketplace.dated import clock
from marketplace.dated.selectors import working_days
from marketplace.dates import shanghai_day
from marketplace.problems import FieldProblem
from marketplace.web.problem_texts import field_text

_LINKS = {
    "not_approved": "approve",
    "terms_missing": "terms",
    "terms_not_approved": "approve",
    "price_notice_not_ended": "start_notice",
    "terms_not_signed": "sign",
    "standing_offer_over": "terms",
    "declaration_not_announced": "file_declaration",
}


def state_of(listing: Listing, stage: Stage, *, missing: int) -> State:
    """Give the state of a listing with the sentence for its own people."""
    terms = newest(listing)
    if listing.status == Listing.Status.DRAFT:
        return State("Listing", "draft", {"n": missing}, variant="" if missing else "complete")
    if listing.status == Listing.Status.IN_REVIEW:
        return State("Listing", "in_review", variant="inside")
    if listing.status == Listing.Status.PRICE_NOTICE:
        if stage.act == "wait_notice":
            return State("Listing", "price_notice", {"date": stage.due})
        return State("Listing", "price_notice", {"act": stage.words}, variant="approved")
    if listing.status == Listing.Status.SUSPENDED:
        values = {
            "date": listing.suspended_since,
            "reason": SuspensionReason(listing.suspension_reason).label,
            "effect": _("they go on"),
        }
        return State("Listing", "suspended", values)
    if listing.status == Listing.Status.PUBLISHED and listing.published_at is not None:
        version = listing.current_terms.version if listing.current_terms else (terms.version if terms else 0)
        return State("Listing", "published", {"date": shanghai_day(listing.published_at), "n": version})
    if listing.published_at is None:
        return State("Listing", listing.status, variant="before_publication")
    return State("Listing", listing.status, {"date": listing.end_effective_on or listing.end_decided_on})


def content_lines(listing: Listing, *, change_url: str = "") -> list[SummaryLine]:
    """Give the content field by field; what is empty is named, not hidden."""
    shown: dict[str, str] = {
        "trl": str(MATURITY[listing.trl]) if listing.trl else "",
        "gbt4754": " · ".join(f"{code} {industry_name(code)}" for code in listing.gbt4754),
        "sei": " · ".join(listing.sei),
        "routes": " · ".join(str(ROUTE_WORDS[route]) for route in listing.routes),
        "show_inventors": pgettext("answer", "yes") if listing.show_inventors else pgettext("answer", "no"),
    }
    return [
        SummaryLine(
            field.label or name,
            shown.get(name, getattr(listing, name, "")) or "—",
            f"{change_url}#id_{name}" if change_url else "",
        )
        for name, field in ContentForm.base_fields.items()
        if name != "version"
    ]


def terms_value(terms: LicenseTerms, *, since: date | None = None) -> Terms:
    """Give the terms table of a version."""
    ceilings = [Ceiling(_("The fee is above the usual ceiling."), terms.ceiling_reason)] if terms.ceiling_reason else []
    return terms_of(
        terms.plan,
        start=clock.today(),
        calendar=working_days(),
        version=terms.version,
        in_force_since=since,
        ceilings=ceilings,
    )


def choice_lines(terms: LicenseTerms) -> list[SummaryLine]:
    """Give what was chosen beside the plan."""
    return [
        SummaryLine(_("Track"), terms.get_track_display()),
        SummaryLine(_("Field of use"), terms.field_of_use or _("every use")),
        SummaryLine(_("For whom"), " · ".join(_conditions(terms)) or _("everybody")),
        SummaryLine(_("Standing offer until"), terms.standing_offer_until or _("none")),
        *([SummaryLine(_("How the fee was worked out"), terms.fee_basis)] if terms.fee_basis else []),
    ]


def _conditions(terms: LicenseTerms) -> list[str]:
    words = []
    if prefix := terms.conditions.get("region_prefix"):
        words.append(_("enterprises registered in %(place)s") % {"place": division_name(prefix.ljust(6, "0"))})
    if terms.conditions.get("small_or_medium"):
        words.append(_("small and medium enterprises"))
    return words


def review_context(listing: Listing) -> dict[str, Any]:
    """Give what somebody reads before they decide on a listing: content, terms, the text that is signed."""
    terms = newest(listing)
    context: dict[str, Any] = {"listing": listing, "content_lines": content_lines(listing), "version": terms}
    if terms is not None:
        context |= {"terms": terms_value(terms), "choice_lines": choice_lines(terms)}
    return context


def points_of(problems: Iterable[FieldProblem], actor: Actor, number: str) -> list[CheckLine]:
    """Give everything that is missing, each line with the page that settles it: rules as rules, the rest as open."""
    return [_point(problem, actor, number) for problem in problems]


def _point(problem: FieldProblem, actor: Actor, number: str) -> CheckLine:
    if problem.code == "content_missing":
        name = problem.pointer.strip("/")
        link = Link(_("Complete the content"), f"{address(actor, 'edit', number=number)}#id_{name}")
        label = ContentForm.base_fields[name].label or name
        return CheckLine(label, "open", field_text(problem), link if actor.may("listing.edit") else None)
    if problem.code in {"rule_failed", "rule_unknown"}:
        question = QUESTIONS[str(problem.values["rule"])]
        return CheckLine(question, problem.code.removeprefix("rule_"), problem.message)
    return CheckLine(field_text(problem), "open", link=_settled_at(problem, actor, number))


def _settled_at(problem: FieldProblem, actor: Actor, number: str) -> Link | None:
    stage = Stage(_LINKS.get(problem.code, "none"))
    if not stage.permission or not actor.may(stage.permission):
        return None
    return Link(stage.words, address(actor, stage.act, number=number))


def notice_lines(notice: PriceNotice) -> list[SummaryLine]:
    """Give a price notice: what it covers, where, from when to when."""
    covered = _("version %(n)s of the terms") % {"n": notice.terms.version} if notice.terms else notice.deal_reference
    lines = [
        SummaryLine(_("Covers"), covered),
        SummaryLine(_("Place of the notice"), notice.place),
        SummaryLine(_("First day (not counted)"), notice.starts_on),
        SummaryLine(_("Last day (counted)"), notice.ends_on),
        SummaryLine(_("Days"), notice.required_days),
        SummaryLine(_("State"), notice.get_status_display()),
    ]
    if notice.status != PriceNotice.Status.RUNNING:
        lines.append(SummaryLine(_("Objections received"), notice.objections))
        if notice.answers:
            lines.append(SummaryLine(_("How they were answered"), notice.answers))
    if notice.provisional:
        lines.append(SummaryLine(_("Provisional"), _("The working days of that year are not published yet.")))
    return lines


def declaration_state(declaration: Declaration) -> State:
    """Give the state of a declaration."""
    values: dict[str, object] = {
        "filed": {"date": declaration.filed_on},
        "announced": {"date": declaration.announced_on, "n": declaration.terms.version},
        "withdrawn": {"date": declaration.withdrawal_announced_on},
    }
    return State("Declaration", declaration.status, values[declaration.status])  # type: ignore[arg-type] # Each is a mapping.


def signature_line(terms: LicenseTerms) -> str:
    """Tell who signed a version, in which capacity and when; nothing where nobody has."""
    signatures = list(terms.signatures.all())
    return " · ".join(
        f"{row.person_name} ({row.capacity}), {formats.moment(row.signed_at)}, SHA-256 {row.sha256[:12]}"
        for row in signatures
    )
