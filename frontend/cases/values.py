"""Turn a case of ``licensing`` into view values: header, timeline, history, papers, worksheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext

from frontend.cases import words
from frontend.components import formats
from frontend.components.amounts import Timeline, TimelineEntry, Worksheet, WorksheetInput, WorksheetRow
from frontend.components.languages import page_language
from frontend.components.values import (
    Case,
    Change,
    DocumentLine,
    HistoryEntry,
    Link,
    NextStep,
    Party,
    State,
    Step,
)
from licensing.cases import values as cases
from licensing.obligations import ledger
from licensing.subsidy.rules import explaining
from licensing.subsidy.rules import worksheet as engine
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import ROLE_WORDS, Role
from marketplace.dates import shanghai_day
from marketplace.documents.models import Document
from marketplace.money import ZERO

_STEP_STATES: Final = {"done": "done", "current": "current", "ahead": "coming"}
_SETTLED: Final = frozenset({"met", "cancelled"})


def header(case: cases.Case, actor: Actor, *, act_url: str = "") -> Case:
    """Give the head of the case page; ``act_url`` where the reader is the one who acts next."""
    owner, enterprise = case.request.listing.owner, case.request.enterprise
    return Case(
        number=case.number,
        title=gettext("License of “%(title)s”") % {"title": case.request.listing.patent.invention_title},
        state=state_of(case, actor),
        parties=[
            Party(words.word(words.CAPACITIES, "licensor"), owner.name),
            Party(words.word(words.CAPACITIES, "licensee"), enterprise.name),
        ],
        next=next_step(case, actor, act_url=act_url),
        steps=[Step(words.word(words.STEPS, step.name), _STEP_STATES[step.state]) for step in case.steps],
    )


def next_step(case: cases.Case, actor: Actor, *, act_url: str = "") -> NextStep | None:
    """Say what is next, who must act (an office and its telephone) and by when."""
    act = case.next_act
    if act.act == "none":
        return NextStep(what=words.word(words.ACTS, "none"))
    office = _office_that_acts(case, act.party)
    role = str(ROLE_WORDS[Role(act.role)]) if act.role else ""
    who = " · ".join(part for part in (office.name if office else "", role) if part)
    what = words.word(words.ACTS, act.act)
    amount = (act.values or {}).get("amount")
    if isinstance(amount, Decimal):
        what = f"{what}: {formats.money(amount)}"
    is_mine = office is None or office.pk == actor.organization_id
    return NextStep(
        what=what,
        who=who,
        telephone=office.contact_phone if office else "",
        by=act.due,
        act_url=act_url if is_mine else "",
        act_label=what,
    )


def state_of(case: cases.Case, actor: Actor) -> State:
    """Give the state of the case with the sentence for who reads it."""
    request, deal = case.request, case.deal
    if deal is not None and deal.effective_on is not None:
        duty = case.answer.next if case.answer is not None else None
        values: dict[str, object] = {"date": deal.effective_on}
        if deal.status == "in_effect" and duty is not None:
            values |= {"obligation": duty_name(duty), "due": duty.due_date or gettext("no day yet")}
            return State("Deal", deal.status, values)
        return State("Deal", deal.status, values, variant="nothing_due" if deal.status == "in_effect" else "")
    if deal is not None and request.status == "draft":
        signs = request.enterprise_id == actor.organization_id and actor.may("deal.sign")
        return State("Deal", "signing", {"person": request.enterprise.name}, is_mine=signs)
    if request.status == "awaiting_payment":
        notice = case.notices[-1] if case.notices else None
        values = {"time": notice.delivered_at if notice else request.created_at, "date": request.starts_on}
        return State("LicenseRequest", request.status, values)
    return State("LicenseRequest", request.status, {"date": request.decided_at, "time": request.decided_at})


def duty_name(duty: ledger.Duty) -> str:
    """Name a duty, with its period where it has one."""
    name = words.word(words.DUTIES, duty.item if duty.kind == "duty" else duty.kind)
    if duty.item == "use_report":
        return gettext("%(name)s, month %(period)s") % {"name": name, "period": duty.period}
    if duty.period:
        return gettext("%(name)s, no. %(period)s") % {"name": name, "period": duty.period}
    return name


def timeline(answer: ledger.Answer, *, today: date, acts: Mapping[tuple[str, int | None, str], Link]) -> Timeline:
    """Give all duties by date; ``acts`` maps (item, period, kind) to what the reader may do now."""
    entries = [
        TimelineEntry(
            title=duty_name(duty),
            state=duty.status,
            is_act=not duty.is_money,
            amount=duty.amount if duty.is_money else None,
            due=duty.due_date,
            latest=duty.latest_date,
            paid=duty.allocated if duty.is_money else ZERO,
            act=acts.get((duty.item, duty.period, duty.kind)) if duty.status not in _SETTLED else None,
        )
        for duty in answer.duties
    ]
    return Timeline(entries=entries, today=today)


def history(entries: Iterable[cases.HistoryEntry]) -> list[HistoryEntry]:
    """Give recorded events in words, newest first."""
    return [
        HistoryEntry(
            position=entry.position,
            at=entry.at,
            what=_what(entry),
            person=entry.person,
            organization=entry.organization,
            changes=[
                Change(_FIELDS_SHOWN[name](), new=str(value))
                for name, value in entry.changes.items()
                if name in _FIELDS_SHOWN and value not in (None, "")
            ],
        )
        for entry in entries
        if entry.changes.get("kind") not in _SAID_ALREADY
    ]


def _what(entry: cases.HistoryEntry) -> str:
    kind = entry.changes.get("kind")
    if entry.topic == "deal_event.recorded" and isinstance(kind, str):
        return words.word(words.DEAL_EVENTS, kind)
    return words.word(words.EVENTS, entry.topic)


# Payments record an event of their own beside the ledger's.
_SAID_ALREADY: Final = frozenset({"payment_received", "payment_confirmed"})

_FIELDS_SHOWN: Final[Mapping[str, Any]] = {
    "amount": lambda: gettext("Amount"),
    "recordal_number": lambda: gettext("Filing number"),
    "sha256": lambda: gettext("SHA-256"),
    "reason": lambda: gettext("Reason"),
    "effective_on": lambda: gettext("In effect from"),
    "paid_on": lambda: gettext("Paid on"),
    "total": lambda: gettext("Total"),
}


def papers(case: cases.Case, actor: Actor) -> list[DocumentLine]:
    """Give the papers of the case that the reader may open."""
    found: list[Document] = []
    if case.deal is not None and case.deal.contract is not None:
        found.append(case.deal.contract)
    found += [notice.document for notice in case.notices if notice.document is not None]
    found += [payment.voucher for payment in case.payments if payment.voucher is not None]
    found += [invoice.document for invoice in case.invoices]
    return [paper(document, actor) for document in dict.fromkeys(found)]


def paper(document: Document, actor: Actor) -> DocumentLine:
    """Give one paper with its type, size and hash."""
    return DocumentLine(
        name=document.title,
        kind=_paper_kind(document.kind),
        url=reverse("document", kwargs={"uscc": actor.organization.uscc, "document_id": document.pk}),
        file_type=document.file.media_type.rpartition("/")[2].upper(),
        size_bytes=document.file.size,
        sha256=document.file_id,
        put_on=shanghai_day(document.created_at),
    )


def _paper_kind(kind: str) -> str:
    names = {
        "contract": gettext("Contract"),
        "notice_receipt": gettext("Receipt of the notice"),
        "voucher": gettext("Payment voucher"),
        "invoice": gettext("Invoice"),
    }
    return names.get(kind, kind)


def worksheet(sheet: engine.Worksheet, *, kind: str, title: str = "", recomputed_same: bool | None = None) -> Worksheet:
    """Give a worksheet of the engine, one row a step, those that did not bind too."""
    return Worksheet(
        rule_id=sheet.policy_id,
        version=str(sheet.format),
        hash=sheet.policy_hash,
        kind=kind,
        rows=[_worksheet_row(row) for row in sheet.rows],
        total=sheet.award if sheet.amount_known else None,
        is_provisional=sheet.provisional,
        recomputed_same=recomputed_same,
        title=title,
    )


def _worksheet_row(row: engine.Row) -> WorksheetRow:
    spoken = page_language()
    return WorksheetRow(
        step=explaining.step_name(row.step, spoken) + (f" · {row.line}" if row.line else ""),
        result=_result(row.result),
        working=explaining.sentence(row, spoken),
        clause=Link(row.clause) if row.clause else None,
        inputs=[
            WorksheetInput(
                name=explaining.field_name(item.field, spoken), value=item.value, is_unconfirmed=row.provisional
            )
            for item in row.inputs
        ],
        proofs=[Link(source) for source in dict.fromkeys(item.source for item in row.inputs if item.source)],
        took_effect=row.binding == engine.Binding.YES,
    )


def _result(text: str) -> str | Decimal:
    """Give an amount as such; any other result is a word already."""
    try:
        return Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        return str(words.RESULTS.get(text, text))


def _office_that_acts(case: cases.Case, party: cases.Party) -> Organization | None:
    if party == cases.Party.LICENSEE:
        return case.request.enterprise
    if party == cases.Party.LICENSOR:
        return case.request.listing.owner
    return None


def acts_on_duties(duties: Sequence[ledger.Duty], url_of: Any) -> dict[tuple[str, int | None, str], Link]:
    """Give the act per duty, where ``url_of`` knows an address for it."""
    found = {}
    for duty in duties:
        act = url_of(duty)
        if act is not None:
            found[(duty.item, duty.period, duty.kind)] = act
    return found
