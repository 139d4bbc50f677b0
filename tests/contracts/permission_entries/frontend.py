"""Routes of the pages: public ones and the frame."""

from __future__ import annotations

from frontend.components.fields import ECHOES
from tests.contracts.permissions import public, signed_in

ENTRIES = [
    public("public:home"),
    public("public:listings"),
    public("public:accessibility"),
    public("public:display", methods=("GET", "POST")),
    public("public:echo", thing=lambda _: {"kind": next(iter(ECHOES))}),
    signed_in("public:desks"),
]
