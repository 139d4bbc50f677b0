from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "marketplace.web"
    label = "web"

    def ready(self) -> None:
        from marketplace.web import (
            openapi,  # noqa: F401 - Registers how our authentication is described.
            texts,
        )

        texts.declare_all()
