"""Addresses of the desk, for the organization acted for."""

from __future__ import annotations

from django.urls import reverse

from marketplace.accounts.actors import Actor


def address(actor: Actor, route: str, **values: object) -> str:
    """Give the address of a page of this desk."""
    return reverse(f"university:{route}", kwargs={"uscc": actor.organization.uscc, **values})
