from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "licensing.subsidy.claims"
    label = "claims"

    def ready(self) -> None:
        from licensing import texts

        texts.declare_all()
