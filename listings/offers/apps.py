from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "listings.offers"
    label = "offers"

    def ready(self) -> None:
        from listings.offers import texts

        texts.declare_all()
