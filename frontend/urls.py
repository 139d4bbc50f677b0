"""
Addresses of all pages, below the language.

Each desk has its own module of addresses (``frontend.university.urls`` with ``app_name = "university"``) and is
listed here as ``university/<str:uscc>/``.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("frontend.public.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("frontend.organization.urls")),
    path("university/<str:uscc>/", include("frontend.university.urls")),
    path("enterprise/<str:uscc>/", include("frontend.enterprise.urls")),
    path("bureau/<str:uscc>/", include("frontend.bureau.urls")),
    path("platform/<str:uscc>/", include("frontend.platform.urls")),
]
