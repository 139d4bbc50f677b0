"""Who may read the papers of a deal: both parties once it is signed, before that the one that drew it up."""

from __future__ import annotations

from django.db.models import Q

from licensing.deals.models import Deal
from marketplace.accounts.actors import Actor
from marketplace.documents.models import Document


def may_read_about_deal(actor: Actor, document: Document) -> bool:
    """Tell whether an actor may read a document about a deal or its request."""
    if not actor.may("deal.read"):
        return False
    if document.organization_id == actor.organization_id:
        return True
    about = Q(pk=document.subject_id) if document.subject_kind == "deal" else Q(request_id=document.subject_id)
    parties = Q(licensor=actor.organization) | Q(licensee=actor.organization)
    return Deal.objects.filter(about, parties, signed_at__isnull=False).exists()
