from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "listings.offers"
    label = "offers"
