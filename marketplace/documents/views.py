"""The page that hands out a document: as an attachment, after the check, never kept by a cache."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from marketplace.accounts.actors import Actor
from marketplace.documents.access import readable
from marketplace.documents.models import Document
from marketplace.web.acting import desk_page

log = structlog.get_logger(__name__)


@require_safe
@desk_page()
def download(_request: HttpRequest, document_id: UUID, actor: Actor) -> FileResponse:
    """Hand out one document that the actor may read."""
    return attachment(readable(actor, document_id))


def attachment(document: Document) -> FileResponse:
    """Give the bytes of a document as a download that no browser runs, shows or keeps."""
    log.info("document_opened", document=str(document.pk), sha256=document.file_id)
    response = FileResponse(
        document.file.path.open("rb"),
        as_attachment=True,
        filename=document.file_name,
        content_type=document.file.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
