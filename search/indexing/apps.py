from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search.indexing"
    label = "indexing"

    def ready(self) -> None:
        from marketplace.events import consumers
        from marketplace.web import health
        from marketplace.web.problem_texts import declare
        from search.indexing import checks  # noqa: F401 - Registers the checks.
        from search.indexing.consumer import CONSUMER
        from search.indexing.probes import look_at_search

        consumers.register(CONSUMER)
        health.register(health.Probe("search", look_at_search))
        declare(
            "search_unavailable",
            _("Search is not available now"),
            _("You can look up a patent by its number; the pages of listings work as ever."),
        )
        declare("unknown_filter", _("There is no such filter"))
        declare("cursor_refused", _("This page of results has expired"), _("Search again from the first page."))
