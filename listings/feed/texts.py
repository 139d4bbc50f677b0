"""What readers of the feed are told when they are refused."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare

_REFUSALS: Final = (
    ("bad_parameter", _("A parameter is unknown or cannot be read")),
    ("cursor_gone", _("This cursor cannot be continued")),
    ("bad_key", _("This key is not known, or it is over")),
    ("scope_missing", _("This key does not cover what is asked")),
    ("exchange_key_refused", _("The key cannot be issued as asked")),
)


def declare_all() -> None:
    """Declare the texts of the feed."""
    for code, title in _REFUSALS:
        declare(code, title)
