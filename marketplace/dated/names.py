"""The names of dated settings, each with the type of its values. A name that nobody declared cannot be set."""

from __future__ import annotations

_TYPES: dict[str, type] = {}


def declare(name: str, of: type) -> str:
    """Declare a setting, and give its name."""
    _TYPES[name] = of
    return name


def type_of(name: str) -> type | None:
    """Give the type of a setting's values, or None if nobody declared it."""
    return _TYPES.get(name)


# The bureau's reading of art. 51: whether a deferred payment counts as payment in the announced way.
DEFERRED_COUNTS = declare("deferred_counts_as_announced_payment", bool)
