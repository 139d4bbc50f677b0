"""Routes of the pages: public ones and the frame."""

from __future__ import annotations

from frontend.components.fields import ECHOES
from tests.contracts.permissions import public, signed_in
from tests.licensing.factories import make_policy
from tests.listings.making import published_listing


def _listing(_organization):
    return {"number": published_listing().number}


ENTRIES = [
    public("public:home"),
    public("public:listings"),
    public("public:listing", thing=_listing),
    signed_in("public:request", thing=_listing),
    public("public:check_start"),
    public("public:check", thing=lambda _: {"number": "201710601862.3"}),
    public("public:price_help"),
    public("public:statistics"),
    public("public:policies"),
    public("public:policy", thing=lambda _: {"key": make_policy().key}),
    public("public:accessibility"),
    public("public:display", methods=("GET", "POST")),
    public("public:echo", thing=lambda _: {"kind": next(iter(ECHOES))}),
    signed_in("public:desks"),
]
