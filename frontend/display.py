"""How a reader wants pages to look (theme and size, from cookies), and the same page in the other language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

THEMES: Final = ("auto", "light", "dark")
SIZES: Final = ("normal", "large")
THEME_COOKIE: Final = "theme"
SIZE_COOKIE: Final = "size"
COOKIE_AGE_S: Final = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Display:
    """Theme and size that a reader chose."""

    theme: str = "auto"
    size: str = "normal"


def display_of(cookies: Mapping[str, str]) -> Display:
    """Give the choice kept in cookies; what is not known counts as not chosen."""
    theme, size = cookies.get(THEME_COOKIE, ""), cookies.get(SIZE_COOKIE, "")
    return Display(theme if theme in THEMES else "auto", size if size in SIZES else "normal")


def in_language(path: str, language: str) -> str:
    """Give the address of the same page in a language: the default one at ``/…``, others below their code."""
    for code, _name in settings.LANGUAGES:
        prefix = f"/{code}/"
        if path.startswith(prefix):
            path = "/" + path.removeprefix(prefix)
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
