"""IPC symbols as codes at section, class, subclass, main group and group."""

from __future__ import annotations

import re
from typing import Final

from search.language.analyser import unify

_SYMBOL: Final = re.compile(
    r"([A-H])(?:(\d{2})(?:([A-Z])(?:\s*0*(\d{1,4})(?:/(\d{2,6}))?)?)?)?(?:\s*\(\d{4}\.\d{2}\)\w?)?"
)
_PART_OF_SYMBOL: Final = re.compile(r"[A-H](?:\d{1,2}(?:[A-Z](?:\d{1,4}(?:/\d{0,6})?)?)?)?")


def levels(symbol: str) -> tuple[str, ...]:
    """
    Give the symbol at each level it names, widest first: ``h``, ``h01``, ``h01m``, ``h01m10``, ``h01m10/052``.

    Spaces, leading zeros of the main group and a version mark are read over. Not a symbol: nothing.
    """
    match = _SYMBOL.fullmatch(unify(symbol).upper().strip())
    if match is None:
        return ()
    section, class_, subclass, group, subgroup = match.groups()
    found = [section]
    for part in (class_, subclass, group):
        if part is None:
            break
        found.append(found[-1] + part)
    if subgroup is not None:
        found.append(f"{found[-1]}/{subgroup}")
    return tuple(level.lower() for level in found)


def is_beginning(text: str) -> bool:
    """Tell whether a symbol may begin with this text, as in ``H01M10/0*``."""
    return _PART_OF_SYMBOL.fullmatch(unify(text).upper()) is not None
