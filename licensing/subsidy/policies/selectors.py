"""Policies that are in force, and those an office keeps."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from licensing.subsidy.policies.models import SubsidyPolicy
from licensing.subsidy.policies.services import PolicyNotFound
from marketplace.accounts.actors import Actor


def in_force(*, side: str | None = None) -> QuerySet[SubsidyPolicy]:
    """Give the policies in force, for one side of a deal or all; they are public."""
    rows = SubsidyPolicy.objects.filter(status=SubsidyPolicy.Status.IN_FORCE).select_related("office").order_by("key")
    return rows if side is None else rows.filter(side__in=[side, "any"])


def kept_by(actor: Actor) -> QuerySet[SubsidyPolicy]:
    """Give all versions that the actor's office keeps, newest first."""
    if not actor.may("policy.read"):
        return SubsidyPolicy.objects.none()
    return SubsidyPolicy.objects.filter(office=actor.organization).order_by("key", "-loaded_at")


def kept_policy(actor: Actor, policy_id: UUID) -> SubsidyPolicy:
    """
    Give one version that the actor's office keeps.

    :raises PolicyNotFound: for any other.
    """
    row = kept_by(actor).filter(pk=policy_id).first()
    if row is None:
        raise PolicyNotFound("no such policy")
    return row
