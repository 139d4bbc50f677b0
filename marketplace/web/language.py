"""Which language an answer has: pages by their address, the API by what the caller accepts."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

API_PREFIX = "/api/"


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but for the API: its addresses have no language, so ``Accept-Language`` decides there."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith(API_PREFIX):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()
