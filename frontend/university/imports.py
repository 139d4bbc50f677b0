"""Import patents from a file: upload, see row by row what it would do, then apply it or throw it away."""

from __future__ import annotations

import csv
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from frontend.acts import ACT_METHODS, confirm_act, form_act
from frontend.components.fields import DayField, SlotField
from frontend.components.values import Confirmation
from frontend.desks import desk_response
from frontend.paging import paged
from frontend.university.addresses import address
from listings.imports import selectors, services
from listings.imports.models import ImportRow, PatentImport
from listings.imports.services import read_upload
from marketplace.accounts.actors import Actor
from marketplace.accounts.roles import Desk
from marketplace.dated import clock
from marketplace.problems import FieldProblem
from marketplace.web.acting import desk_page
from marketplace.web.problem_texts import field_text

_ROWS: Final = 100


class UploadForm(forms.Form):
    """A table of patents and the day of its export."""

    file = SlotField(
        label=gettext_lazy("File"),
        shows=gettext_lazy("A list of patents, as a search platform exports it; at most 5,000 rows"),
        types=("csv", "xlsx"),
    )
    source_as_of = DayField(
        label=gettext_lazy("Day of the export"), help_text=gettext_lazy("The facts of the file are as of this day.")
    )
    transferred = forms.BooleanField(
        label=gettext_lazy("Patents that name other owners were transferred to us"), required=False
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "patent.import")
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file; nothing is stored as a patent yet."""

    def do(given: dict[str, Any]) -> str:
        staged = services.stage_import(
            actor=actor,
            file_name=given["file"].name,
            content=read_upload(given["file"]),
            source_as_of=given["source_as_of"],
            transferred=given["transferred"],
            now=clock.now(),
        )
        return address(actor, "import", import_id=staged.pk)

    return form_act(
        request,
        actor,
        form=UploadForm(request.POST or None, request.FILES or None, initial={"source_as_of": clock.today()}),
        heading=_("Import patents"),
        button=_("Check the file"),
        back_url=address(actor, "patents"),
        do=do,
        done=_("The file is checked. Nothing is imported yet."),
        template="university/form.html",
        context={
            "lead": _(
                "A row needs a title, an owner and an application number or the publication number of the grant. Bad "
                "rows never stop good ones."
            )
        },
    )


@require_safe
@desk_page(Desk.UNIVERSITY, "patent.import")
def preview(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    """Show what a file would do, or did, row by row; one outcome can be picked."""
    staged = selectors.own_import(actor, import_id)
    if request.GET.get("format") == "csv":
        return _refused_rows(staged)
    outcomes = list(staged.rows.values_list("outcome", flat=True))
    picked = request.GET.get("outcome", "")
    rows = staged.rows.select_related("patent")
    if picked in ImportRow.Outcome.values:
        rows = rows.filter(outcome=picked)
    found, page = paged(request, rows, size=_ROWS)
    counts = {outcome: outcomes.count(outcome.value) for outcome in ImportRow.Outcome}
    context = {
        "staged": staged,
        "counts": counts.items(),
        "picked": picked,
        "page": page,
        "rows": [_row(row, actor) for row in found],
        "has_refused": bool(counts[ImportRow.Outcome.REFUSED]),
        "to_import": counts[ImportRow.Outcome.NEW] + counts[ImportRow.Outcome.CHANGED],
        "is_open": staged.status == PatentImport.Status.STAGED,
        "columns": [(header, field) for header, field in staged.columns.items() if field],
    }
    return desk_response(request, actor, "university/import.html", context)


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "patent.import")
def apply(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    """Import the rows that can be imported."""
    staged = selectors.own_import(actor, import_id)

    def do(_given: dict[str, Any]) -> str:
        services.apply_import(actor=actor, import_id=staged.pk, now=clock.now())
        return address(actor, "import", import_id=staged.pk)

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Import the file %(name)s") % {"name": staged.file_name},
            button=_("Import"),
            back_url=address(actor, "import", import_id=staged.pk),
            cannot_be_undone=_("Patents and facts that were imported stay; a correction is a newer fact."),
        ),
        do=do,
        done=_("The file is imported."),
        template="university/confirm.html",
    )


@require_http_methods(ACT_METHODS)
@desk_page(Desk.UNIVERSITY, "patent.import")
def discard(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    """Throw a checked file away."""
    staged = selectors.own_import(actor, import_id)

    def do(_given: dict[str, Any]) -> str:
        services.discard_import(actor=actor, import_id=staged.pk, now=clock.now())
        return address(actor, "patents")

    return confirm_act(
        request,
        actor,
        confirmation=Confirmation(
            act=_("Discard the file %(name)s") % {"name": staged.file_name},
            button=_("Discard"),
            back_url=address(actor, "import", import_id=staged.pk),
        ),
        do=do,
        done=_("The file is discarded. Nothing was imported."),
        template="university/confirm.html",
    )


def _refused_rows(staged: PatentImport) -> HttpResponse:
    """Give the rows that are not imported, each problem with its cell and what puts it right, for a spreadsheet."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused-rows.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Row"), _("Cell"), _("Column"), _("Value"), _("What is wrong, and what puts it right")])
    for row in staged.rows.filter(outcome=ImportRow.Outcome.REFUSED):
        for problem in row.problems:
            cells = [problem["cell"], problem["column"], problem["value"], _words(problem)]
            writer.writerow([row.number, *(_harmless(cell) for cell in cells)])
    return response


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _words(problem: dict[str, Any]) -> str:
    return field_text(FieldProblem("", problem["code"], problem["fix"], problem.get("values", {})))


def _row(row: ImportRow, actor: Actor) -> dict[str, Any]:
    patent = row.patent
    return {
        "row": row,
        "number": row.record.get("application_number") or row.record.get("publication_number") or "—",
        "title": row.record.get("invention_title") or "—",
        "problems": [{**problem, "words": _words(problem)} for problem in row.problems],
        "url": address(actor, "patent", patent_id=patent.pk) if patent is not None and row.outcome != "refused" else "",
    }
