"""Read imports: an organization's own, with their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from listings.imports.models import PatentImport
from listings.imports.services import ImportNotFound
from marketplace.accounts.actors import Actor


def visible_to(actor: Actor) -> QuerySet[PatentImport]:
    """Give the imports of the organization acted for, newest first."""
    if not actor.may("patent.import"):
        return PatentImport.objects.none()
    return PatentImport.objects.filter(organization=actor.organization).order_by("-created_at", "pk")


def own_import(actor: Actor, import_id: UUID) -> PatentImport:
    """
    Give one import of the organization acted for.

    :raises ImportNotFound: for any other.
    """
    found = visible_to(actor).filter(pk=import_id).first()
    if found is None:
        raise ImportNotFound(str(import_id))
    return found
