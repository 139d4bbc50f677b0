"""
The topics that may be recorded, each with the fields its changes may carry.

A topic is ``noun.past_participle``. The allow-list keeps bank data, secrets and message texts out of a log that is
never erased: a field that is not declared cannot be recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_FIELDS: dict[str, frozenset[str]] = {}


class UndeclaredTopic(LookupError):
    """Raised when a topic, or a field of its changes, was never declared."""


def declare(topic: str, *fields: str) -> str:
    """Declare a topic with the fields its changes may have, and give its name."""
    known = _FIELDS.get(topic)
    if known is not None and known != frozenset(fields):
        raise UndeclaredTopic(f"{topic} is declared twice with different fields")
    _FIELDS[topic] = frozenset(fields)
    return topic


def require_declared(topic: str, changes: Mapping[str, Any]) -> None:
    """
    Let declared changes pass.

    :raises UndeclaredTopic: naming the topic or the fields to declare.
    """
    if topic not in _FIELDS:
        raise UndeclaredTopic(f"declare the topic {topic} before it is recorded")
    if extra := set(changes) - _FIELDS[topic]:
        raise UndeclaredTopic(f"{topic} may not carry {sorted(extra)}")


def declared() -> Collection[str]:
    """Give the names of all declared topics."""
    return sorted(_FIELDS)
