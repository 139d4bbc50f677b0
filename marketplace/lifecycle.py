"""Lifecycles as tables: which state may follow which, checked in one place."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from marketplace.problems import DomainError


class InvalidTransition(DomainError):
    """Raised when a thing is not in a state from which the wanted one can be reached."""

    code = "invalid_transition"
    status = 409

    def __init__(self, *, current: str, target: str, allowed: AbstractSet[str]) -> None:
        super().__init__(
            f"cannot go from {current} to {target}", current=current, target=target, allowed=sorted(allowed)
        )


def require_transition(table: Mapping[str, AbstractSet[str]], *, current: str, target: str) -> None:
    """
    Let a declared transition pass and refuse any other.

    :raises InvalidTransition: if ``target`` may not follow ``current``.
    """
    allowed = table.get(current, frozenset())
    if target not in allowed:
        raise InvalidTransition(current=current, target=target, allowed=allowed)
