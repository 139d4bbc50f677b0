"""The pages of the product."""

from __future__ import annotations

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """Gives templates, static files and form rendering."""

    name = "frontend"
    label = "frontend"

    def ready(self) -> None:
        from frontend.organization import texts as of_organizations
        from frontend.university import texts as of_university

        of_organizations.declare_all()
        of_university.declare_all()
