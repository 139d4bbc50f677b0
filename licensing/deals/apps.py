from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "licensing.deals"
    label = "deals"
