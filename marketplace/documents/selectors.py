"""Read documents as somebody."""

from __future__ import annotations

from django.db import models

from marketplace.accounts.actors import Actor
from marketplace.documents.access import may_read
from marketplace.documents.models import Document
from marketplace.events import Subject, subject_of


def documents_about(subject: models.Model | Subject, *, actor: Actor, kind: str | None = None) -> list[Document]:
    """Give the documents about a thing that the actor may read, newest first, without the replaced ones."""
    about = subject if isinstance(subject, Subject) else subject_of(subject)
    rows = Document.objects.filter(subject_kind=about.kind, subject_id=about.id, replaced_by=None)
    if kind is not None:
        rows = rows.filter(kind=kind)
    ordered = rows.select_related("file", "organization").order_by("-created_at", "pk")
    return [document for document in ordered if may_read(actor, document)]
