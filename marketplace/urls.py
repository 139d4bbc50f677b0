"""
All addresses of the product, from the outermost layer in.

A package adds the module with its API's ``urlpatterns`` to ``API_MODULES`` (below ``/api/v1/``) and the one with its
pages' ``urlpatterns`` to ``PAGE_MODULES`` (from the root). Every route needs an entry in the permission matrix
(``tests/contracts/permission_entries``).
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from marketplace.web import health

API_MODULES: tuple[str, ...] = (
    "marketplace.web.api",
    "marketplace.documents.api",
    "listings.offers.api.urls",
    "listings.imports.api",
    "listings.feed.api",
    "licensing.deals.api",
    "licensing.payments.api",
    "licensing.subsidy.claims.api",
    "search.api",
)
PAGE_MODULES: tuple[str, ...] = ("frontend.urls", "marketplace.documents.urls")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path(
        "api/v1/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="web/api_docs.html"),
        name="api_docs",
    ),
    path("api/v1/", include([path("", include(module)) for module in API_MODULES])),
    path("webhooks/", include("licensing.payments.webhooks")),
    # Pages are Chinese at ``/…`` and English at ``/en/…``.
    *i18n_patterns(*(path("", include(module)) for module in PAGE_MODULES), prefix_default_language=False),
]

handler400 = "marketplace.web.errors.bad_request"
handler403 = "marketplace.web.errors.permission_denied"
handler404 = "marketplace.web.errors.page_not_found"
handler500 = "marketplace.web.errors.server_error"
