from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "licensing.obligations"
    label = "obligations"

    def ready(self) -> None:
        from licensing.obligations.consumer import CONSUMER
        from marketplace.events.consumers import register

        register(CONSUMER)
