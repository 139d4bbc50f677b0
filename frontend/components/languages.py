"""The language of the page, as the engines name it."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language


def page_language() -> Literal["zh", "en"]:
    """Give the language in which the page is asked for."""
    return "en" if (get_language() or "").startswith("en") else "zh"
