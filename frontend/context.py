"""What the frame of every page shows: display, languages, demo band, operator."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from frontend.display import display_of, in_language


def html_lang(code: str) -> str:
    """Give the ``lang`` attribute of a language; fonts are chosen by it, so Chinese names its region."""
    return "zh-CN" if code == "zh-hans" else code


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the values of the frame; reads no table, so that error pages can use it."""
    language = get_language() or settings.LANGUAGE_CODE
    here = request.get_full_path()
    return {
        "language": language,
        "html_lang": html_lang(language),
        "display": display_of(request.COOKIES),
        "languages": [
            {
                "code": code,
                "lang": html_lang(code),
                "name": get_language_info(code)["name_local"],
                "url": in_language(here, code),
            }
            for code, _name in settings.LANGUAGES
        ],
        "is_demo": settings.DEMO,
        "operator": settings.OPERATOR,
        "here": here,
    }
