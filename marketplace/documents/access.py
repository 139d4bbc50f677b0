"""
Who may read a document: a rule per kind of subject, declared by the package that owns the subject.

A subject without a rule is readable by the organization that owns the document, and by nobody else. A rule decides
alone: it also says which roles of the owner may read. Whatever may not be read does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from marketplace.accounts.actors import Actor
from marketplace.documents.models import Document
from marketplace.problems import DomainError

Rule = Callable[[Actor, Document], bool]

_RULES: dict[str, Rule] = {}


class NoSuchDocument(DomainError):
    """Raised for a document that does not exist, or not for this actor."""

    code = "not_found"
    status = 404


def declare(subject_kind: str, rule: Rule) -> None:
    """Declare who may read documents about a kind of subject. Call it from ``AppConfig.ready``."""
    _RULES[subject_kind] = rule


def may_read(actor: Actor, document: Document) -> bool:
    """Tell whether an actor may read a document."""
    rule = _RULES.get(document.subject_kind)
    if rule is None:
        return document.organization_id == actor.organization_id
    return rule(actor, document)


def readable(actor: Actor, document_id: UUID) -> Document:
    """
    Give a document that the actor may read.

    :raises NoSuchDocument: if there is none, or it is not theirs to read.
    """
    document = Document.objects.select_related("file", "organization").filter(pk=document_id).first()
    if document is None or not may_read(actor, document):
        raise NoSuchDocument("no such document")
    return document
